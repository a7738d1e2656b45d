package sandbox

import "time"

const (
	slaActive    = "active"
	slaHit       = "hit"
	slaMissed    = "missed"
	slaCancelled = "cancelled"
)

// contactWrote starts the next target of an SLA that was met so far.
func (s *slaState) contactWrote() {
	if s != nil && s.status == slaHit {
		s.status = slaActive
	}
}

// answered settles the running target at a public reply and reports whether
// it was missed just now. Intercom says "missed" here and not before.
func (s *slaState) answered(since, at int64) (missed bool) {
	if s == nil || s.status != slaActive || since == 0 {
		return false
	}
	target := s.policy.First
	if s.replied {
		target = s.policy.Next
	}
	s.replied = true
	if at-since > target {
		s.status = slaMissed
		return true
	}
	s.status = slaHit
	return false
}

// closed cancels a target that nobody answered.
func (s *slaState) closed(waiting bool) {
	if s != nil && s.status == slaActive && waiting {
		s.status = slaCancelled
	}
}

func (w *workspace) applySLA(c *conversation, policy slaPolicy, at int64, by string) {
	w.freeze(c)
	c.sla = &slaState{policy: policy, status: slaActive, replied: c.stats.firstAdminReplyAt != 0}
	w.addPart(c, at, part{kind: "conversation_sla_applied_by_" + by})
}

// removeSLA takes the SLA off by hand: its name stays, its status is null.
func (w *workspace) removeSLA(c *conversation, by author, at int64) {
	if c.sla == nil {
		return
	}
	w.freeze(c)
	c.sla.status = ""
	w.addPart(c, at, part{kind: "conversation_sla_removed", author: by})
}

// Policy is what an SLA of the sample workspace promises. Intercom's API does
// not tell it; who is shown the workspace should know it all the same.
type Policy struct {
	Name                  string
	FirstReply, NextReply time.Duration
}

// Policies returns the SLAs of the workspace.
func (s *Server) Policies() []Policy {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Policy
	for _, p := range s.ws.slas {
		out = append(out, Policy{p.Name, time.Duration(p.First) * time.Second, time.Duration(p.Next) * time.Second})
	}
	return out
}
