package statusbar

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/theme"
)

var now = time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC)

func env() *pane.Env {
	return &pane.Env{Theme: theme.Default(), Now: func() time.Time { return now }}
}

func ago(d time.Duration) api.Time { return api.Time{Time: now.Add(-d)} }

// plain returns the words of a row, gaps folded.
func plain(s string) string { return strings.Join(strings.Fields(ansi.Strip(s)), " ") }

func TestConversationSaysWhatIsKnownAndNothingElse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		s    Subject
		want string
	}{
		{"nothing open", Subject{}, "no conversation open"},
		{"bare", Subject{Conversation: &api.Conversation{State: api.StateOpen}}, "OPEN unassigned"},
		{"null statistics", Subject{Conversation: &api.Conversation{State: api.StateClosed, Statistics: &api.Statistics{}}}, "CLOSED unassigned"},
		{
			"zero is not unknown",
			Subject{Conversation: &api.Conversation{State: api.StateOpen, Statistics: &api.Statistics{CountReopens: api.Num(0), CountParts: api.Num(14)}}},
			"OPEN unassigned parts 14 reopens 0",
		},
		{
			"snoozed",
			Subject{Conversation: &api.Conversation{State: api.StateSnoozed, SnoozedUntil: ago(-2 * time.Hour)}},
			"SNOOZED til 13:30 unassigned",
		},
		{
			"two priorities",
			Subject{Conversation: &api.Conversation{State: api.StateOpen, Priority: api.PriorityYes}, Assignee: "Ana", Team: "Billing"},
			"OPEN PRIORITY Ana > Billing",
		},
		{"ordinary priority", Subject{Conversation: &api.Conversation{State: api.StateOpen, Priority: api.PriorityNot}, Team: "Billing"}, "OPEN nobody > Billing"},
		{"five priorities", Subject{Conversation: &api.Conversation{State: api.StateOpen, Priority: api.PriorityUrgent}}, "OPEN URGENT unassigned"},
		{"SLA", Subject{Conversation: &api.Conversation{State: api.StateOpen, SLA: &api.SLA{Name: "Gold", Status: "missed"}}}, "OPEN SLA Gold missed unassigned"},
		{"SLA taken off by hand", Subject{Conversation: &api.Conversation{State: api.StateOpen, SLA: &api.SLA{Name: "Gold"}}}, "OPEN unassigned"},
		{"rating", Subject{Conversation: &api.Conversation{State: api.StateOpen, Rating: &api.Rating{Score: api.Num(4)}}}, "OPEN unassigned rating 4/5"},
		{"asked, not rated", Subject{Conversation: &api.Conversation{State: api.StateOpen, Rating: &api.Rating{}}}, "OPEN unassigned"},
		{
			"all of it",
			Subject{Conversation: &api.Conversation{
				State: "some_new_state", WaitingSince: ago(23 * time.Minute),
				Statistics: &api.Statistics{
					TimeToAdminReply: api.Num(420), MedianTimeToReply: api.Num(3700), CountAssignments: api.Num(2),
					CountParts: api.Num(9), CountReopens: api.Num(1), LastCloseAt: ago(3 * time.Hour),
				},
			}, Draft: true},
			"SOME NEW STATE waiting 23m unassigned draft first reply 7m median 1h parts 9 assigned 2 reopens 1 closed 08:30",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := plain(Conversation(env(), tt.s, 200)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRowsAreExactlyAsWideAsTheScreen(t *testing.T) {
	t.Parallel()
	s := status()
	c := Subject{Conversation: &api.Conversation{State: api.StateOpen, Priority: api.PriorityYes}, Assignee: "日本 👨‍👩‍👧‍👦"}
	for w := 1; w <= 220; w++ {
		for name, row := range map[string]string{
			"top": Top(env(), s, "Unassigned", w), "conversation": Conversation(env(), c, w),
			"system": last(env(), s, Notice{}, []Hint{{Key: "r", Word: "reply"}, {Key: "?", Word: "help", Help: true}}, w),
		} {
			if got := (layout.Measure{}).Width(row); got != w {
				t.Fatalf("the %s row takes %d of %d cells: %q", name, got, w, plain(row))
			}
		}
	}
}

func status() desk.Status {
	return desk.Status{
		Identity: desk.Identity{Known: true, Admin: api.Admin{Name: "Ana Sousa"}, App: api.App{Name: "acme"}},
		SyncedAt: now.Add(-3 * time.Minute), Drafts: 2, ReadOnly: true,
		Outbox: []desk.Entry{{Undoable: true, NotBefore: now.Add(6 * time.Second)}},
		Queue:  desk.Queue{Open: api.Num(12), Unassigned: api.Num(3), Late: api.Num(2), ClosedToday: api.Num(9), MedianReply: api.Num(360)},
	}
}

func TestNarrowRowsKeepWhatMatters(t *testing.T) {
	t.Parallel()
	for w := 40; w <= 200; w += 20 {
		top := plain(Top(env(), status(), "Mine", w))
		if !strings.Contains(top, "READ ONLY") || !strings.Contains(top, "acme") {
			t.Errorf("at %d columns the top row is %q", w, top)
		}
		for _, n := range []Notice{{}, {Text: strings.Repeat("a very long word from somebody ", 9)}} {
			sys := plain(last(env(), status(), n, []Hint{{Key: "r", Word: "reply"}}, w))
			if !strings.Contains(sys, "outbox 1 (6s u undo)") || !strings.Contains(sys, "2 drafts") {
				t.Errorf("at %d columns the last row is %q", w, sys)
			}
		}
	}
}

func TestUnknownFiguresAreLeftOut(t *testing.T) {
	t.Parallel()
	if got := plain(Top(env(), desk.Status{}, "Mine", 120)); got != "parley Mine" {
		t.Errorf("the top row of an empty desk is %q", got)
	}
	if got := plain(last(env(), desk.Status{}, Notice{}, nil, 120)); got != "" {
		t.Errorf("the last row of an empty desk is %q", got)
	}
}

func TestProblemsAreSaid(t *testing.T) {
	t.Parallel()
	s := status()
	s.Problem = "No connection to api.intercom.io."
	if got := plain(last(env(), s, Notice{}, nil, 80)); !strings.HasPrefix(got, s.Problem) {
		t.Errorf("the last row is %q", got)
	}
	s.Outbox[0] = desk.Entry{Asking: true}
	if got := plain(last(env(), s, Notice{Text: "Token rejected.", Bad: true}, nil, 120)); !strings.HasPrefix(got, "Token rejected. outbox 1 (1 needs you: o)") {
		t.Errorf("the last row is %q", got)
	}
}

// last is the system row where there is no room above it.
func last(env *pane.Env, s desk.Status, n Notice, hints []Hint, w int) string {
	_, line := System(env, s, n, hints, w, 0)
	return line
}

func TestWhatIsWrongIsSaidToItsEnd(t *testing.T) {
	t.Parallel()
	n := Notice{Text: "Token rejected by api.intercom.io (unauthorized: Access Token Invalid). Set INTERCOM_TOKEN; check that region or base URL are the workspace's.", Bad: true}
	hints := []Hint{{Key: "esc", Word: "review"}, {Key: "?", Word: "help", Help: true}}
	for _, w := range []int{40, 80, 120, 200} {
		rows := NewsRows(env(), status(), n, hints, w)
		above, line := System(env(), status(), n, hints, w, rows)
		if len(above) != rows {
			t.Fatalf("at %d columns there are %d rows, and %d were asked for", w, len(above), rows)
		}
		var text string
		for _, l := range append(above, line) {
			if got := env().Measure.Width(l); got != w {
				t.Errorf("a row has %d cells at %d columns: %q", got, w, plain(l))
			}
			text += plain(l) + " "
		}
		wants := []string{"Token rejected by", "the workspace's.", "outbox", "esc review"}
		if w == 40 {
			wants = wants[:3] // what is pending comes before the keys
		}
		for _, want := range wants {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
				t.Errorf("at %d columns %q is missing:\n%s", w, want, text)
			}
		}
	}
	if rows := NewsRows(env(), status(), Notice{Text: strings.Repeat("Ada wrote. ", 40)}, hints, 80); rows != 0 {
		t.Errorf("a passing word takes %d rows", rows)
	}
}

func TestHelpIsTheLastHintToGo(t *testing.T) {
	t.Parallel()
	hints := []Hint{{Key: "enter", Word: "open"}, {Key: "r", Word: "reply"}, {Key: "n", Word: "note"}, {Key: "?", Word: "help", Help: true}}
	for w := 60; w < 200; w++ {
		line := plain(last(env(), status(), Notice{}, hints, w))
		if strings.Contains(line, "reply") && !strings.Contains(line, "? help") {
			t.Errorf("%d columns: %q", w, line)
		}
	}
}
