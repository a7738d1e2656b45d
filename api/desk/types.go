package desk

import (
	"time"

	"parley/api"
)

// Mode is what a reply is.
type Mode string

// The three modes of a reply.
const (
	ModeAdmin   Mode = "admin"   // a comment to the customer
	ModeContact Mode = "contact" // a comment on behalf of the contact
	ModeNote    Mode = "note"    // internal
)

// Public reports whether the customer sees a reply of this mode.
func (m Mode) Public() bool { return m != ModeNote }

// Sort is the order of a list.
type Sort string

// The orders of a list.
const (
	SortUpdated  Sort = "updated"  // newest change first
	SortWaiting  Sort = "waiting"  // longest waiting first
	SortPriority Sort = "priority" // most urgent first, then longest waiting
	SortSLA      Sort = "sla"      // missed first, then least time left
)

// View is a named, saved query over conversations.
type View struct {
	ID    string // stable: "mine", "team:7", or the user's own
	Name  string
	Query string // in the query words of the search
	Sort  Sort
	Count api.Number // conversations in it, unknown before the first sync
}

// Row is one conversation of a list.
type Row struct {
	Conversation *api.Conversation // shared and read-only; Parts need not be known
	Contact      string            // what to call the customer
	Assignee     string            // teammate's name, "" when nobody
	Team         string            // team's name, "" when none
	Preview      string            // the last message, plain, or the source's; one line
	Drafts       []Mode            // modes in which text is waiting
	Pending      int               // outbox entries of this conversation that are not yet settled
	Asking       bool              // one of them needs the agent's decision
}

// List is a page of a view, from what is held locally.
type List struct {
	View     View // with the order of the rows
	Rows     []Row
	Total    api.Number // conversations in the view at Intercom, as far as known
	Held     int        // conversations of it that are held locally, filtered
	More     bool       // Intercom has rows that are not held yet
	SyncedAt time.Time  // when the view was last read from Intercom; zero: never
}

// Thread is one conversation with everything that is needed to show it.
type Thread struct {
	Conversation *api.Conversation // shared and read-only
	Contact      *api.Contact      // nil until it was read
	Gone         bool              // the contact, or the conversation, was deleted at Intercom
	FetchedAt    time.Time         // when Intercom last said so
	SeenPart     api.ID            // the newest part this agent had on the screen before, or made after that; "" when none
	Pending      []Entry           // outbox entries of this conversation that are not yet settled
}

// Draft is text that is kept for one conversation and mode until it is sent
// or discarded.
type Draft struct {
	ConversationID api.ID
	Mode           Mode
	Text           string // Markdown, as typed
	Cursor         int    // offset in runes
	Attachments    []File
	AttachmentURLs []string
	ContactID      api.ID // contact mode: on whose behalf
	UpdatedAt      time.Time
}

// File is a local file that goes out with a reply. Size is in bytes.
type File struct {
	Path        string
	Name        string
	ContentType string
	Size        int64
}

// Reply is what the agent confirmed in the review bar.
type Reply struct {
	Draft
	HTML string         // exactly what will be sent
	Then []ActionChange // what is done to the conversation once the reply is posted, in this order
	Undo time.Duration  // how long it may be taken back; 0: not at all
	// Email or UserID name the contact of a contact reply when ContactID does
	// not; without any of them it is the conversation's only contact.
	Email, UserID string
	Unguarded     bool // send whatever was written meanwhile
	// Apart says that the text is not the draft of its conversation and mode:
	// what was begun there stays as it is.
	Apart bool
}

// ActionKind names an action on conversations.
type ActionKind string

// The actions.
const (
	ActClose  ActionKind = "close"
	ActOpen   ActionKind = "open"
	ActSnooze ActionKind = "snooze"
	ActAssign ActionKind = "assign"
	ActTag    ActionKind = "tag"
	ActUntag  ActionKind = "untag"
	ActRead   ActionKind = "read"
	ActUnread ActionKind = "unread"
	ActReply  ActionKind = "reply" // only in entries: a reply is an entry like the others
)

