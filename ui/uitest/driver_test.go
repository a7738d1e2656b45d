package uitest_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"parley/ui/uitest"
)

var noon = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

func TestDriverRunsCommandsInOrder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ keys, want string }{
		{"ctrl+b", "b1 b4 b2 b3"},
		{"ctrl+s", "s1 s2 s3 s4 s5 s6"},
		{"ctrl+b ctrl+s", "b1 b4 b2 b3 s1 s2 s3 s4 s5 s6"},
	} {
		m := &desk{ctx: t.Context()}
		uitest.New(t, m, 20, 5).Press(test.keys)
		if got := strings.Join(m.log, " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.keys, got, test.want)
		}
	}
}

func TestDriverShowsTheScreen(t *testing.T) {
	t.Parallel()
	m := &desk{ctx: t.Context()}
	d := uitest.New(t, m, 12, 3)
	d.Press("h i space text:Ada 登录\nctrl+b")
	if got, want := d.Screen(), "> hi Ada 登\nb1\nb4"; got != want {
		t.Errorf("screen:\n%s\nwant:\n%s", got, want)
	}
	d.Resize(8, 1)
	if got, want := d.Screen(), "> hi Ada"; got != want {
		t.Errorf("after resize:\n%s\nwant:\n%s", got, want)
	}
	d.Press("backspace text:gone ctrl+y")
	d.Press("ctrl+y")
	if got, want := d.Clipboard(), "gone ctrl+y"; got != want {
		t.Errorf("clipboard %q, want %q", got, want)
	}
	d.Press("ctrl+c x")
	if !d.Quit() || strings.HasSuffix(m.text, "x") {
		t.Errorf("quit %v, text %q: want nothing delivered after the end", d.Quit(), m.text)
	}
}

func TestAdvanceRepeatsTicks(t *testing.T) {
	t.Parallel()
	m := &desk{ctx: t.Context(), clock: uitest.NewClock(noon)}
	d := uitest.New(t, m, 20, 10)
	d.Press("ctrl+t ctrl+w")
	d.Advance(m.clock, 3500*time.Millisecond)
	if got := strings.Join(m.log, " "); got != "01 02 03" {
		t.Errorf("after 3.5 s: %q", got)
	}
	d.Advance(m.clock, time.Minute)
	if got := strings.Join(m.log, " "); !strings.HasSuffix(got, " 58 59 waited 00 after 01 02 03") {
		t.Errorf("after 63.5 s: %q", got)
	}
	if want := noon.Add(63500 * time.Millisecond); !m.clock.Now().Equal(want) {
		t.Errorf("the clock shows %v, want %v", m.clock.Now(), want)
	}
}

func TestSubscriptionInBubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		events := make(chan string)
		m := &desk{ctx: t.Context(), events: events, late: func() tea.Msg {
			<-time.After(time.Hour)
			return said("an hour later")
		}}
		d := uitest.New(t, m, 20, 5)
		for _, e := range []string{"one", "two"} {
			events <- e
			d.Settle()
		}
		if got := strings.Join(m.log, ", "); got != "news one, news two" {
			t.Errorf("log %q", got)
		}
		d.Press("ctrl+l x")
		if m.text != "x" || len(m.log) != 2 {
			t.Errorf("a blocked command held up the next key: text %q, log %q", m.text, m.log)
		}
		<-time.After(time.Hour)
		d.WaitForText("an hour later")
	})
}

func TestSubscriptionOutsideBubble(t *testing.T) {
	t.Parallel()
	events := make(chan string)
	m := &desk{ctx: t.Context(), events: events}
	d := uitest.New(t, m, 20, 5)
	go func() { events <- "one" }()
	d.WaitForText("news one")
}

// spy records failures instead of failing.
type spy struct {
	testing.TB
	failure string
}

type stopped struct{}

func (s *spy) Helper() {}

func (s *spy) Fatalf(format string, _ ...any) {
	s.failure = format
	panic(stopped{})
}

func (s *spy) Errorf(format string, _ ...any) { s.failure += format }

func (s *spy) run(f func()) {
	defer func() {
		if r := recover(); r != nil && r != (stopped{}) {
			panic(r)
		}
	}()
	f()
}

func TestDriverReportsWhatNeverHappens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for name, test := range map[string]struct {
			do   func(d *uitest.Driver)
			want string
		}{
			"a condition that never holds": {func(d *uitest.Driver) { d.WaitForText("never") }, "waited in vain"},
			"an unknown key":               {func(d *uitest.Driver) { d.Press("j entre") }, "key script"},
			"a command without end":        {func(d *uitest.Driver) { d.Send(loop{}) }, "does not come to rest"},
		} {
			s := &spy{TB: t}
			d := uitest.New(s, looping{&desk{ctx: t.Context()}}, 10, 2)
			s.run(func() { test.do(d) })
			if !strings.Contains(s.failure, test.want) {
				t.Errorf("%s: got %q, want %q", name, s.failure, test.want)
			}
		}
	})
}

type loop struct{}

// looping answers one message with a command for the same message.
type looping struct{ tea.Model }

func (l looping) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(loop); ok {
		return l, func() tea.Msg { return loop{} }
	}
	_, cmd := l.Model.Update(msg)
	return l, cmd
}
