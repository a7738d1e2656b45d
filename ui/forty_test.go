package ui_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestFortyConversations empties a queue by keys alone, and counts what
// Intercom was asked to do.
func TestFortyConversations(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 50, "")
	b.WaitForText("Li Wei")
	b.Press("3")
	b.WaitForText("All open")
	b.WaitForText("Kofi Mensah")

	ten := strings.Repeat("x ", 10)
	b.Press(ten + "a\ntext:billing\nenter") // ten to a team
	b.WaitForText("Assigned 10 conversations")
	b.settled(t)
	b.Press("g g " + ten + "t\ntext:vip\ntab enter") // ten with a tag
	b.WaitForText("Tagged 10 conversations with vip")
	b.settled(t)
	b.Press("g g " + ten + "z\ntext:in 2h\nenter") // ten out of sight
	b.WaitForText("Snoozed 10 conversations")
	b.settled(t)
	b.Press("g g enter")
	b.WaitForText("contact ·")
	b.Press("r\ntext:Done, thank you for waiting.\nesc Y") // one answered and closed
	b.WaitForText("Reply posted")
	b.settled(t)
	b.Press("q g g " + ten + "e") // ten closed at once
	b.WaitForText("Closed 10 conversations")
	b.settled(t)
	b.Press("u") // and back, as one step
	b.WaitForText("Taken back")
	b.settled(t)
	b.Press("u") // and so are the ten that were snoozed
	b.settled(t)

	got := map[string]int{}
	for _, e := range b.sandbox.Journal() {
		if e.Method == http.MethodGet || strings.HasSuffix(e.Path, "/search") {
			continue
		}
		var body struct {
			Kind string `json:"message_type"`
		}
		_ = json.Unmarshal([]byte(e.Body), &body)
		what := body.Kind
		if what == "" {
			what = e.Method + " " + e.Path[strings.LastIndexByte(e.Path, '/'):]
		}
		if e.Status != http.StatusOK {
			t.Errorf("%s %s answered %d", e.Method, e.Path, e.Status)
		}
		got[what]++
	}
	want := map[string]int{"assignment": 10, "POST /tags": 10, "snoozed": 10, "comment": 1, "close": 11, "open": 20}
	for what, n := range want {
		if got[what] != n {
			t.Errorf("%s was asked for %d times, want %d", what, got[what], n)
		}
		delete(got, what)
	}
	if len(got) > 0 {
		t.Errorf("nobody asked for %v", got)
	}
}

// settled waits until nothing is on its way.
func (b *bench) settled(t *testing.T) {
	t.Helper()
	b.WaitFor("the outbox to empty", func() bool { return len(b.desk.Status().Outbox) == 0 })
}
