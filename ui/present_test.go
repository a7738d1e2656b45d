package ui_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/ui"
	"parley/ui/inbox"
	"parley/ui/mask"
	"parley/ui/term"
	"parley/ui/theme"
	"parley/ui/uitest"
)

// presenting is a screen in presenter mode over the desk of a bench.
type presenting struct {
	*uitest.Driver
	t       *testing.T
	secrets uitest.Secrets
	told    []string // notifications
	found   map[string]string
}

func present(t *testing.T, b *bench, w, h int) *presenting {
	t.Helper()
	p := &presenting{t: t, secrets: uitest.WorkspaceSecrets(t, b.server.URL, sandbox.DefaultToken), found: map[string]string{}}
	if len(p.secrets) < 150 {
		t.Fatalf("only %d secrets are known", len(p.secrets))
	}
	b.WaitForText("Li Wei")
	sub := b.desk.Subscribe()
	t.Cleanup(sub.Close)
	macro := ui.Macro{Name: "Greeting", Expand: func(v map[string]string) (string, int, []string) {
		text := fmt.Sprintf("Hello %s <%s>, this is %s.", v["contact.name"], v["contact.email"], v["admin.name"])
		return text, len([]rune(text)), nil
	}}
	m := ui.New(t.Context(), ui.Options{
		Desk: b.desk, Events: sub, Theme: theme.Default(), Host: term.Host{}, Now: func() time.Time { return start }, Hyperlinks: true,
		Mask:   mask.New([]byte("a key")),
		Macros: func(context.Context) ([]ui.Macro, error) { return []ui.Macro{macro}, nil },
		Notify: func(title, body string) string { p.told = append(p.told, title+"\n"+body); return "" },
	})
	p.Driver = uitest.New(t, m, w, h)
	p.WaitForText("Li Wei")
	p.Press("P")
	p.WaitForText("MASK")
	return p
}

// look checks what is on the screen, and where its links lead.
func (p *presenting) look(where string) {
	p.t.Helper()
	for _, found := range p.secrets.Search(p.Screen() + "\n" + p.View().WindowTitle + "\n" + p.Clipboard() + "\n" + strings.Join(p.told, "\n")) {
		p.report(found, where)
	}
	for _, link := range regexp.MustCompile(`\x1b\]8;[^;]*;([^\x1b\x07]*)`).FindAllStringSubmatch(p.View().Content, -1) {
		for _, found := range p.secrets.Search(link[1]) {
			p.report(found+" in the link "+link[1], where)
		}
	}
}

func (p *presenting) report(found, where string) {
	p.t.Helper()
	if p.found[found] == "" {
		p.found[found] = where
		p.t.Errorf("%s shows the %s", where, found)
		if len(p.found) < 4 {
			for line := range strings.Lines(p.Screen()) {
				if p.secrets.Search(line) != nil {
					p.t.Log(line)
				}
			}
		}
	}
}

// leaf looks at all pages of what is open, from the one that is shown.
func (p *presenting) leaf(where string) {
	p.t.Helper()
	for last := ""; p.Screen() != last; {
		p.look(where)
		last = p.Screen()
		p.Press("space")
	}
}

