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
	Event        string    `json:"event"` // start, stop, login, leave, refused, sent, failed, unknown, undone, dropped, forged, repeated, trouble
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
	Tag          string    `json:"tag,omitempty"`   // id
	Entry        int64     `json:"entry,omitempty"` // in the agent's outbox
	Seconds      int64     `json:"seconds,omitempty"`
	Reason       string    `json:"reason,omitempty"`
}

// Audit is the log of who came, who was refused, and who sent what, one JSON
// object a line. It is safe for concurrent use.
type Audit struct {
	now  func() time.Time
	tell func(error)

	mu      sync.Mutex
	out     whole
	closer  io.Closer
	failed  error          // of the last write; nil where it went well
	lost    int            // lines, since it began to fail
	minute  time.Time      // when the count of refusals began
	refused map[string]int // by event, in this minute
}

// fromOutside are the events that anybody can cause.
var fromOutside = []string{"refused", "forged", "repeated"}

// maxRefusals is how many refusals are written in a minute. Beyond it they
// are counted: a scan must not fill the disk.
const maxRefusals = 60

// OpenAudit appends to the file, which only its owner may read. tell hears
// when writing begins to fail, and nil when it works again; it must not write
// to the log.
func OpenAudit(path string, now func() time.Time, tell func(error)) (*Audit, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	if err := f.Chmod(0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("make the audit log private: %w", err), f.Close())
	}
	a := NewAudit(f, now, tell)
	a.closer = f
	if torn(path) {
		a.out.rest = []byte("\n") // the last run ended within a line
	}
	return a, nil
}

// torn reports whether a file ends within a line.
func torn(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, info.Size()-1)
	return err == nil && last[0] != '\n'
}

// NewAudit writes to w; tell is as with OpenAudit.
func NewAudit(w io.Writer, now func() time.Time, tell func(error)) *Audit {
	return &Audit{out: whole{w: w}, now: now, tell: tell, refused: map[string]int{}}
}

// Write writes one record. Its time is now; words from the network are
// cleaned.
func (a *Audit) Write(r Record) {
	a.mu.Lock()
	defer a.mu.Unlock()
	r.Time = a.now().UTC()
	if slices.Contains(fromOutside, r.Event) && !a.room(r.Event, r.Time) {
		return
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

// put writes a record, and before it how many were lost.
func (a *Audit) put(r Record) {
	r.User, r.Reason, r.Name = short(r.User), short(r.Reason), short(r.Name)
	if a.lost > 0 {
		reason := fmt.Sprintf("%d lines of this log could not be written: %v", a.lost, a.failed)
		if !a.line(Record{Time: r.Time, Event: "trouble", Reason: short(reason)}) {
			a.lost++ // this one
			return
		}
		a.lost = 0
	}
	if !a.line(r) {
		a.lost++
	}
}

// line writes a record and tells how it went, where that is news.
func (a *Audit) line(r Record) (kept bool) {
	b, err := json.Marshal(r)
	if err == nil {
		kept, err = a.out.line(append(b, '\n'))
	}
	if err != nil {
		err = fmt.Errorf("write the audit log: %w", err)
	}
	if (err == nil) != (a.failed == nil) {
		a.tell(err)
	}
	a.failed = err
	return kept
}

// short cleans and bounds what came from outside.
func short(s string) string {
	s = safetext.Line(s)
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200]) + "…"
	}
	return s
}

// Close ends the log. Its error is that of the last write, or of closing.
func (a *Audit) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closer == nil {
		return a.failed
	}
	return errors.Join(a.failed, a.closer.Close())
}
