// Package dialog is what lies over the panes: a stack of overlays, the top
// one of which gets the keys and is drawn last.
package dialog

import (
	"strings"

	"parley/ui/layout"
	"parley/ui/pane"
)

// Overlay is one thing on the stack. Implementations are pointers.
type Overlay interface {
	// Key takes a key by its name; held is true where the terminal says that
	// the key is being held down. It returns the action to carry out, if any,
	// and whether the overlay is done.
	Key(key string, held bool) (action any, done bool)
	// Body returns the lines of the inside and the title, for a screen of at
	// most w×h cells.
	Body(env *pane.Env, w, h int) (title string, lines []string)
}

// Paster is an Overlay that takes pasted text.
type Paster interface{ Paste(text string) }

// Stack holds the overlays, the last of them on top. The zero Stack is empty.
type Stack struct{ items []Overlay }

// Push puts an overlay on top.
func (s *Stack) Push(o Overlay) { s.items = append(s.items, o) }

// Open reports whether anything is on the stack.
func (s *Stack) Open() bool { return len(s.items) > 0 }

// Clear takes everything off.
func (s *Stack) Clear() { s.items = nil }

// Top returns the overlay on top, or nil.
func (s *Stack) Top() Overlay {
	if len(s.items) == 0 {
		return nil
	}
	return s.items[len(s.items)-1]
}

// Key gives a key to the overlay on top and takes that off when it is done.
func (s *Stack) Key(key string, held bool) any {
	top := s.Top()
	if top == nil {
		return nil
	}
	action, done := top.Key(key, held)
	if done {
		s.items = s.items[:len(s.items)-1]
	}
	return action
}

// Paste gives pasted text to the overlay on top, if that takes any.
func (s *Stack) Paste(text string) {
	if p, ok := s.Top().(Paster); ok {
		p.Paste(text)
	}
}

// Box is an overlay drawn: its lines, and where they belong on the screen.
type Box struct {
	Rect  layout.Rect
	Lines []string
}

// Draw draws the overlay on top for a screen of w×h cells, in its middle.
func (s *Stack) Draw(env *pane.Env, w, h int) (Box, bool) {
	top := s.Top()
	if top == nil || w < 8 || h < 4 {
		return Box{}, false
	}
	title, body := top.Body(env, w-6, h-4)
	title = env.Mask.Line(title, env.Measure)
	for i := range body {
		body[i] = env.Mask.Line(body[i], env.Measure)
	}
	inner := layout.Widest(title) + 4
	for _, l := range body {
		inner = max(inner, env.Measure.Width(l))
	}
	inner = min(inner, w-6)
	body = body[:min(len(body), h-4)]

	t := env.Theme
	edge := t.BorderFocus
	rule := max(inner+2-layout.Widest(title)-3, 0)
	lines := []string{edge.Render("╭─ ") + t.TitleFocus.Render(title) + edge.Render(" "+strings.Repeat("─", max(rule, 0))+"╮")}
	for _, l := range body {
		lines = append(lines, edge.Render("│ ")+fill(env, l, inner)+edge.Render(" │"))
	}
	lines = append(lines, edge.Render("╰"+strings.Repeat("─", inner+2)+"╯"))
	width := inner + 4
	for i := range lines {
		lines[i] = fill(env, lines[i], width)
	}
	return Box{layout.Rect{X: (w - width) / 2, Y: max((h-len(lines))/3, 0), W: width, H: len(lines)}, lines}, true
}

// fill makes a line w cells wide. One that was filled already by the rule in
// force stays as it is, though the other rule may count more.
func fill(env *pane.Env, l string, w int) string {
	if gap := w - env.Measure.Width(l); gap >= 0 {
		return l + strings.Repeat(" ", gap)
	}
	return env.Measure.Fit(l, w)
}
