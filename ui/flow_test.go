package ui_test

import (
	"net/http"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/ui/richtext"
	"parley/ui/uitest"
)

// TestFailuresKeepTheText sends into every kind of trouble: the screen says
// what happened and what to do, and the text is still there.
func TestFailuresKeepTheText(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ faults, says string }{
		"refused as not well formed": {"reply:422", "The answer that must not be lost"},
		"plan":                       {"reply:403", "The answer that must not be lost"},
		"an edge that answers HTML":  {"reply:html403", "The answer that must not be lost"},
		"gone":                       {"reply:404", "The answer that must not be lost"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := open(t, 120, 40, tt.faults)
			b.WaitForText("Li Wei")
			b.Press("enter")
			b.WaitForText("contact ·")
			b.Press("r")
			b.WaitForText("esc review")
			b.Press("text:The answer that must not be lost\nesc y")
			b.WaitFor("the text to come back", func() bool {
				s := b.Screen()
				return strings.Contains(s, tt.says) && strings.Contains(s, "Review: Reply to") && strings.Contains(s, "request ")
			})
			if !strings.Contains(b.Screen(), "1 draft") {
				t.Errorf("the text is not kept as a draft:\n%s", b.Screen())
			}
		})
	}
}

func TestQueuesAreSaidOnTheScreen(t *testing.T) {
	t.Parallel()
	b := open(t, 100, 30, "reply:429")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	b.Press("r")
	b.WaitForText("esc review")
	b.Press("text:patience\nesc y")
	b.WaitForText("outbox 1")
	if n := len(b.replies()); n != 1 {
		t.Errorf("%d requests went out at once", n)
	}
}

func TestTheScreenAtEverySize(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	states := []struct{ name, keys string }{
		{"list", ""},
		{"thread", "enter"},
		{"panel", "i"},
		{"help", "?"},
		{"palette", "esc :"},
		{"assign", "esc a"},
		{"composer", "esc i r"},
	}
	for _, s := range states {
		b.Press(s.keys)
		uitest.Geometry(t, func(w, h int) string {
			b.Resize(w, h)
			return b.View().Content
		})
		b.Resize(120, 40)
	}
}

func TestNothingHostileLeavesTheScreen(t *testing.T) {
	t.Parallel()
	b := open(t, 200, 50, "")
	b.WaitForText("Mallory")
	b.Press("text:/\n")
	b.Press("text:trust\nenter")
	b.WaitForText("Search: trust")
	b.Press("enter")
	b.WaitForText("contact ·")
	for range 12 {
		content := b.View().Content
		if richtext.Guard(content) != content {
			t.Fatalf("the frame holds what is not ours: %q", content)
		}
		b.Press("space")
	}
	if title := b.View().WindowTitle; title != "parley" {
		t.Errorf("the window is called %q", title)
	}
}

func TestDraftsComeBack(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	b.Press("n")
	b.WaitForText("esc review")
	b.Press("text:half a thought\nesc p")
	b.WaitForText("1 draft")
	b.Press("n")
	b.WaitForText("half a thought")
	b.Press("esc d")
	if !strings.Contains(b.Screen(), "Discard this text") {
		t.Fatalf("discarding did not ask:\n%s", b.Screen())
	}
	b.Send(tea.KeyPressMsg{Code: 'y', Text: "y", IsRepeat: true})
	if !strings.Contains(b.Screen(), "Discard this text") {
		t.Fatal("a key held down discarded the text")
	}
	b.Press("y")
	b.WaitFor("the draft to go", func() bool { return !strings.Contains(b.Screen(), "1 draft") })
}

