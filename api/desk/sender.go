package desk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"parley/api"
	"parley/api/store"
)

// sender works off the outbox: one goroutine decides, one more for each
// conversation in which something is under way.
type sender struct {
	once  sync.Once
	wake  chan struct{}
	clock SteadyClock

	mu      sync.Mutex
	flying  map[api.ID]bool // conversations in which something is under way
	rests   map[int64]rest  // entries the work on which ended in a panic
	due     map[int64]due
	errs    map[int64]error
	bare    map[int64]bool // answered without the conversation
	adopted []int64        // entries of other programs that are worked on here
	until   time.Time      // monotonic: nothing leaves before, for the rate limit
	refused bool           // the token was rejected: nothing leaves until it works
	probed  time.Time      // when it was last tried
	known   bool           // who acts was asked since the program began
	closing bool

	ctx    context.Context // of what is under way
	cancel context.CancelFunc
	flight sync.WaitGroup
}

// due is when an entry may leave, by a clock that does not jump.
type due struct {
	notBefore time.Time
	at        time.Time
}

const (
	// maxFlying is how many conversations are sent to at once.
	maxFlying = 4
	// sendSlack is what a foreign entry is left to its own program.
	sendSlack = 15 * time.Second
	// maxDelay is the longest an entry can have been meant to wait. A clock
	// that was set back must not hold a reply for longer.
	maxDelay = 2 * time.Minute
	// senderRest is how often the outbox is looked at without being woken.
	senderRest = 20 * time.Second
)

func (s *sender) init(clock SteadyClock) {
	s.clock = clock
	s.wake = make(chan struct{}, 1)
	s.flying = map[api.ID]bool{}
	s.rests = map[int64]rest{}
	s.due = map[int64]due{}
	s.errs = map[int64]error{}
	s.bare = map[int64]bool{}
	s.ctx, s.cancel = context.WithCancel(context.Background())
}

// poke has the outbox looked at.
func (s *sender) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *sender) lastError(id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errs[id]
}

func (s *sender) noteError(id int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.errs) > 1000 {
		clear(s.errs)
	}
	s.errs[id] = err
}

// drain lets nothing new leave and waits for what is under way until ctx
// ends.
func (s *sender) drain(ctx context.Context) error {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	landed := make(chan struct{})
	go func() {
		s.flight.Wait()
		close(landed)
	}()
	select {
	case <-landed:
		return nil
	case <-ctx.Done():
		s.cancel()
		<-landed
		return ctx.Err()
	}
}

func (s *sender) stop() { s.cancel() }

// startSender starts working off the outbox, once. A desk that is read-only
// leaves alone what another program queued.
func (d *Desk) startSender() {
	d.sender.once.Do(func() {
		d.run("other programs", d.watchOutside)
		if !d.readOnly() {
			d.run("outbox", d.sendLoop)
		}
	})
}

func (d *Desk) sendLoop(ctx context.Context) {
	for {
		wait := d.dispatch(ctx)
		passed, stop := d.o.Steady.Timer(wait)
		select {
		case <-ctx.Done():
			stop()
			return
		case <-d.sender.wake:
			stop()
		case <-passed:
		}
	}
}

// dispatch starts what is due and returns when to look again.
func (d *Desk) dispatch(ctx context.Context) time.Duration {
	rows, err := d.store.Unsettled(ctx)
	if err != nil {
		if ctx.Err() == nil {
			_ = d.disk(err) // said in the status
		}
		return time.Second
	}
	d.sender.tidy(rows)
	d.forgetRests(rows)
	if len(rows) > 0 {
		d.probe()
	}
	wait := senderRest
	seen := map[api.ID]bool{}
	for _, e := range rows {
		if seen[e.ConversationID] {
			continue // it waits for an earlier one of its conversation
		}
		seen[e.ConversationID] = true
		if t := d.consider(e); t < wait {
			wait = t
		}
	}
	return max(wait, time.Millisecond)
}

// consider starts work on an entry when its time has come, and returns how
// long it is until then.
func (d *Desk) consider(e store.Entry) time.Duration {
	state := EntryState(e.State)
	if e.Asking || state == EntryHeld || !d.handles(e) {
		return senderRest
	}
	mine := e.Owner == d.store.Owner()
	if state == EntrySending {
		if !mine && d.store.Alive(e.Owner) {
			return senderRest
		}
		return d.fly(e, d.recover) // unless it is under way right now
	}
	left := d.sender.left(e, d.now())
	if !mine && d.store.Alive(e.Owner) {
		left += sendSlack
	}
	if state == EntryQueued {
		left = max(left, d.sender.held())
	}
	if left > 0 {
		return left
	}
	if state == EntryUnknown {
		return d.fly(e, d.verify)
	}
	return d.fly(e, d.attempt)
}

// fly works on an entry in its own goroutine. It returns how long to wait
// when there is no room.
func (d *Desk) fly(e store.Entry, work func(context.Context, store.Entry)) time.Duration {
	s := &d.sender
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing || s.flying[e.ConversationID] || len(s.flying) >= maxFlying {
		return senderRest // landing wakes the loop
	}
	if s.clock.Now().Before(s.rests[e.ID].until) {
		return senderRest
	}
	s.flying[e.ConversationID] = true
	s.flight.Go(func() {
		worked := false
		part := entryPart(e.ID)
		defer func() { d.landed(e, part, worked) }()
		defer d.recovered(part, "It is looked at again in a minute, and not sent twice.")
		work(s.ctx, e)
		worked = true
	})
	return senderRest
}

// entryPart is what an entry is called where something went wrong with it.
func entryPart(id int64) string { return fmt.Sprintf("outbox entry %d", id) }

// landed notes that nothing is under way in a conversation any more. An entry
// rests when the work on it ended in a panic: the same would go wrong again at
// once, at everybody's cost.
func (d *Desk) landed(e store.Entry, part string, worked bool) {
	s := &d.sender
	s.mu.Lock()
	delete(s.flying, e.ConversationID)
	r := s.rests[e.ID]
	if worked {
		delete(s.rests, e.ID)
	} else {
		r.panics++
		r.until = s.clock.Now().Add(panicRest)
		if r.panics >= maxPanics {
			r.until = r.until.AddDate(100, 0, 0)
		}
		s.rests[e.ID] = r
	}
	s.mu.Unlock()
	s.poke()
	switch {
	case worked:
		d.setBroken(part, "")
	case r.panics >= maxPanics:
		d.setBroken(part, fmt.Sprintf("It happened %d times, so it stays where it is. Nothing is lost; start Parley again.", maxPanics))
	}
}

// forgetRests forgets what went wrong with entries that are settled.
func (d *Desk) forgetRests(rows []store.Entry) {
	s := &d.sender
	var gone []int64
	s.mu.Lock()
	for id := range s.rests {
		if !slices.ContainsFunc(rows, func(e store.Entry) bool { return e.ID == id }) {
			delete(s.rests, id)
			gone = append(gone, id)
		}
	}
	s.mu.Unlock()
	for _, id := range gone {
		d.setBroken(entryPart(id), "")
	}
}

// rest is how long an entry is left alone after panics.
type rest struct {
	panics int
	until  time.Time
}

// panicRest is how long an entry rests after one.
const panicRest = time.Minute
