package sandbox

import (
	"fmt"
	"strings"
)

// act lets one step of a story happen. It is not in the journal.
func (s *Server) act(st *Step) error {
	switch st.Do {
	case "":
		return nil
	case "fail":
		s.SetFaults(st.Faults...)
		return nil
	case "recover":
		s.SetFaults()
		return nil
	case "write":
		id, err := s.CustomerWrites(st.By, st.Subject, st.Body)
		if err != nil {
			return err
		}
		s.name(id, st.As)
		return nil
	}
	id, ok := s.ConversationID(st.In)
	if !ok {
		return fmt.Errorf("no conversation %q in the sandbox", st.In)
	}
	_, err := s.incident(id, func(c *conversation, at int64) (*part, error) {
		if st.By == "" && !s.ws.contact(c.contacts[0]).live() {
			return nil, fmt.Errorf("the contact of conversation %q is gone", st.In)
		}
		ev := event{By: st.By, Do: st.Do, Body: st.Body, To: st.To, Name: st.Name, Score: st.Score}
		if st.For > 0 {
			ev.For = st.For.String()
		}
		s.ws.performAt(c, ev, at, at)
		return nil, nil
	})
	return err
}

// name gives a conversation that began a key, so that later steps find it.
func (s *Server) name(id, key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.ws.conversation(id); c != nil {
		c.key = key
	}
}

// spell turns a key of a story into the keys that are pressed: {KEY} is the
// id of a conversation, digit by digit.
func (s *Server) spell(key string) []string {
	if !isID(key) {
		return []string{key}
	}
	id, _ := s.ConversationID(key[1 : len(key)-1])
	return strings.Split(id, "")
}
