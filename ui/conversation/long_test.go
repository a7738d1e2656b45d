package conversation_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/conversation"
	"parley/ui/mask"
)

// longLines is how many numbered lines a long body has.
const longLines = 20_000

// longThread has a long message between two short ones, the last of which was
// seen.
func longThread() desk.Thread {
	var b strings.Builder
	for i := range longLines {
		fmt.Fprintf(&b, "<p>This is line <b>%d</b> of a long message from Ada.</p>", i)
	}
	long := part(2, "comment", ada, 20, b.String())
	long.Attachments = []api.Attachment{{Name: "log.txt", URL: "https://files.test/log.txt"}}
	t := withParts(part(1, "comment", ada, 30, "<p>short</p>"), long, part(3, "comment", ana, 10, "<p>Thank you, that is a lot.</p>"))
	t.SeenPart = "3"
	return t
}

var numbered = regexp.MustCompile(`This is line (\d+) of`)

// numbers returns the lines of the long message on the screen.
func numbers(t *testing.T, p *conversation.Pane) []int {
	t.Helper()
	var all []int
	for _, m := range numbered.FindAllStringSubmatch(screen(p), -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

func TestLongMessageIsFolded(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 24, longThread())
	v := screen(p)
	if !strings.Contains(v, "▸ 1.1 MB more · v unfolds") || !strings.Contains(v, "log.txt") || !strings.Contains(v, "Thank you") {
		t.Errorf("the end of the thread is\n%s", v)
	}
	if n := numbers(t, p); len(n) == 0 || n[len(n)-1] > 2000 {
		t.Errorf("the first piece ends with lines %v", n)
	}
}

func TestUnfoldedLongMessageIsReadFromTopToBottomAndBack(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 40, longThread())
	do(p, keymap.Unfold, keymap.First)
	next := 0
	for range longLines {
		for _, n := range numbers(t, p) {
			if n > next {
				t.Fatalf("line %d comes after %d", n, next-1)
			}
			next = max(next, n+1)
		}
		before := screen(p)
		if do(p, keymap.PageDown); screen(p) == before {
			break
		}
	}
	v := screen(p)
	if next != longLines || !strings.Contains(v, "log.txt") || !strings.Contains(v, "Thank you") {
		t.Fatalf("after %d lines the end of the thread is\n%s", next, v)
	}
	do(p, keymap.First)
	if do(p, keymap.Last); screen(p) != v {
		t.Errorf("going to the end shows\n%s\nscrolling there\n%s", screen(p), v)
	}
	next = longLines
	for range longLines {
		all := numbers(t, p)
		for _, n := range slices.Backward(all) {
			if n < next-1 {
				t.Fatalf("line %d comes before %d", n, next)
			}
			next = min(next, n)
		}
		before := screen(p)
		if do(p, keymap.PageUp); screen(p) == before {
			break
		}
	}
	if next != 0 || !strings.Contains(screen(p), "I was charged") {
		t.Errorf("up to line %d, the beginning of the thread is\n%s", next, screen(p))
	}
}

func TestEndOfALongMessageIsLookedForInTheBackground(t *testing.T) {
	t.Parallel()
	th := longThread()
	th.Conversation.Parts.Items = th.Conversation.Parts.Items[:2]
	p := open(newEnv("none"), 80, 24, th)
	unfolding, _ := p.Do(keymap.Unfold)
	before := firstLine(p)
	p.Do(keymap.Last)
	if v := screen(p); firstLine(p) != before || !strings.Contains(v, "looking for the end of 1.2 MB…") {
		t.Errorf("while the end is looked for:\n%s", v)
	}
	p.Do(keymap.Down)
	if v := screen(p); firstLine(p) == before || strings.Contains(v, "looking for") {
		t.Errorf("another key does not take the place of going to the end:\n%s", v)
	}
	p.Do(keymap.Last)
	deliver(p, unfolding)
	if v := screen(p); !strings.Contains(v, fmt.Sprintf("This is line %d of", longLines-1)) || strings.Contains(v, "looking for") {
		t.Errorf("once the end is known:\n%s", v)
	}
}

