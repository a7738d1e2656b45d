package term

import (
	"reflect"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// frame is how long a program waits before it writes the next change: a
	// 120th of a second is the most that Bubble Tea allows.
	frame = time.Second / 120
	// slowFrame is the same on a slow line.
	slowFrame = time.Second / 20
	// wake is how long it waits for the first change after a pause.
	wake = 3 * time.Millisecond
	// restAfter is how long nothing must have happened, twice, before a
	// program rests. What the last message changed is written by then.
	restAfter = 60 * time.Millisecond
	// rest is how often a resting program looks all the same: whatever a
	// message did not announce is on the screen within a second.
	rest = time.Second
)

// Pace lets a program rest while nothing happens. Bubble Tea looks for a
// change as often as its frame rate says, all day, which costs a laptop its
// sleep and a host of many agents most of a processor. The zero Pace is ready
// for one program.
type Pace struct {
	program *tea.Program
	slow    bool
	ticker  *time.Ticker // of the program; nil when it is not where it was
	begun   bool
	hurry   bool      // the ticker runs at wake
	turned  time.Time // when the ticker was last set
	n       uint64    // messages so far
	resting atomic.Bool
}

// quiet asks whether anything happened since message n; twice in a row, and
// the program rests.
type quiet struct {
	n     uint64
	twice bool
}

// Options are what the program needs to be made with.
func (p *Pace) Options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithFPS(int(time.Second / frame)), tea.WithFilter(p.filter)}
}

// Slow says whether the line is slow: what changes in quick succession is then
// written once. It is called before the program runs, or from its Update.
func (p *Pace) Slow(slow bool) { p.slow = slow }

// frame is how long the program waits between two changes.
func (p *Pace) frame() time.Duration {
	if p.slow {
		return slowFrame
	}
	return frame
}

// Set names the program, before it runs.
func (p *Pace) Set(program *tea.Program) { p.program = program }

// filter sees every message before the program does, in its own goroutine.
func (p *Pace) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if !p.begun {
		p.begin()
	}
	if p.ticker == nil {
		return msg
	}
	if q, ok := msg.(quiet); ok {
		p.settle(q)
		return nil
	}
	p.n++
	p.turn(time.Now())
	return msg
}

// turn sets the ticker for a message that came now: what follows a pause is
// drawn sooner than what comes in a burst. A burst never puts a frame off by
// more than wake.
func (p *Pace) turn(now time.Time) {
	since := now.Sub(p.turned)
	switch {
	case p.resting.Load():
		p.resting.Store(false)
		p.set(wake, now)
		p.ask(quiet{n: p.n})
	case since >= p.frame()+wake:
		p.set(wake, now)
	case p.hurry && since >= wake:
		p.set(p.frame(), now)
	}
}

func (p *Pace) set(every time.Duration, now time.Time) {
	p.ticker.Reset(every)
	p.hurry, p.turned = every == wake, now
}

// begin finds the ticker that paces the program. There is no other way to it;
// without it the program is as restless as Bubble Tea makes it.
func (p *Pace) begin() {
	p.begun = true
	if p.program == nil {
		return
	}
	f := reflect.ValueOf(p.program).Elem().FieldByName("ticker")
	if f.IsValid() && f.Type() == reflect.TypeFor[*time.Ticker]() && !f.IsNil() {
		p.ticker = (*time.Ticker)(f.UnsafePointer())
		p.ask(quiet{n: p.n + 1})
	}
}

// settle takes the answer to ask.
func (p *Pace) settle(q quiet) {
	if p.hurry {
		p.set(p.frame(), time.Now())
	}
	switch {
	case q.n != p.n:
		p.ask(quiet{n: p.n})
	case !q.twice:
		p.ask(quiet{n: p.n, twice: true})
	default:
		p.resting.Store(true)
		p.ticker.Reset(rest)
	}
}

// ask sends q after a while. The program's end makes that a no-op.
func (p *Pace) ask(q quiet) {
	program := p.program
	time.AfterFunc(restAfter, func() { program.Send(q) })
}