// TestPresenterModeHidesTheWholeWorkspace walks through every view, every
// conversation with its panel and figures, and every overlay.
func TestPresenterModeHidesTheWholeWorkspace(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	p := present(t, b, 170, 110)
	ids := map[string]bool{}
	for i := range 9 {
		p.Press(fmt.Sprint(i + 1))
		p.WaitFor("the view", func() bool { return !strings.Contains(p.Screen(), "Loading…") })
		p.leaf(fmt.Sprintf("view %d", i+1))
		views := b.desk.Views()
		list, err := b.desk.List(t.Context(), desk.ListRequest{View: views[i].ID, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Rows {
			ids[string(r.Conversation.ID)] = true
		}
	}
	if len(ids) < 60 {
		t.Fatalf("the workspace has only %d conversations", len(ids))
	}
	p.Press("i")
	for id := range ids {
		p.Send(inbox.Opened{ID: api.ID(id)})
		p.WaitFor("conversation "+id, func() bool { return p.View().Cursor == nil && !strings.Contains(p.Screen(), "Loading") })
		p.Press("g g")
		p.leaf("conversation " + id)
		p.Press("S")
		p.leaf("the figures of " + id)
		p.Press("esc")
	}
}

// TestPresenterModeHidesWhatLiesOver looks at everything that opens over a
// conversation, at what is typed, copied and told.
func TestPresenterModeHidesWhatLiesOver(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	p := present(t, b, 160, 50)
	id, _ := b.sandbox.ConversationID("refund-4411")
	for _, keys := range []string{
		"", "a", "t", "z", "m", "V", ":", "ctrl+k", "?", "o", "f", "/\ntext:Ada\nenter", "S",
		":\ntext:assign Jonas", ":\ntext:search Ada", "a\ntext:Priya",
		"y l", "y i", "y a", "y m",
		"r\ntext:Dear Ada Obi, ask Jonas Lindqvist or ada.obi@example.com.\nesc", "n\ntext:Ada Obi again", "n\nesc t", "c\ntext:I am Ada",
	} {
		p.Press(":\ntext:open " + id + "\nenter")
		p.WaitForText("Billing by")
		p.Press(keys)
		p.look("what " + strings.ReplaceAll(keys, "\n", " ") + " opens")
		if strings.HasPrefix(keys, "y") && p.Clipboard() == "" {
			t.Errorf("%s copied nothing", keys)
		}
		if keys == "f" {
			p.Press("esc")
		}
		p.leave()
		if keys == "f" { // hints have no frame and no cursor
			p.Press("esc")
		}
	}
	p.Press("b")
	p.WaitForText("Teammate")
	p.leaf("the board")
	p.Press("y")
	if !strings.Contains(p.Clipboard(), "Teammate") {
		t.Errorf("the board was not copied: %q", p.Clipboard())
	}
	p.look("the board that was copied")
	p.Press("b")
	p.Press(":\ntext:search Ada\nenter")
	p.WaitForText("Search:")
	p.look("what is found")
	p.Press("esc 3 enter")
	if _, err := b.sandbox.CustomerReplies(id, "<p>Ada Obi here, again: ada.obi@example.com, +44 20 7946 0958.</p>"); err != nil {
		t.Fatal(err)
	}
	p.Press("ctrl+r")
	p.WaitFor("the notification", func() bool { return len(p.told) > 0 })
	p.look("the notification")
}

// leave closes whatever is open, and keeps what was typed as a draft.
func (p *presenting) leave() {
	for range 3 {
		if strings.Contains(p.Screen(), "p keep draft") {
			p.Press("p")
			p.WaitForText("Kept as a draft")
			return
		}
		if strings.Contains(p.Screen(), "MASK") && p.View().Cursor == nil && !strings.Contains(p.Screen(), "╭─") {
			return
		}
		p.Press("esc")
	}
}

// TestWhatIsSentInPresenterModeIsTheTruth writes with a macro and by hand.
func TestWhatIsSentInPresenterModeIsTheTruth(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	p := present(t, b, 140, 50)
	id, _ := b.sandbox.ConversationID("refund-4411")
	p.Press(":\ntext:open " + id + "\nenter")
	p.WaitForText("Billing by")
	p.Press("m enter")
	p.WaitForText("esc review")
	p.Press("text: Ada, ask Jonas.")
	p.WaitForText(p.name("Jonas"))
	p.Press("esc")
	p.look("the review bar")
	p.Press("y")
	p.WaitForText("Reply posted")
	p.look("what was posted")
	sent := b.replies()
	if len(sent) != 1 {
		t.Fatalf("%d replies were sent", len(sent))
	}
	body := string(sent[0].Body)
	for _, want := range []string{"Hello Ada Obi", "ada.obi@example.com", "this is Ana Sousa.", "Ada, ask Jonas."} {
		if !strings.Contains(body, want) {
			t.Errorf("what was sent leaves out %q: %s", want, body)
		}
	}
	p.Press("a\ntext:Jonas Lindqvist\nenter")
	p.WaitForText("Assigned “")
	p.look("the assignment")
	p.WaitFor("the assignment to reach Intercom", func() bool {
		return slices.ContainsFunc(b.sandbox.Journal(), func(e sandbox.Entry) bool { return strings.Contains(string(e.Body), "7310002") })
	})
}

// name is what presenter mode calls somebody.
func (p *presenting) name(s string) string {
	m := mask.New([]byte("a key"))
	m.SetLevel(mask.Names)
	return m.Name(s)
}

// TestPresenterModeBlursAndAsks goes through all of its levels, and back to a
// screen that is as it was.
func TestPresenterModeBlursAndAsks(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	p := present(t, b, 140, 40)
	id, _ := b.sandbox.ConversationID("refund-4411")
	p.Press(":\ntext:open " + id + "\nenter")
	p.WaitForText("charged twice")
	p.Press("r\ntext:Dear Ada\nenter")
	p.Press("text:good news\nesc p P")
	p.WaitForText("MASK, blurred")
	for _, gone := range []string{"charged twice", "Checked Stripe", "wonderful"} {
		if strings.Contains(p.Screen(), gone) {
			t.Errorf("a blurred screen says %q:\n%s", gone, p.Screen())
		}
	}
	p.WaitForText("░░░░░ ░░░")
	p.Press("r")
	p.WaitForText("good news")
	if strings.Contains(p.Screen(), "Dear") {
		t.Errorf("more than the line with the cursor can be read:\n%s", p.Screen())
	}
	p.Press("esc")
	if strings.Contains(p.Screen(), "good news") {
		t.Errorf("the preview can be read:\n%s", p.Screen())
	}
	p.Press("p P")
	p.WaitForText("Leaving it shows")
	p.Press("P P")
	if !strings.Contains(p.Screen(), "MASK, blurred") {
		t.Fatalf("the key that asks also answered:\n%s", p.Screen())
	}
	p.look("the question")
	p.Press("S")
	p.WaitForText("charged twice")
	if s := p.Screen(); strings.Contains(s, "MASK") || !strings.Contains(s, "Ada Obi") {
		t.Errorf("presenter mode was not left:\n%s", s)
	}
	if p.secrets.Search(p.Screen()) == nil {
		t.Error("the search for secrets finds none where they are")
	}
}

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
