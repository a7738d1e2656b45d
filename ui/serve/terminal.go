package serve

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/ui"
	"parley/ui/term"
)

// hangupGrace is how long a program may take to end once it was told to: a
// terminal that takes nothing may block it for ever.
const hangupGrace = 5 * time.Second

// terminal runs a program on a session.
type terminal struct {
	x       *session
	program *tea.Program
	in      *attentive
	gone    chan struct{} // closed when nothing more comes from the client
	hung    bool          // the program did not end
	crash   *term.Panic   // is read after the program has ended
}

func (x *session) terminal(m *ui.Model) *terminal {
	t := &terminal{x: x, gone: make(chan struct{})}
	t.in = attend(&ending{r: x.ssh, ended: t.gone})
	in := &bounded{r: t.in, limit: x.s.o.Limits.Paste, tell: t.pasteRefused}
	var model tea.Model = ui.Guard(m, func() { go t.program.Quit() }, func(p term.Panic) { t.crash = &p })
	if x.s.wrap != nil {
		model = x.s.wrap(model)
	}
	var pace term.Pace
	t.program = tea.NewProgram(pace.Model(model), append(pace.Options(), x.programOptions(in)...)...)
	pace.Set(t.program)
	return t
}

func (t *terminal) pasteRefused() {
	t.x.note(Record{Event: "refused", Reason: "a paste was too large"})
	go t.program.Send(ui.Said{Text: "That paste is too large for here; nothing of it was taken.", Bad: true})
}

// show runs the program until it ends, or something ends it. It returns a
// sentence on why, "" when the agent left.
func (t *terminal) show() (why string, err error) {
	ended := make(chan error, 1)
	go func() {
		err := tea.ErrProgramPanic
		defer func() { ended <- err }()
		defer t.x.s.guard("a screen")
		_, err = t.program.Run()
		go drain(t.program)
	}()
	go t.resize()
	why, err = t.wait(ended)
	if why == "" {
		if t.crash != nil {
			t.x.note(Record{Event: "trouble", Reason: "the screen crashed: " + t.crash.Where + ", " + t.crash.What})
			err = tea.ErrProgramPanic
		}
		if err = crashed(err); err != nil {
			why = "Something in Parley went wrong. Your draft is kept; log in again."
		}
		return why, err
	}
	go t.program.Send(ui.Hangup{})
	for _, harder := range []func(){func() { go t.program.Kill() }, func() { _ = t.x.line.Close() }} {
		select {
		case err := <-ended:
			return why, crashed(err)
		case <-time.After(hangupGrace):
			harder()
		}
	}
	select {
	case err = <-ended:
		return why, crashed(err)
	case <-time.After(hangupGrace):
		t.hung = true
	}
	return why, nil
}

// crashed returns the error of a program that crashed, and nil for one that
// was only told to end.
func crashed(err error) error {
	if errors.Is(err, tea.ErrProgramPanic) {
		return err
	}
	return nil
}

// wait returns when the program has ended, with its error, or when it should,
// with the reason.
func (t *terminal) wait(ended <-chan error) (why string, err error) {
	idle := t.x.s.o.Limits.Idle
	var tick <-chan time.Time
	if idle > 0 {
		ticker := time.NewTicker(min(idle/4+1, 30*time.Second))
		defer ticker.Stop()
		tick = ticker.C
	}
	for {
		select {
		case err := <-ended:
			return "", err
		case <-t.x.ssh.Context().Done():
			return t.lost("The line was cut."), nil
		case <-t.gone:
			return t.lost("The terminal is gone."), nil
		case <-t.x.s.stopping:
			return "The server is stopping. What you were writing is kept.", nil
		case <-t.x.revoked:
			return "The list of keys was changed; your key is not on it as it was.", nil
		case <-tick:
			if t.in.idle() >= idle {
				return "No key was pressed for " + idle.String() + ". What you were writing is kept.", nil
			}
		}
	}
}

// lost says why nothing comes any more.
func (t *terminal) lost(why string) string {
	if t.x.line.stalled.Load() {
		return "The terminal took nothing for " + t.x.s.o.Limits.Stall.String() + "."
	}
	return why
}

// resize follows the client's window until the session ends.
func (t *terminal) resize() {
	defer t.x.s.guard("a resize")
	columns, rows := size(t.x.screen.pty.Window) // the program was made with it
	for w := range t.x.screen.windows {
		if c, r := size(w); c != columns || r != rows {
			columns, rows = c, r
			t.program.Send(tea.WindowSizeMsg{Width: columns, Height: rows})
		}
	}
}
