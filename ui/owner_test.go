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
	if s := b.Screen(); strings.Contains(below(s, "Li Wei"), "Ana Sousa") {
		t.Errorf("Mine says whose it is:\n%s", s)
	}
	b.Press("3")
	b.WaitForText("─ All open ")
	for name, owner := range map[string]string{"Aoife O'Neill": "unassigned", "Li Wei": "Ana Sousa", "佐藤": "Chidi Okafor"} {
		b.WaitFor(name+" to be said to be of "+owner, func() bool { return strings.Contains(below(b.Screen(), name), owner) })
	}
	b.Press("2")
	b.WaitForText("─ Unassigned ")
	if s := b.Screen(); strings.Contains(below(b.Screen(), "Aoife"), "unassigned") {
		t.Errorf("the view says it already:\n%s", s)
	}
	b.Press("3")
	b.Resize(120, 40)
	b.WaitForText("─ All open ")
	if strings.Contains(below(b.Screen(), "Aoife"), "unassigned") {
		t.Errorf("a narrow list has no room for it:\n%s", b.Screen())
	}
}

// below returns the line of a screen under the one that holds a name.
func below(screen, name string) string {
	lines := strings.Split(screen, "\n")
	for i, l := range lines[:len(lines)-1] {
		if strings.Contains(l, name) {
			return lines[i+1]
		}
	}
	return ""
}
