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
// more than its own work; and it draws the screen for each message, whether
// anybody will see that or not. The zero Pace is ready for one program.
type Pace struct {
	program *tea.Program
	slow    bool
	owed    bool           // a frame is on its way
	drawing bool           // it is this message's turn to draw
	stale   bool           // something came after what was drawn
	last    time.Time      // when the last frame was due
	frames  chan time.Time // writes a frame; nil leaves it to Bubble Tea
}

// frame asks for what changed to be written. Where that is not drawn yet, it
// is drawn first, and drawn asks again.
type (
	frame struct{}
	drawn struct{}
)

// Options are what the program needs to be made with.
func (p *Pace) Options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithFPS(int(time.Second / frameTime)), tea.WithFilter(p.filter)}
}

// Model returns what the program has to run in place of m: the same, but that
// its View is asked for once a frame.
func (p *Pace) Model(m tea.Model) tea.Model { return &paced{Model: m, pace: p} }

// Slow says whether the line is slow: what changes in quick succession is then
// written once. It is called before the program runs, or from its Update.
func (p *Pace) Slow(slow bool) { p.slow = slow }

// Set names the program, before it runs. It gives the program a ticker that
// ticks when a frame is to be written. There is no other way to that; a version
// of Bubble Tea that keeps its ticker elsewhere goes on by its own clock.
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
// Sending to the program takes until it has dealt with the message at hand, or
// has ended.
func (p *Pace) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if p.frames == nil || msg == nil { // nobody hears of a message that is nil
		return msg
	}
	program := p.program
	switch msg.(type) {
	case frame:
		p.owed, p.last = false, time.Now()
		if p.stale {
			p.stale, p.drawing = false, true
			go program.Send(drawn{})
			return msg
		}
		p.write()
		return nil
	case drawn:
		p.write()
		return nil
	}
	if p.owed { // the frame will show it
		p.stale = true
		return msg
	}
	p.owed, p.drawing = true, true
	time.AfterFunc(p.wait(time.Now()), func() { program.Send(frame{}) })
	return msg
}

// write lets the renderer write what it was shown.
func (p *Pace) write() {
	select {
	case p.frames <- p.last:
	default: // the frame before is not written yet: it will find this change too
	}
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

// paced is a model that is drawn once a frame.
type paced struct {
	tea.Model
	pace *Pace
	view tea.View
	seen bool // it was drawn before
}

// Update hands on every message but those of the pace.
func (m *paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(frame); ok {
		return m, nil
	}
	var cmd tea.Cmd
	m.Model, cmd = m.Model.Update(msg)
	return m, cmd
}

// View draws when it is time, and else returns what was drawn last.
func (m *paced) View() tea.View {
	if p := m.pace; p.frames == nil || p.drawing || !m.seen {
		m.view, m.seen, p.drawing = m.Model.View(), true, false
	}
	return m.view
}
