package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/statusbar"
)

// scopes returns where the keys at hand are looked up, innermost first.
func (m *Model) scopes() []keymap.Scope {
	switch m.focus {
	case onComposer:
		return []keymap.Scope{keymap.Always, m.composer.Scope()}
	case onThread:
		return []keymap.Scope{keymap.Always, keymap.Conversation, keymap.Verbs, keymap.Moving, keymap.Global}
	case onPanel:
		return []keymap.Scope{keymap.Always, keymap.Panel, keymap.Verbs, keymap.Moving, keymap.Global}
	case onBoard:
		return []keymap.Scope{keymap.Always, keymap.Board, keymap.Moving, keymap.Global}
	default:
		return []keymap.Scope{keymap.Always, keymap.List, keymap.Verbs, keymap.Moving, keymap.Global}
	}
}

// typist returns the focused pane if it is taking text.
func (m *Model) typist() pane.Typist {
	var t pane.Typist
	switch m.focus {
	case onComposer:
		t = m.composer
	case onThread:
		t = m.thread
	case onList:
		t = m.list
	default:
		return nil
	}
	if t.Typing() {
		return t
	}
	return nil
}

// key routes a key: to the overlay on top, to an action, or into a text.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	m.desk.Typing()
	if m.steered(key) {
		return nil
	}
	cancels := m.cancels(key)
	if m.opening && !cancels {
		m.early = append(m.early, msg)
		return nil
	}
	if m.dialogs.Open() {
		if cancels {
			m.dialogs.Clear()
			return nil
		}
		return m.decide(m.dialogs.Key(key, msg.IsRepeat))
	}
	typist := m.typist()
	if typist != nil && m.focus != onComposer {
		if cancels {
			msg = tea.KeyPressMsg{Code: tea.KeyEscape}
		}
		return typist.Type(msg)
	}
	if m.slides.on && typist == nil && len(m.pressed) == 0 {
		if cmd, taken := m.slideKey(key); taken {
			return cmd
		}
	}
	pressed := append(slices.Clone(m.pressed), key)
	a, more := m.keys.Match(m.scopes(), pressed)
	if a == "" && !more && len(pressed) > 1 { // the sequence ended otherwise: the key counts alone
		a, more = m.keys.Match(m.scopes(), []string{key})
		pressed = []string{key}
		if a == keymap.Back { // out of the sequence, and of nothing else
			m.pressed = nil
			return nil
		}
	}
	switch {
	case more:
		return m.begin(pressed)
	case a != "":
		m.pressed = nil
		if msg.IsRepeat && (a == keymap.SendNow || a == keymap.Leave) { // a key held down neither sends nor quits
			return nil
		}
		return m.do(a)
	case typist != nil:
		m.pressed = nil
		cmd := typist.Type(msg)
		m.arrangeComposer()
		return cmd
	default:
		m.pressed = nil
		return m.meaningless(msg)
	}
}

// meaningless says of a letter that nothing is bound to it here. A key held
// down says so once.
func (m *Model) meaningless(msg tea.KeyPressMsg) tea.Cmd {
	if msg.IsRepeat || strings.TrimSpace(msg.Text) == "" {
		return nil
	}
	return m.say(pane.Joined(" ", msg.Text+" does nothing here.", m.env.KeyDoes(m.scopes()[len(m.scopes())-1], keymap.Help, "shows what does.")), false)
}

// typed gives a paste to the pane that takes text.
func (m *Model) typed(msg tea.PasteMsg) tea.Cmd {
	if m.opening {
		m.early = append(m.early, msg)
		return nil
	}
	if m.dialogs.Open() {
		m.dialogs.Paste(msg.Content)
		return nil
	}
	t := m.typist()
	if t == nil {
		return nil
	}
	cmd := t.Type(msg)
	m.arrangeComposer()
	return cmd
}

// arrangeComposer lets the composer grow with its text.
func (m *Model) arrangeComposer() {
	if m.composer.Active() && m.composer.Wanted(max(m.h-5, 0)) != m.frame.Composer.H {
		m.arrange()
	}
}

// hints are the keys that help most where the focus is.
func (m *Model) hints() []statusbar.Hint {
	var out []statusbar.Hint
	if m.composer.SaysKeys() {
		return nil
	}
	if m.slides.on && m.slides.showing(m.focus) {
		return m.slideHints()
	}
	if m.hesitating() {
		return m.followingHints()
	}
	if k := m.env.Key(keymap.Global, keymap.Back); m.notice.Bad && k != "" && m.focus != onComposer {
		out = append(out, statusbar.Hint{Key: k, Word: "dismiss"})
	}
	for _, b := range m.offered(m.scopes()...) {
		if b.Hint != "" && !strings.Contains(b.Keys[0], " ") {
			out = append(out, statusbar.Hint{Key: b.Keys[0], Word: b.Hint, Help: b.Action == keymap.Help})
		}
	}
	return out
}

// reviewKeys says in words what can be pressed in the review bar.
func (m *Model) reviewKeys() string {
	var words []string
	for _, b := range m.offered(keymap.Review) {
		if b.Hint != "" {
			words = append(words, b.Keys[0]+"\u00a0"+strings.ReplaceAll(b.Hint, " ", "\u00a0")) // a key and its word stay together
		}
	}
	return strings.Join(words, "  ")
}
