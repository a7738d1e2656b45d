// Package board is the standup board: how the queue stands, for one agent or
// for a room. It draws what the desk worked out and computes no figure of its
// own; it fetches nothing and keeps nothing.
package board

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
)

// Pane is the board on the screen. It scrolls, and there is nothing to
// choose.
type Pane struct {
	env     *pane.Env
	board   *desk.Board
	problem string // why there is nothing to show
	reading bool
	w, h    int
	top     int

	lines   []string
	drawn   string
	drawnAt int // env version of lines
	dirty   bool
}

var _ pane.Pane = (*Pane)(nil)

// New returns a board that shows nothing yet.
func New(env *pane.Env) *Pane { return &Pane{env: env, dirty: true} }

// Show replaces the figures.
func (p *Pane) Show(b desk.Board) { p.board, p.problem, p.dirty = &b, "", true }

// Reading says whether Intercom is being asked for what is not held.
func (p *Pane) Reading(on bool) { p.reading = on }

// Failed says why there are no figures. Those that are shown stay.
func (p *Pane) Failed(sentence string) { p.problem, p.dirty = sentence, true }

// Board returns what is shown, nil when nothing is.
func (p *Pane) Board() *desk.Board { return p.board }

// Title returns what the frame says: the moment of the figures, and their age.
func (p *Pane) Title() (left, right string) {
	if p.board == nil {
		return "Standup", ""
	}
	left = "Standup · " + p.board.At.Format("Mon 2 Jan 15:04")
	right = age(p.board.SyncedAt, p.env.Now())
	if p.reading {
		right = "reading from Intercom…"
	}
	p.refresh()
	switch below := len(p.lines) - p.h - p.top; {
	case below > 0 && p.w < listed:
		right = fmt.Sprintf("↓%d", below)
	case below > 0:
		right = pane.Count(below, "line") + " below · " + right
	}
	return left, right
}

// Update takes nothing.
func (p *Pane) Update(tea.Msg) tea.Cmd { return nil }

// SetSize gives the board its inside.
func (p *Pane) SetSize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.dirty = max(w, 0), max(h, 0), true
	}
}

// SetFocus is for the frame only.
func (p *Pane) SetFocus(bool) {}

// Do scrolls.
func (p *Pane) Do(a keymap.Action) (tea.Cmd, bool) {
	p.refresh()
	top, ok := pane.Scroll(a, p.top, max(p.h-2, 1), len(p.lines))
	if !ok {
		return nil, false
	}
	p.top = top
	p.settle()
	p.drawn = ""
	return nil, true
}

func (p *Pane) settle() { p.top = max(min(p.top, len(p.lines)-p.h), 0) }

// View returns what is on the screen, exactly w×h cells.
func (p *Pane) View() string {
	p.refresh()
	if p.drawn == "" {
		p.drawn = p.env.Fill(p.lines[p.top:], p.w, p.h)
	}
	return p.drawn
}

// refresh draws all lines anew where something changed.
func (p *Pane) refresh() {
	if !p.dirty && p.drawnAt == p.env.Version {
		return
	}
	p.drawnAt, p.dirty, p.drawn = p.env.Version, false, ""
	switch {
	case p.board != nil:
		p.lines = p.draw()
	case p.problem != "":
		p.lines = append([]string{""}, prose(p.env.Theme.Bad, p.problem, " ", p.w)...)
	default:
		p.lines = []string{"", " " + p.env.Theme.Dim.Render("Counting…")}
	}
	p.settle()
}

// The screen from which the figures are drawn large, in cells: for a room.
const (
	largeWidth  = 98
	largeHeight = 30
)

// draw draws the board large where there is room, with a blank line above it
// where everything fits.
func (p *Pane) draw() []string {
	b := p.env.Mask.Board(*p.board)
	large := p.w >= largeWidth && p.h >= largeHeight
	lines := Draw(p.env, b, p.w, large)
	if spare := p.h - len(lines) - 1; large && spare > 1 {
		lines = draw(p.env, b, p.w, largeRows+min(spare/2, mostRows-largeRows))
	}
	if len(lines) < p.h {
		lines = append([]string{""}, lines...)
	}
	return lines
}
