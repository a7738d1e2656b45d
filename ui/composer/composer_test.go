package composer

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/theme"
	"parley/ui/uitest"
)

func newPane(t *testing.T, drafts ...desk.Draft) *Pane {
	t.Helper()
	env := &pane.Env{Theme: theme.Default(), Now: func() time.Time { return time.Unix(0, 0) }}
	p := New(env, "y send  i edit")
	p.SetSize(60, 14)
	p.SetFocus(true)
	p.Open(Target{ID: "7", Channel: "email", Me: "Ana", People: []Person{
		{ID: "c1", Label: "Ada Obi", Email: "ada@example.com"}, {ID: "c2", Label: "Li Wei"},
	}}, desk.ModeAdmin, drafts)
	return p
}

// press types keys the way the root routes them.
func press(t testing.TB, p *Pane, script string) []tea.Msg {
	t.Helper()
	keys := keymap.Default()
	var out []tea.Msg
	for _, k := range uitest.Keys(t, script) {
		a, _ := keys.Match([]keymap.Scope{p.Scope()}, []string{k.String()})
		var cmd tea.Cmd
		if a != "" {
			cmd, _ = p.Do(a)
		} else if p.Typing() {
			cmd = p.Type(k)
		}
		out = append(out, messages(cmd)...)
	}
	return out
}

// messages runs a command that blocks on nothing.
func messages(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var out []tea.Msg
		for _, c := range msg {
			out = append(out, messages(c)...)
		}
		return out
	default:
		return []tea.Msg{msg}
	}
}

func find[T any](msgs []tea.Msg) (T, bool) {
	for _, m := range msgs {
		if v, ok := m.(T); ok {
			return v, true
		}
	}
	var zero T
	return zero, false
}

func TestSendingTakesTheReviewBar(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	if _, sent := find[Confirmed](press(t, p, "text:Hello\nenter text:Ada")); sent {
		t.Fatal("enter sent the reply")
	}
	if p.input.Value() != "Hello\nAda" {
		t.Fatalf("the box holds %q", p.input.Value())
	}
	press(t, p, "esc")
	if !p.Reviewing() {
		t.Fatal("esc did not lead to the review bar")
	}
	view := p.View()
	for _, want := range []string{"PUBLIC", "Ada Obi <ada@example.com>", "email", "Ana"} {
		if !strings.Contains(view, want) {
			t.Errorf("the review bar does not say %q:\n%s", want, view)
		}
	}
	c, sent := find[Confirmed](press(t, p, "y"))
	if !sent || c.Reply.Mode != desk.ModeAdmin || c.Reply.Text != "Hello\nAda" || c.Reply.HTML == "" || c.Reply.Then != nil {
		t.Errorf("y confirmed %+v, %v", c, sent)
	}
}

func TestSendAndClose(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	c, sent := find[Confirmed](press(t, p, "text:Bye\nesc Y"))
	if !sent || len(c.Reply.Then) != 1 || c.Reply.Then[0].Kind != desk.ActClose {
		t.Errorf("Y confirmed %+v, %v", c, sent)
	}
}

func TestNothingIsSentEmpty(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	if _, sent := find[Confirmed](press(t, p, "text:___\nbackspace backspace backspace enter ctrl+enter")); sent {
		t.Error("a reply without text was confirmed")
	}
	if c, ok := find[Closed](press(t, p, "esc")); !ok || !c.Discarded {
		t.Error("an empty composer does not close")
	}
}

func TestANoteAsksBeforeItBecomesPublic(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	press(t, p, "ctrl+t")
	if p.Mode() != desk.ModeNote {
		t.Fatalf("ctrl+t led to %s", p.Mode())
	}
	press(t, p, "text:internal")
	press(t, p, "ctrl+t")
	if p.Mode() != desk.ModeNote {
		t.Fatal("the note became public without a question")
	}
	press(t, p, "n")
	if p.Mode() != desk.ModeNote {
		t.Fatal("n made the note public")
	}
	press(t, p, "i ctrl+t")
	held := tea.KeyPressMsg{Code: 'y', Text: "y", IsRepeat: true}
	p.Type(held)
	if p.Mode() != desk.ModeNote {
		t.Fatal("a key held down made the note public")
	}
	moved, ok := find[Moved](press(t, p, "y"))
	if !ok || moved.From != desk.ModeNote || p.Mode() != desk.ModeAdmin {
		t.Errorf("y led to %s with %+v", p.Mode(), moved)
	}
}

