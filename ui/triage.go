package ui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
)

// acted is what became of an action that the agent asked for.
type acted struct {
	changes []desk.ActionChange // what the repeat key does again elsewhere
	entries []desk.Entry
	opened  bool // it was asked for with the conversation open
	words   string
	err     error
}

// triage carries out the verbs that change conversations.
func (m *Model) triage(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Close:
		return m.act(desk.ActionChange{Kind: desk.ActClose}), true
	case keymap.Reopen:
		return m.act(desk.ActionChange{Kind: desk.ActOpen}), true
	case keymap.Take:
		return m.take(), true
	case keymap.Assign:
		m.pickAssignee()
		return nil, true
	case keymap.Snooze:
		m.pickSnooze()
		return nil, true
	case keymap.Tags:
		m.pickTags()
		return nil, true
	case keymap.MarkUnread:
		return m.act(desk.ActionChange{Kind: desk.ActUnread}), true
	case keymap.MarkRead:
		return m.act(desk.ActionChange{Kind: desk.ActRead}), true
	case keymap.Repeat:
		return m.repeatLast(), true
	case keymap.Priority:
		return m.say("Priority can only be read: no dated version of Intercom's API writes it.", false), true
	default:
		return m.carry(a)
	}
}

// targets are the conversations that an action is for: the marked ones, or
// the one at hand.
func (m *Model) targets() []api.ID {
	if marked := m.list.Marked(); len(marked) > 0 && m.focus == onList {
		return marked
	}
	if id := m.atHand(); id != "" {
		return []api.ID{id}
	}
	return nil
}

// atHand is the conversation that verbs are about: the open one, or in the
// list the selected one.
func (m *Model) atHand() api.ID {
	if m.focus != onList && m.openID != "" {
		return m.openID
	}
	if row, ok := m.list.Selected(); ok {
		return row.Conversation.ID
	}
	return m.openID
}

// act has the desk change the targets. Repeating and undoing are about the
// whole step, however many conversations and changes it has.
func (m *Model) act(changes ...desk.ActionChange) tea.Cmd {
	ids := m.targets()
	switch {
	case len(ids) == 0:
		return m.say("There is no conversation at hand.", false)
	case m.status.ReadOnly:
		return m.say(m.readOnly(), true)
	}
	ctx, d, opened, words := m.ctx, m.desk, m.focus != onList, done(changes, m.named(ids, 24), m)
	next := tea.Cmd(nil)
	if kind := changes[0].Kind; kind == desk.ActClose || kind == desk.ActSnooze {
		next = m.goOn(ids)
	}
	return tea.Batch(next, func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		entries, err := d.DoAll(ctx, ids, changes)
		return acted{changes: changes, entries: entries, opened: opened, words: words, err: err}
	})
}

// goOn opens the next conversation when the open one is dealt with.
func (m *Model) goOn(ids []api.ID) tea.Cmd {
	if m.focus == onList || len(ids) != 1 || ids[0] != m.openID {
		return nil
	}
	m.list.Select(m.openID)
	next, ok := m.list.After(m.openID)
	if !ok {
		m.setFocus(onList)
		return nil
	}
	m.list.Select(next)
	return m.openConversation(next, true)
}

// step is something that u can take back.
type step struct {
	entry int64  // one of its entries: the others go with it
	id    api.ID // its conversation, if it is about one alone
	left  bool   // it was open, and the step went on to the next
}

func stepOf(msg acted) step {
	s := step{entry: msg.entries[0].ID, id: msg.entries[0].ConversationID}
	for _, e := range msg.entries {
		if e.ConversationID != s.id {
			return step{entry: s.entry}
		}
	}
	kind := msg.changes[0].Kind
	s.left = msg.opened && (kind == desk.ActClose || kind == desk.ActSnooze)
	return s
}

