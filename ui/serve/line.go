package serve

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// line is one TCP connection. A write that the other side does not take ends
// it: what waits for it must not wait for ever.
type line struct {
	net.Conn
	stall time.Duration
	drop  func() // gives its place back
	once  sync.Once

	refuse func(why string)
	said   atomic.Int64 // bytes, before somebody signed in

	stalled atomic.Bool // it took nothing any more

	knocks   func()       // says that somebody signed in
	sessions atomic.Int32 // that are under way
	entered  atomic.Int32 // that there were
	channels atomic.Int32 // for sessions, which are open
}

// lingering is how long a connection may stay after its last session.
const lingering = 5 * time.Second

// enter notes a session.
func (l *line) enter() {
	l.sessions.Add(1)
	l.entered.Add(1)
	l.knocks()
}

// leave notes the end of a session; after the last one the connection goes.
func (l *line) leave() {
	before := l.entered.Load()
	if l.sessions.Add(-1) > 0 {
		return
	}
	time.AfterFunc(lingering, func() {
		if l.entered.Load() == before {
			_ = l.Close()
		}
	})
}

// maxSaid is how much a connection may say until it is in a session, in bytes:
// to sign in takes a few thousand.
const maxSaid = 256 << 10

// Read reads, before somebody signed in not without end.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if l.entered.Load() == 0 && l.said.Add(int64(n)) > maxSaid {
		l.refuse("nobody signed in, and it said too much")
		return 0, net.ErrClosed
	}
	return n, err
}

// Write writes within the time that a line may stall.
func (l *line) Write(p []byte) (int, error) {
	if err := l.SetWriteDeadline(time.Now().Add(l.stall)); err != nil {
		return 0, err
	}
	n, err := l.Conn.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		l.stalled.Store(true)
	}
	return n, err
}

// hang ends a line that takes nothing.
func (l *line) hang() {
	l.stalled.Store(true)
	_ = l.Close()
}

// Close closes the connection and gives its place back, once.
func (l *line) Close() error {
	l.once.Do(l.drop)
	return l.Conn.Close()
}

// patient writes to a session. Where a write stalls, because the terminal at
// the other end was stopped or nobody reads, the whole connection goes.
type patient struct {
	w     io.Writer
	stall time.Duration
	hang  func() // ends the connection
}

func (p patient) Write(b []byte) (int, error) {
	timer := time.AfterFunc(p.stall, p.hang)
	defer timer.Stop()
	return p.w.Write(b)
}

// ending reads until there is nothing more, and says so.
type ending struct {
	r     io.Reader
	once  sync.Once
	ended chan struct{}
}

func (e *ending) Read(b []byte) (int, error) {
	n, err := e.r.Read(b)
	if err != nil {
		e.once.Do(func() { close(e.ended) })
	}
	return n, err
}

// attentive reads from a session and notes when somebody pressed a key.
type attentive struct {
	r    io.Reader
	last atomic.Int64 // nanoseconds since began
	from time.Time
}

func attend(r io.Reader) *attentive { return &attentive{r: r, from: time.Now()} }

func (a *attentive) Read(b []byte) (int, error) {
	n, err := a.r.Read(b)
	if n > 0 {
		a.last.Store(int64(time.Since(a.from)))
	}
	return n, err
}

// idle is how long nothing has come.
func (a *attentive) idle() time.Duration {
	return time.Since(a.from) - time.Duration(a.last.Load())
}
