package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// window is the slice of time that a limit is for.
const window = 10 * time.Second

// limiter counts the requests of the current window of the injected clock.
type limiter struct {
	limit int
	start int64 // unix seconds
	used  int
}

// take counts one request and reports whether it is within the limit.
func (l *limiter) take(now time.Time) bool {
	if l.limit < 0 {
		return true
	}
	const secs = int64(window / time.Second)
	start := now.Unix() / secs * secs
	if start != l.start {
		l.start, l.used = start, 0
	}
	l.used++
	return l.used <= l.limit
}

func (l *limiter) header(h http.Header) {
	if l.limit < 0 {
		return
	}
	h.Set("X-RateLimit-Limit", strconv.Itoa(l.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(l.limit-l.used, 0)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(l.start+int64(window/time.Second), 10))
}

func (l *limiter) exceeded() *apiError {
	return failuref(http.StatusTooManyRequests, "rate_limit_exceeded",
		"Exceeded rate limit of %d in 10_seconds window", max(l.limit, 0))
}
