package ui

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/statusbar"
)

// Show is a scripted demo: things happen in the workspace, and keys are
// pressed, by a clock that the presenter stops, steps and speeds up.
type Show interface {
	State() statusbar.Show
	Pause()
	Step()
	Faster()
	Slower()
	// Next waits until something happened and returns the keys that were
	// pressed, by name; there may be none.
	Next(ctx context.Context) ([]string, error)
}

// showed says that something happened in the scripted demo.
type showed struct{ keys []string }

// showSecond comes while the time of the demo is on the screen.
type showSecond struct{}

// leastShown is the height from which the demo has a row of its own.
const leastShown = 13

// begins starts to listen to the scripted demo, if there is one.
func (m *Model) begins() tea.Cmd {
	if m.show == nil {
		return nil
	}
	return tea.Batch(m.waitShow(), m.showTick())
}

func (m *Model) waitShow() tea.Cmd {
	ctx, show := m.ctx, m.show
	return func() tea.Msg {
		keys, err := show.Next(ctx)
		if err != nil {
			return nil // the program is closing
		}
		return showed{keys}
	}
}

func (m *Model) showTick() tea.Cmd {
	return m.tick(time.Second, func(time.Time) tea.Msg { return showSecond{} })
}

// onShowed presses the keys of the story as the agent would.
func (m *Model) onShowed(msg showed) tea.Cmd {
	m.desk.Active(true) // somebody watches, whatever window has the focus
	cmds := []tea.Cmd{m.waitShow()}
	for _, k := range msg.keys {
		cmds = append(cmds, m.key(press(k)))
	}
	return tea.Batch(cmds...)
}

func (m *Model) onShowSecond() tea.Cmd {
	if m.show.State().Done {
		return nil
	}
	return m.showTick()
}

// showRows is how many rows of a screen the scripted demo takes.
func (m *Model) showRows(h int) int {
	if m.show == nil || h < leastShown {
		return 0
	}
	return 1
}

// showLine draws them, below the frame.
func (m *Model) showLine() string {
	state := m.show.State()
	var hints []statusbar.Hint
	for _, b := range m.keys.Bindings(keymap.Demo) {
		h := statusbar.Hint{Key: b.Keys[0], Word: b.Hint}
		if b.Action == keymap.DemoPause && state.Paused {
			h.Word = "go on"
		}
		hints = append(hints, h)
	}
	return statusbar.ShowLine(m.env, state, hints, m.w)
}

// demoScopes is the scope of the scripted demo, while there is one.
func (m *Model) demoScopes() []keymap.Scope {
	if m.show == nil {
		return nil
	}
	return []keymap.Scope{keymap.Demo}
}

// steer carries out what the presenter asks of the scripted demo.
func (m *Model) steer(a keymap.Action) bool {
	if m.show == nil {
		return false
	}
	switch a {
	case keymap.DemoPause:
		m.show.Pause()
	case keymap.DemoStep:
		m.show.Step()
	case keymap.DemoSlower:
		m.show.Slower()
	case keymap.DemoFaster:
		m.show.Faster()
	default:
		return false
	}
	return true
}

// steered reports whether a key was for the scripted demo, which takes its
// keys before everything else.
func (m *Model) steered(key string) bool {
	a, _ := m.keys.Match(m.demoScopes(), []string{key})
	return m.steer(a)
}

var keyMods = map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}

var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"delete": tea.KeyDelete, "insert": tea.KeyInsert, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
	"right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

// press is a key as the terminal would send it, from its name.
func press(name string) tea.KeyPressMsg {
	parts := strings.Split(name, "+")
	base, mods := parts[len(parts)-1], tea.KeyMod(0)
	if base == "" { // the key "+" itself
		return tea.KeyPressMsg{Code: '+', Text: "+"}
	}
	for _, p := range slices.Backward(parts[:len(parts)-1]) {
		mods |= keyMods[p]
	}
	if code, ok := keyCodes[base]; ok {
		k := tea.KeyPressMsg{Code: code, Mod: mods}
		if code == tea.KeySpace && mods == 0 {
			k.Text = " "
		}
		return k
	}
	r, _ := utf8.DecodeRuneInString(base)
	if mods == 0 {
		return tea.KeyPressMsg{Code: r, Text: base}
	}
	return tea.KeyPressMsg{Code: r, Mod: mods}
}
