package serve

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/ui"
)

// crasher panics on a key, or in its command.
type crasher struct{ tea.Model }

func (c crasher) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch msg.String() {
		case "f9":
			panic("a mistake in Update")
		case "f8":
			return c, func() tea.Msg { panic("a mistake in a command") }
		}
	}
	m, cmd := c.Model.Update(msg)
	return crasher{m}, cmd
}

// A crash ends one session, and what was being written is kept.
func TestCrash(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{teammates: 2, wrap: func(m tea.Model) tea.Model { return crasher{m} }})
	other := r.opened(1)
	for _, key := range []string{"\x1b[20~", "\x1b[19~"} { // f9, f8
		g := r.opened(0)
		g.press("n")
		g.see("Note")
		g.press("precious" + key)
		g.see("Something in Parley went wrong")
		g.gone()
		r.empty1()
		back := r.opened(0)
		back.press("n")
		back.see("precious")
		back.press("\x1b")
		back.see("INTERNAL")
		back.press("dy")
		back.see("/ find")
		back.press("\x03\x03")
		back.gone()
	}
	other.press("j")
	other.press("n")
	other.see("Note")
}

// A mistake of the screen itself does the same, and prints nothing of it.
func TestScreenCrash(t *testing.T) {
	t.Parallel()
	var armed atomic.Bool
	r := newRig(t, rigOptions{teammates: 1, screen: func(_ Agent, o *ui.Options) {
		o.Now = func() time.Time {
			if armed.Load() {
				panic("a secret")
			}
			return time.Now()
		}
	}})
	g := r.opened(0)
	g.press("n")
	g.see("Note")
	g.press("precious")
	g.see("precious")
	armed.Store(true)
	g.press("\x1b")
	g.see("Something in Parley went wrong")
	g.gone()
	armed.Store(false)
	r.wait("the line in the log", event("trouble", "the screen crashed"))
	if strings.Contains(r.audit.String(), "secret") {
		t.Error("the log has the words of the panic")
	}
	r.empty()
	back := r.opened(0)
	back.press("n")
	back.see("precious")
}

// empty1 waits until the first teammate's desk is closed.
func (r *rig) empty1() {
	r.t.Helper()
	r.settles("the desk to be closed", func() bool {
		r.server.office.mu.Lock()
		defer r.server.office.mu.Unlock()
		return len(r.server.office.desks) == 1
	}, r.audit.String)
}
