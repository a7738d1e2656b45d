package desk

import (
	"errors"
	"log/slog"
	"time"

	"parley/api"
	"parley/api/store"
)

// Options say what a Desk works with. Client, Store and PlainText are
// needed.
type Options struct {
	Client *api.Client
	Store  *store.Store
	// AdminID is who acts; "" is the admin who authorised the token.
	AdminID api.ID
	// Team is the desk that reads for this one, as for those of its teammates:
	// they share its client with the rate limit, and its copy of what customers
	// wrote. Drafts, outbox and identity are this desk's own; AdminID is
	// needed, and Client is not.
	Team *Desk
	// Now is the clock that people see; nil is time.Now. It must move on:
	// undo windows and retries end by it.
	Now func() time.Time
	// Steady is what waits are measured by; nil is the machine's, which stays
	// right when the wall clock is set.
	Steady SteadyClock
	// UndoWindow says how long a reply may be taken back; nil is 10 seconds
	// for email, 3 for everything else, and nothing for notes.
	UndoWindow func(channel string, m Mode) time.Duration
	ReadOnly   bool
	Views      []View // the user's own, after the built-in ones
	PageSize   int    // conversations per page, 1 to 150; 0 is 50
	Log        *slog.Logger
	// PlainText turns a body's HTML into text, for previews, the index and
	// for recognising what was sent.
	PlainText func(html string) string
	// Retention is how long conversations are kept after their last change;
	// 0 is 90 days.
	Retention time.Duration
	// Targets are what was promised, by the name of an SLA. With them the view
	// Late, the order by SLA and the figures of the queue count what is late
	// by the clock here, before Intercom says so.
	Targets map[string]Targets
	// Fate hears of each entry whose fate became known, or is in doubt: it was
	// sent, failed, taken back or dropped, or nobody knows. Sent replies are
	// told again when their part is found later. It is called by whoever found
	// out, and must not wait.
	Fate func(Entry)
	// Panicked hears of a panic in a goroutine of the desk, which ends that
	// goroutine and not the program. It is called by the deferred function that
	// recovered it, and returns a sentence for the agent; nil says nothing more.
	Panicked func(where string, value any) string
	// Warnings are sentences to be said once, before the desk's own.
	Warnings []string
	// OwnOnly leaves alone what other programs left in the outbox: only what
	// is confirmed here is sent, and what Retry takes up. For programs that
	// run for a moment.
	OwnOnly bool
	// Patience is how long SendNow, DoNow and Retry wait for the rate limit;
	// 0 is for ever.
	Patience time.Duration
	// Looks are when, after an attempt of unknown fate, the conversation is
	// looked at; nil is after 2, 10 and 60 seconds.
	Looks []time.Duration
}

// The conditions that callers tell apart.
var (
	ErrReadOnly = errors.New("read-only: nothing may be sent or changed")
	ErrNotHeld  = errors.New("the conversation's messages are not held locally")
	ErrClosed   = errors.New("the desk is closed")
	ErrNoEntry  = store.ErrNotFound
	ErrTooLate  = errors.New("too late: it is already on its way")
	// ErrOtherWorkspace says that what is held belongs to another workspace
	// than the token. Nothing is read and nothing leaves.
	ErrOtherWorkspace = errors.New("the token belongs to another workspace")
)
