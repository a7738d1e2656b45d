package sandbox

import "slices"

const (
	stateOpen    = "open"
	stateClosed  = "closed"
	stateSnoozed = "snoozed"
)

// addPart appends p to c and keeps what every part keeps: ids, times, the
// counter, teammates and updated_at.
func (w *workspace) addPart(c *conversation, at int64, p part) *part {
	w.freeze(c)
	p.id = w.nextPartID()
	p.created, p.updated, p.noticed = at, at, at
	if p.author.kind == "" {
		p.author = w.botAuthor()
	}
	p.state = c.state
	if p.author.kind == "admin" && !slices.Contains(c.teammates, p.author.id) {
		c.teammates = append(c.teammates, p.author.id)
	}
	c.parts = append(c.parts, &p)
	c.stats.parts++
	c.updated = max(c.updated, at)
	w.tell(topicOf(&p), c, &p, at)
	return &p
}

// contactReply adds a message of a contact. On a closed conversation the part
// that reopens it carries the message; a snoozed one wakes up.
func (w *workspace) contactReply(c *conversation, by *contact, at int64, msg message) *part {
	w.freeze(c)
	kind := msg.kind()
	first := c.stats.lastContactReplyAt == 0
	woken := c.state == stateSnoozed
	if c.state == stateClosed {
		kind = "open"
		c.stats.reopens++
	}
	c.state, c.snoozedUntil = stateOpen, 0
	p := w.addPart(c, at, msg.part(kind, w.contactAuthor(by)))
	c.read = false
	if c.waitingSince == 0 {
		c.waitingSince = at
	}
	if c.firstContactReply == 0 {
		c.firstContactReply = at
	}
	by.lastReplied = max(by.lastReplied, at)
	c.stats.contactWrote(at)
	c.sla.contactWrote()
	if woken {
		w.addPart(c, at, part{kind: "unsnoozed", author: w.contactAuthor(by)})
	}
	if first {
		w.addPart(c, at, part{kind: "language_detection_details"})
	}
	return p
}

// adminReply adds a public message of a teammate. It leaves the state alone: a
// closed conversation stays closed, a snoozed one asleep.
func (w *workspace) adminReply(c *conversation, by *admin, at int64, msg message) *part {
	p := w.addPart(c, at, msg.part(msg.kind(), adminAuthor(by)))
	w.answered(c, at)
	return p
}

// answered settles everything that waited for a public reply.
func (w *workspace) answered(c *conversation, at int64) {
	since := c.waitingSince
	c.stats.adminReplied(c.created, since, at)
	c.waitingSince = 0
	if c.sla.answered(since, at) {
		w.addPart(c, at, part{kind: "conversation_sla_target_missed"})
	}
}

// note adds an internal note. On a snoozed conversation that is somebody
// else's it also wakes the conversation.
func (w *workspace) note(c *conversation, by *admin, at int64, msg message) *part {
	kind := "note"
	if c.state == stateSnoozed && c.adminID != "" && c.adminID != by.id {
		w.freeze(c)
		kind = "note_and_unsnooze"
		c.state, c.snoozedUntil = stateOpen, 0
	}
	return w.addPart(c, at, msg.part(kind, adminAuthor(by)))
}

// close closes c, with an optional farewell that the contact receives.
func (w *workspace) close(c *conversation, by author, at int64, msg message) *part {
	w.freeze(c)
	c.state, c.snoozedUntil = stateClosed, 0
	p := w.addPart(c, at, msg.part("close", by))
	if !msg.empty() && by.kind == "admin" {
		w.answered(c, at)
	}
	c.sla.closed(c.waitingSince != 0)
	c.waitingSince = 0
	c.read = true
	c.stats.closed(c.created, at, by.id)
	return p
}

func (w *workspace) snooze(c *conversation, by author, at, until int64) *part {
	w.freeze(c)
	c.state, c.snoozedUntil = stateSnoozed, until
	return w.addPart(c, at, part{kind: "snoozed", author: by})
}

// open reopens a closed conversation or wakes a snoozed one. On an open one
// nothing happens and it returns nil.
func (w *workspace) open(c *conversation, by author, at int64) *part {
	w.freeze(c)
	switch c.state {
	case stateClosed:
		c.stats.reopens++
		c.state = stateOpen
		return w.addPart(c, at, part{kind: "open", author: by})
	case stateSnoozed:
		c.state, c.snoozedUntil = stateOpen, 0
		return w.addPart(c, at, part{kind: "unsnoozed", author: by})
	}
	return nil
}

// assign puts c into a teammate's or a team's slot, or empties that slot when
// to.id is "". Giving a conversation to somebody reopens or wakes it.
func (w *workspace) assign(c *conversation, by author, at int64, to reference, msg message) *part {
	w.freeze(c)
	kind := "assignment"
	if to.id != "" {
		switch c.state {
		case stateClosed:
			kind = "assign_and_reopen"
			c.stats.reopens++
			c.state = stateOpen
		case stateSnoozed:
			kind = "assign_and_unsnooze"
			c.state, c.snoozedUntil = stateOpen, 0
		}
		c.stats.assigned(c.created, at)
	}
	if to.kind == "team" {
		c.teamID = to.id
	} else {
		c.adminID = to.id
	}
	p := msg.part(kind, by)
	p.assignedTo = &to
	if to.id == "" {
		p.assignedTo = &reference{kind: "nobody_admin"}
	}
	added := w.addPart(c, at, p)
	if !msg.empty() && by.kind == "admin" {
		w.answered(c, at)
	}
	return added
}

// fireTimers wakes the conversations whose snooze ran out by now.
func (w *workspace) fireTimers(now int64) {
	for _, c := range w.conversations {
		if c.state == stateSnoozed && c.snoozedUntil != 0 && c.snoozedUntil <= now {
			at := c.snoozedUntil
			w.freeze(c)
			c.state, c.snoozedUntil = stateOpen, 0
			w.addPart(c, at, part{kind: "timer_unsnooze"})
		}
	}
}

// message is what a person wrote: a sanitised body and files.
type message struct {
	body         string
	attachments  []attachment
	quickReplies []quickReply
	quick        bool
}

func (m message) empty() bool { return m.body == "" && len(m.attachments) == 0 }

func (m message) kind() string {
	if m.quick {
		return "quick_reply"
	}
	return "comment"
}

func (m message) part(kind string, by author) part {
	return part{
		kind: kind, body: m.body, author: by,
		attachments: m.attachments, quickReplies: m.quickReplies,
	}
}
