package api

import (
	"encoding/json"
	"strings"
)

// The part types on which Parley's behaviour depends. The list at Intercom is
// open: an unknown type is kept as it came.
const (
	PartComment    = "comment"
	PartNote       = "note"
	PartQuickReply = "quick_reply"
	PartOpen       = "open"
	PartClose      = "close"
	PartSnoozed    = "snoozed"
	PartAssignment = "assignment"
)

// Part is what happened in a conversation after its source: a comment, a
// note, or an event. Body is HTML and empty for most events; replies also
// ride on events (open, close, assignment).
type Part struct {
	Type           string          `json:"type"`
	ID             ID              `json:"id"`
	PartType       string          `json:"part_type"`
	Body           string          `json:"body"`
	CreatedAt      Time            `json:"created_at"`
	UpdatedAt      Time            `json:"updated_at"`
	NotifiedAt     Time            `json:"notified_at"`
	AssignedTo     *Reference      `json:"assigned_to"`
	Author         Author          `json:"author"`
	Attachments    []Attachment    `json:"attachments"`
	ExternalID     string          `json:"external_id"`
	Redacted       bool            `json:"redacted"`
	State          State           `json:"state"`                  // 2.13
	Tags           List[Tag]       `json:"tags"`                   // 2.13
	EventDetails   json.RawMessage `json:"event_details"`          // 2.13
	AppPackageCode string          `json:"app_package_code"`       // 2.13
	Metadata       *PartMetadata   `json:"metadata"`               // 2.14
	EmailMetadata  *EmailMetadata  `json:"email_message_metadata"` // 2.13
}

// PartMetadata holds quick replies: the options offered, and the one taken.
type PartMetadata struct {
	QuickReplyOptions []QuickReplyOption `json:"quick_reply_options"`
	QuickReplyUUID    string             `json:"quick_reply_uuid"`
}

// QuickReplyOption is one of the answers offered to a contact.
type QuickReplyOption struct {
	Text string `json:"text"`
	UUID string `json:"uuid"`
}

// EmailMetadata is the envelope of a part that went or came by mail.
type EmailMetadata struct {
	Subject string         `json:"subject"`
	Headers []EmailAddress `json:"email_address_headers"`
}

// EmailAddress is one address of a mail's envelope; Type is from, to, cc, ….
type EmailAddress struct {
	Type  string `json:"type"`
	Email string `json:"email_address"`
	Name  string `json:"name"`
}

// Internal reports whether only teammates see the part: notes in all their
// forms, and summaries written for the team.
func (p *Part) Internal() bool {
	return strings.HasPrefix(p.PartType, PartNote) || p.PartType == "conversation_summary"
}

// Message reports whether somebody says something in the part, whatever its
// type: it has a body or attachments.
func (p *Part) Message() bool {
	return strings.TrimSpace(p.Body) != "" || len(p.Attachments) > 0 || p.Redacted
}

// Bot reports whether a machine wrote: a bot, the AI agent, or Operator in
// the shape of an admin, which has an operator+ address.
func (a *Author) Bot() bool {
	return a.Type == "bot" || a.FromAIAgent || a.IsAIAnswer || strings.HasPrefix(a.Email, "operator+")
}

// Contact reports whether a contact of any kind wrote.
func (a *Author) Contact() bool {
	return a.Type == "user" || a.Type == "lead" || a.Type == "contact"
}
