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
		have, ok := s.o.Keys.Find(x.key.Public)
		if !ok || have.Admin != x.key.Admin || have.ReadOnly != x.key.ReadOnly || s.gone(x) {
			x.revoke()
		}
	}
}

// gone reports whether whoever the key is listed for is no teammate any more,
// or another one than at login.
func (s *Server) gone(x *session) bool {
	if x.admin.ID == "" || len(s.o.Team.Directory().Admins) == 0 {
		return false // it is not known
	}
	a, err := s.teammate(x.key)
	return err != nil || a.ID != x.admin.ID
}
