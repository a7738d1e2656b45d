package sandbox

import (
	"fmt"
	"time"
)

// The methods here let scripted demos and tests act as other people. They
// change state through the same code as the API does, at the time of the
// injected clock, and return the id of the part that they added. They are not
// in the journal, and unknown ids are errors.

// CustomerReplies adds a message of the conversation's first contact.
func (s *Server) CustomerReplies(conversationID, html string) (partID string, err error) {
	return s.incident(conversationID, func(c *conversation, at int64) (*part, error) {
		p := s.ws.contact(c.contacts[0])
		if p == nil || !p.live() {
			return nil, fmt.Errorf("the contact of conversation %s is gone", c.id)
		}
		return s.ws.contactReply(c, p, at, message{body: html}), nil
	})
}

// CustomerWrites starts a conversation of a contact, given by id or by sample
// key ("june"); with a subject it is an email. It returns the new id.
func (s *Server) CustomerWrites(contact, subject, html string) (conversationID string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.ws.contact(contact)
	if p == nil {
		p = s.ws.contactKeyed(contact)
	}
	if p == nil || !p.live() {
		return "", fmt.Errorf("no contact %q in the sandbox", contact)
	}
	defer s.collect()
	now := s.opts.Now().Unix()
	s.ws.fireTimers(now)
	return s.ws.begin(p, now, subject, html).id, nil
}

// CustomerRates gives a rating from 1 to 5, with a remark or "".
func (s *Server) CustomerRates(conversationID string, score int, remark string) (partID string, err error) {
	if score < 1 || score > 5 {
		return "", fmt.Errorf("a rating is 1 to 5, not %d", score)
	}
	return s.incident(conversationID, func(c *conversation, at int64) (*part, error) {
		s.ws.rate(c, at, int64(score), remark)
		return c.parts[len(c.parts)-1], nil
	})
}

// TeammateReplies adds a public message of an admin.
func (s *Server) TeammateReplies(conversationID, adminID, html string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		return s.ws.adminReply(c, a, at, message{body: html}), nil
	})
}

// TeammateNotes adds an internal note of an admin.
func (s *Server) TeammateNotes(conversationID, adminID, html string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		return s.ws.note(c, a, at, message{body: html}), nil
	})
}

// TeammateAssigns gives the conversation to a teammate or team by id, or to
// nobody when assigneeID is "0".
func (s *Server) TeammateAssigns(conversationID, adminID, assigneeID string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		to := reference{kind: "admin", id: assigneeID}
		switch {
		case assigneeID == "0":
			to.id = ""
		case s.ws.team(assigneeID) != nil:
			to.kind = "team"
		case s.ws.admin(assigneeID) == nil:
			return nil, fmt.Errorf("no teammate or team %s in the sandbox", assigneeID)
		}
		return s.ws.assign(c, adminAuthor(a), at, to, message{}), nil
	})
}

// TeammateCloses closes the conversation.
func (s *Server) TeammateCloses(conversationID, adminID string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		return s.ws.close(c, adminAuthor(a), at, message{}), nil
	})
}

// TeammateOpens reopens or wakes the conversation; on an open one nothing
// happens and the part id is "".
func (s *Server) TeammateOpens(conversationID, adminID string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		return s.ws.open(c, adminAuthor(a), at), nil
	})
}

// TeammateSnoozes snoozes the conversation until a time to come.
func (s *Server) TeammateSnoozes(conversationID, adminID string, until time.Time) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		if until.Unix() <= at {
			return nil, fmt.Errorf("snooze until %s is not in the future", until.Format(time.RFC3339))
		}
		return s.ws.snooze(c, adminAuthor(a), at, until.Unix()), nil
	})
}

// TeammateTags puts the tag of that name on the conversation, made if need be.
func (s *Server) TeammateTags(conversationID, adminID, name string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		s.ws.applyTag(c, s.ws.addTag(name), at, a.id)
		return c.parts[len(c.parts)-1], nil
	})
}

// TeammateRemovesSLA takes the SLA off by hand: its status becomes null.
func (s *Server) TeammateRemovesSLA(conversationID, adminID string) (partID string, err error) {
	return s.byAdmin(conversationID, adminID, func(c *conversation, a *admin, at int64) (*part, error) {
		if c.sla == nil {
			return nil, fmt.Errorf("conversation %s has no SLA", c.id)
		}
		s.ws.removeSLA(c, adminAuthor(a), at)
		return c.parts[len(c.parts)-1], nil
	})
}

// RuleAppliesSLA puts one of the workspace's SLAs, by name, on the conversation.
func (s *Server) RuleAppliesSLA(conversationID, name string) (partID string, err error) {
	return s.incident(conversationID, func(c *conversation, at int64) (*part, error) {
		for _, p := range s.ws.slas {
			if p.Name == name {
				s.ws.applySLA(c, p, at, "rule")
				return c.parts[len(c.parts)-1], nil
			}
		}
		return nil, fmt.Errorf("no SLA %q in the sandbox", name)
	})
}

func (s *Server) byAdmin(conversationID, adminID string, do func(*conversation, *admin, int64) (*part, error)) (string, error) {
	return s.incident(conversationID, func(c *conversation, at int64) (*part, error) {
		a := s.ws.admin(adminID)
		if a == nil {
			return nil, fmt.Errorf("no admin %s in the sandbox", adminID)
		}
		return do(c, a, at)
	})
}

func (s *Server) incident(conversationID string, do func(*conversation, int64) (*part, error)) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.ws.conversation(conversationID)
	if c == nil {
		return "", fmt.Errorf("no conversation %s in the sandbox", conversationID)
	}
	defer s.collect()
	now := s.opts.Now().Unix()
	s.ws.fireTimers(now)
	p, err := do(c, now)
	if err != nil || p == nil {
		return "", err
	}
	return formatInt(p.id), nil
}