// ActionChange is one change to one conversation.
type ActionChange struct {
	Kind     ActionKind
	Until    time.Time // snooze
	Assignee api.ID    // assign: "" is nobody
	Team     bool      // assign: Assignee is a team
	Tag      api.ID    // tag, untag
}

// Action is a change to conversations that the agent confirmed. Undone by one
// step, however many conversations it names.
type Action struct {
	IDs []api.ID
	ActionChange
}

// EntryState is where an outbox entry is.
type EntryState string

// The states of an outbox entry.
const (
	EntryQueued  EntryState = "queued"  // confirmed, not yet on its way
	EntrySending EntryState = "sending" // a request may be under way
	EntryUnknown EntryState = "unknown" // it may or may not have been posted; being verified, or asking
	EntrySent    EntryState = "sent"
	EntryFailed  EntryState = "failed"  // certainly not posted; the text is a draft again
	EntryHeld    EntryState = "held"    // something new was written meanwhile: the agent decides
	EntryUndone  EntryState = "undone"  // taken back before it left
	EntryDropped EntryState = "dropped" // given up by the agent
)

// Entry is one confirmed reply or action in the outbox.
type Entry struct {
	ID             int64
	Group          int64 // entries of one action share it
	ConversationID api.ID
	Kind           ActionKind
	Mode           Mode // replies
	State          EntryState
	Text           string // replies: Markdown as typed
	Attachments    []File
	AttachmentURLs []string
	Change         ActionChange
	CreatedAt      time.Time
	SettledAt      time.Time // when its fate was known; zero: it is open
	NotBefore      time.Time // undo window or retry; zero: at once
	Undoable       bool      // u takes it back now
	UndoOf         int64     // it takes back that entry; 0: none
	Asking         bool      // needs the agent: resend, keep as draft, or discard
	Attempts       int
	Error          string     // a sentence with the next step; "" when none
	PartID         api.ID     // sent replies: the part that Intercom returned
	NewParts       []api.Part // held: what was written meanwhile
}

// Status is the state of the desk as a whole.
type Status struct {
	Identity  Identity
	Online    bool
	Problem   string    // why not online, or what else is wrong: a sentence; "" when all is well
	SyncedAt  time.Time // last successful sync
	RateLimit api.RateLimit
	Outbox    []Entry // not yet settled, oldest first
	Drafts    int
	Queue     Queue
	Warnings  []string // said once at start: no seat, memory only, old version, …
	ReadOnly  bool
}

// Identity is who acts.
type Identity struct {
	Admin api.Admin
	App   api.App
	Known bool
}

// Queue is the top status row. Unknown figures are left out.
type Queue struct {
	Open, Unassigned, Late, DueWithinHour, ClosedToday api.Number
	MedianReply                                        api.Number // seconds
	LateEst                                            bool       // some are late by the clock here, not by Intercom's word
}

// Directory names the teammates, teams and tags of the workspace.
type Directory struct {
	Admins []api.Admin
	Teams  []api.Team
	Tags   []api.Tag
}

// Event says that something changed. It carries ids, not data: whoever
// watches asks for what it shows.
type Event interface{ event() }

// The events of a desk.
type (
	// ConversationChanged says that a conversation's local copy changed.
	ConversationChanged struct{ ID api.ID }
	// ListChanged says that rows or counts of views changed.
	ListChanged struct{}
	// OutboxChanged says that an entry came or changed.
	OutboxChanged struct{ Entry Entry }
	// StatusChanged says that Status changed.
	StatusChanged struct{}
	// DraftsChanged says that a draft of the conversation came or went.
	DraftsChanged struct{ ID api.ID }
	// DraftJoined says that there was Text on the disk that the composer, which
	// just saved, has not seen: both are kept, that text first.
	DraftJoined struct {
		ID   api.ID
		Mode Mode
		Text string
	}
	// CustomerWrote says that a customer's message arrived from outside.
	CustomerWrote struct {
		ID      api.ID
		Contact string
		Preview string
	}
)

func (ConversationChanged) event() {}
func (ListChanged) event()         {}
func (OutboxChanged) event()       {}
func (StatusChanged) event()       {}
func (DraftsChanged) event()       {}
func (DraftJoined) event()         {}
func (CustomerWrote) event()       {}
