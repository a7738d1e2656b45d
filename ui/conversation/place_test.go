package conversation_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"parley/keymap"
	"parley/ui/conversation"
)

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
	first, ok := up[0].(conversation.Seen)
	if !ok || first.ID != th.Conversation.ID || first.Part < "1011" || first.Part > "1016" {
		t.Errorf("opening announced %v", first)
	}
	if up := do(p, keymap.Up); len(up) != 0 {
		t.Errorf("going up announced %v", up)
	}
	up = do(p, keymap.Last)
	if len(up) != 1 {
		t.Fatalf("the end announced %v", up)
	}
	if end, ok := up[0].(conversation.Seen); !ok || end.Part != "1039" {
		t.Errorf("the end announced %v", up)
	}
	if up := run(p.Show(th, sampleDirectory)); len(up) != 0 {
		t.Errorf("a refresh announced %v", up)
	}
	if up := do(p, keymap.First, keymap.Last); len(up) != 0 {
		t.Errorf("seeing it again announced %v", up)
	}
}

func TestHidingKeepsThePlace(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 12, comments(60))
	do(p, keymap.First, keymap.PageDown, keymap.Down)
	before := screen(p)
	p.SetSize(0, 0)
	if up := run(p.Show(comments(60), sampleDirectory)); len(up) != 0 {
		t.Errorf("hidden, yet seen: %v", up)
	}
	p.SetSize(80, 12)
	if screen(p) != before {
		t.Errorf("hiding moved the screen:\n%s", screen(p))
	}
}
