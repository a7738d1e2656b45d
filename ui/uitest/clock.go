package uitest

import (
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Clock is a clock that moves only when a test moves it. It is safe for concurrent use.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	alarms []*alarm // by time, then by order of arrival
}

type alarm struct {
	at   time.Time
	ring func(time.Time)
}

// tick is what a [Clock.Tick] command returns. A Driver or a Terminal takes it out of the
// stream and delivers the wanted message when the clock gets there.
type tick struct {
	clock *Clock
	after time.Duration
	msg   func(time.Time) tea.Msg
}

// NewClock returns a clock that stands at now.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now returns the time the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Tick does what [tea.Tick] does, on this clock. The command works only in a [Driver] or a
// [Terminal].
func (c *Clock) Tick(d time.Duration, msg func(time.Time) tea.Msg) tea.Cmd {
	return func() tea.Msg { return tick{clock: c, after: d, msg: msg} }
}

// After does what [time.After] does, on this clock.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	ch, _ := c.Timer(d)
	return ch
}

// Timer returns a channel that receives the time once, d from now, and a function that
// prevents it and reports whether it was in time.
func (c *Clock) Timer(d time.Duration) (<-chan time.Time, func() bool) {
	ch := make(chan time.Time, 1)
	return ch, c.schedule(d, func(now time.Time) { ch <- now })
}

// Next returns the time of the earliest pending tick or timer, if there is one.
func (c *Clock) Next() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.alarms) == 0 {
		return time.Time{}, false
	}
	return c.alarms[0].at, true
}

// Advance moves the clock by d and lets everything due on the way happen in order, each with
// the clock at its own time. What a model does in answer is not waited for: see
// [Driver.Advance].
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	target := c.now.Add(d)
	for len(c.alarms) > 0 && !c.alarms[0].at.After(target) {
		a := c.alarms[0]
		c.alarms = c.alarms[1:]
		if a.at.After(c.now) {
			c.now = a.at
		}
		now := c.now
		c.mu.Unlock()
		a.ring(now)
		c.mu.Lock()
	}
	if target.After(c.now) {
		c.now = target
	}
	c.mu.Unlock()
}

func (c *Clock) schedule(d time.Duration, ring func(time.Time)) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &alarm{at: c.now.Add(d), ring: ring}
	i := len(c.alarms)
	for i > 0 && c.alarms[i-1].at.After(a.at) {
		i--
	}
	c.alarms = slices.Insert(c.alarms, i, a)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		i := slices.Index(c.alarms, a)
		if i < 0 {
			return false
		}
		c.alarms = slices.Delete(c.alarms, i, i+1)
		return true
	}
}
