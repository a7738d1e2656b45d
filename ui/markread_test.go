package ui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/ui"
	"parley/ui/uitest"
)

// reads counts the journal's marks of a conversation as read.
func (b *bench) reads(id string) int {
	n := 0
	for _, e := range b.sandbox.Journal() {
		if e.Method == http.MethodPut && e.Path == "/conversations/"+id && strings.Contains(string(e.Body), `"read":true`) {
			n++
		}
	}
	return n
}

// A conversation that is unread at Intercom becomes read by itself at the
// moment that was chosen; what is said in the contact's name is no answer.
func TestMarkRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		when                     string
		opened, asContact, noted int
	}{
		{"off", 0, 0, 0},
		{ui.ReadWhenOpened, 1, 2, 2}, // what the contact says makes it unread again
		{ui.ReadWhenReplied, 0, 0, 1},
	} {
		t.Run(tt.when, func(t *testing.T) {
			t.Parallel()
			b := open(t, 120, 40, "")
			id, _ := b.sandbox.ConversationID("refund-4411")
			sub := b.desk.Subscribe()
			t.Cleanup(sub.Close)
			b.Driver = uitest.New(t, ui.New(t.Context(), ui.Options{
				Desk: b.desk, Events: sub, MarkRead: tt.when, Now: func() time.Time { return start },
			}), 120, 40)
			b.WaitForText("Refund for order 4411")
			b.Press("ctrl+k text::open " + id + "\nenter")
			b.WaitForText("contact ·")
			b.WaitFor("the mark of opening", func() bool { return b.reads(id) == tt.opened })
			for _, step := range []struct {
				key, word string
				want      int
			}{{"c", "Reply in the contact's name posted", tt.asContact}, {"n", "Note posted", tt.noted}} {
				b.Press(step.key)
				b.WaitForText("esc review")
				b.Press("text:A word.\nesc y")
				b.WaitForText(step.word)
				b.WaitFor("the mark of answering", func() bool { return b.reads(id) == step.want })
			}
			b.Press("esc")
			if n := b.reads(id); n != tt.noted {
				t.Errorf("marked %d times, want %d", n, tt.noted)
			}
		})
	}
}
