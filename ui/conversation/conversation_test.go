package conversation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/conversation"
	"parley/ui/uitest"
)

func screen(p *conversation.Pane) string { return trim(ansi.Strip(p.View())) }

func firstLine(p *conversation.Pane) string {
	return strings.TrimSpace(strings.SplitN(screen(p), "\n", 2)[0])
}

func TestGolden(t *testing.T) {
	t.Parallel()
	th := sample()
	th.SeenPart = "112"
	th.Pending = []desk.Entry{
		{ID: 1, Kind: desk.ActReply, Mode: desk.ModeAdmin, State: desk.EntryQueued, Undoable: true, Text: "Yes, a **corrected** invoice is on its way.", CreatedAt: noon},
		{ID: 2, Kind: desk.ActSnooze, State: desk.EntrySending, Change: desk.ActionChange{Kind: desk.ActSnooze, Until: noon.Add(21 * time.Hour)}, CreatedAt: noon},
	}
	p := open(newEnv("none"), 80, 54, th)
	uitest.Golden(t, "thread-80", screen(p))
	p = open(newEnv("none"), 40, 30, th)
	do(p, keymap.First)
	uitest.Golden(t, "thread-40", screen(p))
}

// withParts returns the sample with other parts.
func withParts(parts ...api.Part) desk.Thread {
	t := sample()
	c := *t.Conversation
	c.Parts.Items = parts
	t.Conversation = &c
	return t
}

// comments are n comments of the contact, ids from 1000 on, one a minute.
func comments(n int) desk.Thread {
	parts := make([]api.Part, n)
	for i := range parts {
		parts[i] = part(1000+i, "comment", ada, n-i, fmt.Sprintf("<p>Message number %d.</p>", i))
	}
	t := withParts(parts...)
	t.SeenPart = parts[n-1].ID
	return t
}

func TestOrder(t *testing.T) {
	t.Parallel()
	th := withParts(
		part(9, "comment", ada, 5, "<p>third</p>"), part(10, "comment", ada, 5, "<p>fourth</p>"),
		part(200, "comment", ada, 20, "<p>first</p>"), part(8, "comment", ada, 5, "<p>second</p>"),
	)
	view := screen(open(newEnv("none"), 80, 40, th))
	last := strings.Index(view, "charged twice")
	for _, want := range []string{"first", "second", "third", "fourth"} {
		at := strings.Index(view, want)
		if at < last || last < 0 {
			t.Fatalf("%q is out of order:\n%s", want, view)
		}
		last = at
	}
}

func TestLimitIsMarked(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 30, comments(500))
	do(p, keymap.First)
	if v := screen(p); !strings.Contains(v, "earlier messages are not available") {
		t.Errorf("500 parts and no mark:\n%s", v)
	}
	p = open(newEnv("none"), 80, 30, comments(20))
	do(p, keymap.First)
	if v := screen(p); strings.Contains(v, "not available") {
		t.Errorf("20 parts and a mark:\n%s", v)
	}
}

func TestUnfold(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 60, sample())
	folded := screen(p)
	if strings.Contains(folded, "Plan set to Pro") {
		t.Fatalf("a run of events is not collapsed:\n%s", folded)
	}
	do(p, keymap.Unfold)
	if v := screen(p); !strings.Contains(v, "Plan set to Pro (was Free) by the workflow “Triage”") || !strings.Contains(v, "brand new thing by Operator · 11:12") {
		t.Errorf("unfolding does not show the events:\n%s", v)
	}
	do(p, keymap.Unfold)
	if screen(p) != folded {
		t.Error("unfolding twice does not fold again")
	}
}

