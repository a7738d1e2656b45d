package api

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	// maxLimitWait caps what a reset time is believed: Intercom's window is
	// 10 seconds, and its own SDK waits 60 at most.
	maxLimitWait = time.Minute
	// defaultLimitWait is Intercom's window, for a 429 that names no time.
	defaultLimitWait = 10 * time.Second
	// maxReserve is how many calls of a window reads leave for sends.
	maxReserve = 4
)

// RateLimit is what Intercom last said of the rate limit: of Limit calls in
// the present window Remaining are left, until Reset by the local clock.
// Other programs of the workspace draw from the same window. Known is false
// until an answer said so.
type RateLimit struct {
	Limit, Remaining int
	Reset            time.Time
	Known            bool
}

// RateLimit returns the state of the rate limit.
func (c *Client) RateLimit() RateLimit { return c.limit.now(c.now()) }

// rateLimit keeps count of the present window.
type rateLimit struct {
	mu    sync.Mutex
	state RateLimit
}

func (l *rateLimit) now(now time.Time) RateLimit {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.state
	if s.Known && !now.Before(s.Reset) {
		s.Remaining = s.Limit
	}
	return s
}

// admit takes one call from the window. Where it is spent it returns false
// and the reset; for a read it counts as spent a little earlier, so that a
// send always has room.
func (l *rateLimit) admit(now time.Time, read bool) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &l.state
	if !s.Known || !now.Before(s.Reset) {
		return time.Time{}, true
	}
	keep := 0
	if read {
		keep = min(maxReserve, s.Limit/4)
	}
	if s.Remaining <= keep {
		return s.Reset, false
	}
	s.Remaining--
	return time.Time{}, true
}

// record remembers the headers of an answer. Answers may come out of order:
// of one window the smallest remainder holds, and a past window is ignored.
func (l *rateLimit) record(resp *http.Response, now time.Time) {
	retryAt, limited := retryTime(resp, now)
	limit, err1 := strconv.Atoi(resp.Header.Get("X-RateLimit-Limit"))
	remaining, err2 := strconv.Atoi(resp.Header.Get("X-RateLimit-Remaining"))
	reset, known := resetTime(resp, now)
	known = known && err1 == nil && err2 == nil && limit > 0

	l.mu.Lock()
	defer l.mu.Unlock()
	s := &l.state
	// Reset is given in whole seconds and moved to the local clock by whole
	// seconds: two answers of one window may differ by that much.
	switch same := reset.Sub(s.Reset).Abs() <= 2*time.Second; {
	case !known:
	case s.Known && same:
		s.Limit, s.Remaining = limit, min(s.Remaining, max(remaining, 0))
	case !s.Known || reset.After(s.Reset):
		*s = RateLimit{Limit: limit, Remaining: max(remaining, 0), Reset: reset, Known: true}
	}
	if limited {
		s.Known, s.Remaining, s.Reset = true, 0, retryAt
	}
}

// retryTime returns when to come back after an answer of 429.
func retryTime(resp *http.Response, now time.Time) (time.Time, bool) {
	if resp.StatusCode != http.StatusTooManyRequests {
		return time.Time{}, false
	}
	if s := resp.Header.Get("Retry-After"); s != "" {
		if sec, err := strconv.Atoi(s); err == nil && sec >= 0 {
			return believable(now.Add(time.Duration(min(sec, 3600))*time.Second), now), true
		}
		if at, err := http.ParseTime(s); err == nil {
			return believable(local(at, resp, now), now), true
		}
	}
	if at, ok := resetTime(resp, now); ok && at.After(now) {
		return at, true
	}
	return now.Add(defaultLimitWait), true
}

// resetTime returns the end of the window by the local clock.
func resetTime(resp *http.Response, now time.Time) (time.Time, bool) {
	sec, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil || sec <= 0 || sec >= 1<<40 {
		return time.Time{}, false
	}
	return believable(local(time.Unix(sec, 0), resp, now), now), true
}

// local moves a time of the server's clock to the local one.
func local(at time.Time, resp *http.Response, now time.Time) time.Time {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return at
	}
	return now.Add(at.Sub(date))
}

func believable(at, now time.Time) time.Time {
	if latest := now.Add(maxLimitWait); at.After(latest) {
		return latest
	}
	return at
}

// serverClock compares the server's clock with the local one.
type serverClock struct {
	mu    sync.Mutex
	skew  time.Duration
	known bool
}

// ClockSkew returns how far the server's clock is ahead of the local one, to
// within about a second, from the Date of the latest answer; false before the
// first answer.
func (c *Client) ClockSkew() (time.Duration, bool) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	return c.clock.skew, c.clock.known
}

// record compares the Date of an answer with the middle of its round trip.
func (s *serverClock) record(resp *http.Response, began, ended time.Time) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return
	}
	// Date is cut to the second: on average it is half a second more.
	skew := date.Add(500 * time.Millisecond).Sub(began.Add(ended.Sub(began) / 2))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew, s.known = skew, true
}
