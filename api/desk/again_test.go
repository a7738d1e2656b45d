package desk_test

import (
	"context"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/api/desk"
)

// bomb is a clock, and what else the desk is given, that panics where a
// function is on the stack, as often as it is armed for.
type bomb struct {
	mu   sync.Mutex
	in   string
	left int
	went int
}

func (b *bomb) arm(in string, times int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.in, b.left = in, times
}

func (b *bomb) tick() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left > 0 && strings.Contains(string(debug.Stack()), "."+b.in+"(") {
		b.left--
		b.went++
		panic("a bomb")
	}
}

func (b *bomb) exploded() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.went
}

func (b *bomb) Now() time.Time {
	b.tick()
	return time.Now()
}

func (b *bomb) Timer(d time.Duration) (<-chan time.Time, func() bool) {
	b.tick()
	t := time.NewTimer(d)
	return t.C, t.Stop
}

func (b *bomb) into(o *desk.Options) {
	o.Steady, o.Now = b, b.Now
	o.PlainText = func(html string) string {
		b.tick()
		return plainText(html)
	}
	o.Fate = func(desk.Entry) { b.tick() }
	o.Panicked = func(string, any) string { return "A report is in x." }
}

// A part of the desk that crashes begins again, says so, and stops saying it;
// one that crashes all the time stays stopped, and says that.
func TestBeginsAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ loop, name string }{{"syncLoop", "sync"}, {"sendLoop", "outbox"}, {"countLoop", "figures"}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var b bomb
				r, _ := started(t.Context(), t, rigOptions{set: b.into})
				defer r.stop()
				<-time.After(time.Minute)
				b.arm(tt.loop, 3)
				<-time.After(2 * time.Minute) // every loop has looked at its clock
				if got := b.exploded(); got != 3 {
					t.Fatalf("it went off %d times", got)
				}
				b.arm(tt.loop, 1)
				for b.exploded() < 4 {
					<-time.After(time.Second)
				}
				synctest.Wait()
				if got := r.Status().Problem; got != "Something in Parley went wrong ("+tt.name+"). Nothing is lost; it begins again by itself. A report is in x." {
					t.Errorf("it says %q", got)
				}
				<-time.After(3 * time.Minute)
				if got := r.Status().Problem; got != "" {
					t.Errorf("it still says %q", got)
				}
				<-time.After(10 * time.Minute) // what was before counts no more
				b.arm(tt.loop, 1000)
				<-time.After(30 * time.Minute)
				if got := b.exploded(); got != 4+6 {
					t.Errorf("it went off %d times until it stayed stopped", got)
				}
				if got := r.Status().Problem; !strings.Contains(got, "("+tt.name+"). It happened 6 times") || !strings.Contains(got, "start Parley again") {
					t.Errorf("it says %q", got)
				}
			})
		})
	}
}

// A part that crashed and then came to its end is over, however soon.
func TestWholeEndIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, _ := started(t.Context(), t, rigOptions{})
		defer r.stop()
		crashed := false
		r.Run("short", func(context.Context) {
			if !crashed {
				crashed = true
				panic("a bomb")
			}
		})
		synctest.Wait()
		if got := r.Status().Problem; !strings.Contains(got, "(short)") {
			t.Errorf("it says %q", got)
		}
		<-time.After(time.Hour)
		if got := r.Status().Problem; got != "" {
			t.Errorf("it still says %q", got)
		}
	})
}

// An entry at which the work crashes all the time is left alone after a while,
// and is still there.
func TestBrokenEntryRests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var b bomb
		r, id := started(t.Context(), t, rigOptions{set: b.into})
		defer r.stop()
		b.arm("attempt", 1000)
		if _, err := r.Send(t.Context(), reply(id, desk.ModeAdmin, "keep me")); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Hour)
		s := r.Status()
		if n := b.exploded(); n != 6 || !strings.Contains(s.Problem, "(outbox entry 1). It happened 6 times, so it stays where it is.") {
			t.Errorf("%d times; %q", n, s.Problem)
		}
		if len(s.Outbox) != 1 || s.Outbox[0].Text != "keep me" || len(posted(r.server)) != 0 {
			t.Fatalf("outbox: %+v", s.Outbox)
		}
		b.arm("", 0)
		if _, err := r.Send(t.Context(), reply(id, desk.ModeAdmin, "the next one")); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Withdraw(t.Context(), s.Outbox[0].ID); err != nil {
			t.Fatal(err)
		}
		<-time.After(10 * time.Minute)
		if s := r.Status(); s.Problem != "" || len(s.Outbox) != 0 || len(posted(r.server)[string(id)]) != 1 {
			t.Errorf("once it is withdrawn: %q, outbox %+v", s.Problem, s.Outbox)
		}
	})
}

// Whatever crashes while a reply is on its way, it reaches the customer once,
// or the agent is asked.
func TestCrashesSendNothingTwice(t *testing.T) {
	t.Parallel()
	for faults, functions := range map[string][]string{
		"":                     {"sendLoop", "consider", "fly", "attempt", "call", "sent", "change"},
		"reply:429,once":       {"call", "notSent"},
		"reply:cut-after,once": {"sendLoop", "call", "candidates"},
	} {
		for _, in := range functions {
			t.Run(in+" "+faults, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { tryCrash(t, in, faults) })
			})
		}
	}
}

func tryCrash(t *testing.T, in, faults string) {
	ctx := t.Context()
	var b bomb
	r, id := started(ctx, t, rigOptions{set: b.into})
	defer r.stop()
	r.faults(faults)
	b.arm(in, 2)
	if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "only once")); err != nil {
		t.Fatal(err)
	}
	<-time.After(20 * time.Minute)
	if b.exploded() == 0 {
		t.Error("nothing crashed")
	}
	n, left := len(posted(r.server)[string(id)]), r.Status().Outbox
	asks := n == 0 && len(left) == 1 && left[0].Asking && left[0].Text == "only once"
	if !asks && (n != 1 || len(left) != 0) {
		t.Errorf("%d replies reached the customer; it went off %d times; outbox %+v", n, b.exploded(), left)
	}
}
