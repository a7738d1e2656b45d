package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/statusbar"
)

func (m *Model) focused() pane.Pane {
	switch m.focus {
	case onThread:
		return m.thread
	case onComposer:
		return m.composer
	case onPanel:
		return m.panel
	case onBoard:
		return m.board
	default:
		return m.list
	}
}

// cycleFocus goes to the next pane that is on the screen.
func (m *Model) cycleFocus(n int) {
	if m.focus == onBoard { // it is alone
		return
	}
	order := []focus{onList}
	if m.openID != "" {
		order = append(order, onThread)
	}
	if m.composer.Active() {
		order = append(order, onComposer)
	}
	if m.panelOpen {
		order = append(order, onPanel)
	}
	i := max(slices.Index(order, m.focus), 0)
	m.setFocus(order[(i+n+len(order))%len(order)])
}

// goBack closes what is open. At the top it says how to quit: who presses a key
// once too often wants to stay.
func (m *Model) goBack() tea.Cmd {
	if !m.back() {
		return m.say(pane.Joined(" ", "Nothing to go back to.", m.env.KeyDoes(keymap.Global, keymap.Leave, "quits.")), false)
	}
	return nil
}

// stepOut goes back as [keymap.Back] does, and quits at the top.
func (m *Model) stepOut() tea.Cmd {
	if cmd, ok := m.focused().Do(keymap.Back); ok {
		return cmd
	}
	if !m.back() {
		return m.quit()
	}
	return nil
}

// back closes what is open, from the innermost out. It reports whether
// anything was.
func (m *Model) back() bool {
	switch {
	case m.notice.Bad:
		m.notice = statusbar.Notice{}
		m.arrange()
	case m.focus == onPanel:
		m.panelOpen = false
		m.setFocus(m.base())
	case m.focus == onBoard:
		m.leaveBoard()
	case m.focus == onThread:
		m.setFocus(onList)
	case m.focus == onList && m.panelOpen:
		m.panelOpen = false
		m.arrange()
	default:
		return false
	}
	return true
}

// base is where the focus falls back to.
func (m *Model) base() focus {
	if m.openID != "" {
		return onThread
	}
	return onList
}
