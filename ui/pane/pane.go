// Package pane is the contract between the root model and the panes, and the
// small widgets that panes share. It knows no desk and no key.
package pane

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/mask"
	"parley/ui/theme"
)

// Pane is a rectangle of the screen with behaviour. Implementations are
// pointers; only the root calls them, and only from Update and View.
type Pane interface {
	// Update takes results and ticks, never routed keys.
	Update(msg tea.Msg) tea.Cmd
	// Do carries out an action; ok false lets the next scope try.
	Do(a keymap.Action) (cmd tea.Cmd, ok bool)
	// SetSize gives the pane its inside, in cells.
	SetSize(w, h int)
	// SetFocus says whether keys go to the pane.
	SetFocus(focused bool)
	// View returns exactly w×h cells by the Env's measure: h lines joined by
	// LF, each line ending with its styles closed.
	View() string
}

// Env is what all panes share. The root owns it and changes it only within
// Update; Version grows with each change that makes drawn lines stale.
type Env struct {
	Theme      *theme.Theme
	Measure    layout.Measure
	Hyperlinks bool             // the terminal can show OSC 8
	Now        func() time.Time // in the agent's zone
	Slow       bool             // the line to the terminal is slow: nothing is drawn that changes by the second
	Version    int
	Elsewhere  bool // the agent sits at another machine: the files of this one are not theirs
	// Keys are the keys in force, for sentences that name one; nil are the
	// defaults.
	Keys *keymap.Map
	// Mask hides what is personal: a pane holds the truth, and asks the Mask
	// where it turns that into lines. It is nil where nothing is ever hidden.
	Mask *mask.Mask
}

// Fill returns lines as exactly w×h cells: cut, padded, and joined.
func (e *Env) Fill(lines []string, w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	var b strings.Builder
	for i := range h {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines) {
			b.WriteString(e.Measure.Fit(lines[i], w))
		} else {
			b.WriteString(strings.Repeat(" ", w))
		}
	}
	return b.String()
}

// Typist is a pane that may have a text input of its own. While Typing, keys
// and pastes go to Type, and only the Always scope is asked before.
type Typist interface {
	Typing() bool
	Type(msg tea.Msg) tea.Cmd
}
