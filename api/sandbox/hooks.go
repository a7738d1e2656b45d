package sandbox

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // Intercom signs with it
	"encoding/hex"
	"slices"
	"strings"
)

// notice is a change that Intercom would tell of.
type notice struct {
	topic string
	conv  *conversation
	part  *part // what changed it, if that is a part
	at    int64
}

// tell notes a change for the notifications. Without a topic there is none: of
// what is read, of SLAs and of attributes Intercom tells nothing.
func (w *workspace) tell(topic string, c *conversation, p *part, at int64) {
	if w.telling && topic != "" {
		w.notices = append(w.notices, notice{topic, c, p, at})
	}
}

// topicOf is the topic under which Intercom tells of a part.
func topicOf(p *part) string {
	switch kind := p.kind; {
	case kind == "comment" || kind == "quick_reply":
		return repliedTopic(p)
	case strings.HasPrefix(kind, "note"):
		return "conversation.admin.noted"
	case kind == "close":
		return "conversation.admin.closed"
	case kind == "open" && p.author.kind != "admin" && p.author.kind != "bot":
		return repliedTopic(p) // what reopens it carries the message
	case kind == "open":
		return "conversation.admin.opened"
	case kind == "snoozed":
		return "conversation.admin.snoozed"
	case kind == "unsnoozed" || kind == "timer_unsnooze":
		return "conversation.admin.unsnoozed"
	case kind == "assignment" || kind == "default_assignment" || strings.HasPrefix(kind, "assign_and_"):
		return "conversation.admin.assigned"
	case kind == "conversation_tags_updated" && len(p.tags) > 0:
		return "conversation_part.tag.created"
	default:
		return eventTopics[kind]
	}
}

var eventTopics = map[string]string{
	"conversation_rating_changed": "conversation.rating.added",
	"priority_changed":            "conversation.priority.updated",
	"participant_added":           "conversation.contact.attached",
	"participant_removed":         "conversation.contact.detached",
	"company_updated":             "conversation.company.updated",
}

func repliedTopic(p *part) string {
	switch p.author.kind {
	case "admin", "team":
		return "conversation.admin.replied"
	case "bot":
		return "conversation.operator.replied"
	default:
		return "conversation.user.replied"
	}
}

// item is the data of a notification. The API descriptions do not have it; it
// is as the page "Webhook models" of Intercom's developer documentation has
// it, and as notifications are seen to be: the conversation comes with the part
// alone that changed it, one that was deleted with its id alone, and of people
// who join or leave comes what Intercom holds inside.
func (e encoder) item(n notice) object {
	switch {
	case n.topic == "conversation.deleted":
		return object{"type": "conversation", "conversation_id": n.conv.id}
	case strings.HasPrefix(n.topic, "conversation.contact."):
		o := object{"conversation": object{"model": object{"id": number(n.conv.id), "deleted": false}}}
		if c := e.w.contact(n.conv.contacts[len(n.conv.contacts)-1]); c != nil {
			o["contact"] = e.contact(c)
		}
		return o
	case strings.HasPrefix(n.topic, "conversation_part."):
		o := e.part(n.part)
		o["conversation_id"] = n.conv.id
		return o
	}
	c := *n.conv
	c.parts = nil
	if n.part != nil {
		c.parts = []*part{n.part}
	}
	return e.conversation(&c, true)
}

// notification is what is posted: the body without its counts of attempts.
func (e encoder) notification(n notice, id string) object {
	return object{
		"type": "notification_event", "app_id": e.w.app.IDCode, "id": id, "topic": n.topic, "created_at": n.at, "first_sent_at": n.at,
		"data":  object{"type": "notification_event_data", "item": e.item(n)},
		"links": object{}, "self": nil, "delivery_status": "pending", "delivered_at": 0,
	}
}

// collect turns what happened since the last time into notifications that wait
// to be sent; s.mu is held.
func (s *Server) collect() {
	if s.hooks == nil || len(s.ws.notices) == 0 {
		return
	}
	e := encoder{w: s.ws, v: s.version, base: s.seenBase, now: s.opts.Now().Unix(), plain: s.version >= v215}
	for _, n := range s.ws.notices {
		id := "notif_" + s.requestID()
		d := &delivery{id: id, topic: n.topic, body: e.notification(n, id)}
		d.fault = s.drawHook()
		s.hooks.queue = append(s.hooks.queue, d)
	}
	s.ws.notices = nil
	if over := len(s.hooks.queue) - maxQueue; over > 0 { // nobody takes them
		s.hooks.queue = slices.Delete(s.hooks.queue, 0, over)
	}
	select {
	case s.hooks.wake <- struct{}{}:
	default:
	}
}

// drawHook decides the fault of a notification: the first that strikes.
func (s *Server) drawHook() Fault {
	for _, f := range s.faults {
		if f.Op == hookOp && f.strikes(s.dice.Float64) {
			return f.Fault
		}
	}
	return Fault{}
}

// signature is what X-Hub-Signature holds for a body.
func signature(secret string, body []byte) string {
	m := hmac.New(sha1.New, []byte(secret))
	_, _ = m.Write(body) // never fails, by its documentation
	return "sha1=" + hex.EncodeToString(m.Sum(nil))
}
