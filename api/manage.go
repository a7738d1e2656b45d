package api

import (
	"context"
	"net/http"
	"time"
)

// CloseRequest closes a conversation.
type CloseRequest struct {
	AdminID ID
	Body    string // HTML; it is sent to the customer
}

// Close closes a conversation and returns it.
func (s ConversationsService) Close(ctx context.Context, id ID, r CloseRequest) (*Conversation, error) {
	body := map[string]any{"message_type": "close", "type": "admin"}
	if r.Body != "" {
		body["body"] = r.Body
	}
	return s.manage(ctx, id, r.AdminID, body)
}

// SnoozeRequest snoozes a conversation until a moment in the future, to the
// second.
type SnoozeRequest struct {
	AdminID ID
	Until   time.Time
}

// Snooze snoozes a conversation and returns it.
func (s ConversationsService) Snooze(ctx context.Context, id ID, r SnoozeRequest) (*Conversation, error) {
	if !r.Until.After(s.c.now()) {
		return nil, &FieldError{Field: "snoozed_until", Problem: "is not in the future"}
	}
	return s.manage(ctx, id, r.AdminID, map[string]any{"message_type": "snoozed", "snoozed_until": r.Until.Unix()})
}

// Open reopens or wakes a conversation and returns it.
func (s ConversationsService) Open(ctx context.Context, id, admin ID) (*Conversation, error) {
	return s.manage(ctx, id, admin, map[string]any{"message_type": "open"})
}

// AssignRequest assigns a conversation to an admin, or to a team. The two are
// independent: a conversation may have both.
type AssignRequest struct {
	AdminID    ID // who assigns
	AssigneeID ID
	Team       bool   // AssigneeID is a team
	Body       string // HTML; it is sent to the customer
}

// Assign assigns a conversation and returns it. A closed one is reopened.
func (s ConversationsService) Assign(ctx context.Context, id ID, r AssignRequest) (*Conversation, error) {
	if err := present("assignee_id", r.AssigneeID); err != nil {
		return nil, err
	}
	body := map[string]any{"message_type": "assignment", "type": assigneeType(r.Team), "assignee_id": r.AssigneeID}
	if r.Body != "" {
		body["body"] = r.Body
	}
	return s.manage(ctx, id, r.AdminID, body)
}

// UnassignRequest takes a conversation off its admin, or off its team.
type UnassignRequest struct {
	AdminID ID // who does it
	Team    bool
}

// Unassign takes a conversation off its admin or team and returns it.
func (s ConversationsService) Unassign(ctx context.Context, id ID, r UnassignRequest) (*Conversation, error) {
	return s.manage(ctx, id, r.AdminID, map[string]any{
		"message_type": "assignment", "type": assigneeType(r.Team), "assignee_id": "0",
	})
}

func assigneeType(team bool) string {
	if team {
		return "team"
	}
	return "admin"
}

// manage posts one of the actions that share an endpoint.
func (s ConversationsService) manage(ctx context.Context, id, admin ID, body map[string]any) (*Conversation, error) {
	path, err := idPath("conversations", string(id), "parts")
	if err != nil {
		return nil, err
	}
	if err := present("admin_id", admin); err != nil {
		return nil, err
	}
	body["admin_id"] = admin
	return s.c.conversation(ctx, call{method: http.MethodPost, path: path, body: body})
}

// RunAssignmentRules has Intercom assign the conversation by its rules. It is
// deprecated there, has no effect on workflows, and ended with 2.11.
func (s ConversationsService) RunAssignmentRules(ctx context.Context, id ID) (*Conversation, error) {
	if err := s.c.version.Require(FeatureRunAssignmentRules); err != nil {
		return nil, err
	}
	path, err := idPath("conversations", string(id), "run_assignment_rules")
	if err != nil {
		return nil, err
	}
	return s.c.conversation(ctx, call{method: http.MethodPost, path: path})
}

// RedactPart removes the text of a part for good and returns the
// conversation. The part must have a body.
func (s ConversationsService) RedactPart(ctx context.Context, conversation, part ID) (*Conversation, error) {
	return s.redact(ctx, "conversation_part", conversation, "conversation_part_id", part)
}

