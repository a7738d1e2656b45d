package serve

import (
	"context"
	"time"
)

// keysEvery is how often it is looked whether a key was taken off the list.
const keysEvery = 5 * time.Second

// watchKeys ends the sessions whose key is not on the list any more, or not as
// it was. While the list cannot be read, those who are in stay.
func (s *Server) watchKeys(ctx context.Context) {
	tick := time.NewTicker(keysEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.checkKeys()
		}
	}
}

func (s *Server) checkKeys() {
	defer s.guard("the look at the keys")
	if _, err := s.o.Keys.All(); err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for x := range s.sessions {
		if have, ok := s.o.Keys.Find(x.key.Public); !ok || have.Admin != x.key.Admin || have.ReadOnly != x.key.ReadOnly {
			x.revoke()
		}
	}
}