func TestPending(t *testing.T) {
	t.Parallel()
	tests := map[desk.EntryState]string{
		desk.EntryQueued: "reply — queued", desk.EntrySending: "reply — sending…", desk.EntryUnknown: "reply — unknown whether it was posted, checking",
		desk.EntryHeld: "reply — held, something new was written", desk.EntryFailed: "reply — failed, not posted",
		desk.EntrySent: "", desk.EntryUndone: "", desk.EntryDropped: "",
	}
	for state, want := range tests {
		th := sample()
		th.Pending = []desk.Entry{{ID: 5, Kind: desk.ActReply, Mode: desk.ModeAdmin, State: state, Text: "On its way.", Error: "Network is down: it goes out by itself.", CreatedAt: noon}}
		v := screen(open(newEnv("none"), 80, 60, th))
		if shown := strings.Contains(v, "On its way."); shown != (want != "") || !strings.Contains(v, want) {
			t.Errorf("%s: want %q in\n%s", state, want, v)
		}
		if want != "" && !strings.Contains(v, "it goes out by itself") {
			t.Errorf("%s: the reason is not said", state)
		}
	}
}

func TestNothingOpen(t *testing.T) {
	t.Parallel()
	p := conversation.New(newEnv("none"))
	p.SetSize(90, 3)
	if v := screen(p); !strings.Contains(v, "No conversation is open.") {
		t.Errorf("view = %q", v)
	}
	for _, a := range []keymap.Action{keymap.Down, keymap.Last, keymap.Find, keymap.FollowOne, keymap.Unfold, keymap.NextMessage, keymap.Back} {
		if _, ok := p.Do(a); ok {
			t.Errorf("%s was carried out on nothing", a)
		}
	}
	p.Loading("7", "Refund")
	if left, _ := p.Title(); left != "Refund" || p.ID() != "7" || !strings.Contains(screen(p), "Loading…") {
		t.Errorf("loading: %q %q %q", left, p.ID(), screen(p))
	}
	p.Failed("Intercom does not know this conversation. Press ctrl+r to look again.")
	if v := screen(p); !strings.Contains(v, "does not know this conversation") {
		t.Errorf("view = %q", v)
	}
	p.Show(desk.Thread{Conversation: &api.Conversation{ID: "7"}}, desk.Directory{})
	if v := screen(p); !strings.Contains(v, "Nothing was written here yet.") {
		t.Errorf("view = %q", v)
	}
	p.Clear()
	if p.ID() != "" || !strings.Contains(screen(p), "No conversation is open.") {
		t.Errorf("cleared: %q %q", p.ID(), screen(p))
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		c           api.Conversation
		left, right string
	}{
		{"title", api.Conversation{Title: "O&#39;Neill", Source: api.Source{Type: "conversation", Subject: "x"}}, "O'Neill", "chat"},
		{"subject", api.Conversation{Source: api.Source{Type: "email", Subject: "<p>Invoice</p>"}}, "Invoice", "email"},
		{"contact", api.Conversation{Source: api.Source{Type: "sms", Author: ada}}, "Ada Obi", "SMS"},
		{"moved on", api.Conversation{Title: "x", Source: api.Source{Type: "conversation"}, Channel: &api.Channel{Initial: "chat", Current: "whatsapp"}}, "x", "WhatsApp"},
	}
	for _, tt := range tests {
		tt.c.ID = "1"
		p := conversation.New(newEnv("none"))
		p.Show(desk.Thread{Conversation: &tt.c}, desk.Directory{})
		if l, r := p.Title(); l != tt.left || r != tt.right {
			t.Errorf("%s: title = %q, %q", tt.name, l, r)
		}
	}
}

func TestLastMessage(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 20, sample())
	if got, more := p.LastMessage(); more != "" || got != "One more question: is the invoice corrected, too? I wrote to Li about it." {
		t.Errorf("last message = %q", got)
	}
}

func TestTimeIsDrawnByTheMinute(t *testing.T) {
	t.Parallel()
	env := newEnv("none")
	now := noon
	env.Now = func() time.Time { return now }
	p := open(env, 80, 60, sample())
	before := p.View()
	now = now.Add(40 * time.Second)
	p.Stale()
	if p.View() != before {
		t.Error("something changed within a minute")
	}
	now = now.Add(20 * time.Second)
	p.Stale()
	if v := screen(p); !strings.Contains(v, "13m ago") {
		t.Errorf("a minute later:\n%s", v)
	}
}
