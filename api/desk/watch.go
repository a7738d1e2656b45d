package desk

import (
	"context"
	"sync"

	"parley/api"
)

// maxPending is how many events a subscription holds apart. Beyond it they
// melt into events that name no single thing.
const maxPending = 512

// Subscription receives the events of a desk. Events of the same thing melt
// into the newest, so that one who looks rarely finds little to do.
type Subscription struct {
	w *watchers

	mu     sync.Mutex
	order  []any
	events map[any]Event
	ready  chan struct{} // holds one token while there are events
	closed bool
}

// watchers are the open subscriptions.
type watchers struct {
	mu     sync.Mutex
	subs   map[*Subscription]bool
	closed bool
}

// Subscribe returns a new subscription; close it when it is not read any
// more.
func (d *Desk) Subscribe() *Subscription {
	s := &Subscription{w: &d.watch, events: map[any]Event{}, ready: make(chan struct{}, 1)}
	d.watch.mu.Lock()
	defer d.watch.mu.Unlock()
	if d.watch.closed {
		s.shut()
		return s
	}
	if d.watch.subs == nil {
		d.watch.subs = map[*Subscription]bool{}
	}
	d.watch.subs[s] = true
	return s
}

// Next returns the events since the last call, at least one. It waits for
// them until ctx ends, and returns ErrClosed once the subscription or the
// desk is closed and all events were read. ConversationChanged with an empty
// ID means any conversation, OutboxChanged with an empty Entry any entry.
func (s *Subscription) Next(ctx context.Context) ([]Event, error) {
	for {
		if events, closed := s.take(); len(events) > 0 {
			return events, nil
		} else if closed {
			return nil, ErrClosed
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.ready:
		}
	}
}

// Close ends the subscription.
func (s *Subscription) Close() {
	s.w.mu.Lock()
	delete(s.w.subs, s)
	s.w.mu.Unlock()
	s.shut()
}

func (s *Subscription) shut() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.signal()
}

func (s *Subscription) take() ([]Event, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.order) == 0 {
		if s.closed {
			s.signal() // for whoever else waits
		}
		return nil, s.closed
	}
	out := make([]Event, 0, len(s.order))
	for _, k := range s.order {
		out = append(out, s.events[k])
	}
	s.order = nil
	clear(s.events)
	return out, false
}

func (s *Subscription) put(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	k := key(e)
	if _, there := s.events[k]; !there {
		if len(s.order) >= maxPending {
			e = melt(e)
			k = key(e)
		}
		if _, there := s.events[k]; !there {
			s.order = append(s.order, k)
		}
	}
	s.events[k] = e
	s.signal()
}

func (s *Subscription) signal() {
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

// announce gives events to all subscriptions. It never waits for them.
func (w *watchers) announce(events ...Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for s := range w.subs {
		for _, e := range events {
			s.put(e)
		}
	}
}

func (w *watchers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for s := range w.subs {
		s.shut()
	}
	w.subs = nil
}

// key is what two events have in common when the newer replaces the older.
func key(e Event) any {
	switch e := e.(type) {
	case OutboxChanged:
		return struct{ outbox int64 }{e.Entry.ID}
	case CustomerWrote:
		return struct{ wrote api.ID }{e.ID}
	default:
		return e // ids, or nothing at all
	}
}

// melt returns the event that stands for many of e's kind.
func melt(e Event) Event {
	switch e.(type) {
	case OutboxChanged:
		return OutboxChanged{}
	case ConversationChanged:
		return ConversationChanged{}
	case DraftsChanged:
		return DraftsChanged{}
	case CustomerWrote:
		return ListChanged{}
	default:
		return e
	}
}
