package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/conversation"
	"parley/ui/dialog"
	"parley/ui/mask"
	"parley/ui/pane"
)

// do carries out an action: the focused pane is asked first.
func (m *Model) do(a keymap.Action) tea.Cmd {
	if a != keymap.Cancel {
		m.quitArmed = false
		m.remember(a)
	}
	if m.steer(a) {
		return nil
	}
	if cmd, ok := m.focused().Do(a); ok {
		m.arrangeComposer()
		return cmd
	}
	if cmd, ok := m.boardAction(a); ok {
		return cmd
	}
	if cmd, ok := m.verb(a); ok {
		return cmd
	}
	switch a {
	case keymap.Cancel:
		return m.cancel()
	case keymap.Suspend:
		if m.host.Remote {
			return m.say(pane.Joined(" ", "There is no shell to go back to here; everything is kept when you leave.",
				m.env.KeyDoes(keymap.Global, keymap.Leave, "leaves.")), false)
		}
		return tea.Sequence(m.saveDraft(), tea.Suspend)
	case keymap.Help:
		m.showHelp()
	case keymap.Back:
		return m.goBack()
	case keymap.Leave:
		return m.stepOut()
	case keymap.NextPane:
		m.cycleFocus(1)
	case keymap.PrevPane:
		m.cycleFocus(-1)
	case keymap.Refresh:
		return m.refresh()
	case keymap.Present:
		return m.present()
	case keymap.Redraw:
		return tea.ClearScreen
	case keymap.Palette:
		m.showPalette()
	case keymap.Slideshow:
		return m.startSlides()
	case keymap.Views:
		m.pickView()
	case keymap.Search, keymap.Filter:
		return m.askSearch()
	case keymap.Undo:
		return m.undo()
	case keymap.Outbox:
		return m.showOutbox()
	case keymap.NextView:
		return m.stepView(1)
	case keymap.PrevView:
		return m.stepView(-1)
	default:
		if i := slices.Index(viewActions, a); i >= 0 {
			return m.showView(i)
		}
		if id, ok := viewIDs[a]; ok {
			return m.showViewID(id)
		}
	}
	return nil
}

// viewIDs are the views that have a letter.
var viewIDs = map[keymap.Action]string{
	keymap.GoMine: "mine", keymap.GoUnassigned: "unassigned", keymap.GoOpen: "open", keymap.GoSnoozed: "snoozed",
	keymap.GoClosed: "closed", keymap.GoWaiting: "waiting", keymap.GoPriority: "priority", keymap.GoLate: "late",
	keymap.GoMentions: "mentions",
}

var viewActions = []keymap.Action{
	keymap.View1, keymap.View2, keymap.View3, keymap.View4, keymap.View5,
	keymap.View6, keymap.View7, keymap.View8, keymap.View9,
}

// decide carries out what was chosen in an overlay.
func (m *Model) decide(action any) tea.Cmd {
	switch a := action.(type) {
	case quitNow:
		return m.leave()
	case quitWhenDone:
		m.leaving = true
		return m.say("Waiting for the outbox; "+m.env.KeyDoes(keymap.Always, keymap.Cancel, "stays."), false)
	case takeAllBack:
		return m.takeBackAll()
	case outboxChoice:
		return m.settle(a)
	case maskLevel:
		return m.setMask(mask.Level(a))
	case conversation.Followed:
		return m.follow(a)
	case dialog.Picked:
		return m.picked(a)
	case keymap.Action:
		return m.do(a)
	case dialog.Command:
		return m.command(a)
	default:
		return nil
	}
}
