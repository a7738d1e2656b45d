package ui_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parley/api/desk"
	"parley/ui/uitest"
)

// full is a desk whose disk can be full.
type full struct {
	offline
	now *atomic.Bool
}

func (d full) SaveDraft(ctx context.Context, dr desk.Draft) error {
	if d.now.Load() {
		return errors.New("the disk is full")
	}
	return d.offline.SaveDraft(ctx, dr)
}

// Once a draft can be saved again, nothing says any more that it is not.
func TestADraftThatIsSavedAgain(t *testing.T) {
	t.Parallel()
	disk := &atomic.Bool{}
	disk.Store(true)
	m, clock := screen(t, full{stock{n: 3}.fill(t), disk})
	d := uitest.New(t, m, twoW, twoH)
	d.WaitForText("enter open")
	d.Press("enter")
	d.WaitForText("contact ·")
	d.Press("n\ntext:kept all the same")
	d.Advance(clock, time.Second)
	d.WaitForText("The draft is only on the screen.")
	disk.Store(false)
	d.Press("text:, and longer")
	d.Advance(clock, time.Second)
	d.WaitFor("the draft is saved", func() bool {
		return !strings.Contains(d.Screen(), "only on the screen") && strings.Contains(d.Screen(), "The draft is saved again.")
	})
}
