package api

import "time"

// RateLimit is what the last answer said about the window of calls: Limit
// calls in each window of ten seconds, Remaining until Reset. Known is false
// before the first answer that said so.
type RateLimit struct {
	Limit     int
	Remaining int
	Reset     time.Time
	Known     bool
}