// RedactSource removes the text of the first message for good and returns the
// conversation. A contact must have written it.
func (s ConversationsService) RedactSource(ctx context.Context, conversation, source ID) (*Conversation, error) {
	return s.redact(ctx, "source", conversation, "source_id", source)
}

func (s ConversationsService) redact(ctx context.Context, kind string, conversation ID, field string, id ID) (*Conversation, error) {
	if err := present("conversation_id", conversation, field, id); err != nil {
		return nil, err
	}
	body := map[string]any{"type": kind, "conversation_id": conversation, field: id}
	return s.c.conversation(ctx, call{method: http.MethodPost, path: "/conversations/redact", body: body})
}

// ConvertRequest makes a ticket of a conversation.
type ConvertRequest struct {
	TicketTypeID  ID // a customer ticket's type
	TicketStateID ID // 2.16
	Attributes    map[string]any
}

// Convert makes a ticket of a conversation and returns the ticket. From 2.10.
func (s ConversationsService) Convert(ctx context.Context, id ID, r ConvertRequest) (*Ticket, error) {
	if err := s.c.version.Require(FeatureConvert); err != nil {
		return nil, err
	}
	path, err := idPath("conversations", string(id), "convert")
	if err != nil {
		return nil, err
	}
	if err := present("ticket_type_id", r.TicketTypeID); err != nil {
		return nil, err
	}
	body := map[string]any{"ticket_type_id": r.TicketTypeID}
	if len(r.Attributes) > 0 {
		body["attributes"] = r.Attributes
	}
	if r.TicketStateID != "" {
		if err := requireFor("ticket_state_id", s.c.version, FeatureTicketState); err != nil {
			return nil, err
		}
		body["ticket_state_id"] = r.TicketStateID
	}
	return fetch[Ticket](ctx, s.c, call{method: http.MethodPost, path: path, body: body})
}

// CustomerRequest adds a contact to a conversation. Exactly one of the
// selectors names the contact; an address that nobody has makes a lead.
type CustomerRequest struct {
	AdminID        ID // who adds
	IntercomUserID ID
	UserID         string // the workspace's own id
	Email          string
}

// AttachCustomer adds a contact to a conversation and returns who takes part.
func (s ConversationsService) AttachCustomer(ctx context.Context, id ID, r CustomerRequest) ([]ContactRef, error) {
	path, err := idPath("conversations", string(id), "customers")
	if err != nil {
		return nil, err
	}
	if err := present("admin_id", r.AdminID); err != nil {
		return nil, err
	}
	sel := selectors{r.IntercomUserID, r.Email, r.UserID}
	if err := sel.check(); err != nil {
		return nil, err
	}
	customer := map[string]any{}
	sel.add(customer)
	return s.customers(ctx, call{method: http.MethodPost, path: path, body: map[string]any{"admin_id": r.AdminID, "customer": customer}})
}

// DetachCustomer removes a contact from a conversation and returns who still
// takes part. The last one cannot be removed.
func (s ConversationsService) DetachCustomer(ctx context.Context, id, contact, admin ID) ([]ContactRef, error) {
	path, err := idPath("conversations", string(id), "customers", string(contact))
	if err != nil {
		return nil, err
	}
	if err := present("admin_id", admin); err != nil {
		return nil, err
	}
	return s.customers(ctx, call{method: http.MethodDelete, path: path, body: map[string]any{"admin_id": admin}})
}

// customers reads an answer that is described as a conversation and holds
// only the participants.
func (s ConversationsService) customers(ctx context.Context, cl call) ([]ContactRef, error) {
	v, err := fetch[struct {
		Customers List[ContactRef] `json:"customers"`
		Contacts  List[ContactRef] `json:"contacts"`
	}](ctx, s.c, cl)
	if err != nil {
		return nil, err
	}
	if v.Customers.Known {
		return v.Customers.Items, nil
	}
	return v.Contacts.Items, nil
}
