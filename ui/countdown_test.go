package ui_test

import (
	"context"
	"testing"
	"time"

	"parley/api/desk"
	"parley/ui"
	"parley/ui/uitest"
)

// pausing is a desk whose sends leave after six seconds.
type pausing struct{ offline }

func (pausing) Send(_ context.Context, r desk.Reply) (desk.Entry, error) {
	return desk.Entry{ID: 1, ConversationID: r.ConversationID, Kind: desk.ActReply, Undoable: true, NotBefore: start.Add(6 * time.Second)}, nil
}

func TestWholeSecondsAreCountedAsTheyAre(t *testing.T) {
	t.Parallel()
	clock := uitest.NewClock(start)
	m := ui.New(t.Context(), ui.Options{Desk: pausing{stock{n: 3}.fill(t)}, Events: silent{}, Now: clock.Now, Tick: clock.Tick})
	d := uitest.New(t, m, twoW, twoH)
	d.WaitForText("enter open")
	d.Press("enter r")
	d.WaitForText("esc review")
	d.Press("text:Thank you.\nesc y")
	d.WaitForText("Goes out in 6s.")
}
