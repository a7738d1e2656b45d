package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"parley/api"
	"parley/api/store"
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
	focus     api.ID
	hidden    bool
	touched   time.Time // monotonic: the last sign of an agent
	typed     time.Time
	want      map[api.ID]bool // to be read in the next round
	primed    bool            // the first sync is over: what comes now is news
	watermark int64
	fullAt    time.Time
	focusAt   time.Time
	directory time.Time
	swept     time.Time
	fails     int
	stuck     string // why the last round failed: a sentence
}

func (s *syncer) init() {
	s.wake = make(chan struct{}, 1)
	s.want = map[api.ID]bool{}
	s.touched = time.Now()
}

func (s *syncer) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Focus says which conversation is on the screen, "" for none: it is kept in
// step first.
func (d *Desk) Focus(id api.ID) {
	s := &d.sync
	s.mu.Lock()
	changed := s.focus != id
	s.focus, s.touched = id, time.Now()
	if changed {
		s.focusAt = time.Time{}
	}
	s.mu.Unlock()
	if changed && id != "" {
		s.poke()
	}
}

// Active says whether anybody can see the desk. While nobody can, nothing is
// read; what is in the outbox goes out all the same.
func (d *Desk) Active(on bool) {
	s := &d.sync
	s.mu.Lock()
	changed := s.hidden == on
	s.hidden, s.touched = !on, time.Now()
	s.mu.Unlock()
	if changed && on {
		s.poke()
	}
}

// Typing says that a key was pressed: the sync steps back for a moment, and
// keeps the quicker pace.
func (d *Desk) Typing() {
	s := &d.sync
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touched, s.typed = now, now
}

// wanted has a conversation read in the next round.
func (s *syncer) wanted(id api.ID) {
	s.mu.Lock()
	s.want[id] = true
	s.mu.Unlock()
	s.poke()
}

func (d *Desk) syncLoop(ctx context.Context) {
	for {
		wait := d.round(ctx)
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-d.sync.wake:
			timer.Stop()
		case <-timer.C:
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
	s.mu.Lock()
	hidden := s.hidden
	s.mu.Unlock()
	if hidden {
		return time.Hour // Active wakes the loop
	}
	err := d.step(ctx)
	if ctx.Err() != nil {
		return time.Hour
	}
	if s.setStuck(api.Sentence(err)) {
		d.watch.announce(StatusChanged{})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.fails = 0
		if time.Since(s.touched) > idleAfter {
			return paceIdle
		}
		return paceActive
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
	d.mu.Lock()
	d.s.syncedAt = d.now()
	d.mu.Unlock()
	d.watch.announce(StatusChanged{})
	d.saveSync()
	d.fillIn(ctx)
	d.keepHouse(ctx)
	return nil
}

// introduce learns who acts and the names, once and now and then.
func (d *Desk) introduce(ctx context.Context) error {
	s := &d.sync
	s.mu.Lock()
	due := s.directory.IsZero() || time.Since(s.directory) > directoryEvery
	s.mu.Unlock()
	if !due {
		return nil
	}
	if err := d.identify(ctx); err != nil {
		return fmt.Errorf("read who acts: %w", err)
	}
	d.sender.setRefused(false)
	if err := d.readDirectory(ctx); err != nil {
		d.log.Info("directory", "error", err)
		if k := api.Kind(err); k == api.KindNetwork || k == api.KindRateLimited {
			return err
		}
	}
	s.mu.Lock()
	s.directory = time.Now()
	s.mu.Unlock()
	return nil
}

// readFocus reads the conversation on the screen when it changed, or was not
// read for a while.
func (d *Desk) readFocus(ctx context.Context) error {
	s := &d.sync
	s.mu.Lock()
	id := s.focus
	due := s.focusAt.IsZero() || time.Since(s.focusAt) > focusEvery
	s.mu.Unlock()
	if id == "" {
		return nil
	}
	c, err := d.store.Conversation(ctx, id, false)
	if err == nil && !due && c.FullUpdated >= c.UpdatedAt.Unix() {
		return nil
	}
	s.mu.Lock()
	s.focusAt = time.Now()
	s.mu.Unlock()
	if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
		return err
	}
	return nil
}

// firstSync reads the beginning of the views that an agent looks at first.
func (d *Desk) firstSync(ctx context.Context) error {
	for _, id := range []string{"mine", "unassigned", "open", "snoozed", "closed"} {
		if err := d.readView(ctx, d.view(id), false); err != nil {
			return err
		}
	}
	s := &d.sync
	s.mu.Lock()
	s.primed = true
	s.mu.Unlock()
	return nil
}

// incremental reads what changed since the newest change that was seen.
func (d *Desk) incremental(ctx context.Context) error {
	s := &d.sync
	s.mu.Lock()
	since := s.watermark
	s.mu.Unlock()
	if since == 0 {
		since = d.serverTime(d.now()).Unix()
	}
	since -= int64(overlap / time.Second)
	req := api.SearchRequest{
		Query: api.Where("updated_at", api.Greater, since), SortField: "updated_at", PerPage: d.o.PageSize,
	}
	for range maxPages {
		page, err := d.search(ctx, req)
		if err != nil {
			return fmt.Errorf("read what changed: %w", err)
		}
		if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
			return err
		}
		s.seen(page.Items)
		if page.Next == "" {
			return nil
		}
		req.StartingAfter = page.Next
	}
	// More changed than that: the full read will find the rest.
	s.mu.Lock()
	s.fullAt = time.Time{}
	s.mu.Unlock()
	return nil
}

