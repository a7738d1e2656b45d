package serve

import (
	"fmt"
	"net"
	"sync"
	"time"
)

// Limits bound what one process takes on. What is zero is the default.
type Limits struct {
	Sessions   int // in all; 100
	PerKey     int // sessions of one key; 5
	PerAddress int // connections from one address; 150
	Knocking   int // connections that are not in a session, from one address; 60, since an office comes back at once
	// Handshake is how long a connection may take until it is in a session; 20
	// seconds. Idle is how long no key may be pressed; an hour, negative is for
	// ever. Stall is how long a terminal may not take what is written; a
	// minute.
	Handshake, Idle, Stall time.Duration
	Paste                  int // bytes of one paste; 1 MiB
	// Outboxes is how long a stopping server lets outboxes finish; 30 seconds.
	Outboxes time.Duration
}

func (l Limits) filled() Limits {
	set(&l.Sessions, 100)
	set(&l.PerKey, 5)
	set(&l.PerAddress, 150)
	set(&l.Knocking, 60)
	set(&l.Handshake, 20*time.Second)
	set(&l.Idle, time.Hour)
	set(&l.Stall, time.Minute)
	set(&l.Paste, 1<<20)
	set(&l.Outboxes, 30*time.Second)
	return l
}

func set[T comparable](v *T, usual T) {
	var zero T
	if *v == zero {
		*v = usual
	}
}

// doors counts who is in and who knocks.
type doors struct {
	limits Limits

	mu       sync.Mutex
	closed   bool
	sessions int
	keys     map[string]int
	lines    map[string]int // connections by address
	knocking map[string]int
}

func newDoors(l Limits) *doors {
	return &doors{limits: l, keys: map[string]int{}, lines: map[string]int{}, knocking: map[string]int{}}
}

// knock lets a connection be made, or says why not. drop gives its place back.
func (d *doors) knock(address string) (drop func(), why string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.closed:
		return nil, "the server is stopping"
	case d.lines[address] >= d.limits.PerAddress:
		return nil, fmt.Sprintf("%d connections from this address already", d.lines[address])
	case d.knocking[address] >= d.limits.Knocking:
		return nil, fmt.Sprintf("%d connections from this address that nobody has signed in on", d.knocking[address])
	}
	d.lines[address]++
	d.knocking[address]++
	return func() { d.less(d.lines, address) }, ""
}

// opened says that a connection does not knock any more.
func (d *doors) opened(address string) { d.less(d.knocking, address) }

func (d *doors) less(counts map[string]int, what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if counts[what]--; counts[what] <= 0 {
		delete(counts, what)
	}
}

// enter lets a session begin, or says why not. leave gives its place back.
func (d *doors) enter(key string) (leave func(), why string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.closed:
		return nil, "The server is stopping."
	case d.sessions >= d.limits.Sessions:
		return nil, fmt.Sprintf("All %d places are taken.", d.limits.Sessions)
	case d.keys[key] >= d.limits.PerKey:
		return nil, fmt.Sprintf("This key is in %d times already.", d.keys[key])
	}
	d.sessions++
	d.keys[key]++
	return func() {
		d.less(d.keys, key)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.sessions--
	}, ""
}

// close lets nobody in any more.
func (d *doors) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
}

// host is an address without its port.
func host(a net.Addr) string {
	if h, _, err := net.SplitHostPort(a.String()); err == nil {
		return h
	}
	return a.String()
}
