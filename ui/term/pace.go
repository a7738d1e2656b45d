package term

import (
	"reflect"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

const (
	// frameTime is the least that lies between two frames: a 120th of a second
	// is the most frames that Bubble Tea allows.
	frameTime = time.Second / 120
	// slowFrameTime is the same on a slow line.
	slowFrameTime = time.Second / 20
	// gather is how long the first frame after a pause waits for what its
	// message sets off.
	gather = time.Millisecond
)

// Pace draws a frame when there may be something new, and only then. Bubble
// Tea looks for a change as often as its frame rate says, all day, which costs
// a laptop its sleep, a host of many agents most of a processor, and every key
// more than its own work. The zero Pace is ready for one program.
type Pace struct {
	program *tea.Program
	slow    bool
	owed    bool           // a frame is on its way
	last    time.Time      // when the last frame was due
	frames  chan time.Time // draws a frame; nil leaves it to Bubble Tea
}

// frame asks the program, once it has shown its last message to the renderer,
// to write what changed.
type frame struct{}

// Options are what the program needs to be made with.
func (p *Pace) Options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithFPS(int(time.Second / frameTime)), tea.WithFilter(p.filter)}
}

// Slow says whether the line is slow: what changes in quick succession is then
// written once. It is called before the program runs, or from its Update.
func (p *Pace) Slow(slow bool) { p.slow = slow }

// Set names the program, before it runs. It gives the program a ticker that
// ticks when a frame is asked for. There is no other way to that; a version of
// Bubble Tea that keeps its ticker elsewhere goes on by its own clock.
func (p *Pace) Set(program *tea.Program) {
	p.program = program
	f := reflect.ValueOf(program).Elem().FieldByName("ticker")
	if !f.IsValid() || f.Type() != reflect.TypeFor[*time.Ticker]() || !f.IsNil() {
		return
	}
	p.frames = make(chan time.Time, 1)
	ticker := time.NewTicker(frameTime) // what it sends by itself, nobody receives
	ticker.Stop()
	ticker.C = p.frames
	reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem().Set(reflect.ValueOf(ticker)) //nolint:gosec // the field is private, and of the type that was just checked
}

// filter sees every message before the program does, in its own goroutine.
func (p *Pace) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if p.frames == nil || msg == nil { // nobody hears of a message that is nil
		return msg
	}
	if _, ok := msg.(frame); ok {
		p.owed, p.last = false, time.Now()
		select {
		case p.frames <- p.last:
		default: // the one before is not written yet: it will find this change too
		}
		return nil
	}
	if !p.owed {
		p.owed = true
		program := p.program
		// Sending takes until the program has dealt with msg, or has ended.
		time.AfterFunc(p.wait(time.Now()), func() { program.Send(frame{}) })
	}
	return msg
}

// wait says how long after now the next frame is due: soon after a pause, and
// within a burst of messages as often as the line allows.
func (p *Pace) wait(now time.Time) time.Duration {
	least := frameTime
	if p.slow {
		least = slowFrameTime
	}
	return max(gather, least-now.Sub(p.last))
}