// seen moves the watermark to the newest change. It is Intercom's time, so
// that the local clock does not matter.
func (s *syncer) seen(cs []api.Conversation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range cs {
		if at := cs[i].UpdatedAt; !at.IsZero() {
			s.watermark = max(s.watermark, at.Unix())
		}
	}
}

// fullSync reads everything open, and looks after what is held as open and
// was not among it.
func (d *Desk) fullSync(ctx context.Context) error {
	began := d.now()
	open := d.view("open")
	found := map[api.ID]bool{}
	req := api.SearchRequest{
		Query: api.Where("state", api.Equal, string(api.StateOpen)), SortField: "updated_at", PerPage: 150,
	}
	complete := false
	var total api.Number
	for len(found) < maxOpen && !complete {
		if err := d.roomForReads(ctx); err != nil {
			return err
		}
		page, err := d.search(ctx, req)
		if err != nil {
			return fmt.Errorf("read all open conversations: %w", err)
		}
		if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
			return err
		}
		d.sync.seen(page.Items)
		for i := range page.Items {
			found[page.Items[i].ID] = true
		}
		total = page.TotalCount
		req.StartingAfter, complete = page.Next, page.Next == "" || len(page.Items) == 0
	}
	s := viewSync{At: d.now(), Total: -1, Complete: complete}
	if n, ok := total.Get(); ok {
		s.Total = n
	}
	d.setViewSync(open.ID, s)
	d.sync.mu.Lock()
	d.sync.fullAt = time.Now()
	d.sync.mu.Unlock()
	if complete {
		return d.lookAfterMissing(ctx, found, began)
	}
	return nil
}

// lookAfterMissing reads conversations that are open here and not at
// Intercom: closed without moving updated_at, deleted, or missed while the
// pages shifted.
func (d *Desk) lookAfterMissing(ctx context.Context, found map[api.ID]bool, began time.Time) error {
	ids, err := d.store.IDs(ctx, store.Select{Where: []store.Cond{{Field: store.FieldState, Values: []string{string(api.StateOpen)}}}})
	if err != nil {
		return d.disk(err)
	}
	left := 20 // the others in the next full read
	for _, id := range ids {
		if found[id] || left == 0 {
			continue
		}
		if c, err := d.store.Conversation(ctx, id, false); err != nil || c.HeadAt.After(began) {
			continue
		}
		left--
		if err := d.roomForReads(ctx); err != nil {
			return err
		}
		if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
			return err
		}
	}
	return nil
}

// roomForReads waits while background reads would take the room of what the
// agent does.
func (d *Desk) roomForReads(ctx context.Context) error {
	r := d.client.RateLimit()
	if !r.Known || r.Limit == 0 || r.Remaining > r.Limit/spare {
		return ctx.Err()
	}
	wait := min(max(r.Reset.Sub(d.now()), 0), time.Minute)
	if !pause(ctx, wait) {
		return ctx.Err()
	}
	return nil
}

// fillIn reads what makes rows complete, a few at a time: the messages of the
// agent's own conversations, and the names of contacts.
func (d *Desk) fillIn(ctx context.Context) {
	for _, id := range d.toRead(ctx) {
		if d.roomForReads(ctx) != nil {
			return
		}
		if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
			return
		}
		d.sync.mu.Lock()
		delete(d.sync.want, id)
		d.sync.mu.Unlock()
	}
	ids, err := d.store.UnknownContacts(ctx, perTick)
	if d.disk(err) != nil {
		return
	}
	for _, id := range ids {
		if d.roomForReads(ctx) != nil {
			return
		}
		if _, err := d.fetchContact(ctx, id); err != nil {
			return
		}
	}
}

func (d *Desk) toRead(ctx context.Context) []api.ID {
	s := &d.sync
	s.mu.Lock()
	var ids []api.ID
	for id := range s.want {
		if len(ids) < perTick {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	if len(ids) < perTick {
		more, err := d.store.Incomplete(ctx, string(d.adminID()), perTick-len(ids))
		if d.disk(err) == nil {
			ids = append(ids, more...)
		}
	}
	return ids
}
