package sandbox

import (
	"net/http"
	"slices"
)

type manageBody struct {
	MessageType  string `json:"message_type"`
	Type         string `json:"type"`
	AdminID      flexID `json:"admin_id"`
	AssigneeID   flexID `json:"assignee_id"`
	SnoozedUntil int64  `json:"snoozed_until"`
	Body         string `json:"body"`
}

func manage(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	var b manageBody
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	by, err := c.acting(b.AdminID)
	if err != nil {
		return nil, err
	}
	msg := message{body: cleanHTML(b.Body)}
	switch b.MessageType {
	case "close":
		if b.Type != "admin" {
			return nil, invalidf("type must be one of: admin")
		}
		return c.changed(conv, c.w.close(conv, adminAuthor(by), c.now, msg))
	case "snoozed":
		if b.SnoozedUntil <= c.now {
			return nil, invalidf("snoozed_until must be in the future")
		}
		return c.changed(conv, c.w.snooze(conv, adminAuthor(by), c.now, b.SnoozedUntil))
	case "open":
		return c.changed(conv, c.w.open(conv, adminAuthor(by), c.now))
	case "assignment":
		to, err := c.assignee(b)
		if err != nil {
			return nil, err
		}
		return c.changed(conv, c.w.assign(conv, adminAuthor(by), c.now, to, msg))
	case "":
		return nil, missing("message_type")
	}
	return nil, invalidf("message_type must be one of: close, snoozed, open, assignment")
}

func (c *call) assignee(b manageBody) (reference, error) {
	id := string(b.AssigneeID)
	if id == "" {
		return reference{}, missing("assignee_id")
	}
	var known bool
	switch b.Type {
	case "admin":
		a := c.w.admin(id)
		known = a != nil && a.seat
	case "team":
		known = c.w.team(id) != nil
	default:
		return reference{}, invalidf("type must be one of: admin, team")
	}
	if id == "0" {
		return reference{kind: b.Type}, nil
	}
	if !known {
		return reference{}, failuref(http.StatusNotFound, "assignee_not_found", "Assignee not found")
	}
	return reference{kind: b.Type, id: id}, nil
}

// runAssignmentRules gives the conversation to the first team, the only rule
// of this workspace.
func runAssignmentRules(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	if len(c.w.teams) == 0 {
		return c.changed(conv, nil)
	}
	to := c.w.assignSilently(conv, reference{kind: "team", id: c.w.teams[0].id}, c.now)
	return c.changed(conv, c.w.addPart(conv, c.now, part{kind: "default_assignment", assignedTo: to}))
}

func tagConversation(c *call) (any, error) {
	conv := c.w.conversation(c.values["id"])
	if conv == nil {
		return nil, conversationNotFound()
	}
	var b struct {
		ID      flexID `json:"id"`
		AdminID flexID `json:"admin_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	t := c.w.tag(string(b.ID))
	switch {
	case b.ID == "":
		return nil, missing("id")
	case t == nil:
		return nil, tagNotFound()
	}
	by, err := c.acting(b.AdminID)
	if err != nil {
		return nil, err
	}
	applied := c.w.applyTag(conv, t, c.now, by.id)
	c.applied = true
	return c.enc.appliedTag(applied), nil
}

func untagConversation(c *call) (any, error) {
	conv := c.w.conversation(c.values["id"])
	if conv == nil {
		return nil, conversationNotFound()
	}
	var b struct {
		AdminID flexID `json:"admin_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	by, err := c.acting(b.AdminID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(conv.tags, func(t appliedTag) bool { return t.tag.id == c.values["tag_id"] })
	if i < 0 {
		return nil, tagNotFound()
	}
	removed := conv.tags[i]
	c.w.freeze(conv)
	conv.tags = slices.Delete(conv.tags, i, i+1)
	c.w.addPart(conv, c.now, part{kind: "conversation_tags_updated", author: adminAuthor(by)})
	c.applied = true
	return c.enc.appliedTag(removed), nil
}

// applyTag puts t on conv, once.
func (w *workspace) applyTag(conv *conversation, t *tag, at int64, by string) appliedTag {
	for _, have := range conv.tags {
		if have.tag == t {
			return have
		}
	}
	w.freeze(conv)
	applied := appliedTag{tag: t, at: at, by: by}
	conv.tags = append(conv.tags, applied)
	who := w.botAuthor()
	if a := w.admin(by); a != nil {
		who = adminAuthor(a)
	}
	w.addPart(conv, at, part{kind: "conversation_tags_updated", author: who, tags: []*tag{t}})
	return applied
}

func conversationNotFound() *apiError {
	return failuref(http.StatusNotFound, "not_found", "Conversation not found")
}

func tagNotFound() *apiError {
	return failuref(http.StatusNotFound, "tag_not_found", "Tag not found")
}
