package serve

import (
	"context"
	"time"

	"parley/api/desk"
)

// pace is how often a screen hears of changes. With many agents there is
// always one; each would have all screens read their lists again.
const pace = 200 * time.Millisecond

// paced gathers what changes between two looks.
type paced struct {
	sub  *desk.Subscription
	last time.Time
}

// Next returns what changed since the last call, not sooner than pace after
// it.
func (p *paced) Next(ctx context.Context) ([]desk.Event, error) {
	if wait := pace - time.Since(p.last); wait > 0 && !p.last.IsZero() {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
		}
	}
	events, err := p.sub.Next(ctx)
	p.last = time.Now()
	return events, err
}
