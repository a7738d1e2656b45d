package uitest

import (
	"reflect"
	"sync"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// grace is how long a command may take, outside a synctest bubble, before the Driver goes on
// without it. Its message is delivered whenever it comes. A function that has been waited for in
// vain before, as a subscription is after each event, gets less.
const (
	grace      = 100 * time.Millisecond
	shortGrace = 10 * time.Millisecond
)

// item is one thing to do: deliver msg, or run cmd. then continues the sequence or batch it
// belongs to.
type item struct {
	msg  tea.Msg
	cmd  tea.Cmd
	then func()
}

// Bubble Tea keeps the types of these two messages to itself.
var (
	sequenceType  = reflect.TypeOf(tea.Sequence(tea.Quit, tea.Quit)())
	clipboardType = reflect.TypeOf(tea.SetClipboard("")())
)

// mailbox collects results of commands from their goroutines.
type mailbox struct {
	mu      sync.Mutex
	results []item
	news    chan struct{} // holds a token when results may have arrived
}

func newMailbox() *mailbox { return &mailbox{news: make(chan struct{}, 1)} }

func (m *mailbox) put(it item) {
	m.mu.Lock()
	m.results = append(m.results, it)
	m.mu.Unlock()
	select {
	case m.news <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() []item {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken := m.results
	m.results = nil
	return taken
}

// Settle delivers every message and runs every command, and the commands those return, until
// only blocked ones are left. Commands run one after another in the order they were returned,
// also those of a batch.
func (d *Driver) Settle() {
	d.t.Helper()
	for range maxSteps {
		d.collect()
		if len(d.work) == 0 {
			if d.bubble {
				synctest.Wait()
				d.collect()
			}
			if len(d.work) == 0 {
				return
			}
		}
		next := d.work[0]
		d.work = d.work[1:]
		switch {
		case d.quit:
		case next.cmd != nil:
			d.run(next)
		default:
			d.update(next)
		}
	}
	d.t.Fatalf("the model does not come to rest in %d steps; the screen:\n%s", maxSteps, d.Screen())
}

func (d *Driver) push(cmd tea.Cmd, msgs ...tea.Msg) {
	for _, msg := range msgs {
		d.work = append(d.work, item{msg: msg})
	}
	if cmd != nil {
		d.work = append(d.work, item{cmd: cmd})
	}
}

// collect moves results of commands into the work to do.
func (d *Driver) collect() {
	for _, it := range d.late.take() {
		d.dispatch(it)
	}
}

// dispatch treats the messages that Bubble Tea treats itself and queues the others.
func (d *Driver) dispatch(it item) {
	switch msg := it.msg.(type) {
	case nil:
		finish(it.then)
	case tea.BatchMsg:
		d.batch(msg, it.then)
	case tick:
		msg.clock.schedule(msg.after, func(now time.Time) {
			d.late.put(item{msg: msg.msg(now), then: it.then})
		})
	default:
		if cmds, ok := asSequence(msg); ok {
			d.sequence(cmds, it.then)
			return
		}
		d.work = append(d.work, it)
	}
}

func (d *Driver) batch(cmds []tea.Cmd, then func()) {
	left := len(cmds)
	done := func() {
		if left--; left == 0 {
			finish(then)
		}
	}
	for _, cmd := range cmds {
		d.work = append(d.work, item{cmd: orNothing(cmd), then: done})
	}
}

func (d *Driver) sequence(cmds []tea.Cmd, then func()) {
	if len(cmds) == 0 {
		finish(then)
		return
	}
	d.work = append(d.work, item{cmd: orNothing(cmds[0]), then: func() { d.sequence(cmds[1:], then) }})
}

// run starts a command and waits until it has returned or is known, or taken, to be blocked.
func (d *Driver) run(it item) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.late.put(item{msg: it.cmd(), then: it.then})
	}()
	if d.bubble {
		synctest.Wait()
		return
	}
	code := reflect.ValueOf(it.cmd).Pointer()
	wait := grace
	if d.slow[code] {
		wait = shortGrace
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		d.slow[code] = true
	}
}

func (d *Driver) update(it item) {
	switch msg := it.msg.(type) {
	case tea.QuitMsg, tea.InterruptMsg:
		d.quit = true
		return
	default:
		if v := reflect.ValueOf(msg); v.Type() == clipboardType {
			d.clipboard = v.String()
		}
	}
	model, cmd := d.model.Update(it.msg)
	d.model = model
	d.model.View() // Bubble Tea draws after every message
	d.push(cmd)
	finish(it.then)
}

func asSequence(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if v.Type() != sequenceType {
		return nil, false
	}
	return reflect.TypeAssert[[]tea.Cmd](v.Convert(reflect.TypeFor[[]tea.Cmd]()))
}

func orNothing(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return func() tea.Msg { return nil }
	}
	return cmd
}

func finish(then func()) {
	if then != nil {
		then()
	}
}

// bubbled reports whether the test runs inside testing/synctest, which offers no other way to
// ask than to try.
func bubbled() (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	synctest.Wait()
	return true
}
