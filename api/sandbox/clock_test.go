package sandbox

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestClockRunsStopsAndJumps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := NewClock(noon)
		shows := func(want time.Duration) {
			t.Helper()
			if got := c.Now().Sub(noon); got != want {
				t.Errorf("the clock shows %s after noon, want %s", got, want)
			}
		}
		passed, _ := c.Timer(20 * time.Second)
		late, stop := c.Timer(time.Hour)
		pass(5 * time.Second)
		shows(5 * time.Second)
		c.SetSpeed(2)
		pass(5 * time.Second)
		shows(15 * time.Second)
		c.SetSpeed(0)
		pass(time.Minute)
		shows(15 * time.Second)
		select {
		case <-passed:
			t.Error("a timer ended while the clock stood still")
		default:
		}
		c.SetSpeed(4)
		if got, want := (<-passed).Sub(noon), 20*time.Second; got < want || got > want+time.Millisecond {
			t.Errorf("the timer ended at %s, want %s", got, want)
		}
		c.SetSpeed(0)
		c.JumpTo(noon.Add(time.Second))
		c.JumpTo(noon.Add(2 * time.Hour))
		shows(2 * time.Hour)
		<-late
		if stop() {
			t.Error("a timer that ended was stopped in time")
		}
		_, stop = c.Timer(time.Second)
		if !stop() || stop() {
			t.Error("a timer is not stopped once")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.Sleep(ctx, time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("to sleep by a clock that stands still ends with %v", err)
		}
	})
}

// pass lets time pass in a bubble and everything due in it happen.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}
