package conversation_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/conversation"
)

var (
	keyEsc       = tea.KeyPressMsg{Code: tea.KeyEscape}
	keyEnter     = tea.KeyPressMsg{Code: tea.KeyEnter}
	keyUp        = tea.KeyPressMsg{Code: tea.KeyUp}
	keyDown      = tea.KeyPressMsg{Code: tea.KeyDown}
	keyBackspace = tea.KeyPressMsg{Code: tea.KeyBackspace}
)

// lastLine is the bottom line of the screen, its blanks collapsed.
func lastLine(p *conversation.Pane) string {
	lines := strings.Split(screen(p), "\n")
	return strings.Join(strings.Fields(lines[len(lines)-1]), " ")
}

func TestFind(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 12, comments(40))
	do(p, keymap.First, keymap.Find)
	if !p.Typing() {
		t.Fatal("a search is open and does not take keys")
	}
	press(p, letters("NUMBER 3")...)
	if got := lastLine(p); got != "/NUMBER 3 not found" {
		t.Errorf("capitals count, yet: %q", got)
	}
	press(p, keyBackspace, keyBackspace)
	for range "NUMBER" {
		press(p, keyBackspace)
	}
	press(p, letters("number 3")...)
	if got := lastLine(p); got != "/number 3 1/11 ↓ ↑ next, previous" { // 3, 30 to 39
		t.Errorf("bottom line = %q", got)
	}
	if v := p.View(); !strings.Contains(v, "\x1b[1;7mnumber 3\x1b[m.") {
		t.Errorf("the match is not marked: %q", v)
	}
	press(p, keyDown, keyDown)
	if v := screen(p); !strings.Contains(v, "number 31.") || !strings.Contains(lastLine(p), "3/11") {
		t.Errorf("two matches on:\n%s", v)
	}
	press(p, keyUp, keyUp, keyUp)
	if v := screen(p); !strings.Contains(v, "number 39.") || !strings.Contains(lastLine(p), "11/11") {
		t.Errorf("before the first is the last:\n%s", v)
	}
	press(p, keyEnter)
	if p.Typing() {
		t.Error("enter does not give the keys back")
	}
	do(p, keymap.FindNext)
	if got := lastLine(p); got != "/number 3 1/11" {
		t.Errorf("bottom line = %q", got)
	}
	if _, ok := p.Do(keymap.Back); !ok {
		t.Error("going back does not end the search")
	}
	if _, ok := p.Do(keymap.Back); ok {
		t.Error("going back a second time is not left to the root")
	}
	if v := p.View(); strings.Contains(v, "\x1b[1;7m") || strings.Contains(v, "/number") {
		t.Errorf("the search leaves marks: %q", v)
	}
	do(p, keymap.FindNext)
	if got := lastLine(p); !strings.HasPrefix(got, "/number 3 ") || p.Typing() {
		t.Errorf("next after the end does not search again: %q", got)
	}
}

func TestFindTypesAndEnds(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 12, comments(4))
	do(p, keymap.Find)
	if c := p.Cursor(); c == nil || c.X != 2 || c.Y != 11 {
		t.Errorf("cursor = %v", c)
	}
	p.Type(tea.PasteMsg{Content: "num\x1b[31mber\n"})
	if got := lastLine(p); !strings.HasPrefix(got, "/num␛[31mber") {
		t.Errorf("pasted: %q", got)
	}
	press(p, keyEsc)
	if p.Typing() || strings.Contains(screen(p), "/num") || p.Cursor() != nil {
		t.Error("esc does not end the search")
	}
	do(p, keymap.Find)
	press(p, keyEnter)
	if p.Typing() {
		t.Error("an empty search goes on")
	}
}

func TestFindAcrossLinesStylesAndFolds(t *testing.T) {
	t.Parallel()
	body := "<p>Please return the <b>se</b>cond charge to the card that ends in 4411 and confirm it by mail.</p><p>长句子没有空格所以会在任何地方换行显示出来</p>" +
		`<div class="gmail_quote">On Monday Ana wrote:<blockquote>the hidden treasure<br>and one more line<br>and another</blockquote></div>`
	th := withParts(part(1, "comment", ada, 5, body), part(2, "close", ana, 4, ""), part(3, "priority_changed", ana, 3, ""))
	tests := []struct{ query, count, want string }{
		{"second charge to the card that ends", "1/1", "second"},
		{"没有空格所以会在任何地方换行", "1/1", "没有"},
		{"hidden treasure", "1/1", "hidden treasure"},
		{"ana wrote", "1/1", "Ana wrote"},
		{"priority changed", "1/1", "priority changed by Ana Sousa"},
		{"ada obi", "2/2", "Ada Obi"},
	}
	for _, tt := range tests {
		for _, w := range []int{25, 40, 100} {
			p := open(newEnv("none"), w, 10, th)
			do(p, keymap.Last, keymap.Find)
			press(p, letters(tt.query)...)
			press(p, keyEnter)
			if tt.query == "ada obi" {
				do(p, keymap.FindNext)
			}
			v := p.View()
			if got := lastLine(p); !strings.Contains(got, "/1") && !strings.Contains(got, "/2") {
				t.Errorf("%q at %d: %q", tt.query, w, got)
			}
			if !strings.Contains(v, "\x1b[1;7m") {
				t.Errorf("%q at %d: nothing marked:\n%s", tt.query, w, screen(p))
			}
		}
	}
}

