package sandbox

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Clock is a clock that can run faster or slower than the machine's, stand
// still, and jump ahead. It never goes back. Its timers move with it: those of
// a clock that stands still do not end. It is safe for concurrent use.
type Clock struct {
	mu     sync.Mutex
	shown  time.Time // what the clock showed at anchor
	anchor time.Time // by the machine's monotonic clock
	speed  float64   // 0 while it stands still
	alarms []*alarm  // not in any order
}

type alarm struct {
	at    time.Time
	ch    chan time.Time
	timer *time.Timer // nil while the clock stands still
}

// NewClock returns a clock that shows start now and runs at the speed of the
// machine's.
func NewClock(start time.Time) *Clock {
	return &Clock{shown: start.Round(0), anchor: time.Now(), speed: 1}
}

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	return c.shown.Add(time.Duration(float64(time.Since(c.anchor)) * c.speed))
}

// Timer returns a channel that receives the time once, d from now, and a
// function that prevents it and reports whether it was in time.
func (c *Clock) Timer(d time.Duration) (<-chan time.Time, func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &alarm{at: c.now().Add(d), ch: make(chan time.Time, 1)}
	c.alarms = append(c.alarms, a)
	c.arm(a)
	return a.ch, func() bool { return c.drop(a) }
}

// Sleep waits until d has passed, or returns the error of ctx when that ends
// first.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	done, stop := c.Timer(d)
	defer stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-done:
		return nil
	}
}

// SetSpeed makes the clock run that many times as fast as the machine's; at 0
// it stands still.
func (c *Clock) SetSpeed(speed float64) { c.change(func() { c.speed = max(speed, 0) }) }

// JumpTo sets the clock ahead to t; a time in its past changes nothing.
func (c *Clock) JumpTo(t time.Time) {
	c.change(func() {
		if t.After(c.shown) {
			c.shown = t.Round(0)
		}
	})
}

// change anchors the clock at this moment, changes how it goes on, and sets
// its timers anew.
func (c *Clock) change(how func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown, c.anchor = c.now(), time.Now()
	how()
	for _, a := range c.alarms {
		c.arm(a)
	}
}

// arm sets the machine's timer for an alarm.
func (c *Clock) arm(a *alarm) {
	if a.timer != nil {
		a.timer.Stop()
		a.timer = nil
	}
	left := a.at.Sub(c.now())
	if left > 0 {
		if c.speed == 0 {
			return
		}
		left = time.Duration(float64(left) / c.speed)
	}
	a.timer = time.AfterFunc(max(left, 0), func() { c.ring(a) })
}

// ring ends an alarm, unless the clock was changed at the last moment.
func (c *Clock) ring(a *alarm) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if a.at.Sub(now) > time.Millisecond { // what rounding may cost
		if slices.Contains(c.alarms, a) {
			c.arm(a)
		}
		return
	}
	if c.remove(a) {
		a.ch <- now
	}
}

func (c *Clock) drop(a *alarm) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a.timer != nil {
		a.timer.Stop()
	}
	return c.remove(a)
}

func (c *Clock) remove(a *alarm) bool {
	i := slices.Index(c.alarms, a)
	if i < 0 {
		return false
	}
	c.alarms = slices.Delete(c.alarms, i, i+1)
	return true
}
