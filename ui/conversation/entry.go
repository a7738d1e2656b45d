package conversation

import (
	"fmt"
	"strings"

	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// entry is what stands in the outbox for this conversation: a reply as the
// message it will be, an action as an event. ok is false once it is settled.
func (b *builder) entry(e *desk.Entry) (it item, ok bool) {
	state := b.entryState(e)
	if state == "" {
		return item{}, false
	}
	it = item{key: fmt.Sprintf("entry %d", e.ID), at: e.CreatedAt, pending: true}
	if e.Kind != desk.ActReply {
		it.kind = kindEvents
		it.events = []event{{text: b.change(e) + ": " + state}}
		return it, true
	}
	it.body, it.author = richtext.ToHTML(e.Text), "You"
	it.voice, it.word = voiceTeammate, "reply — "+state
	switch e.Mode {
	case desk.ModeNote:
		it.voice, it.word = voiceNote, "note — internal — "+state
	case desk.ModeContact:
		it.word = "on behalf of the contact — " + state
	}
	if e.Error != "" {
		it.lead = append(it.lead, safetext.Line(e.Error))
	}
	return it, true
}

// entryState words where an entry is, with what the agent can do about it.
func (b *builder) entryState(e *desk.Entry) string {
	switch e.State {
	case desk.EntryQueued:
		if e.Undoable {
			return pane.Joined(", ", "queued", b.env.KeyDoes(keymap.Global, keymap.Undo, "takes it back"))
		}
		return "queued"
	case desk.EntrySending:
		return "sending…"
	case desk.EntryUnknown:
		if e.Asking {
			return "unknown whether it was posted, you decide"
		}
		return "unknown whether it was posted, checking"
	case desk.EntryHeld:
		return "held, something new was written"
	case desk.EntryFailed:
		return "failed, not posted"
	default:
		return ""
	}
}

// change words an action that is not done yet.
func (b *builder) change(e *desk.Entry) string {
	c := &e.Change
	switch c.Kind {
	case desk.ActSnooze:
		if c.Until.IsZero() {
			return "snooze"
		}
		return "snooze until " + c.Until.In(b.loc).Format("Mon 2 Jan 15:04")
	case desk.ActAssign:
		kind := "admin"
		if c.Team {
			kind = "team"
		}
		if c.Assignee == "" {
			return "unassign"
		}
		return "assign to " + b.names.known(kind, c.Assignee, "")
	case "":
		return human(string(e.Kind))
	default:
		return strings.TrimSpace(human(string(c.Kind)) + " " + b.names.tags[c.Tag])
	}
}
