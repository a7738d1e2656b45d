package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestJournal(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{Faults: mustFaults(t, "reply:latency=1ms;reply:503-after,once")})
	var lines bytes.Buffer
	f.WriteJournalTo(&lines)
	path := "/conversations/" + f.id("refund-4411")
	f.do("GET", path+"?display_as=plaintext", nil)
	f.clock.Advance(time.Second)
	f.do("POST", path+"/reply", adminSays("note", "Hi"))
	f.do("POST", path+"/parts", object{"message_type": "snoozed", "admin_id": MeID, "snoozed_until": noon.Unix() + 999})
	f.do("POST", path+"/parts", "not JSON")
	f.do("GET", "/nowhere", nil)
	j := f.Journal()
	want := []struct {
		op, fault string
		status    int
		applied   bool
	}{
		{"get", "", 200, false},
		{"reply", "latency=1ms,503-after", 503, true},
		{"snooze", "", 200, true},
		{"manage", "", 400, false},
		{"", "", 404, false},
	}
	if len(j) != len(want) {
		t.Fatalf("%d entries, want %d", len(j), len(want))
	}
	for i, w := range want {
		if e := j[i]; e.Operation != w.op || e.Fault != w.fault || e.Status != w.status || e.Applied != w.applied {
			t.Errorf("entry %d is %+v, want %+v", i, e, w)
		}
	}
	if j[0].Query != "display_as=plaintext" || j[0].Version != "2.9" || !j[1].Time.Equal(noon.Add(time.Second)) ||
		!strings.Contains(string(j[1].Body), `"body":"Hi"`) || string(j[3].Body) != `"not JSON"` {
		t.Errorf("journal %+v", j)
	}
	var again []Entry
	for line := range strings.Lines(lines.String()) {
		var e Entry
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		again = append(again, e)
	}
	if len(again) != len(j) || again[1].Part != j[1].Part || again[1].Part == "" {
		t.Errorf("written journal %+v", again)
	}
	if strings.Contains(lines.String(), DefaultToken) {
		t.Error("the journal holds the token")
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestJournalWriteError(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	f.WriteJournalTo(brokenWriter{})
	f.do("GET", "/me", nil).want(t, http.StatusOK)
	f.do("GET", "/me", nil).want(t, http.StatusOK)
	if err := f.JournalError(); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("JournalError is %v", err)
	}
	if len(f.Journal()) != 2 {
		t.Error("the journal in memory lost entries")
	}
}

func TestIncidents(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	id, priya := f.id("refund-4411"), f.adminID("priya")
	for name, do := range map[string]func() (string, error){
		"CustomerReplies":    func() (string, error) { return f.CustomerReplies(id, "<p>x</p>") },
		"CustomerRates":      func() (string, error) { return f.CustomerRates(id, 4, "fine") },
		"TeammateReplies":    func() (string, error) { return f.TeammateReplies(id, priya, "<p>x</p>") },
		"TeammateNotes":      func() (string, error) { return f.TeammateNotes(id, priya, "<p>x</p>") },
		"TeammateAssigns":    func() (string, error) { return f.TeammateAssigns(id, priya, "5017003") },
		"TeammateSnoozes":    func() (string, error) { return f.TeammateSnoozes(id, priya, noon.Add(time.Hour)) },
		"TeammateTags":       func() (string, error) { return f.TeammateTags(id, priya, "urgent indeed") },
		"TeammateRemovesSLA": func() (string, error) { return f.TeammateRemovesSLA(id, priya) },
		"RuleAppliesSLA":     func() (string, error) { return f.RuleAppliesSLA(id, "Standard: first reply 8h") },
		"TeammateCloses":     func() (string, error) { return f.TeammateCloses(id, priya) },
	} {
		part, err := do()
		if err != nil || part == "" {
			t.Errorf("%s: part %q, %v", name, part, err)
		}
	}
	for name, do := range map[string]func() (string, error){
		"no conversation": func() (string, error) { return f.CustomerReplies("1", "x") },
		"no admin":        func() (string, error) { return f.TeammateCloses(id, "1") },
		"no assignee":     func() (string, error) { return f.TeammateAssigns(id, priya, "1") },
		"no contact":      func() (string, error) { return f.CustomerWrites("nobody", "", "x") },
		"rating":          func() (string, error) { return f.CustomerRates(id, 6, "") },
		"past snooze":     func() (string, error) { return f.TeammateSnoozes(id, priya, noon) },
		"unknown SLA":     func() (string, error) { return f.RuleAppliesSLA(id, "Platinum") },
		"deleted contact": func() (string, error) { return f.CustomerReplies(f.id("deleted-contact"), "x") },
	} {
		if _, err := do(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if len(f.Journal()) != 0 {
		t.Error("incidents are in the journal")
	}
}
