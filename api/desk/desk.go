package desk

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"parley/api"
	"parley/api/store"
)

// Desk is the local side of one agent's inbox. It is safe for concurrent use.
type Desk struct {
	client *api.Client
	store  *store.Store
	now    func() time.Time
	log    *slog.Logger
	plain  func(string) string
	o      Options

	watch   watchers
	heads   *headCache
	notices notices
	agents  agents          // those that this desk reads for
	seeing  sync.Mutex      // one change at a time of what was seen
	looks   []time.Duration // when, after an attempt of unknown fate, it is looked for
	sender  sender
	sync    syncer
	mending atomic.Bool
	known   draftsKnown

	reading sync.Mutex // from reading what is answered from memory until it is; taken before mu

	mu   sync.RWMutex
	s    snapshot
	done bool

	life   context.Context // ends when the desk is closed: reads and loops
	die    context.CancelFunc
	group  sync.WaitGroup // every goroutine of the desk
	figure chan struct{}  // counts are to be made again
}

// snapshot is what is answered from memory.
type snapshot struct {
	identity  Identity
	admin     api.ID
	directory Directory
	online    bool
	problem   string
	trouble   string            // what is wrong with the disk
	broken    map[string]string // parts of the desk that ended in a panic, and what comes of it
	syncedAt  time.Time
	outbox    []Entry
	drafts    int
	queue     Queue
	warnings  []string
	views     []View
	synced    map[string]viewSync
	held      int64 // conversations held, for saying how complete the search is
	full      int64 // those whose parts are held
	foreign   error // an ErrOtherWorkspace, nil when all is well
}

// New makes a desk. It does not use the network and starts nothing.
func New(o Options) (*Desk, error) {
	if o.Client == nil && o.Team != nil {
		o.Client = o.Team.client
	}
	if o.Client == nil || o.Store == nil || o.PlainText == nil {
		return nil, errors.New("a desk needs a client, a store and a way to read HTML")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Steady == nil {
		o.Steady = monotonic{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.UndoWindow == nil {
		o.UndoWindow = defaultUndoWindow
	}
	if o.PageSize <= 0 || o.PageSize > 150 {
		o.PageSize = 50
	}
	if o.Retention <= 0 {
		o.Retention = 90 * 24 * time.Hour
	}
	if o.Team != nil && (o.AdminID == "" || o.Team.o.Team != nil || !o.Store.Shares(o.Team.store)) {
		return nil, errors.New("the desk of a team's agent needs the agent's id and a store that shares the team's cache")
	}
	d := &Desk{
		client: o.Client, store: o.Store, now: o.Now, log: o.Log, plain: o.PlainText, o: o,
		figure: make(chan struct{}, 1), looks: lookAfter, heads: &headCache{},
	}
	if o.Team != nil {
		d.heads = o.Team.heads
	}
	if len(o.Looks) > 0 {
		d.looks = o.Looks
	}
	d.life, d.die = context.WithCancel(context.Background())
	d.sender.init(o.Steady)
	d.sync.init(d)
	d.s.synced = map[string]viewSync{}
	d.s.warnings = append(slices.Clone(o.Warnings), o.Store.Warnings()...)
	if held, err := o.Store.Workspace(d.life); d.disk(err) == nil && held != "" {
		d.sender.setRefused(true) // until it is known that the token belongs to the same
	}
	d.recall()
	if o.Team != nil {
		o.Team.agents.add(d)
		o.Team.sync.join(d)
	}
	return d, nil
}

// recall reads what is answered from memory: who acts, the names, and what
// waits in the outbox. It is all there before the first byte from the network.
func (d *Desk) recall() {
	ctx := d.life
	d.recallDirectory(ctx)
	d.recallSync(ctx)
	d.refreshOutbox(ctx)
	d.refreshDrafts(ctx)
	d.s.views = d.listViews()
}

// Start reads who acts and the names of teammates, keeps the conversations in
// step, and sends what is in the outbox, until ctx ends or the desk is closed.
// It returns at once.
func (d *Desk) Start(ctx context.Context) {
	context.AfterFunc(ctx, d.die)
	d.startSender()
	d.sync.once.Do(func() {
		d.run("figures", d.countLoop)
		d.countSoon()
		if d.o.Team != nil {
			d.run("identity", d.settleIn)
			return
		}
		d.run("sync", d.syncLoop)
	})
}

// Close stops the desk. What is being sent gets its chance until ctx ends;
// after that its fate is unknown and will be looked for at the next start.
// The store and the client stay open: they are the caller's. A part of the
// desk that does not end soon after ctx, since something went wrong in it, is
// left behind with an error: what it had to do is in the store.
func (d *Desk) Close(ctx context.Context) error {
	closed := make(chan error, 1)
	go func() {
		defer d.recovered("close", "What it had to do is in the outbox.")
		closed <- d.close(ctx)
	}()
	select {
	case err := <-closed:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-closed:
		return err
	case <-time.After(stuckGrace):
		return errStuck
	}
}

// stuckGrace is how long a desk may take to end once its time is over.
const stuckGrace = 2 * time.Second

var errStuck = errors.New("a part of the desk did not end; what it had to do is in the outbox")

func (d *Desk) close(ctx context.Context) error {
	d.mu.Lock()
	d.done = true
	d.mu.Unlock()
	if d.o.Team != nil {
		d.o.Team.agents.remove(d)
		d.o.Team.sync.leave(d)
	}
	err := d.sender.drain(ctx)
	d.die()
	d.sender.stop()
	d.group.Wait()
	d.watch.close()
	return err
}

// Status returns the state of the desk.
func (d *Desk) Status() Status {
	online, problem, syncedAt := d.lead().line()
	d.mu.RLock()
	defer d.mu.RUnlock()
	problem = cmp.Or(d.s.broke(), d.s.trouble, problem)
	return Status{
		Identity: d.s.identity, Online: online, Problem: problem, SyncedAt: syncedAt,
		RateLimit: d.client.RateLimit(), Outbox: d.s.outbox, Drafts: d.s.drafts, Queue: d.s.queue,
		Warnings: d.s.warnings, ReadOnly: d.readOnly(),
	}
}

// line returns how it stands between here and Intercom.
func (d *Desk) line() (online bool, problem string, syncedAt time.Time) {
	stuck := d.sync.why()
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.s.online, cmp.Or(d.s.broke(), d.s.trouble, d.s.problem, stuck), d.s.syncedAt
}

func (d *Desk) readOnly() bool { return d.o.ReadOnly || d.store.ReadOnly() }

// Directory returns the names of the workspace, as far as they were read.
func (d *Desk) Directory() Directory {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.s.directory
}

// UndoWindow returns how long a reply of that mode in that conversation's
// channel may be taken back.
func (d *Desk) UndoWindow(channel string, m Mode) time.Duration { return d.o.UndoWindow(channel, m) }

func defaultUndoWindow(channel string, m Mode) time.Duration {
	switch {
	case m == ModeNote:
		return 0
	case channel == "email":
		return 10 * time.Second
	default:
		return 3 * time.Second
	}
}

// pause waits for a while; false when ctx ended first.
func pause(ctx context.Context, t time.Duration) bool {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
