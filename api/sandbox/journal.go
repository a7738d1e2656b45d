package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// Entry is one request as the server received it, or, with the operation
// webhook, one that it sent: then Path is the address, Status what was answered
// and RequestID the notification's. The Authorization header is never recorded.
type Entry struct {
	Time      time.Time       `json:"time"` // by the server's clock, on arrival
	Method    string          `json:"method"`
	Path      string          `json:"path"`
	Query     string          `json:"query,omitempty"`
	Operation string          `json:"operation,omitempty"` // "" for an unknown path
	Version   string          `json:"version,omitempty"`   // Intercom-Version header
	Body      json.RawMessage `json:"body,omitempty"`      // a JSON string when it was not JSON
	Status    int             `json:"status"`              // as decided; 0 when nothing was answered
	Applied   bool            `json:"applied"`             // the workspace changed
	Part      string          `json:"part,omitempty"`      // id of the part it added
	Fault     string          `json:"fault,omitempty"`
	RequestID string          `json:"request_id"`
}

// Journal returns every request so far, in the order in which they were
// decided.
func (s *Server) Journal() []Entry {
	s.journalMu.Lock()
	defer s.journalMu.Unlock()
	return slices.Clone(s.journal)
}

// WriteJournalTo writes every further entry to w as one line of JSON, when it
// happens. The first write error ends it; JournalError has that error.
func (s *Server) WriteJournalTo(w io.Writer) {
	s.journalMu.Lock()
	defer s.journalMu.Unlock()
	s.journalTo, s.journalErr = w, nil
}

// JournalError is the error that ended writing the journal, or nil.
func (s *Server) JournalError() error {
	s.journalMu.Lock()
	defer s.journalMu.Unlock()
	return s.journalErr
}

func (s *Server) entry(c *call, id string, now time.Time, fault string) Entry {
	e := Entry{
		Time: now, Method: c.r.Method, Path: c.r.URL.Path, Query: c.r.URL.RawQuery,
		Operation: c.op, Version: c.r.Header.Get("Intercom-Version"), Fault: fault, RequestID: id,
	}
	if c.op == "manage" {
		e.Operation = c.manageOp()
	}
	switch {
	case len(c.body) == 0:
	case json.Valid(c.body):
		e.Body = slices.Clone(c.body)
	default:
		e.Body = encode(string(c.body))
	}
	return e
}

func (s *Server) record(e Entry) {
	s.journalMu.Lock()
	defer s.journalMu.Unlock()
	s.journal = append(s.journal, e)
	if s.journalTo == nil {
		return
	}
	if _, err := s.journalTo.Write(append(encode(e), '\n')); err != nil {
		s.journalTo, s.journalErr = nil, fmt.Errorf("write journal: %w", err)
	}
}
