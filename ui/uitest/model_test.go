package uitest_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"parley/ui/uitest"
)

type (
	said   string
	ticked time.Time
	news   string
)

// desk is a small model with one of everything a Driver has to deal with: typed text, commands
// in batches and sequences, ticks, and a subscription that blocks until something happens.
type desk struct {
	ctx    context.Context
	clock  *uitest.Clock
	events <-chan string
	w, h   int
	text   string
	log    []string
	late   func() tea.Msg
}

func (m *desk) Init() tea.Cmd {
	if m.events == nil {
		return nil
	}
	return m.subscribe()
}

func (m *desk) subscribe() tea.Cmd {
	ctx, events := m.ctx, m.events
	return func() tea.Msg {
		select {
		case e := <-events:
			return news(e)
		case <-ctx.Done():
			return nil
		}
	}
}

func (m *desk) tick() tea.Cmd {
	return m.clock.Tick(time.Second, func(now time.Time) tea.Msg { return ticked(now) })
}

func say(s string) tea.Cmd { return func() tea.Msg { return said(s) } }

func (m *desk) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case said:
		m.log = append(m.log, string(msg))
	case news:
		m.log = append(m.log, "news "+string(msg))
		return m, m.subscribe()
	case ticked:
		m.log = append(m.log, time.Time(msg).Format("05"))
		return m, m.tick()
	}
	return m, nil
}

func (m *desk) key(key tea.KeyPressMsg) tea.Cmd {
	switch key.String() {
	case "ctrl+b":
		return tea.Batch(say("b1"), tea.Sequence(say("b2"), say("b3")), say("b4"))
	case "ctrl+s":
		return tea.Sequence(say("s1"), tea.Batch(say("s2"), say("s3")), tea.Sequence(say("s4"), say("s5")), say("s6"))
	case "ctrl+w":
		return tea.Sequence(
			m.clock.Tick(time.Minute, func(time.Time) tea.Msg { return said("waited") }), say("after"))
	case "ctrl+t":
		return m.tick()
	case "ctrl+l":
		return m.late
	case "ctrl+f":
		return func() tea.Msg { return key } // for ever
	case "ctrl+y":
		return tea.SetClipboard(m.text)
	case "ctrl+c":
		return tea.Quit
	case "backspace":
		m.text = ""
	default:
		m.text += key.Text
	}
	return nil
}

func (m *desk) View() tea.View {
	lines := make([]string, max(0, m.h))
	for i := range lines {
		switch {
		case i == 0:
			lines[i] = "> " + m.text
		case i-1 < len(m.log):
			lines[i] = m.log[i-1]
		}
		lines[i] = fmt.Sprintf("%-*.*s", m.w, m.w, lines[i])
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	return v
}
