package ui_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parley/api/desk"
	"parley/ui"
	"parley/ui/term"
	"parley/ui/theme"
	"parley/ui/uitest"
)

// brittle is a desk, and a clock, that can be made to panic.
type brittle struct {
	offline
	where atomic.Value // string
}

const customers = "what Ada wrote"

func (d *brittle) at(where string) {
	if d.where.Load() == where {
		panic(customers)
	}
}

func (d *brittle) Typing() {
	d.at("update")
	d.offline.Typing()
}

func (d *brittle) Refresh(ctx context.Context, view string) error {
	d.at("command")
	return d.offline.Refresh(ctx, view)
}

func TestAPanicEndsTheProgramInOrder(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"update", "view", "command"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			d := &brittle{offline: stock{n: 3}.fill(t)}
			clock := uitest.NewClock(start)
			m := ui.New(t.Context(), ui.Options{Desk: d, Events: silent{}, Theme: theme.Default(), Tick: clock.Tick, Now: func() time.Time {
				d.at("view")
				return clock.Now()
			}})
			var got []term.Panic
			ended := 0
			screen := uitest.New(t, ui.Guard(m, func() { ended++ }, func(p term.Panic) { got = append(got, p) }), 120, 40)
			screen.WaitForText("enter open")
			screen.Press("enter")
			screen.WaitForText("contact ·")
			screen.Press("n")
			screen.WaitForText("Note")
			screen.Press("text:half a thought")
			d.where.Store(where)
			screen.Press("x")
			screen.Press("esc")
			screen.Press("p ctrl+r")
			screen.Advance(clock, 2*time.Minute)
			screen.WaitFor("the end", screen.Quit)
			d.where.Store("")
			if len(got) != 1 || ended != 1 || got[0].Where != where {
				t.Fatalf("%d reports, ended %d times: %+v", len(got), ended, got)
			}
			if words := got[0].What + strings.Join(got[0].Stack, "\n"); strings.Contains(words, customers) || !strings.Contains(words, "brittle") {
				t.Errorf("the report: %s", words)
			}
			kept, ok, err := d.Draft(t.Context(), "500000", desk.ModeNote)
			if err != nil || !ok || !strings.HasPrefix(kept.Text, "half a thought") {
				t.Errorf("kept %q, %v, %v", kept.Text, ok, err)
			}
		})
	}
}
