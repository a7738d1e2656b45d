package desk

import "time"

// SteadyClock is what undo windows and the pace of reading are measured by. It
// never goes back.
type SteadyClock interface {
	Now() time.Time
	// Timer returns a channel that receives the time once, d from now, and a
	// function that prevents it and reports whether it was in time.
	Timer(d time.Duration) (<-chan time.Time, func() bool)
}

// monotonic is the machine's clock, which nobody sets.
type monotonic struct{}

func (monotonic) Now() time.Time { return time.Now() }

func (monotonic) Timer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}
