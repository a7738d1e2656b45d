package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
)

// unsaved holds the newest text that is not saved yet where a command finds it:
// a terminal that takes nothing stops Update, and with it what it would have
// saved.
type unsaved struct {
	newest atomic.Pointer[desk.Draft]
	mu     sync.Mutex // held while a draft changes on the disk, so that a late save undoes nothing
}

func (t *unsaved) put(d desk.Draft) { t.newest.Store(&d) }

// stalledDelay is when text is saved that Update should have saved before.
const stalledDelay = draftDelay + 100*time.Millisecond

// saveStalled saves what was typed if Update has not by then.
func (m *Model) saveStalled() tea.Cmd {
	t, d, ctx := m.unsaved, m.desk, context.WithoutCancel(m.ctx)
	return m.tick(stalledDelay, func(time.Time) tea.Msg {
		t.mu.Lock()
		defer t.mu.Unlock()
		draft := t.newest.Load()
		if draft == nil {
			return nil
		}
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		if err := d.SaveDraft(ctx, *draft); err != nil {
			return draftSaved{err}
		}
		return nil
	})
}

// draftClean notes that what the composer holds is saved, being saved, or not
// wanted.
func (m *Model) draftClean() {
	m.draftDirty = false
	m.unsaved.newest.Store(nil)
}
