package sandbox

import (
	"cmp"
	"fmt"
	"time"
)

// perform plays one event of a script.
func (w *workspace) perform(c *conversation, ev event) { w.performAt(c, ev, w.since(ev.Ago), w.start) }

// performAt plays an event at a moment; from is what its For counts from.
func (w *workspace) performAt(c *conversation, ev event, at, from int64) {
	main := w.contact(c.contacts[0])
	by := w.authorKeyed(ev.By, main)
	msg := message{body: w.scriptBody(ev.Body), attachments: w.scriptFiles(ev.Files)}
	for i, text := range ev.Options {
		msg.quickReplies = append(msg.quickReplies, quickReply{Text: text, UUID: stableUUID(c.id, i)})
	}
	msg.quick = len(msg.quickReplies) > 0
	switch ev.Do {
	case "", "reply":
		w.performReply(c, by, at, msg)
	case "note":
		w.note(c, w.adminKeyed(ev.By), at, msg)
	case "close":
		w.close(c, by, at, msg)
	case "snooze":
		w.snooze(c, by, at, from+int64(span(ev.For)/time.Second))
	case "open":
		w.open(c, by, at)
	case "assign":
		w.assign(c, by, at, w.referenceKeyed(ev.To), msg)
	case "tag":
		w.applyTag(c, w.addTag(ev.Name), at, by.id)
	case "rate":
		w.rate(c, at, ev.Score, ev.Body)
	case "sla":
		w.applySLA(c, w.policy(ev.Name), at, map[bool]string{true: "workflow", false: "rule"}[ev.By == "bot"])
	case "sla-remove":
		w.removeSLA(c, by, at)
	case "redact":
		c.parts[len(c.parts)-1].redact(at)
	case "priority":
		w.stageExtras(c, script{Priority: ev.Name})
		w.addPart(c, at, part{kind: "priority_changed", author: by, eventDetails: ev.Details})
	case "attribute":
		kind := map[string]string{"admin": "admin", "bot": "workflow"}[by.kind]
		w.setAttributes(c, map[string]any{ev.Name: ev.Value}, at,
			part{kind: "conversation_attribute_updated_by_" + cmp.Or(kind, "user"), author: by})
	case "join":
		p := w.contactKeyed(ev.Name)
		c.contacts = append(c.contacts, p.id)
		w.addPart(c, at, part{kind: "participant_added", author: by})
	case "ticket":
		w.makeTicket(c, w.ticketTypes[0], w.ticketTypes[0].States[0].ID, nil, at)
	default:
		p := msg.part(ev.Do, by)
		p.eventDetails = ev.Details
		if ev.To != "" {
			p.assignedTo = w.assignSilently(c, w.referenceKeyed(ev.To), at)
		}
		w.addPart(c, at, p)
	}
}

func (w *workspace) performReply(c *conversation, by author, at int64, msg message) {
	switch by.kind {
	case "admin":
		if a := w.admin(by.id); a != nil && !a.bot {
			w.adminReply(c, a, at, msg)
			return
		}
		w.addPart(c, at, msg.part(msg.kind(), by))
	case "bot", "team":
		w.addPart(c, at, msg.part(msg.kind(), by))
	default:
		w.contactReply(c, w.contact(by.id), at, msg)
	}
	if c.source.kind == "email" && c.source.subject != "" {
		c.parts[len(c.parts)-1].emailSubject = "Re: " + plainText(c.source.subject, false)
	}
}

// assignSilently fills a slot as rules and workflows do: without reopening.
func (w *workspace) assignSilently(c *conversation, to reference, at int64) *reference {
	w.freeze(c)
	if to.kind == "team" {
		c.teamID = to.id
	} else {
		c.adminID = to.id
	}
	if to.id == "" {
		return &reference{kind: "nobody_admin"}
	}
	c.stats.assigned(c.created, at)
	return &to
}

func (w *workspace) referenceKeyed(key string) reference {
	if key == "none" {
		return reference{kind: "admin"}
	}
	if a := w.adminKeyed(key); a != nil {
		return reference{kind: "admin", id: a.id}
	}
	if t := find(w.teams, func(t *team) bool { return t.key == key }); t != nil {
		return reference{kind: "team", id: t.id}
	}
	panic(fmt.Sprintf("sandbox: no teammate or team %q", key))
}

// rate records what the contact thought, 1 to 5, and in words.
func (w *workspace) rate(c *conversation, at, score int64, remark string) {
	w.freeze(c)
	p := w.contact(c.contacts[0])
	r := &rating{score: score, remark: remark, created: at, contact: p.id, contactExternal: p.externalID}
	if n := len(c.teammates); n > 0 {
		r.admin = c.teammates[n-1]
	} else {
		r.admin = MeID
	}
	c.rating = r
	w.addPart(c, at, part{kind: "conversation_rating_changed", author: w.contactAuthor(p)})
	if remark != "" {
		w.addPart(c, at, part{kind: "conversation_rating_remark_added", body: remark, author: w.contactAuthor(p)})
	}
}

func stableUUID(key string, n int) string {
	h := hexID("uuid", fmt.Sprintf("%s/%d", key, n)) + "00000000"
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:32]
}
