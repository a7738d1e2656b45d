package ui_test

import (
	"strings"
	"testing"
)

// TestSearchSaysHowCompleteItIs: half of the sentence would promise that
// everything was searched.
func TestSearchSaysHowCompleteItIs(t *testing.T) {
	t.Parallel()
	for _, w := range []int{40, 80, 100, 120} {
		b := open(t, w, 40, "")
		b.WaitForText("Li Wei")
		b.Press("/\ntext:refund\nenter")
		b.WaitForText("Search: refund")
		b.WaitFor("what was searched", func() bool {
			var words []string
			for line := range strings.Lines(b.Screen()) {
				for cell := range strings.SplitSeq(line, "│") {
					if cell = strings.TrimSpace(cell); cell != "" {
						words = append(words, cell)
						break
					}
				}
			}
			said := strings.Join(words, " ")
			return strings.Contains(said, "conversations searched in full here; Intercom ") && strings.Contains(said, "Ada Obi")
		})
	}
}

// TestAMistypedSearchChangesNothing corrects a search step by step.
func TestAMistypedSearchChangesNothing(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("j j j")
	b.Press("text:/\n")
	b.Press("text:is:opne tomatoes\nenter")
	b.WaitForText(`"is:opne" at 1`)
	b.settled(t)
	if s := b.Screen(); !strings.Contains(s, "─ Mine 13 ") || !strings.Contains(b.selected(), "Ada Obi") {
		t.Fatalf("the view is not as it was:\n%s", s)
	}
	b.Press("text:/\n")
	b.WaitForText("/ is:opne tomatoes")
	b.Press("ctrl+u text:is:open tomatoes\nenter")
	b.WaitForText("Search: is:open tomatoes")
	b.WaitForText("June Albright")
	b.WaitFor("the mistake to be forgiven", func() bool { return !strings.Contains(b.Screen(), "is:opne") })
	b.Press("text:/\n")
	b.Press("ctrl+u text:assignee:bob\nenter")
	b.WaitForText("no teammate is called that")
	b.settled(t)
	if !strings.Contains(b.Screen(), "─ Search: is:open tomatoes ") || !strings.Contains(b.Screen(), "June Albright") {
		t.Fatalf("what was found is gone:\n%s", b.Screen())
	}
	b.Press("text:\\\n") // narrows by the words of the search
	b.WaitForText("/ assignee:bob")
	b.Press("esc esc esc")
	b.WaitForText("─ Mine 13 ")
}

// TestAFilterEndsWithTheView searches from a list that was narrowed.
func TestAFilterEndsWithTheView(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("text:\\\n")
	b.Press("text:ada\nenter")
	b.WaitFor("the list to be narrowed", func() bool { return !strings.Contains(b.Screen(), "Li Wei") })
	b.Press("text:/\n")
	b.Press("text:tomatoes\nenter")
	b.WaitForText("Search: tomatoes")
	b.Press("esc")
	b.WaitForText("─ Mine 13 ")
	b.WaitForText("Li Wei")
}

// TestWhatWentWrongSaysHowToDismissIt follows the hint.
func TestWhatWentWrongSaysHowToDismissIt(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("text:/\n")
	b.Press("text:is:opne\nenter")
	b.WaitForText("esc dismiss")
	b.Press("esc")
	if s := b.Screen(); strings.Contains(s, "dismiss") || strings.Contains(s, "is:opne") {
		t.Errorf("it stays:\n%s", s)
	}
}

// TestAMistakeStaysBehind goes to another view after one.
func TestAMistakeStaysBehind(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("text:/\n")
	b.Press("text:is:opne\nenter")
	b.WaitForText(`"is:opne" at 1`)
	b.Press("g u")
	b.WaitForText("─ Unassigned ")
	b.settled(t)
	b.Press("text:/\n")
	if s := b.Screen(); strings.Contains(s, "is:opne") {
		t.Errorf("it is still there:\n%s", s)
	}
}