func TestChangingModeLosesNoText(t *testing.T) {
	t.Parallel()
	p := newPane(t, desk.Draft{ConversationID: "7", Mode: desk.ModeNote, Text: "waiting note"})
	press(t, p, "text:public\nctrl+t")
	if p.Mode() != desk.ModeNote || p.input.Value() != "waiting note" {
		t.Fatalf("the box holds %q as %s", p.input.Value(), p.Mode())
	}
	if d := p.drafts[desk.ModeAdmin]; d.Text != "public" {
		t.Errorf("the reply was left as %q", d.Text)
	}
}

func TestWhatIsConfirmedIsConfirmedOnce(t *testing.T) {
	t.Parallel()
	for _, script := range []string{"text:Hello\nesc y y Y y", "text:Hello\nctrl+enter ctrl+enter text:y\nesc y"} {
		p := newPane(t)
		sent := 0
		for _, m := range press(t, p, script) {
			if _, ok := m.(Confirmed); ok {
				sent++
			}
		}
		if sent != 1 {
			t.Errorf("%q confirmed %d replies", script, sent)
		}
		p.GiveBack("No room on the disk.")
		if !strings.Contains(p.View(), "No room on the disk.") {
			t.Errorf("the reason is not said:\n%s", p.View())
		}
		if c, again := find[Confirmed](press(t, p, "y")); !again || c.Reply.Text != "Hello" {
			t.Errorf("a reply that was given back cannot be sent: %+v", c)
		}
	}
}

func TestTextThatMakesRoomIsSavedAtOnce(t *testing.T) {
	t.Parallel()
	p := newPane(t, desk.Draft{ConversationID: "7", Mode: desk.ModeNote, Text: "waiting note"})
	parked, ok := find[Parked](press(t, p, "text:public\nctrl+t"))
	if !ok || parked.Draft.Text != "public" || parked.Draft.Mode != desk.ModeAdmin {
		t.Errorf("ctrl+t put aside %+v, %v", parked, ok)
	}
}

func TestRefusingToGoPublicLeadsBackToTyping(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	press(t, p, "ctrl+t text:intern\nctrl+t n text:al\n")
	if p.Mode() != desk.ModeNote || p.input.Value() != "internal" {
		t.Errorf("the box holds %q as %s", p.input.Value(), p.Mode())
	}
}

func TestTheContactIsNamed(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	press(t, p, "text:Called.\nesc t t y")
	if !strings.Contains(p.View(), "Ada Obi") || !strings.Contains(p.View(), "c1") {
		t.Errorf("the review bar does not name the contact and the selector:\n%s", p.View())
	}
	press(t, p, "c")
	if p.Draft().ContactID != "c2" || !strings.Contains(p.View(), "Li Wei") {
		t.Errorf("c chose %q", p.Draft().ContactID)
	}
}

func TestDraftComesBackWithItsCursor(t *testing.T) {
	t.Parallel()
	want := desk.Draft{ConversationID: "7", Mode: desk.ModeAdmin, Text: "eins\nzwei 日本\ndrei", Cursor: 8}
	p := newPane(t, want)
	if got := p.Draft(); got.Text != want.Text || got.Cursor != want.Cursor {
		t.Errorf("the draft came back as %q at %d", got.Text, got.Cursor)
	}
}

func TestPastedTextIsCleaned(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	p.Type(tea.PasteMsg{Content: "one\r\ntwo\x1b[31m\u202e\u009dthree"})
	got := p.input.Value()
	if strings.ContainsAny(got, "\x1b\u202e\u009d\r") || !strings.HasPrefix(got, "one\ntwo") || strings.Count(got, "\n") != 1 {
		t.Errorf("the box holds %q", got)
	}
}

func TestWhatWasRefusedIsForgottenWithTheNextTry(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	press(t, p, "text:x\nesc")
	p.Say("There is no file /nowhere.")
	press(t, p, "a text:https://example.com/a.png\nenter a text:https://example.com/a.png\nenter")
	if v := p.View(); strings.Contains(v, "/nowhere") || strings.Count(v, "a.png") != 1 {
		t.Errorf("the review bar is\n%s", v)
	}
}
