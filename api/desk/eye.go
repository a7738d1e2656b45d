package desk

import (
	"time"

	"parley/api"
)

// eye is what is known of an agent who looks at a desk.
type eye struct {
	focus   api.ID
	focusAt time.Time // when the focus was read
	hidden  bool
	touched time.Time // monotonic: the last sign of the agent
}

// at returns the eye of an agent and notes a sign of them; the caller holds
// s.mu. The eye is there from New to Close. One who comes later, as a session
// that hangs may, has an eye that nobody looks at.
func (s *syncer) at(d *Desk) *eye {
	e, ok := s.eyes[d]
	if !ok {
		e = &eye{hidden: true}
	}
	e.touched = time.Now()
	return e
}

// join gives an agent an eye, which sees nothing until the desk is active.
func (s *syncer) join(d *Desk) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eyes[d] = &eye{hidden: true}
}

// leave forgets an agent.
func (s *syncer) leave(d *Desk) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.eyes, d)
}

// Focus says which conversation is on the screen, "" for none: it is kept in
// step first.
func (d *Desk) Focus(id api.ID) {
	s := &d.lead().sync
	s.mu.Lock()
	e := s.at(d)
	changed := e.focus != id
	e.focus = id
	if changed {
		e.focusAt = time.Time{}
	}
	s.mu.Unlock()
	if changed && id != "" {
		s.poke()
	}
}

// Active says whether anybody can see the desk. While nobody can, nothing is
// read; what is in the outbox goes out all the same.
func (d *Desk) Active(on bool) {
	s := &d.lead().sync
	s.mu.Lock()
	e := s.at(d)
	changed := e.hidden == on
	e.hidden = !on
	s.mu.Unlock()
	if changed && on {
		s.poke()
	}
}

// Typing says that a key was pressed: the sync steps back for a moment, and
// keeps the quicker pace. Among many agents somebody always types: a team's
// sync does not step back.
func (d *Desk) Typing() {
	s := &d.lead().sync
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.at(d)
	if d.o.Team == nil {
		s.typed = e.touched
	}
}

// unseen reports whether nobody can see what would be read.
func (s *syncer) unseen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.eyes {
		if !e.hidden {
			return false
		}
	}
	return true
}

// pace returns when to read again; the caller holds s.mu.
func (s *syncer) pace() time.Duration {
	for _, e := range s.eyes {
		if !e.hidden && time.Since(e.touched) <= idleAfter {
			return paceActive
		}
	}
	return paceIdle
}

// focused returns the conversations on the screens, and whether it is time to
// read them again whatever the search says.
func (s *syncer) focused() map[api.ID]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[api.ID]bool{}
	for _, e := range s.eyes {
		if e.focus != "" && !e.hidden {
			out[e.focus] = out[e.focus] || e.focusAt.IsZero() || time.Since(e.focusAt) > focusEvery
		}
	}
	return out
}

// looked notes that a conversation on screens is read now.
func (s *syncer) looked(id api.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.eyes {
		if e.focus == id {
			e.focusAt = time.Now()
		}
	}
}

// sees reports whether an agent has a conversation on the screen.
func (s *syncer) sees(d *Desk, id api.ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.eyes[d]
	return ok && e.focus == id
}
