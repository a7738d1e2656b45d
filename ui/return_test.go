package ui_test

import (
	"strings"
	"testing"
	"time"
)

// selected returns the line of the selected row.
func (b *bench) selected() string {
	for l := range strings.Lines(b.Screen()) {
		if strings.Contains(l, "▸") {
			return l
		}
	}
	return ""
}

func (b *bench) waitSelected(t *testing.T, name string) {
	t.Helper()
	b.WaitFor(name+" to be selected", func() bool { return strings.Contains(b.selected(), name) })
}

// TestTheSelectionIsThereAgain leaves a view and a search, and comes back.
func TestTheSelectionIsThereAgain(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("j j j")
	b.waitSelected(t, "Ada Obi")
	b.Press("text:/\n")
	b.Press("text:tomatoes\nenter")
	b.WaitForText("Search: tomatoes")
	b.Press("esc")
	b.WaitForText("─ Mine ")
	b.waitSelected(t, "Ada Obi")
	b.Press("g u")
	b.WaitForText("─ Unassigned ")
	b.Press("j")
	second := b.selected()
	b.Press("g m")
	b.WaitForText("─ Mine ")
	b.waitSelected(t, "Ada Obi")
	b.Press("g u")
	b.WaitForText("─ Unassigned ")
	b.WaitFor("the second row to be selected again", func() bool { return b.selected() == second })
}

// TestUndoLeadsBack takes back what took the conversation out of sight.
func TestUndoLeadsBack(t *testing.T) {
	t.Parallel()
	b := openWindow(t, 120, 40, "", time.Minute)
	b.WaitForText("Li Wei")
	b.Press("j j j e")
	b.WaitForText("Closed “Refund for order 4411”. u takes it back.")
	b.waitSelected(t, "Molly Branagh")
	b.Press("u")
	b.waitSelected(t, "Ada Obi")
	b.settled(t)

	b.Press("enter")
	b.WaitForText("Sorry to push!")
	b.Press("z\ntext:in 2h\nenter")
	b.WaitForText("Snoozed “Refund for order 4411” until")
	b.WaitFor("the next one to open", func() bool { return !strings.Contains(b.Screen(), "Sorry to push!") })
	b.Press("u")
	b.WaitForText("Sorry to push!")
	b.waitSelected(t, "Ada Obi")
	b.settled(t)

	b.Press("r\ntext:Not yet.\nesc y")
	b.WaitForText("queued, u takes it back")
	b.Press("J")
	b.WaitFor("the next one to open", func() bool { return !strings.Contains(b.Screen(), "Sorry to push!") })
	b.Press("u")
	b.WaitForText("─ Reply to Ada Obi ")
	b.WaitForText("Not yet.")
}

// TestAReplyThatWaitsSaysThatItGoesOut writes while Intercom is out of reach.
func TestAReplyThatWaitsSaysThatItGoesOut(t *testing.T) {
	t.Parallel()
	b := open(t, 80, 24, "")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	b.server.Close()
	b.Press("n")
	b.WaitForText("esc review")
	b.Press("text:For later.\nesc y")
	b.WaitForText("Not sent yet; goes out when it can.")
}