// returnTo leads back to where a step was made, as far as it led away.
func (m *Model) returnTo(s step) tea.Cmd {
	if s.id == "" || m.composer.Active() {
		return nil
	}
	m.list.Want(s.id)
	if s.left && s.id != m.openID {
		return m.openConversation(s.id, true)
	}
	return nil
}

// onActed remembers the step for u and for the repeat key, and says what was
// done.
func (m *Model) onActed(msg acted) tea.Cmd {
	m.status = m.desk.Status()
	if msg.err != nil {
		return m.complain(msg.err)
	}
	m.list.ClearMarks()
	if len(msg.entries) > 0 {
		m.steps = append(m.steps, stepOf(msg))
	}
	m.last = msg.changes
	return tea.Batch(m.say(m.undoable(msg.words), false), m.loadList())
}

// undoable adds to a sentence how to take back what it tells.
func (m *Model) undoable(words string) string {
	return pane.Joined(" ", words, m.env.KeyDoes(keymap.Global, keymap.Undo, "takes it back."))
}

// repeatLast does the last action to the conversations at hand.
func (m *Model) repeatLast() tea.Cmd {
	if len(m.last) == 0 {
		return m.say("There is nothing to repeat yet.", false)
	}
	return m.act(m.last...)
}

// take assigns the conversations to the agent.
func (m *Model) take() tea.Cmd {
	if !m.status.Identity.Known {
		return m.say("Intercom has not said yet who you are.", true)
	}
	return m.act(desk.ActionChange{Kind: desk.ActAssign, Assignee: m.status.Identity.Admin.ID})
}

// undoStep takes back the last step that was carried out.
func (m *Model) undoStep() tea.Cmd {
	if len(m.steps) == 0 {
		return m.say("There is nothing to take back.", false)
	}
	last := m.steps[len(m.steps)-1]
	m.steps = slices.Delete(m.steps, len(m.steps)-1, len(m.steps))
	return tea.Batch(m.ask("Taken back.", last.entry, m.desk.Undo), m.returnTo(last))
}

// done says an action that was carried out on what is named.
func done(changes []desk.ActionChange, what string, m *Model) string {
	if len(changes) > 1 {
		return fmt.Sprintf("Tags changed on %s.", what) // nothing else has several
	}
	switch c := changes[0]; c.Kind {
	case desk.ActClose:
		return "Closed " + what + "."
	case desk.ActOpen:
		return "Opened " + what + "."
	case desk.ActSnooze:
		return fmt.Sprintf("Snoozed %s until %s.", what, pane.Moment(c.Until, m.env.Now()))
	case desk.ActAssign:
		return fmt.Sprintf("Assigned %s to %s.", what, m.assigneeName(c))
	case desk.ActTag:
		return fmt.Sprintf("Tagged %s with %s.", what, m.tagName(c.Tag))
	case desk.ActUntag:
		return fmt.Sprintf("Took %s off %s.", m.tagName(c.Tag), what)
	case desk.ActRead:
		return fmt.Sprintf("Marked %s read, for the whole workspace.", what)
	case desk.ActUnread:
		return fmt.Sprintf("Marked %s unread, for the whole workspace.", what)
	default:
		return "Done."
	}
}

// tagName returns what a tag is called.
func (m *Model) tagName(id api.ID) string {
	for _, t := range m.dir.Tags {
		if t.ID == id {
			return t.Name
		}
	}
	return "a tag"
}

func (m *Model) assigneeName(c desk.ActionChange) string {
	if c.Assignee == "" {
		return "nobody"
	}
	admin, team := m.names(c.Assignee, c.Assignee)
	if c.Team {
		return team
	}
	return admin
}

// readOnly says why nothing can be written, and what to do.
func (m *Model) readOnly() string {
	if len(m.status.Warnings) > 0 {
		return "Nothing can be written: " + m.status.Warnings[0]
	}
	if m.host.Remote {
		return "Nothing can be written with this key; whoever runs the server can change that."
	}
	return "Parley is read-only: start it without --read-only to write."
}
