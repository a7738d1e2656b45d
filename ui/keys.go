package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/conversation"
	"parley/ui/dialog"
	"parley/ui/mask"
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
	}
	switch {
	case more:
		m.pressed = pressed
		return nil
	case a != "":
		m.pressed = nil
		if a == keymap.SendNow && msg.IsRepeat { // a key held down never sends
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
		return nil
	}
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
				m.env.KeyDoes(keymap.Global, keymap.Back, "goes back.")), false)
		}
		return tea.Sequence(m.saveDraft(), tea.Suspend)
	case keymap.Help:
		m.showHelp()
	case keymap.Back:
		return m.back()
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
	case keymap.Search:
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

// cancels reports whether a key is the one that gets out of everything.
func (m *Model) cancels(key string) bool {
	a, _ := m.keys.Match([]keymap.Scope{keymap.Always}, []string{key})
	return a == keymap.Cancel
}

// cancel leaves the text for the review bar, or arms quitting.
func (m *Model) cancel() tea.Cmd {
	if m.quitArmed {
		return m.quit()
	}
	m.quitArmed, m.leaving = true, false
	m.pressed = nil
	return m.say(m.env.Key(keymap.Always, keymap.Cancel)+" again quits; drafts are kept", false)
}

// quit ends the program, after asking where something is still pending.
func (m *Model) quit() tea.Cmd {
	if n := len(m.status.Outbox); n > 0 {
		m.dialogs.Push(&dialog.Confirm{
			Title: "Not everything has left",
			Text: pane.Count(n, "reply or action") + " in the outbox is not settled yet. " +
				"It stays in the outbox and goes out the next time Parley runs.",
			Choices: []dialog.Choice{
				{Key: "W", Word: "wait until it has left, then quit", Action: quitWhenDone{}},
				{Key: "L", Word: "leave it queued and quit", Action: quitNow{}},
				{Key: "T", Word: "take back what has not left, and stay", Action: takeAllBack{}},
			},
		})
		return nil
	}
	return m.leave()
}

// The answers to what shall become of what is pending when the agent quits.
type (
	quitNow      struct{}
	quitWhenDone struct{}
	takeAllBack  struct{}
)

// takeBackAll takes back everything that has not left.
func (m *Model) takeBackAll() tea.Cmd {
	var cmds []tea.Cmd
	for _, e := range m.status.Outbox {
		if e.State == desk.EntryQueued {
			cmds = append(cmds, m.ask("undo", e.ID, m.desk.Undo))
		}
	}
	if len(cmds) == 0 {
		return m.say("Nothing can be taken back any more: it is on its way.", false)
	}
	return tea.Batch(cmds...)
}

// leaveIfDone ends a program that was asked to once the outbox is empty, and
// stays where an entry needs the agent after all.
func (m *Model) leaveIfDone() tea.Cmd {
	if !m.leaving {
		return nil
	}
	for _, e := range m.status.Outbox {
		if e.Asking {
			m.leaving = false
			return nil
		}
	}
	if len(m.status.Outbox) > 0 {
		return nil
	}
	return m.leave()
}

// Hangup says that the terminal is going away: what was typed is saved and the
// program ends, without a question.
type Hangup struct{}

// leave saves the draft and ends the program.
func (m *Model) leave() tea.Cmd { return tea.Sequence(m.saveDraft(), tea.Quit) }

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

// hints are the keys that help most where the focus is.
func (m *Model) hints() []statusbar.Hint {
	var out []statusbar.Hint
	if m.composer.SaysKeys() {
		return nil
	}
	if m.slides.on && m.slides.showing(m.focus) {
		return m.slideHints()
	}
	for _, b := range m.offered(m.scopes()...) {
		if b.Hint != "" {
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
