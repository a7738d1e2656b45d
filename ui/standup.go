package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/board"
)

// boardPause is how long the board waits for more changes before it is made
// again: it is read by people, and looks at everything that is held.
const boardPause = 5 * time.Second

// boardLoaded is the board, made from what is held.
type boardLoaded struct {
	slot   uint64
	board  desk.Board
	err    error
	marked bool
}

// boardRead says that Intercom was asked for what the board is made of.
type boardRead struct{ err error }

// boardDue says that changes have waited long enough.
type boardDue struct{}

// openBoard shows the board in place of the panes.
func (m *Model) openBoard() tea.Cmd {
	if m.focus != onBoard {
		m.boardFrom = m.focus
	}
	m.setFocus(onBoard)
	m.board.Reading(true)
	ctx, d := m.ctx, m.desk
	return tea.Batch(m.loadBoard(), func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		return boardRead{d.ReadBoard(ctx)}
	})
}

// loadBoard has the board made.
func (m *Model) loadBoard() tea.Cmd { return m.makeBoard(m.desk.Board, false) }

func (m *Model) makeBoard(count func(context.Context) (desk.Board, error), marked bool) tea.Cmd {
	ctx, id, cancel := m.boards.begin(m.ctx)
	return func() tea.Msg {
		defer cancel()
		b, err := count(ctx)
		return boardLoaded{id, b, err, marked}
	}
}

func (m *Model) onBoard(msg boardLoaded) tea.Cmd {
	switch {
	case msg.slot != m.boards.id || errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil:
		m.board.Failed(sentence(msg.err))
		return m.complain(msg.err)
	}
	m.meet(msg.board)
	m.board.Show(msg.board)
	if msg.marked {
		return m.say("Marked. Later boards say what changed since.", false)
	}
	return nil
}

// onBoardRead shows what was read, or why nothing was: the figures that are
// held stay, with their age.
func (m *Model) onBoardRead(msg boardRead) tea.Cmd {
	m.board.Reading(false)
	if msg.err != nil {
		return m.complain(msg.err)
	}
	return m.loadBoard()
}

// boardChanged makes the board again soon, if anybody looks at it.
func (m *Model) boardChanged() tea.Cmd {
	if m.focus != onBoard || m.boardWaits {
		return nil
	}
	m.boardWaits = true
	return m.tick(boardPause, func(time.Time) tea.Msg { return boardDue{} })
}

func (m *Model) onBoardDue() tea.Cmd {
	m.boardWaits = false
	if m.focus != onBoard {
		return nil
	}
	return m.loadBoard()
}

// boardAction carries out what can be done on the board.
func (m *Model) boardAction(a keymap.Action) (tea.Cmd, bool) {
	b := m.board.Board()
	switch {
	case a == keymap.Standup && m.focus == onBoard:
		m.leaveBoard()
		return nil, true
	case a == keymap.Standup:
		return m.openBoard(), true
	case m.focus != onBoard:
		return nil, false
	case a == keymap.Refresh:
		return m.openBoard(), true
	case b == nil:
		return nil, a == keymap.CopyBoard || a == keymap.MarkStandup || a == keymap.OpenLongest
	case a == keymap.CopyBoard:
		return tea.Batch(tea.SetClipboard(board.Markdown(m.env.Mask.Board(*b), m.env.Now())), m.say("Copied the board as Markdown.", false)), true
	case a == keymap.MarkStandup:
		return m.makeBoard(m.desk.MarkStandup, true), true
	case a == keymap.OpenLongest && b.Oldest != nil:
		return m.openConversation(b.Oldest.ID, true), true
	default:
		return nil, a == keymap.OpenLongest
	}
}

// leaveBoard goes back to where the agent was.
func (m *Model) leaveBoard() { m.setFocus(m.boardFrom) }

// boardColumn is the board, drawn as the only pane.
func (m *Model) boardColumn() column {
	l, r := m.board.Title()
	return column{rect: m.frame.Board, lines: strings.Split(m.board.View(), "\n"), left: l, right: r, focused: true}
}
