package ui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/ui/uitest"
)

// TestGoingBackNeverQuits presses the keys that go back once more than there
// is to go back from, as everybody does.
func TestGoingBackNeverQuits(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	for _, k := range []string{"esc", "h", "left"} {
		b.Press(k)
		if b.Quit() {
			t.Fatalf("%s at the top quits", k)
		}
		b.WaitForText("q quits")
	}
	b.Press("enter")
	b.WaitForText("contact ·")
	b.Press("q")
	if b.Quit() {
		t.Fatal("q leaves Parley with a conversation open")
	}
	b.Send(tea.KeyPressMsg{Code: 'q', Text: "q", IsRepeat: true})
	if b.Quit() {
		t.Fatal("a key held down quits")
	}
	b.Press("x q") // takes off the mark
	if b.Quit() {
		t.Fatal("q quits where something is marked")
	}
	b.Press("q")
	b.WaitFor("the program to end", b.Quit)
}

// TestAKeyThatBeginsASequenceSaysWhatFollows stops in the middle of one.
func TestAKeyThatBeginsASequenceSaysWhatFollows(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	last := func() string {
		rows := strings.Split(strings.TrimRight(b.Screen(), "\n"), "\n")
		return rows[len(rows)-1]
	}
	b.Press("y")
	b.WaitForText("y …  l link")
	for _, w := range []string{"i id", "a address", "m message"} {
		if !strings.Contains(last(), w) {
			t.Errorf("%q is not said: %s", w, last())
		}
	}
	b.Press("esc")
	if b.Quit() || strings.Contains(last(), "y …") || strings.Contains(last(), "q quits") {
		t.Errorf("esc does more than leaving the sequence: %s", last())
	}
	b.Press("g")
	b.WaitForText("g …  g first")
	b.Press("u")
	b.WaitForText("─ Unassigned ")
	if strings.Contains(last(), "g …") {
		t.Errorf("still said: %s", last())
	}
}

// TestWhoKnowsASequenceSeesNothingFlicker types one quickly after having
// hesitated in it before.
func TestWhoKnowsASequenceSeesNothingFlicker(t *testing.T) {
	t.Parallel()
	m, clock := screen(t, calm{boardDesk(t)})
	b := uitest.New(t, m, 80, 24)
	b.WaitForText("Mine")
	b.Press("g")
	b.Advance(clock, time.Second)
	b.WaitForText("g …")
	b.Press("esc g")
	if strings.Contains(b.Screen(), "g …") {
		t.Error("it is said at once after somebody hesitated before")
	}
	b.Advance(clock, 300*time.Millisecond)
	b.Press("esc g")
	b.Advance(clock, 300*time.Millisecond)
	if strings.Contains(b.Screen(), "g …") {
		t.Error("the hesitation of a sequence that was left counts")
	}
	b.Advance(clock, 300*time.Millisecond)
	b.WaitForText("g …")
}

// TestAKeyWithoutMeaningSaysSo presses letters that nothing is bound to.
func TestAKeyWithoutMeaningSaysSo(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("Q")
	b.WaitForText("Q does nothing here. ? shows what does.")
	b.Press("r")
	b.WaitForText("esc review")
	b.Press("text:Q\nesc")
	b.WaitForText("Review: Reply to Li Wei")
	b.Press("w")
	b.WaitForText("w does nothing here. ? shows what does.")
	b.Press("?")
	b.WaitForText("scroll the preview by a page")
}
