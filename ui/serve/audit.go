package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"parley/api/safetext"
)

// Record is one line of the audit log. It holds who did what, where and when,
// and nothing that a customer or an agent wrote.
type Record struct {
	Time         time.Time `json:"time"`
	Event        string    `json:"event"` // start, stop, login, leave, refused, sent, failed, unknown, undone, dropped, forged, trouble
	Session      int64     `json:"session,omitempty"`
	Admin        string    `json:"admin,omitempty"` // id
	Name         string    `json:"name,omitempty"`
	Key          string    `json:"key,omitempty"` // fingerprint
	Address      string    `json:"address,omitempty"`
	User         string    `json:"user,omitempty"` // as the client called itself
	ReadOnly     bool      `json:"read_only,omitempty"`
	Kind         string    `json:"kind,omitempty"` // of what was sent: reply, note, close, assign, …
	Conversation string    `json:"conversation,omitempty"`
	Part         string    `json:"part,omitempty"`
	Entry        int64     `json:"entry,omitempty"` // in the agent's outbox
	Seconds      int64     `json:"seconds,omitempty"`
	Reason       string    `json:"reason,omitempty"`
}

// Audit is the log of who came, who was refused, and who sent what, one JSON
// object a line. It is safe for concurrent use.
type Audit struct {
	now func() time.Time

	mu      sync.Mutex
	w       io.Writer
	closer  io.Closer
	err     error
	minute  time.Time      // when the count of refusals began
	refused map[string]int // by event, in this minute
}

// maxRefusals is how many refusals are written in a minute. Beyond it they
// are counted: a scan must not fill the disk.
const maxRefusals = 60

// OpenAudit appends to the file, which only its owner may read.
func OpenAudit(path string, now func() time.Time) (*Audit, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	if err := f.Chmod(0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("make the audit log private: %w", err), f.Close())
	}
	a := NewAudit(f, now)
	a.closer = f
	return a, nil
}

// NewAudit writes to w.
func NewAudit(w io.Writer, now func() time.Time) *Audit {
	return &Audit{w: w, now: now, refused: map[string]int{}}
}

// Write writes one record. Its time is now; words from the network are
// cleaned.
func (a *Audit) Write(r Record) {
	a.mu.Lock()
	defer a.mu.Unlock()
	r.Time = a.now().UTC()
	if r.Event == "refused" || r.Event == "forged" {
		if !a.room(r.Event, r.Time) {
			return
		}
	}
	a.put(r)
}

// room counts what was refused, each kind apart so that noise of one does not
// hide the other, and reports whether one more is written.
func (a *Audit) room(event string, now time.Time) bool {
	if now.Sub(a.minute) >= time.Minute || now.Before(a.minute) {
		for _, kind := range slices.Sorted(maps.Keys(a.refused)) {
			if more := a.refused[kind] - maxRefusals; more > 0 {
				a.put(Record{Time: now, Event: kind, Reason: fmt.Sprintf("%d more within a minute", more)})
			}
		}
		a.minute, a.refused = now, map[string]int{}
	}
	a.refused[event]++
	return a.refused[event] <= maxRefusals
}

func (a *Audit) put(r Record) {
	r.User, r.Reason, r.Name = short(r.User), short(r.Reason), short(r.Name)
	b, err := json.Marshal(r)
	if err == nil {
		_, err = a.w.Write(append(b, '\n'))
	}
	if err != nil && a.err == nil {
		a.err = fmt.Errorf("write the audit log: %w", err)
	}
}

// short cleans and bounds what came from outside.
func short(s string) string {
	s = safetext.Line(s)
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200]) + "…"
	}
	return s
}

// Err is the first error of writing, nil when all is written.
func (a *Audit) Err() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Close ends the log and returns its first error.
func (a *Audit) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closer == nil {
		return a.err
	}
	return errors.Join(a.err, a.closer.Close())
}
