package api

import "encoding/json"

// State is where a conversation is in its life. The list is open: an unknown
// state is kept as it came.
type State string

// The states of a conversation.
const (
	StateOpen    State = "open"
	StateClosed  State = "closed"
	StateSnoozed State = "snoozed"
)

// Priority is a conversation's priority. Versions up to 2.15 know two
// values, 2.16 knows five. The list is open.
type Priority string

// The priorities of a conversation.
const (
	PriorityYes    Priority = "priority"
	PriorityNot    Priority = "not_priority"
	PriorityNone   Priority = "none"
	PriorityLow    Priority = "low"
	PriorityMedium Priority = "medium"
	PriorityHigh   Priority = "high"
	PriorityUrgent Priority = "urgent"
)

// Conversation is a conversation as the API returns it. Parts is Known only
// where the API sent parts: on a single retrieve and on mutations, never in
// lists and searches.
type Conversation struct {
	Type         string   `json:"type"`
	ID           ID       `json:"id"`
	Title        string   `json:"title"`
	CreatedAt    Time     `json:"created_at"`
	UpdatedAt    Time     `json:"updated_at"`
	WaitingSince Time     `json:"waiting_since"` // zero when nobody waits; far-future sentinels of old payloads decode to zero
	SnoozedUntil Time     `json:"snoozed_until"`
	Open         bool     `json:"open"` // true also while snoozed: use State
	State        State    `json:"state"`
	Read         bool     `json:"read"` // for the whole workspace, not per teammate
	Priority     Priority `json:"priority"`

	AdminAssigneeID ID `json:"admin_assignee_id"`
	TeamAssigneeID  ID `json:"team_assignee_id"`

	Tags              List[Tag]          `json:"tags"`
	Rating            *Rating            `json:"conversation_rating"`
	Source            Source             `json:"source"`
	Contacts          List[ContactRef]   `json:"contacts"`
	Teammates         List[Reference]    `json:"teammates"`
	FirstContactReply *FirstContactReply `json:"first_contact_reply"`
	SLA               *SLA               `json:"sla_applied"`
	Statistics        *Statistics        `json:"statistics"`
	Parts             List[Part]         `json:"conversation_parts"`

	CustomAttributes    Attributes         `json:"custom_attributes"`
	Topics              List[Topic]        `json:"topics"`
	Ticket              *Ticket            `json:"ticket"`
	LinkedObjects       List[LinkedObject] `json:"linked_objects"` // 2.10
	AIAgentParticipated bool               `json:"ai_agent_participated"`
	AIAgent             *AIAgent           `json:"ai_agent"` // 2.11
	Company             *Company           `json:"company"`  // 2.15
	Channel             *Channel           `json:"channel"`  // 2.16
	Raw                 json.RawMessage    `json:"-"`        // what the API said, byte for byte; hostile
}

// Tag is a workspace's tag. AppliedAt and AppliedBy are set only in answers
// that concern a tagged thing.
type Tag struct {
	Type      string     `json:"type"`
	ID        ID         `json:"id"`
	Name      string     `json:"name"`
	AppliedAt Time       `json:"applied_at"`
	AppliedBy *Reference `json:"applied_by"`
}

// Reference points at a thing by type and id.
type Reference struct {
	Type string `json:"type"`
	ID   ID     `json:"id"`
}

// ContactRef points at a contact; the API sends no names here.
type ContactRef struct {
	Type       string `json:"type"`
	ID         ID     `json:"id"`
	ExternalID string `json:"external_id"`
}

// Rating is what the contact thought of the conversation. Score is 1 to 5,
// unknown when the contact was asked and has not answered.
type Rating struct {
	Score     Number      `json:"rating"`
	Remark    string      `json:"remark"`
	CreatedAt Time        `json:"created_at"`
	UpdatedAt Time        `json:"updated_at"`
	Contact   *ContactRef `json:"contact"`
	Teammate  *Reference  `json:"teammate"`
}

