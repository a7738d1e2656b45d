package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// target finds the conversation that the path names.
func (c *call) target() (*conversation, error) {
	if conv := c.w.conversation(c.values["id"]); conv != nil {
		return conv, nil
	}
	return nil, notFound()
}

// changed marks the request as applied and answers with the conversation.
func (c *call) changed(conv *conversation, p *part) (any, error) {
	c.applied = true
	if p != nil {
		c.part = formatInt(p.id)
	}
	return c.enc.conversation(conv, true), nil
}

func getConversation(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	return c.enc.conversation(conv, true), nil
}

func updateConversation(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	var b struct {
		Read       *bool           `json:"read"`
		Attributes map[string]any  `json:"custom_attributes"`
		Title      *string         `json:"title"`
		Company    json.RawMessage `json:"company_id"`
		Priority   *string         `json:"priority"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	for name := range b.Attributes {
		if !c.w.knowsAttribute(name) {
			return nil, failuref(http.StatusBadRequest, "conversation_attribute_not_found",
				"Custom attribute '%s' does not exist", name)
		}
	}
	c.w.freeze(conv)
	if b.Read != nil {
		conv.read = *b.Read
	}
	if len(b.Attributes) > 0 {
		c.w.setAttributes(conv, b.Attributes, c.now, part{kind: "conversation_attribute_updated_by_admin"})
	}
	if b.Title != nil && c.v >= v213 {
		conv.title = *b.Title
	}
	if len(b.Company) > 0 && c.v >= v214 {
		if err := c.setCompany(conv, b.Company); err != nil {
			return nil, err
		}
	}
	if b.Priority != nil && c.v == preview {
		level := slices.Index(priorityNames, *b.Priority)
		if level < 0 {
			return nil, invalidf("Priority must be one of: %s", strings.Join(priorityNames, ", "))
		}
		conv.priority = priority(level)
		c.w.addPart(conv, c.now, part{kind: "priority_changed"})
	}
	conv.updated = max(conv.updated, c.now)
	return c.changed(conv, nil)
}

func (c *call) setCompany(conv *conversation, raw json.RawMessage) error {
	var id flexID
	if err := json.Unmarshal(raw, &id); err != nil {
		return invalidf("company_id must be a string")
	}
	if id != "" && c.w.company(string(id)) == nil {
		return failuref(http.StatusNotFound, "company_not_found", "Company Not Found")
	}
	conv.companyID = string(id)
	c.w.addPart(conv, c.now, part{kind: "company_updated"})
	return nil
}

// setAttributes merges values into the conversation's custom attributes and
// adds one event part, made from event, for each.
func (w *workspace) setAttributes(conv *conversation, values map[string]any, at int64, event part) {
	next := maps.Clone(conv.attributes)
	if next == nil {
		next = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		event.eventDetails = encode(object{
			"attribute": object{"name": name},
			"value":     object{"name": values[name], "previous": next[name]},
		})
		next[name] = values[name]
		w.addPart(conv, at, event)
	}
	conv.attributes = next
}

func deleteConversation(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	c.w.freeze(conv)
	conv.deleted, c.applied = true, true
	c.w.deletedIDs = append(c.w.deletedIDs, conv.id)
	c.w.tell("conversation.deleted", conv, nil, c.now)
	return object{"id": conv.id, "object": "conversation", "deleted": true}, nil
}

func listDeleted(c *call) (any, error) {
	data := []object{}
	for _, id := range c.w.deletedIDs {
		data = append(data, object{"id": id, "type": "conversation", "deleted_at": c.now, "metrics_retained": true})
	}
	return object{
		"type": "list", "data": data, "total_count": len(data),
		"pages": object{"type": "pages", "page": 1, "per_page": 20, "total_pages": 1, "next": nil},
	}, nil
}

// createConversation starts a conversation as a contact; the answer is a
// message that names it.
func createConversation(c *call) (any, error) {
	var b struct {
		From struct {
			ID flexID `json:"id"`
		} `json:"from"`
		Body    string `json:"body"`
		Subject string `json:"subject"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	from := c.w.contact(string(b.From.ID))
	switch {
	case from == nil || !from.live():
		return nil, userNotFound()
	case strings.TrimSpace(b.Body) == "":
		return nil, missing("body")
	}
	conv := c.w.begin(from, c.now, b.Subject, cleanHTML(b.Body))
	c.applied = true
	return object{
		"type": "user_message", "id": conv.source.id, "created_at": c.now, "body": b.Body,
		"message_type": "inapp", "conversation_id": conv.id,
	}, nil
}

// begin starts a conversation that a contact wrote in the messenger.
func (w *workspace) begin(from *contact, at int64, subject, body string) *conversation {
	conv := &conversation{
		id: w.nextConversationID(), created: at, updated: at, waitingSince: at, state: stateOpen,
		contacts: []string{from.id}, firstContactReply: at, channel: "conversation",
		source: source{
			kind: "conversation", id: w.nextMessageID(), deliveredAs: "customer_initiated",
			subject: subject, body: body, author: w.contactAuthor(from),
		},
	}
	if subject != "" {
		conv.source.kind, conv.channel, conv.title = "email", "email", plainText(subject, false)
	}
	conv.stats.contactWrote(at)
	if w.lag > 0 {
		unborn := conv.frozen()
		unborn.deleted = true
		conv.indexed = []snapshot{{until: w.now().UnixMilli(), was: unborn}}
	}
	w.conversations = append(w.conversations, conv)
	w.tell("conversation.user.created", conv, nil, at)
	return conv
}
