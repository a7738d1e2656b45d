package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

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

// back closes what is open, from the innermost out; at the top it quits.
func (m *Model) back() tea.Cmd {
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
		return m.quit()
	}
	return nil
}

// base is where the focus falls back to.
func (m *Model) base() focus {
	if m.openID != "" {
		return onThread
	}
	return onList
}