func TestLongMessageIsFoldedAgain(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 24, longThread())
	do(p, keymap.Unfold, keymap.Last, keymap.PageUp, keymap.PageUp)
	if n := numbers(t, p); len(n) == 0 || n[0] < longLines-100 {
		t.Fatalf("a page above the end are lines %v", n)
	}
	do(p, keymap.Unfold)
	if v := screen(p); !strings.Contains(firstLine(p), "Ada Obi") || !strings.Contains(v, "This is line 0 of") {
		t.Errorf("folded again:\n%s", v)
	}
}

func TestPlaceInALongMessageSurvives(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 24, longThread())
	do(p, keymap.Unfold, keymap.Last, keymap.PageUp, keymap.PageUp, keymap.PageUp)
	want := numbers(t, p)[0]
	p.SetSize(34, 24) // each line takes two
	if n := numbers(t, p); len(n) == 0 || n[0] > want+1 || n[0] < want {
		t.Errorf("at another width: lines %v, %d was at the top", n, want)
	}
	p.SetSize(80, 24)
	p.Show(longThread(), sampleDirectory)
	if n := numbers(t, p); len(n) == 0 || n[0] != want {
		t.Errorf("after a refresh: lines %v, %d was at the top", n, want)
	}
	do(p, keymap.PrevMessage)
	if n := numbers(t, p); len(n) == 0 || n[0] != 0 {
		t.Errorf("the beginning of the message: lines %v", n)
	}
	do(p, keymap.NextMessage)
	if v := screen(p); !strings.Contains(v, "Thank you") {
		t.Errorf("the next message:\n%s", v)
	}
}

func TestFindInALongMessage(t *testing.T) {
	t.Parallel()
	p := open(newEnv("none"), 80, 24, longThread())
	do(p, keymap.Find)
	press(p, letters("line 1999")...)
	press(p, tea.KeyPressMsg{Code: tea.KeyEnter})
	for i, want := range []int{1999, 19990, 19991} {
		if i > 0 {
			do(p, keymap.FindNext)
		}
		if v := screen(p); !strings.Contains(v, fmt.Sprintf("This is line %d of", want)) || !strings.Contains(v, fmt.Sprintf("%d/11", i+1)) {
			t.Errorf("match %d:\n%s", i+1, v)
		}
	}
	do(p, keymap.FindPrev, keymap.FindPrev, keymap.FindPrev)
	if v := screen(p); !strings.Contains(v, "This is line 19999 of") || !strings.Contains(v, "11/11") {
		t.Errorf("the last match:\n%s", v)
	}
}

func TestLongMessageIsMaskedWhereItIsShown(t *testing.T) {
	t.Parallel()
	env := newEnv("none")
	env.Mask = mask.New([]byte("a key"))
	env.Mask.Learn(mask.Person{Name: "Ada Obi"})
	p := open(env, 80, 24, longThread())
	do(p, keymap.Unfold, keymap.Last)
	if v := screen(p); !strings.Contains(v, "from Ada") {
		t.Fatalf("not masked yet:\n%s", v)
	}
	do(p, keymap.Find)
	press(p, letters("message from ada")...)
	env.Mask.SetLevel(mask.Names)
	p.Remask()
	for _, m := range run(p.Update(nil)) {
		deliver(p, p.Update(m))
	}
	if v := screen(p); strings.Contains(v, "Ada") || len(numbers(t, p)) == 0 || !strings.Contains(v, fmt.Sprintf("/%d", longLines)) {
		t.Errorf("masked, and searched for what is masked alike:\n%s", v)
	}
}

func TestCopyOfALongMessageSaysWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	th := longThread()
	th.Conversation.Parts.Items = th.Conversation.Parts.Items[:2]
	text, more := open(newEnv("none"), 80, 24, th).LastMessage()
	if !strings.HasPrefix(text, "This is line 0 of") || len(text) > 100_000 || more != "1.1 MB more" {
		t.Errorf("%d bytes and %q", len(text), more)
	}
}