// Source is the message that started the conversation. It is not repeated
// among the parts. Body and Subject may hold HTML.
type Source struct {
	Type        string       `json:"type"` // the channel: conversation, email, sms, …
	ID          ID           `json:"id"`
	DeliveredAs string       `json:"delivered_as"`
	Subject     string       `json:"subject"`
	Body        string       `json:"body"`
	Author      Author       `json:"author"`
	Attachments []Attachment `json:"attachments"`
	URL         string       `json:"url"`
	Redacted    bool         `json:"redacted"`
}

// Author wrote a source or a part. Name may be empty: resolve it through the
// admins or the contact.
type Author struct {
	Type        string `json:"type"` // user, lead, contact, admin, bot, team
	ID          ID     `json:"id"`
	Name        string `json:"name"`
	Email       string `json:"email"`
	FromAIAgent bool   `json:"from_ai_agent"` // 2.14
	IsAIAnswer  bool   `json:"is_ai_answer"`  // 2.14
}

// Attachment is a file that was uploaded with a source or a part. URL is
// signed and expires after about half an hour; the token must never be sent
// to it. Size is in bytes, Width and Height in pixels.
type Attachment struct {
	Type        string `json:"type"`
	Name        string `json:"name"`
	URL         string `json:"url"`
	ContentType string `json:"content_type"`
	Size        Number `json:"filesize"`
	Width       Number `json:"width"`
	Height      Number `json:"height"`
}

// FirstContactReply is when and how the contact first wrote.
type FirstContactReply struct {
	CreatedAt Time   `json:"created_at"`
	Type      string `json:"type"`
	URL       string `json:"url"`
}

// SLA is the service level agreement on the conversation. Status is hit,
// missed, cancelled or active, and empty once the SLA was removed by hand.
// The API gives no deadline.
type SLA struct {
	Type   string `json:"type"`
	Name   string `json:"sla_name"`
	Status string `json:"sla_status"`
}

// Statistics are Intercom's figures about a conversation. Durations are in
// seconds and may leave out time outside office hours, so they need not equal
// differences of the moments. Every field may be unknown.
type Statistics struct {
	TimeToAssignment           Number `json:"time_to_assignment"`
	TimeToAdminReply           Number `json:"time_to_admin_reply"`
	TimeToFirstClose           Number `json:"time_to_first_close"`
	TimeToLastClose            Number `json:"time_to_last_close"`
	MedianTimeToReply          Number `json:"median_time_to_reply"`
	FirstContactReplyAt        Time   `json:"first_contact_reply_at"`
	FirstAssignmentAt          Time   `json:"first_assignment_at"`
	FirstAdminReplyAt          Time   `json:"first_admin_reply_at"`
	FirstCloseAt               Time   `json:"first_close_at"`
	LastAssignmentAt           Time   `json:"last_assignment_at"`
	LastAssignmentAdminReplyAt Time   `json:"last_assignment_admin_reply_at"`
	LastContactReplyAt         Time   `json:"last_contact_reply_at"`
	LastAdminReplyAt           Time   `json:"last_admin_reply_at"`
	LastCloseAt                Time   `json:"last_close_at"`
	LastClosedByID             ID     `json:"last_closed_by_id"`
	CountReopens               Number `json:"count_reopens"`
	CountAssignments           Number `json:"count_assignments"`
	CountParts                 Number `json:"count_conversation_parts"`
	HandlingTime               Number `json:"handling_time"`          // 2.13
	AdjustedHandlingTime       Number `json:"adjusted_handling_time"` // 2.13
}

// Topic is a subject that Intercom recognised.
type Topic struct {
	Type string `json:"type"`
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// LinkedObject is a ticket or conversation that belongs to this one.
type LinkedObject struct {
	Type     string `json:"type"`
	ID       ID     `json:"id"`
	Category string `json:"category"`
}

// AIAgent says how Intercom's AI agent took part.
type AIAgent struct {
	SourceType      string `json:"source_type"`
	SourceTitle     string `json:"source_title"`
	LastAnswerType  string `json:"last_answer_type"`
	ResolutionState string `json:"resolution_state"`
	Rating          Number `json:"rating"`
	RatingRemark    string `json:"rating_remark"`
	CreatedAt       Time   `json:"created_at"`
	UpdatedAt       Time   `json:"updated_at"`
}

// Channel is where a conversation began and where it goes on.
type Channel struct {
	Initial string `json:"initial"`
	Current string `json:"current"`
}