func TestFindSurvivesRefresh(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 12, comments(20))
	do(p, keymap.First, keymap.Find)
	press(p, letters("message")...)
	press(p, keyDown)
	if got := lastLine(p); !strings.Contains(got, "2/20") {
		t.Fatalf("bottom line = %q", got)
	}
	p.Show(comments(21), sampleDirectory)
	if got := lastLine(p); !strings.Contains(got, "2/21") {
		t.Errorf("after a new part: %q", got)
	}
	p.Show(withParts(), sampleDirectory)
	if got := lastLine(p); !strings.Contains(got, "not found") {
		t.Errorf("after all parts went: %q", got)
	}
	do(p, keymap.FindNext, keymap.FindPrev)
}

func TestHints(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 60, sample())
	do(p, keymap.FollowOne)
	if !p.Typing() {
		t.Fatal("hints are shown and do not take keys")
	}
	v := screen(p)
	for _, want := range []string{" a  https://shop.example.com/orders/4411", " s  receipt-2026-11.pdf", " d  screen.png", "s receipt-2026-11.pdf  48 kB", "ahttps://shop.example.com"} {
		if !strings.Contains(v, want) {
			t.Errorf("no %q in\n%s", want, v)
		}
	}
	up := press(p, letters("s")...)
	want := conversation.Followed{URL: "https://downloads.example.com/receipt.pdf", Attachment: true, Name: "receipt-2026-11.pdf"}
	if len(up) != 1 || up[0] != tea.Msg(want) || p.Typing() {
		t.Errorf("typing s gave %v", up)
	}
	do(p, keymap.FollowOne)
	if up := press(p, keyEsc); len(up) != 0 || p.Typing() {
		t.Errorf("esc gave %v", up)
	}
	links := p.Links()
	if len(links) != 3 || links[0].URL != "https://shop.example.com/orders/4411" || links[0].Name != "the order" {
		t.Errorf("links = %v", links)
	}
}

func TestHintsAreOnlyOfWhatIsInView(t *testing.T) {
	t.Parallel()
	th := withParts(part(1, "comment", ada, 5, `<p>See <a href="https://one.example/a">here</a>.</p>`+strings.Repeat("<p>line</p>", 40)+
		`<p>And <a href="https://two.example/b">here</a>.</p>`))
	p := open(newEnv("none"), 60, 10, th)
	do(p, keymap.Last)
	if links := p.Links(); len(links) != 1 || links[0].URL != "https://two.example/b" {
		t.Errorf("at the end: %v", links)
	}
	do(p, keymap.PageUp)
	do(p, keymap.FollowOne)
	if p.Typing() || !strings.Contains(lastLine(p), "no link or attachment here") {
		t.Errorf("where there is no link: %q", lastLine(p))
	}
	do(p, keymap.Up)
	if strings.Contains(screen(p), "no link") {
		t.Error("the notice stays")
	}
}

func TestManyHintsDoNotClash(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, `<p><a href="https://example.com/%02d">link</a></p>`, i)
	}
	p := open(newEnv("none"), 60, 80, withParts(part(1, "comment", ada, 5, b.String())))
	do(p, keymap.FollowOne)
	if up := press(p, letters("a")...); len(up) != 0 || !p.Typing() {
		t.Fatalf("one letter of two gave %v", up)
	}
	up := press(p, letters("s")...)
	if len(up) != 1 {
		t.Fatalf("two letters gave %v", up)
	}
	if followed, ok := up[0].(conversation.Followed); !ok || followed.Attachment {
		t.Errorf("two letters gave %v", up)
	}
}

func TestHintsOfNothing(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 60, 10, desk.Thread{Conversation: withParts().Conversation})
	p.SetSize(60, 1)
	do(p, keymap.Last, keymap.FollowOne)
	press(p, letters("zz")...)
}
