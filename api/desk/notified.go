package desk

import (
	"context"
	"sync"
	"time"

	"parley/api"
)

const (
	// paceNotified is how often the search is asked while Intercom tells by
	// itself what changes: notifications get lost.
	paceNotified = 2 * time.Minute
	// notifiedFor is for how long one notification says that more will come.
	notifiedFor = 10 * time.Minute
	// maxNotified is how many conversations wait to be read. Beyond it the
	// search finds what changed.
	maxNotified = 500
)

// notices are the conversations of which Intercom said that they changed.
type notices struct {
	once sync.Once
	wake chan struct{}

	mu   sync.Mutex
	want map[api.ID]bool
	last time.Time // monotonic
}

// Notified says that Intercom told of a change: the conversation is read now,
// and the search is asked less often while such news comes. An empty id is
// news of no conversation. It never waits.
func (d *Desk) Notified(id api.ID) {
	n := &d.notices
	n.once.Do(func() {
		n.wake = make(chan struct{}, 1)
		n.want = map[api.ID]bool{}
		d.mu.Lock()
		defer d.mu.Unlock()
		if !d.done {
			d.run("notified", d.noticeLoop)
		}
	})
	n.mu.Lock()
	n.last = time.Now()
	full := len(n.want) >= maxNotified
	if id != "" && !full {
		n.want[id] = true
	}
	n.mu.Unlock()
	if full {
		d.sync.poke()
	}
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

func (d *Desk) noticeLoop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.notices.wake:
		}
		for id := range d.notices.take() {
			if d.roomForReads(ctx) != nil {
				return
			}
			if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
				d.log.Info("notified", "conversation", id, "error", err)
				d.notices.forget() // the search finds it
				d.sync.poke()
				break
			}
		}
	}
}

func (n *notices) take() map[api.ID]bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := n.want
	n.want = map[api.ID]bool{}
	return out
}

func (n *notices) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.last = time.Time{}
}

// flowing reports whether notifications come.
func (n *notices) flowing() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return !n.last.IsZero() && time.Since(n.last) < notifiedFor
}
