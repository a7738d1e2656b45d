package ui_test

import (
	"strings"
	"testing"
)

// TestWideRowsSayWhoHasIt looks at views of the whole team.
func TestWideRowsSayWhoHasIt(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 40, "")
	b.WaitForText("Li Wei")
	if s := b.Screen(); strings.Contains(s, " you ") {
		t.Errorf("Mine says whose it is:\n%s", s)
	}
	b.Press("3")
	b.WaitForText("─ All open ")
	below := func(name string) string {
		lines := strings.Split(b.Screen(), "\n")
		for i, l := range lines {
			if strings.Contains(l, name) {
				return lines[i+1]
			}
		}
		return ""
	}
	for name, owner := range map[string]string{"Aoife O'Neill": "unassigned", "Li Wei": "you", "佐藤": "Chidi Okafor"} {
		if !strings.Contains(below(name), owner) {
			t.Errorf("%s: not %q but %q", name, owner, below(name))
		}
	}
	b.Press("2")
	b.WaitForText("─ Unassigned ")
	if s := b.Screen(); strings.Contains(below("Aoife"), "unassigned") {
		t.Errorf("the view says it already:\n%s", s)
	}
	b.Press("3")
	b.Resize(120, 40)
	b.WaitForText("─ All open ")
	if strings.Contains(below("Aoife"), "unassigned") {
		t.Errorf("a narrow list has no room for it:\n%s", b.Screen())
	}
}
