package ui_test

import (
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"parley/api/desk"
	"parley/ui"
	"parley/ui/theme"
	"parley/ui/uitest"
)

// over starts a screen over a line.
func over(t *testing.T, d ui.Desk, l ui.Line, env ...string) *uitest.Terminal {
	t.Helper()
	clock := uitest.NewClock(start)
	m := ui.New(t.Context(), ui.Options{Desk: d, Events: silent{}, Theme: theme.Default(), Now: clock.Now, Tick: clock.Tick, Line: l})
	o := uitest.Options{Width: twoW, Height: twoH, Program: []tea.ProgramOption{tea.WithColorProfile(colorprofile.TrueColor), tea.WithFPS(120)}}
	if len(env) > 0 {
		o.Env = env
	}
	w := uitest.NewTerminal(t, m, o)
	w.WaitForText("enter open")
	w.Flush()
	return w
}

// The steps of an agent on a slow line, and how much of the usual they may
// cost, in hundredths.
var onSlowLines = []struct {
	name, begin, keys string
	most              int
}{
	{"a line of the thread", "enter\ng g", "j j j j j j j j k k k k k k k k", 12},
	{"down the list", "", "j j j j j j j j j j j j", 80},
	{"a page of the thread", "enter\ng g", "space space space - - -", 85},
	{"a letter", "enter\nr", "text:A line of an answer.", 100},
}

func TestASlowLineIsSpared(t *testing.T) {
	t.Parallel()
	for _, tt := range onSlowLines {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cost := func(spare string) (n, first int) {
				s := stock{n: 60, parts: map[int]int{0: 60, 1: 30}}
				w := over(t, s.fill(t), ui.Line{Spare: spare})
				first = len(w.Written())
				if tt.begin != "" {
					w.Press("enter")
					w.WaitForText("Number ")
					_, then, _ := strings.Cut(tt.begin, "\n")
					w.Press(then)
				}
				for _, c := range w.Measure(tt.keys) {
					n += len(c.Output)
				}
				if got := strings.Contains(w.Screen(), "slow line"); got != (spare == ui.LineOn) {
					t.Errorf("%s: the screen says that the line is slow: %v\n%s", spare, got, w.Screen())
				}
				return n, first
			}
			usual, first := cost(ui.LineOff)
			spared, firstSpared := cost(ui.LineOn)
			t.Logf("%d bytes, spared %d; first screen %d, spared %d", usual, spared, first, firstSpared)
			if spared*100 > usual*tt.most {
				t.Errorf("%d bytes where it is spared, %d otherwise: more than %d %%", spared, usual, tt.most)
			}
			if firstSpared*4 > first*3 {
				t.Errorf("the first screen takes %d bytes where it is spared, %d otherwise", firstSpared, first)
			}
		})
	}
}

func TestTheLineIsMeasured(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answers []time.Duration
		slow    bool
	}{
		"fast":              {[]time.Duration{20 * time.Millisecond}, false},
		"150 ms":            {[]time.Duration{170 * time.Millisecond}, false},
		"busy at the start": {[]time.Duration{600 * time.Millisecond, 30 * time.Millisecond}, false},
		"far":               {[]time.Duration{700 * time.Millisecond, 600 * time.Millisecond}, true},
		"narrow":            {[]time.Duration{4 * time.Second}, true},
		"no answer":         {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, slow := start, false
			clock := uitest.NewClock(start)
			m := ui.New(t.Context(), ui.Options{
				Desk: stock{n: 3}.fill(t), Events: silent{}, Theme: theme.Default(), Now: clock.Now, Tick: clock.Tick,
				Line: ui.Line{Now: func() time.Time { return now }, Pace: func(s bool) { slow = s }},
			})
			d := uitest.New(t, m, twoW, twoH)
			d.WaitForText("enter open")
			for _, after := range tt.answers {
				now = now.Add(after)
				d.Send(uv.PrimaryDeviceAttributesEvent{62, 22})
			}
			d.Send(uv.PrimaryDeviceAttributesEvent{62}) // nobody asked for this one
			if slow != tt.slow || strings.Contains(d.Screen(), "slow line") != tt.slow {
				t.Errorf("slow: %v, want %v\n%s", slow, tt.slow, d.Screen())
			}
		})
	}
}

func TestModesAreAskedWhereTheTerminalUnderstands(t *testing.T) {
	t.Parallel()
	const question = "\x1b[?2026$p"
	d := stock{n: 3}.fill(t)
	ssh := []string{"TERM=xterm-256color", "COLORTERM=truecolor", "SSH_TTY=/dev/pts/0"}
	w := over(t, d, ui.Line{AskModes: true}, ssh...)
	w.WaitFor("the question", func() bool { return strings.Contains(string(w.Written()), question) })

	clock := uitest.NewClock(start)
	m := ui.New(t.Context(), ui.Options{Desk: d, Events: silent{}, Now: clock.Now, Tick: clock.Tick, Line: ui.Line{AskModes: true}})
	old := uitest.New(t, m, twoW, twoH)
	old.WaitForText("enter open")
	if _, cmd := m.Update(uv.PrimaryDeviceAttributesEvent{1, 2}); cmd != nil {
		t.Error("a VT100 was asked for modes")
	}
}

func TestTheCountdownStandsStillOnASlowLine(t *testing.T) {
	t.Parallel()
	d := &sending{offline: stock{n: 3}.fill(t)}
	d.status.Outbox = []desk.Entry{{ID: 1, Kind: desk.ActReply, Undoable: true, NotBefore: start.Add(10 * time.Second)}}
	w := over(t, d, ui.Line{Spare: ui.LineOn})
	w.WaitForText("outbox 1 (u undo)")
}

// sending is a desk with something in its outbox.
type sending struct {
	offline
	status desk.Status
}

func (d *sending) Status() desk.Status {
	s := d.offline.Status()
	s.Outbox = d.status.Outbox
	return s
}

// What dark and light come down to in sixteen colours is blue on blue.
func TestSixteenColoursAreTheTerminalsOwn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		profile colorprofile.Profile
		chosen  *theme.Theme
		want    bool
	}{
		{colorprofile.ANSI, nil, true},
		{colorprofile.ANSI, theme.Default(), false},
		{colorprofile.ANSI256, nil, false},
		{colorprofile.TrueColor, nil, false},
	} {
		clock := uitest.NewClock(start)
		m := ui.New(t.Context(), ui.Options{Desk: stock{n: 3}.fill(t), Events: silent{}, Theme: tt.chosen, Now: clock.Now, Tick: clock.Tick})
		m.Update(tea.WindowSizeMsg{Width: twoW, Height: twoH})
		m.Update(tea.ColorProfileMsg{Profile: tt.profile})
		for _, background := range []color.Color{nil, color.White, color.Black} {
			if background != nil {
				m.Update(tea.BackgroundColorMsg{Color: background})
			}
			screen := m.View().Content
			if got := !strings.Contains(screen, "38;2;"); got != tt.want {
				t.Errorf("%v, chosen %t, %v: only the terminal's own colours: %t", tt.profile, tt.chosen != nil, background, got)
			}
			if light := strings.Contains(screen, "47m"); tt.want && light != (background == color.White) {
				t.Errorf("on %v, the status rows are light: %t", background, light)
			}
		}
	}
}