func TestQuittingAsksWhileSomethingIsPending(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "reply:429")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	b.Press("r")
	b.WaitForText("esc review")
	b.Press("text:wait for me\nesc y")
	b.WaitForText("outbox 1")
	b.Press("q q")
	if b.Quit() || !strings.Contains(b.Screen(), "Not everything has left") {
		t.Fatalf("quitting did not ask:\n%s", b.Screen())
	}
	b.Press("T")
	b.WaitForText("wait for me")
	b.WaitFor("the outbox to empty", func() bool { return len(b.desk.Status().Outbox) == 0 })
	b.Press("esc y")
	b.WaitForText("outbox 1")
	b.Press("q q L")
	b.WaitFor("the program to end", b.Quit)
}

func TestTriageByKeysAlone(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Mine 13")
	b.Press("x x x e")
	b.WaitForText("Closed 3 conversations")
	b.WaitForText("Mine 10")
	b.Press("u")
	b.WaitForText("Mine 13")
	b.Press("z\ntext:in 3h\nenter")
	b.WaitForText("Snoozed “")
	b.WaitForText("Mine 12")
	b.Press("a\ntext:nobody\nenter")
	b.WaitForText("to nobody")
	b.WaitForText("Mine 11")
	b.Press(".")
	b.WaitForText("Mine 10")
}

// TestTheOrderAndTheLastActionGoOn presses keys that lead from one state to
// the next.
func TestTheOrderAndTheLastActionGoOn(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("─ updated ─")
	for _, order := range []string{"sla", "waiting", "priority", "updated"} {
		b.Press("s")
		b.WaitForText("─ " + order + " ─")
	}
	b.Press("g g t\ntext:bug\ntab enter")
	b.WaitForText("Tagged “")
	b.Press("j .")
	b.settled(t)
	var tagged []string
	for _, e := range b.sandbox.Journal() {
		if e.Method == http.MethodPost && strings.HasSuffix(e.Path, "/tags") {
			tagged = append(tagged, e.Path)
		}
	}
	if len(tagged) != 2 || tagged[0] == tagged[1] {
		t.Errorf("tags were put on %q", tagged)
	}
}

func TestKeysTypedAheadAreText(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	var ahead []tea.Msg
	for _, k := range uitest.Keys(t, "n\ntext:every letter e counts") {
		ahead = append(ahead, k)
	}
	b.Post(ahead...)
	b.WaitForText("every letter e counts")
	for _, e := range b.sandbox.Journal() {
		if e.Method != http.MethodGet && !strings.HasSuffix(e.Path, "/search") {
			t.Errorf("what was typed did something: %s %s", e.Method, e.Path)
		}
	}
}

func TestTheWholeListCanBeReached(t *testing.T) {
	t.Parallel()
	m, _ := screen(t, stock{n: 700}.fill(t))
	d := uitest.New(t, m, 120, 40)
	d.WaitForText("enter open")
	for _, last := range []string{"order 4059", "order 4119", "order 4239", "order 4479", "order 4699"} {
		d.WaitFor(last, func() bool { // G leads to the last row that is read
			if !strings.Contains(d.Screen(), last) {
				d.Press("G")
			}
			return strings.Contains(d.Screen(), last)
		})
	}
	d.Press("g g")
	d.WaitForText("order 4000")
}

func TestWhatCameMeanwhileIsShown(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	row, _ := b.desk.List(t.Context(), desk.ListRequest{View: "mine"})
	id := row.Rows[0].Conversation.ID
	b.Press("r")
	b.WaitForText("esc review")
	b.Press("text:My answer.")
	if _, err := b.sandbox.CustomerReplies(string(id), "<p>Never mind, it works now.</p>"); err != nil {
		t.Fatal(err)
	}
	b.Press("esc y")
	b.WaitForText("needs you")
	b.Press("o")
	for _, want := range []string{"Never mind, it works now.", "My answer.", "send it"} {
		if !strings.Contains(b.Screen(), want) {
			t.Errorf("the question leaves out %q:\n%s", want, b.Screen())
		}
	}
	if n := len(b.replies()); n != 0 {
		t.Errorf("%d replies left", n)
	}
}
