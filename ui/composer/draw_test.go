package composer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/api/desk"
	"parley/ui/pane"
	"parley/ui/theme"
	"parley/ui/uitest"
)

func TestQuestionsAreWholeAtAnyWidth(t *testing.T) {
	t.Parallel()
	for _, w := range []int{38, 60, 118} {
		for script, keys := range map[string][]string{
			"text:x\nesc d":         {"y discard", "n keep"},
			"ctrl+t text:x\nctrl+t": {"y make it public", "n stay internal"},
		} {
			p := newPane(t)
			p.SetSize(w, 7)
			press(t, p, script)
			for _, k := range keys {
				if !strings.Contains(p.View(), k) {
					t.Errorf("%q does not say %q at %d columns:\n%s", script, k, w, p.View())
				}
			}
		}
	}
}

func TestHundredsOfLinesFit(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	press(t, p, strings.Repeat("text:x\nenter\n", 150))
	if n := p.input.LineCount(); n != 151 {
		t.Errorf("the box took %d lines", n)
	}
}

func TestGeometry(t *testing.T) {
	t.Parallel()
	for _, script := range []string{"text:Hello", "text:Hello\nesc", "text:Hello\nesc d", "text:Hello\nesc a", "ctrl+t text:日本語👨‍👩‍👧‍👦\nctrl+t"} {
		uitest.Geometry(t, func(w, h int) string {
			p := newPane(t)
			p.SetSize(w, h)
			press(t, p, script)
			return p.View()
		})
	}
}

func TestTheThemeMayChangeBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	env := &pane.Env{Theme: theme.Default(), Now: time.Now}
	p := New(env, "y send  i edit")
	p.Dress()
	if p.Active() {
		t.Error("dressing opened the composer")
	}
}

func TestTheCursorStaysInTheBoxWhileTyping(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	p.SetSize(20, 4)
	for i := range 200 {
		press(t, p, "text:words ")
		if c := p.Cursor(); c == nil || c.Y < 0 || c.Y >= 4 || c.X < 2 || c.X > 20 {
			t.Fatalf("after %d words the cursor is at %+v", i+1, c)
		}
	}
	if got := strings.Count(p.View(), "words"); got < 6 {
		t.Errorf("the last words are not there:\n%s", p.View())
	}
	if got := strings.Count(p.Draft().Text, "words "); got != 200 {
		t.Errorf("%d of 200 words", got)
	}
}

func TestALongDraftOpensAtItsCursor(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range 60 {
		lines = append(lines, fmt.Sprintf("line %d", i))
	}
	text := strings.Join(lines, "\n")
	for _, tt := range []struct {
		cursor int
		sees   string
	}{{len(text), "line 59"}, {0, "line 0"}, {strings.Index(text, "line 30"), "line 30"}} {
		p := newPane(t, desk.Draft{ConversationID: "7", Mode: desk.ModeAdmin, Text: text, Cursor: tt.cursor})
		if c := p.Cursor(); c == nil || c.Y < 0 || c.Y >= 14 || !strings.Contains(p.View(), tt.sees) {
			t.Errorf("cursor %d: at %+v in\n%s", tt.cursor, c, p.View())
		}
		if p.Draft().Cursor != tt.cursor {
			t.Errorf("the cursor is at %d, not %d", p.Draft().Cursor, tt.cursor)
		}
	}
}

// The bubble counts clusters, most terminals code points.
func TestWideEmojiLeaveNothingOutAndTheCursorWhereItIs(t *testing.T) {
	t.Parallel()
	for _, graphemes := range []bool{false, true} {
		p := newPane(t)
		p.env.Measure.Graphemes = graphemes
		p.SetSize(40, 12)
		text := "a 👍🏿 b 👨‍👩‍👧‍👦 ❤️ c"
		press(t, p, "text:"+text)
		if c := p.Cursor(); c == nil || c.X != promptWidth+p.env.Measure.Width(text) || c.Y != 0 {
			t.Errorf("graphemes %t: the cursor is at %v, behind %d cells", graphemes, c, p.env.Measure.Width(text))
		}
		if strings.Contains(p.View(), "…") {
			t.Errorf("graphemes %t: something is left out:\n%s", graphemes, p.View())
		}
		for i := range 14 {
			press(t, p, fmt.Sprintf("text: 👨‍👩‍👧‍👦👍🏿%d", i))
		}
		for i := range 14 {
			if !strings.Contains(p.View(), fmt.Sprintf("👨‍👩‍👧‍👦👍🏿%d", i)) {
				t.Errorf("graphemes %t: number %d is not seen:\n%s", graphemes, i, p.View())
			}
		}
		p.input.Reset()
		press(t, p, "text:"+strings.Repeat("x", 37))
		if !strings.Contains(p.View(), strings.Repeat("x", 37)) {
			t.Errorf("graphemes %t: the box stays narrow:\n%s", graphemes, p.View())
		}
	}
}

// TestTheReviewSaysWhatIsOutOfSight reviews more than there is room for.
func TestTheReviewSaysWhatIsOutOfSight(t *testing.T) {
	t.Parallel()
	p := newPane(t)
	p.Type(tea.PasteMsg{Content: strings.Repeat("a line\n\n", 99) + "the end"})
	press(t, p, "esc")
	if v := ansi.Strip(p.View()); !strings.Contains(v, "lines 1–9 of 199, j scrolls") {
		t.Errorf("nothing says that there is more:\n%s", v)
	}
	press(t, p, "space")
	if v := ansi.Strip(p.View()); !strings.Contains(v, "lines 9–17 of 199") {
		t.Errorf("not a page further:\n%s", v)
	}
	press(t, p, strings.Repeat("pgdown ", 30))
	if v := ansi.Strip(p.View()); !strings.Contains(v, "of 199") || !strings.Contains(v, "the end") {
		t.Errorf("not at the end:\n%s", v)
	}
	press(t, p, "- k i ctrl+u esc")
	q := newPane(t)
	press(t, q, "text:short\nesc")
	if v := ansi.Strip(q.View()); strings.Contains(v, "of 1") {
		t.Errorf("all of it is to be seen:\n%s", v)
	}
}
