package desk

import (
	"context"
	"math/rand/v2"
	"time"

	"parley/api/store"
)

// left is how long an entry still has to wait. The moment is fixed when the
// entry is first seen, by the monotonic clock: a wall clock that is set does
// not shorten or prolong it.
func (s *sender) left(e store.Entry, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.due[e.ID]
	if !ok || !d.notBefore.Equal(e.NotBefore) {
		wait := min(max(e.NotBefore.Sub(now.Round(0)), 0), maxDelay)
		d = due{notBefore: e.NotBefore, at: s.clock.Now().Add(wait)}
		s.due[e.ID] = d
	}
	return d.at.Sub(s.clock.Now())
}

// held is how long nothing may leave at all.
func (s *sender) held() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused {
		return senderRest
	}
	return min(time.Until(s.until), maxDelay)
}

func (s *sender) confirm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = true
}

func (s *sender) isConfirmed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known
}

// probe tries now and then whether a token that was rejected works again.
func (d *Desk) probe() {
	s := &d.sender
	s.mu.Lock()
	due := s.refused && !s.closing && time.Since(s.probed) >= senderRest
	if due {
		s.probed = time.Now()
	}
	s.mu.Unlock()
	if !due {
		return
	}
	d.run("token", func(ctx context.Context) {
		if d.identify(ctx) == nil {
			s.setRefused(false)
		}
	})
}

// hold lets nothing leave for a while.
func (s *sender) hold(wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if until := time.Now().Add(wait); until.After(s.until) {
		s.until = until
	}
}

// setRefused notes whether the token is accepted.
func (s *sender) setRefused(refused bool) {
	s.mu.Lock()
	changed := s.refused != refused
	s.refused = refused
	if changed && refused {
		s.probed = time.Now()
	}
	s.mu.Unlock()
	if changed && !refused {
		s.poke()
	}
}

// tidy forgets entries that are settled.
func (s *sender) tidy(rows []store.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.due) <= 2*len(rows)+16 {
		return
	}
	open := make(map[int64]due, len(rows))
	for _, e := range rows {
		if d, ok := s.due[e.ID]; ok {
			open[e.ID] = d
		}
	}
	s.due = open
}

// backoff is how long to wait after the n-th failure, with jitter so that
// many desks do not come back at once.
func backoff(n int) time.Duration {
	d := min(time.Second<<min(n, 6), time.Minute)
	return d/2 + rand.N(d/2)
}
