package conversation_test

import (
	"fmt"
	"reflect"
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

func TestOpensAtFirstUnread(t *testing.T) {
	t.Parallel()
	th := comments(40)
	p := open(newEnv("none"), 80, 12, th)
	if !strings.Contains(screen(p), "number 39") {
		t.Errorf("with everything seen, not at the end:\n%s", screen(p))
	}
	th.SeenPart = "1010"
	p = open(newEnv("none"), 80, 12, th)
	if got := firstLine(p); !strings.Contains(got, "new since you last looked") {
		t.Errorf("first line = %q", got)
	}
	th.SeenPart = "1038"
	p = open(newEnv("none"), 80, 12, th)
	if v := screen(p); !strings.Contains(v, "new since you last looked") || !strings.Contains(v, "number 36") {
		t.Errorf("what is new fits, but the space above it is not used:\n%s", v)
	}
	th.SeenPart = ""
	p = open(newEnv("none"), 80, 12, th)
	if v := screen(p); !strings.Contains(v, "I was charged") {
		t.Errorf("never seen and never answered, but not at the top:\n%s", v)
	}
}

func TestOpensBeforeItHasASize(t *testing.T) {
	t.Parallel()
	th := comments(40)
	th.SeenPart = "1010"
	p := conversation.New(newEnv("none"))
	p.Show(th, sampleDirectory)
	p.SetSize(80, 12)
	if got := firstLine(p); !strings.Contains(got, "new since you last looked") {
		t.Errorf("first line = %q", got)
	}
}

func TestPositionSurvivesRefreshAndResize(t *testing.T) {
	t.Parallel()
	th := comments(60)
	p := open(newEnv("none"), 80, 12, th)
	do(p, keymap.First, keymap.PageDown, keymap.PageDown, keymap.Down)
	before := screen(p)
	p.Show(comments(60), sampleDirectory)
	if screen(p) != before {
		t.Errorf("a refresh moved the screen:\n%s", screen(p))
	}
	more := comments(60)
	c := *more.Conversation
	c.Parts.Items = append(c.Parts.Items, part(2000, "comment", ada, 0, "<p>Are you there?</p>"), part(2001, "close", ana, 0, ""))
	more.Conversation = &c
	p.Show(more, sampleDirectory)
	if screen(p) != before {
		t.Errorf("a new part below moved the screen:\n%s", screen(p))
	}
	if _, right := p.Title(); right != "1 new message below ↓ · email" {
		t.Errorf("title = %q", right)
	}
	do(p, keymap.Last)
	if _, right := p.Title(); right != "email" {
		t.Errorf("title at the end = %q", right)
	}
}

func TestResizeKeepsTheTextAtTheTop(t *testing.T) {
	t.Parallel()
	words := make([]string, 400)
	for i := range words {
		words[i] = fmt.Sprintf("word%03d", i)
	}
	th := withParts(part(1, "comment", ada, 5, "<p>"+strings.Join(words, " ")+"</p>"), part(2, "comment", ada, 4, "<p>x</p>"))
	p := open(newEnv("none"), 80, 10, th)
	do(p, keymap.First)
	for range 30 {
		do(p, keymap.Down)
	}
	first, _, _ := strings.Cut(firstLine(p), " ")
	before := screen(p)
	for _, w := range []int{50, 120, 33, 95} {
		p.SetSize(w, 10)
		if !strings.Contains(firstLine(p), first) {
			t.Errorf("at width %d the first line is %q, without %q", w, firstLine(p), first)
		}
	}
	p.SetSize(80, 10)
	if screen(p) != before {
		t.Errorf("back at the first width the screen is another:\n%s\n%s", before, screen(p))
	}
}

func TestEndIsFollowed(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 12, comments(30))
	p.Show(comments(31), sampleDirectory)
	if v := screen(p); !strings.Contains(v, "number 30") {
		t.Errorf("the new message is not in view:\n%s", v)
	}
	tall := comments(31)
	c := *tall.Conversation
	c.Parts.Items = append(c.Parts.Items, part(3000, "comment", ada, 0, strings.Repeat("<p>a line</p>", 40)))
	tall.Conversation = &c
	p.Show(tall, sampleDirectory)
	if got := firstLine(p); !strings.HasPrefix(got, "Ada Obi  contact") {
		t.Errorf("a tall new message does not begin at the top: %q", got)
	}
}

func TestMoving(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 12, comments(40))
	do(p, keymap.First)
	if got := firstLine(p); !strings.Contains(got, "Monday 16 November") {
		t.Errorf("first line = %q", got)
	}
	lines := strings.Split(screen(p), "\n")
	do(p, keymap.PageDown)
	if got := strings.Split(screen(p), "\n"); got[0] != lines[11] {
		t.Errorf("a page does not overlap by one line: %q after %q", got[0], lines[11])
	}
	do(p, keymap.PageUp)
	if got := strings.Split(screen(p), "\n"); !reflect.DeepEqual(got, lines) {
		t.Errorf("page up does not undo page down: %q", got)
	}
	do(p, keymap.First, keymap.NextMessage, keymap.NextMessage, keymap.NextMessage)
	if v := screen(p); !strings.HasPrefix(strings.TrimSpace(v), "Ada Obi  contact") || !strings.Contains(strings.Join(strings.Split(v, "\n")[:2], ""), "number 1") {
		t.Errorf("the third message is not at the top:\n%s", v)
	}
	do(p, keymap.PrevMessage)
	if got := strings.Split(screen(p), "\n")[1]; !strings.Contains(got, "number 0") {
		t.Errorf("second line = %q", got)
	}
	do(p, keymap.Last, keymap.Down, keymap.PageDown)
	if lines := strings.Split(screen(p), "\n"); !strings.Contains(lines[11], "number 39") {
		t.Errorf("last line = %q", lines[11])
	}
}

func TestSeen(t *testing.T) {
	t.Parallel()
	p := conversation.New(newEnv("none"))
	p.SetSize(80, 12)
	th := comments(40)
	th.SeenPart = "1010"
	up := run(p.Show(th, sampleDirectory))
	if len(up) != 1 {
		t.Fatalf("opening announced %v", up)
	}
	first := up[0].(conversation.Seen)
	if first.ID != th.Conversation.ID || first.Part < "1011" || first.Part > "1016" {
		t.Errorf("opening announced %v", first)
	}
	if up := do(p, keymap.Up); len(up) != 0 {
		t.Errorf("going up announced %v", up)
	}
	if up := do(p, keymap.Last); len(up) != 1 || up[0].(conversation.Seen).Part != "1039" {
		t.Errorf("the end announced %v", up)
	}
	if up := run(p.Show(th, sampleDirectory)); len(up) != 0 {
		t.Errorf("a refresh announced %v", up)
	}
	if up := do(p, keymap.First, keymap.Last); len(up) != 0 {
		t.Errorf("seeing it again announced %v", up)
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
	if got := p.LastMessage(); got != "One more question: is the invoice corrected, too? I wrote to Li about it." {
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
