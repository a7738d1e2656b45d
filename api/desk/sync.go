package desk

import (
	"context"
	"sync"
	"time"

	"parley/api"
)

// The pace of the sync loop.
const (
	paceActive  = 5 * time.Second  // somebody is working
	paceIdle    = 30 * time.Second // nobody touched a key for a while
	paceOffline = 10 * time.Second // the first retry; it grows
	maxOffline  = 2 * time.Minute
	idleAfter   = 2 * time.Minute
	typingPause = 1500 * time.Millisecond // a key is pressed: let it be drawn first

	// overlap is how far the incremental search reaches back behind what was
	// seen: the index lags, and closes and parts do not always move
	// updated_at at once.
	overlap = 3 * time.Minute
	// fullEvery is when everything open is read again, for what the
	// incremental search missed.
	fullEvery = 10 * time.Minute
	// focusEvery is when the conversation on the screen is read again although
	// the search says nothing new of it.
	focusEvery = 20 * time.Second
	// directoryEvery is when the names are read again.
	directoryEvery = 15 * time.Minute
	// housekeeping is how often what is too old is removed.
	housekeeping = time.Hour

	// maxPages bounds one incremental search, maxOpen what a full read takes.
	maxPages = 6
	maxOpen  = 3000
	// perTick is how many conversations, and contacts, are read one by one
	// in one round.
	perTick = 3
	// spare is the part of a rate limit window that background reads leave.
	spare = 3 // a third
)

// syncer is the state of the loop that keeps the desk in step.
type syncer struct {
	once sync.Once
	wake chan struct{}

	mu        sync.Mutex
	eyes      map[*Desk]*eye // of the agents that look at it
	typed     time.Time
	want      map[api.ID]bool // to be read in the next round
	primed    bool            // the first sync is over: what comes now is news
	started   time.Time       // monotonic: when the loop began
	began     time.Time       // the same moment by Intercom's clock, known once primed
	watermark int64
	fullAt    time.Time
	directory time.Time
	swept     time.Time
	fails     int
	stuck     string // why the last round failed: a sentence
}

func (s *syncer) init(d *Desk) {
	s.wake = make(chan struct{}, 1)
	s.want = map[api.ID]bool{}
	s.eyes = map[*Desk]*eye{d: {touched: time.Now()}}
}

func (s *syncer) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// wanted has a conversation read in the next round.
func (s *syncer) wanted(id api.ID) {
	s.mu.Lock()
	s.want[id] = true
	s.mu.Unlock()
	s.poke()
}

func (d *Desk) syncLoop(ctx context.Context) {
	d.sync.mu.Lock()
	d.sync.started = time.Now()
	d.sync.mu.Unlock()
	for {
		wait := d.round(ctx)
		passed, stop := d.o.Steady.Timer(wait)
		select {
		case <-ctx.Done():
			stop()
			return
		case <-d.sync.wake:
			stop()
		case <-passed:
		}
		if !d.sync.letType(ctx) {
			return
		}
	}
}

// letType waits until the agent has paused, at most a few seconds.
func (s *syncer) letType(ctx context.Context) bool {
	for range 4 {
		s.mu.Lock()
		left := typingPause - time.Since(s.typed)
		typed := !s.typed.IsZero()
		s.mu.Unlock()
		if !typed || left <= 0 {
			return true
		}
		if !pause(ctx, left) {
			return false
		}
	}
	return ctx.Err() == nil
}

// round brings the desk in step once and returns when to come back.
func (d *Desk) round(ctx context.Context) time.Duration {
	s := &d.sync
	if s.unseen() {
		return time.Hour // Active wakes the loop
	}
	err := d.step(ctx)
	if ctx.Err() != nil {
		return time.Hour
	}
	if s.setStuck(api.Sentence(err)) {
		d.tell(StatusChanged{})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.fails = 0
		if d.notices.flowing() {
			return paceNotified
		}
		return s.pace()
	}
	d.log.Info("sync", "error", err)
	if api.Kind(err) == api.KindRateLimited {
		return max(retryAt(err, d.now()).Sub(d.now()), time.Second)
	}
	s.fails++
	return min(paceOffline<<min(s.fails-1, 4), maxOffline)
}

// setStuck notes why nothing comes in, "" when it does; it reports whether
// that is new.
func (s *syncer) setStuck(sentence string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := s.stuck != sentence
	s.stuck = sentence
	return changed
}

// why returns why nothing comes in.
func (s *syncer) why() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stuck
}

func (d *Desk) step(ctx context.Context) error {
	s := &d.sync
	if err := d.introduce(ctx); err != nil {
		return err
	}
	if err := d.readFocus(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	primed, full := s.primed, s.fullAt.IsZero() || time.Since(s.fullAt) > fullEvery
	s.mu.Unlock()
	if !primed {
		if err := d.firstSync(ctx); err != nil {
			return err
		}
	} else if err := d.incremental(ctx); err != nil {
		return err
	}
	if full {
		if err := d.fullSync(ctx); err != nil {
			return err
		}
	}
	d.justSynced()
	d.tell(StatusChanged{})
	d.saveSync()
	d.fillIn(ctx)
	d.keepHouse(ctx)
	return nil
}

// justSynced notes that everything was read.
func (d *Desk) justSynced() {
	now := d.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.s.syncedAt = now
}
