package uitest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"parley/ui/uitest"
)

func TestTerminalCountsBytes(t *testing.T) {
	t.Parallel()
	m := &desk{ctx: t.Context(), clock: uitest.NewClock(noon)}
	term := uitest.NewTerminal(t, m, uitest.Options{
		Width: 40, Height: 6,
		Env:     []string{"TERM=xterm-256color", "SSH_TTY=/dev/pts/1"},
		Program: []tea.ProgramOption{tea.WithFPS(120)},
	})
	term.WaitForText(">")
	if first := term.Written(); !strings.Contains(string(first), "\x1b[?1049h") {
		t.Errorf("the first screen does not enter the alternative screen: %q", first)
	}
	costs := term.Measure("text:hello")
	if len(costs) != 5 || costs.Median() != 1 || costs.P99() > 10 {
		t.Errorf("five letters cost %d bytes in the middle and %d at most: %q", costs.Median(), costs.P99(), costs)
	}
	if got := term.Screen(); got != "> hello\n\n\n\n\n" {
		t.Errorf("screen %q", got)
	}
	if idle := term.Measure("f12"); idle.P99() != 0 {
		t.Errorf("a key without effect wrote %q", idle[0].Output)
	}
	cost := term.MeasureUntil("ctrl+b", "the batch", func() bool { return len(strings.Fields(term.Screen())) == 6 })
	if n := len(cost.Output); n < 8 || n > 60 || cost.Took <= 0 {
		t.Errorf("four short lines cost %d bytes in %v: %q", n, cost.Took, cost.Output)
	}
	term.Press("ctrl+t")
	term.WaitFor("the tick to be arranged", func() bool { _, ok := m.clock.Next(); return ok })
	tick := term.MeasureAdvance(m.clock, time.Second)
	if !strings.HasSuffix(term.Screen(), "\n01") || len(tick.Output) == 0 || len(tick.Output) > 12 {
		t.Errorf("a tick wrote %q and shows\n%s", tick.Output, term.Screen())
	}
	term.Press("ctrl+c")
	if err := term.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// echo shows the name of each key it is told of, and of each paste and reply.
type echo struct{ names []string }

func (e *echo) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (e *echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		e.names = append(e.names, msg.String())
	case tea.PasteMsg:
		e.names = append(e.names, "paste:"+msg.Content)
	case tea.BackgroundColorMsg:
		e.names = append(e.names, "background")
	case tea.WindowSizeMsg:
		e.names = append(e.names, fmt.Sprintf("%d×%d", msg.Width, msg.Height))
	}
	return e, nil
}

func (e *echo) View() tea.View { return tea.NewView(strings.Join(e.names, "\n")) }

func TestTerminalTypesEveryKey(t *testing.T) {
	t.Parallel()
	const script = "a A é 登 space enter tab shift+tab esc backspace delete up down left right home end pgup pgdown " +
		"f1 f12 ctrl+k ctrl+c ctrl+enter shift+enter ctrl+shift+a alt+x"
	term := uitest.NewTerminal(t, &echo{}, uitest.Options{Width: 30, Height: 40, Mute: true})
	term.WaitForText("30×40")
	term.Press(script)
	got := strings.Join(strings.Fields(term.Screen()), " ")
	if want := "30×40 " + script; got != want {
		t.Errorf("the model saw\n%s\nwant\n%s", got, want)
	}
}

func TestTerminalPastesResizesAndAnswers(t *testing.T) {
	t.Parallel()
	term := uitest.NewTerminal(t, &echo{}, uitest.Options{})
	term.WaitForText("background")
	term.Paste("登录失败")
	term.WaitForText("paste:登录失败")
	term.Resize(50, 10)
	term.WaitForText("50×10")
	if n := strings.Count(term.Screen(), "\n") + 1; n != 10 {
		t.Errorf("%d lines after the resize, want 10", n)
	}
	term.Send(tea.InterruptMsg{})
	if err := term.Wait(); !errors.Is(err, tea.ErrInterrupted) {
		t.Errorf("the program ended with %v, want an interrupt", err)
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	d := uitest.New(t, &desk{ctx: t.Context()}, 20, 4)
	d.Press("text:golden")
	d.Press("ctrl+b")
	uitest.Golden(t, "desk", d.Screen())
}
