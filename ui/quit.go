package ui

import (
	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/dialog"
	"parley/ui/pane"
)

// cancels reports whether a key is the one that gets out of everything.
func (m *Model) cancels(key string) bool {
	a, _ := m.keys.Match([]keymap.Scope{keymap.Always}, []string{key})
	return a == keymap.Cancel
}

// cancel leaves the text for the review bar, or arms quitting.
func (m *Model) cancel() tea.Cmd {
	if m.quitArmed {
		return m.quit()
	}
	m.quitArmed, m.leaving = true, false
	m.pressed = nil
	return m.say(m.env.Key(keymap.Always, keymap.Cancel)+" again quits; drafts are kept", false)
}

// quit ends the program, after asking where something is still pending.
func (m *Model) quit() tea.Cmd {
	if n := len(m.status.Outbox); n > 0 {
		m.dialogs.Push(&dialog.Confirm{
			Title: "Not everything has left",
			Text: pane.Count(n, "reply or action") + " in the outbox is not settled yet. " +
				"It stays in the outbox and goes out the next time Parley runs.",
			Choices: []dialog.Choice{
				{Key: "W", Word: "wait until it has left, then quit", Action: quitWhenDone{}},
				{Key: "L", Word: "leave it queued and quit", Action: quitNow{}},
				{Key: "T", Word: "take back what has not left, and stay", Action: takeAllBack{}},
			},
		})
		return nil
	}
	return m.leave()
}

// The answers to what shall become of what is pending when the agent quits.
type (
	quitNow      struct{}
	quitWhenDone struct{}
	takeAllBack  struct{}
)

// takeBackAll takes back everything that has not left.
func (m *Model) takeBackAll() tea.Cmd {
	var cmds []tea.Cmd
	for _, e := range m.status.Outbox {
		if e.State == desk.EntryQueued {
			cmds = append(cmds, m.ask("undo", e.ID, m.desk.Undo))
		}
	}
	if len(cmds) == 0 {
		return m.say("Nothing can be taken back any more: it is on its way.", false)
	}
	return tea.Batch(cmds...)
}

// leaveIfDone ends a program that was asked to once the outbox is empty, and
// stays where an entry needs the agent after all.
func (m *Model) leaveIfDone() tea.Cmd {
	if !m.leaving {
		return nil
	}
	for _, e := range m.status.Outbox {
		if e.Asking {
			m.leaving = false
			return nil
		}
	}
	if len(m.status.Outbox) > 0 {
		return nil
	}
	return m.leave()
}

// Hangup says that the terminal is going away: what was typed is saved and the
// program ends, without a question.
type Hangup struct{}

// leave saves the draft and ends the program.
func (m *Model) leave() tea.Cmd { return tea.Sequence(m.saveDraft(), tea.Quit) }
