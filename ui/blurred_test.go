package ui_test

import (
	"slices"
	"strings"
	"testing"

	"parley/api/desk"
)

// TestBlurredWordsAreNotSaid acts on a conversation that is called by what was
// written in it: neither a dialog nor what was done tells that.
func TestBlurredWordsAreNotSaid(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	p := present(t, b, 120, 40)
	p.Press("P")
	p.WaitForText("blurred")
	list, err := b.desk.List(t.Context(), desk.ListRequest{View: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list.Rows, func(r desk.Row) bool { return r.Conversation.Title == "" && r.Conversation.Source.Subject == "" })
	if at < 0 {
		t.Fatal("every conversation has a title")
	}
	words := string([]rune(list.Rows[at].Preview)[:12])
	for range at {
		p.Press("j")
	}
	for _, step := range []struct{ press, wait string }{{"z", "esc leaves"}, {"esc enter", "contact"}, {"e", "Closed"}} {
		p.Press(step.press)
		p.WaitForText(step.wait)
		if strings.Contains(p.Screen(), words) {
			t.Errorf("after %s it says %q:\n%s", step.press, words, p.Screen())
		}
	}
}
