package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// againAfter is how long a part of the desk that ended in a panic rests
	// before it begins again; each further panic doubles it.
	againAfter = time.Second
	// maxPanics is after how many panics within panicSpan a part stays stopped:
	// the same would go wrong for ever.
	maxPanics = 6
	panicSpan = 10 * time.Minute
	// calm is how long a part has to go on until what is said of it is over.
	calm = time.Minute
)

// run starts a goroutine of the desk. A panic costs neither the program with
// its terminal nor that part of the desk: it begins again after a rest, from
// what the store holds, as it would in a new program. So nothing goes out
// twice: an entry that was being sent is found so, and looked for.
func (d *Desk) run(name string, f func(context.Context)) {
	d.group.Go(func() {
		var panics []time.Time
		for !d.wholly(name, len(panics), f) {
			now := d.o.Steady.Now()
			panics = slices.DeleteFunc(panics, func(at time.Time) bool { return now.Sub(at) >= panicSpan })
			if panics = append(panics, now); len(panics) >= maxPanics {
				d.setBroken(name, fmt.Sprintf("It happened %d times within a few minutes, so it stays stopped. Nothing is lost; start Parley again.", maxPanics))
				return
			}
			passed, stop := d.o.Steady.Timer(againAfter << (len(panics) - 1))
			select {
			case <-d.life.Done():
				stop()
				return
			case <-passed:
			}
		}
		d.setBroken(name, "") // it came to its end after all
	})
}

// wholly runs a part until it ends, and reports whether that was without a
// panic. Once it has gone on for a while after one, that is over.
func (d *Desk) wholly(name string, before int, f func(context.Context)) (whole bool) {
	if before > 0 {
		passed, stop := d.o.Steady.Timer(calm)
		ended := make(chan struct{})
		defer func() {
			stop()
			close(ended)
		}()
		d.group.Go(func() {
			select {
			case <-passed:
				d.setBroken(name, "")
			case <-ended:
			}
		})
	}
	defer d.recovered(name, "Nothing is lost; it begins again by itself.")
	f(d.life)
	return true
}

// recovered makes a panic of a part of the desk something to be said, with
// what comes of it.
func (d *Desk) recovered(name, then string) {
	if r := recover(); r != nil {
		d.log.Error("panic", "in", name, "type", fmt.Sprintf("%T", r)) // the value may hold what a customer wrote
		if d.o.Panicked != nil {
			then += " " + d.o.Panicked(name, r)
		}
		d.setBroken(name, then)
	}
}

// setBroken says what comes of a part that ended in a panic; "" when it is
// over.
func (d *Desk) setBroken(name, then string) {
	d.mu.Lock()
	was := d.s.broken[name]
	switch {
	case then == "":
		delete(d.s.broken, name)
	case d.s.broken == nil:
		d.s.broken = map[string]string{name: then}
	default:
		d.s.broken[name] = then
	}
	d.mu.Unlock()
	if was != then {
		d.watch.announce(StatusChanged{})
	}
}

// broke says which parts went wrong; the caller holds d.mu.
func (s *snapshot) broke() string {
	parts := slices.Sorted(maps.Keys(s.broken))
	if len(parts) == 0 {
		return ""
	}
	return strings.TrimSpace("Something in Parley went wrong (" + strings.Join(parts, ", ") + "). " + s.broken[parts[0]])
}
