package ui

import (
	"context"
	"crypto/rand"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/keymap"
	"parley/ui/dialog"
	"parley/ui/mask"
	"parley/ui/pane"
	"parley/ui/statusbar"
)

// maskLevel is an answer to how much shall be hidden from now on.
type maskLevel mask.Level

// peopleKnown says that presenter mode knows everybody whom the desk knows.
// Nothing is drawn masked before: bodies name people who are not on the screen.
type peopleKnown struct {
	fresh bool // some of them were not known before
	begin bool // presenter mode waits for it
	err   error
}

// ownMask is a mask whose pseudonyms nobody needs to find again.
func ownMask() *mask.Mask {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	return mask.New(key)
}

// present hides more with each press, and asks before all is shown again.
func (m *Model) present() tea.Cmd {
	switch m.env.Mask.Level() {
	case mask.Off:
		return m.know(true)
	case mask.Names:
		return m.setMask(mask.Blurred)
	default:
		m.dialogs.Push(&dialog.Confirm{
			Title: "Presenter mode",
			Text:  "Leaving it shows names, addresses and messages as they are.",
			Choices: []dialog.Choice{
				{Key: "S", Word: "show everything", Action: maskLevel(mask.Off)},
				{Key: "N", Word: "hide only who is who", Action: maskLevel(mask.Names)},
			},
		})
		return nil
	}
}

// know asks the desk for everybody it knows.
func (m *Model) know(begin bool) tea.Cmd {
	ctx, d, hidden := m.ctx, m.desk, m.env.Mask
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		people, err := d.People(ctx)
		return peopleKnown{hidden.Learn(mask.Named(people)...), begin, err}
	}
}

// peopleDue comes when the desk is to be asked again.
type peopleDue struct{}

// peoplePause is how long that waits for further changes: asking reads all
// contacts that are held.
const peoplePause = 5 * time.Second

// knowMore asks again while presenter mode is on: somebody new may have come,
// and be named elsewhere than in their own conversation.
func (m *Model) knowMore() tea.Cmd {
	if !m.env.Mask.On() || m.knowing {
		return nil
	}
	m.knowing = true
	return m.tick(peoplePause, func(time.Time) tea.Msg { return peopleDue{} })
}

func (m *Model) onPeopleDue() tea.Cmd {
	m.knowing = false
	return m.know(false)
}

func (m *Model) onPeople(msg peopleKnown) tea.Cmd {
	if msg.err != nil {
		return m.complain(msg.err)
	}
	if msg.begin && !m.env.Mask.On() {
		return m.setMask(mask.Names)
	}
	if !msg.fresh {
		return nil
	}
	m.remask()
	return m.thread.Update(nil)
}

// setMask hides more or less from now on. A notice that stands was worded
// before.
func (m *Model) setMask(l mask.Level) tea.Cmd {
	m.env.Mask.SetLevel(l)
	m.notice = statusbar.Notice{}
	m.meet(m.dir, m.list.Rows(), m.open, m.found)
	m.remask()
	return tea.Batch(m.thread.Update(nil), m.sayMask(l))
}

func (m *Model) sayMask(l mask.Level) tea.Cmd {
	switch l {
	case mask.Names:
		return m.say(pane.Joined(" ", "Presenter mode: who is who is hidden.", m.env.KeyDoes(keymap.Global, keymap.Present, "again blurs messages.")), false)
	case mask.Blurred:
		return m.say(pane.Joined(" ", "Presenter mode: messages are blurred.", m.env.KeyDoes(keymap.Global, keymap.Present, "again asks whether to leave.")), false)
	default:
		return m.say("Presenter mode is off.", false)
	}
}

// meet makes people known to presenter mode before they are drawn.
func (m *Model) meet(what ...any) {
	if m.env.Mask.Meet(what...) {
		m.remask()
	}
}

// remask has everything drawn anew.
func (m *Model) remask() {
	m.env.Version++
	m.thread.Remask()
	m.list.Stale()
	m.panel.Stale()
}
