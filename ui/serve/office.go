package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
)

// office holds the agents' desks: one for each teammate who is in, or whose
// outbox still has work.
type office struct {
	o     *Options
	guard func(what string)
	audit *Audit

	mu     sync.Mutex
	desks  map[api.ID]*agentDesk
	closed bool
	group  sync.WaitGroup // of desks that finish
}

// agentDesk is one teammate's desk, shared by their sessions.
type agentDesk struct {
	*desk.Desk
	admin api.ID
	store *store.Store
	users int
	eyes  eyes
	ready chan struct{} // closed once Desk and store, or err, are there
	err   error
	back  chan struct{} // closed when somebody came back while it finished
}

// open returns the desk of a teammate. Every open needs a release.
func (f *office) open(ctx context.Context, admin api.ID) (*agentDesk, error) {
	d, first, err := f.take(admin)
	if err != nil {
		return nil, err
	}
	if first {
		d.err = f.start(ctx, d)
		close(d.ready)
	}
	<-d.ready
	if d.err == nil {
		return d, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.desks[admin] == d {
		delete(f.desks, admin)
	}
	return nil, d.err
}

// take counts one more user of a desk. The first one has to start it.
func (f *office) take(admin api.ID) (d *agentDesk, first bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, false, errors.New("the server is stopping")
	}
	d, ok := f.desks[admin]
	if !ok {
		d = &agentDesk{admin: admin, ready: make(chan struct{})}
		f.desks[admin] = d
	}
	d.users++
	if d.back != nil {
		close(d.back)
		d.back = nil
	}
	return d, !ok, nil
}

// start opens store and desk, whatever goes wrong in it: others wait for the
// desk.
func (f *office) start(ctx context.Context, d *agentDesk) error {
	err := errors.New("something in Parley went wrong while it was opened")
	func() {
		defer f.guard("a desk that opens")
		err = f.begin(context.WithoutCancel(ctx), d)
	}()
	return err
}

// begin opens store and desk. They live on when the session that asked ends.
func (f *office) begin(ctx context.Context, d *agentDesk) (err error) {
	s, err := store.OpenOrMemory(ctx, store.Options{Dir: filepath.Join(f.o.Dir, string(d.admin)), Cache: f.o.Store, Now: f.o.Now})
	if err != nil {
		return fmt.Errorf("open the desk of admin %s: %w", d.admin, err)
	}
	defer func() {
		if d.store == nil {
			err = errors.Join(err, s.Close())
		}
	}()
	o := f.o.DeskOptions
	o.Team, o.Client, o.Store, o.AdminID = f.o.Team, nil, s, d.admin
	o.Fate = func(e desk.Entry) { f.audit.Write(fate(d.admin, e)) }
	if d.Desk, err = desk.New(o); err != nil {
		return fmt.Errorf("open the desk of admin %s: %w", d.admin, err)
	}
	d.store = s
	d.Start(ctx)
	return nil
}

// fate is what the audit log says of an entry: what and where, never the
// words.
func fate(admin api.ID, e desk.Entry) Record {
	kind := string(e.Kind)
	if e.Kind == desk.ActReply {
		kind = "reply as " + string(e.Mode)
	}
	return Record{
		Event: string(e.State), Admin: string(admin), Kind: kind,
		Conversation: string(e.ConversationID), Part: string(e.PartID), Entry: e.ID,
	}
}

// release gives a desk back. The last one leaves it to finish its outbox.
func (f *office) release(d *agentDesk) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if d.users--; d.users > 0 {
		return
	}
	d.Focus("")
	d.Active(false)
	if f.closed {
		return // stop finishes it
	}
	back := make(chan struct{})
	d.back = back
	f.group.Go(func() {
		defer f.guard("a desk that finishes")
		f.finish(d, back)
	})
}

// finish closes a desk once its outbox has no work, unless somebody comes
// back before.
func (f *office) finish(d *agentDesk, back chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-back:
			cancel()
		case <-ctx.Done():
		}
	}()
	if drained(ctx, d.Desk) != nil {
		return
	}
	f.mu.Lock()
	if d.users > 0 || f.desks[d.admin] != d || f.closed {
		f.mu.Unlock()
		return
	}
	// The next one to come waits for this one to be gone: two stores at once
	// would do no harm, but the first would still be closing.
	gone := &agentDesk{admin: d.admin, ready: make(chan struct{})}
	f.desks[d.admin] = gone
	f.mu.Unlock()
	f.shut(d, time.Minute)
	f.mu.Lock()
	waiting := gone.users > 0
	if !waiting {
		delete(f.desks, d.admin)
	}
	f.mu.Unlock()
	if waiting {
		gone.err = f.start(ctx, gone)
	}
	close(gone.ready)
}

// shut closes desk and store.
func (f *office) shut(d *agentDesk, grace time.Duration) {
	defer f.guard("a desk that closes")
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := errors.Join(d.Close(ctx), d.store.Close()); err != nil {
		f.audit.Write(Record{Event: "trouble", Admin: string(d.admin), Reason: "close the desk: " + err.Error()})
	}
}

// drained waits until nothing in the outbox goes on by itself.
func drained(ctx context.Context, d *desk.Desk) error {
	sub := d.Subscribe()
	defer sub.Close()
	for busy(d.Status().Outbox) {
		if _, err := sub.Next(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func busy(es []desk.Entry) bool {
	for _, e := range es {
		if !e.Asking {
			return true
		}
	}
	return false
}

// resume opens the desks in whose outboxes the last run left work.
func (f *office) resume(ctx context.Context) error {
	dirs, err := os.ReadDir(f.o.Dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for the desks: %w", err)
	}
	for _, e := range dirs {
		if !e.IsDir() || !adminID.MatchString(e.Name()) {
			continue
		}
		d, err := f.open(ctx, api.ID(e.Name()))
		if err != nil {
			return err
		}
		f.release(d)
	}
	return nil
}

var adminID = regexp.MustCompile(`^[0-9]{1,20}$`)

// stop lets the outboxes finish until ctx ends, and closes the desks.
func (f *office) stop(ctx context.Context) {
	f.mu.Lock()
	f.closed = true
	var desks []*agentDesk
	for _, d := range f.desks {
		if d.back != nil {
			close(d.back)
			d.back = nil
		}
		desks = append(desks, d)
	}
	f.mu.Unlock()
	within(ctx, f.group.Wait)
	var group sync.WaitGroup
	for _, d := range desks {
		group.Go(func() {
			defer f.guard("a desk at the end")
			select {
			case <-d.ready:
			case <-ctx.Done():
				return // it is still being opened
			}
			if d.err != nil || d.Desk == nil {
				return
			}
			_ = drained(ctx, d.Desk) // what is not done by then is looked for at the next start
			f.shut(d, closeGrace)
		})
	}
	group.Wait()
}

// within calls what may hang, and waits for it until ctx ends.
func within(ctx context.Context, wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		wait()
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// closeGrace is how long a send that is under way may take when a desk
// closes.
const closeGrace = 5 * time.Second
