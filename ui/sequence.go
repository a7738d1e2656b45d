package ui

import (
	"cmp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/ui/statusbar"
)

// hesitation is how long somebody who knows a sequence of keys does not wait
// in the middle of it.
const hesitation = 400 * time.Millisecond

// hesitated says that a sequence has been begun for a while.
type hesitated struct{ begun int }

// begin keeps the first keys of a sequence. What can follow is said only to
// those who hesitate, so that the others see nothing flicker.
func (m *Model) begin(pressed []string) tea.Cmd {
	m.pressed = pressed
	m.begun++
	begun := m.begun
	return m.tick(hesitation, func(time.Time) tea.Msg { return hesitated{begun} })
}

func (m *Model) onHesitated(msg hesitated) {
	m.following = msg.begun
}

// hesitating reports whether the keys of the last row are what can follow.
func (m *Model) hesitating() bool {
	return len(m.pressed) > 0 && m.begun == m.following
}

// followingHints are the keys that can follow those that were pressed.
func (m *Model) followingHints() []statusbar.Hint {
	out := []statusbar.Hint{{Key: strings.Join(m.pressed, " "), Word: "…", Next: true}}
	for _, b := range m.keys.Following(m.scopes(), m.pressed) {
		out = append(out, statusbar.Hint{Key: b.Keys[0], Word: cmp.Or(b.Hint, b.Help), Next: true})
	}
	return out
}
