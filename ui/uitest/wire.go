package uitest

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A mark is an application program command, which terminals ignore. The Terminal sends marks
// through the program to learn what has been written, and counts none of their bytes.
const (
	markPrefix = "\x1b_uitest:"
	markEnd    = "\x1b\\"
)

func mark(n int) string { return markPrefix + strconv.Itoa(n) + markEnd }

// watched is the model under test; it counts key presses and hides what belongs to the
// Terminal: marks, and ticks of a [Clock].
type watched struct {
	tea.Model
	presses atomic.Int64
	news    chan struct{}
	send    func(tea.Msg)
}

func (w *watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tick:
		// Delivered from within Clock.Advance, so that a Flush after it sees the effect.
		msg.clock.schedule(msg.after, func(now time.Time) { w.send(msg.msg(now)) })
		return w, nil
	case tea.RawMsg:
		if text, ok := msg.Msg.(string); ok && strings.HasPrefix(text, markPrefix) {
			return w, nil
		}
	case tea.KeyPressMsg:
		defer func() {
			w.presses.Add(1)
			announce(w.news)
		}()
	}
	model, cmd := w.Model.Update(msg)
	w.Model = model
	return w, cmd
}

// wire is the program's output: it feeds the emulator and counts.
type wire struct {
	screen io.Writer
	news   chan struct{} // holds a token when something may have changed

	mu   sync.Mutex
	sent []byte    // everything but marks, since the last reset
	last time.Time // when sent last grew
	mark int       // the newest one seen
}

func newWire(screen io.Writer) *wire {
	return &wire{screen: screen, news: make(chan struct{}, 1)}
}

func (w *wire) Write(p []byte) (int, error) {
	content, newest := splitMarks(p)
	if len(content) > 0 {
		if _, err := w.screen.Write(content); err != nil {
			return 0, err
		}
	}
	w.mu.Lock()
	if len(content) > 0 {
		w.sent = append(w.sent, content...)
		w.last = time.Now()
	}
	w.mark = max(w.mark, newest)
	w.mu.Unlock()
	announce(w.news)
	return len(p), nil
}

func (w *wire) marked(n int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mark >= n
}

// take returns what was written since the last call, and when the last of it was.
func (w *wire) take() ([]byte, time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	sent, last := w.sent, w.last
	w.sent = nil
	return sent, last
}

// splitMarks returns p without its marks, and the number of the newest mark. Bubble Tea hands
// over a mark in one piece.
func splitMarks(p []byte) (content []byte, newest int) {
	for {
		before, rest, ok := bytes.Cut(p, []byte(markPrefix))
		content = append(content, before...)
		if !ok {
			return content, newest
		}
		number, after, _ := bytes.Cut(rest, []byte(markEnd))
		if n, err := strconv.Atoi(string(number)); err == nil {
			newest = max(newest, n)
		}
		p = after
	}
}

func announce(news chan<- struct{}) {
	select {
	case news <- struct{}{}:
	default:
	}
}

// Cost is what one step costs the line: everything the program wrote in answer.
type Cost struct {
	Output []byte
	// Took is the time from the key to the last byte. It includes the wait for the next frame
	// and is for benchmarks, never for a verdict in a test.
	Took time.Duration
}

// Costs are the costs of equal steps.
type Costs []Cost

// Median returns the median number of bytes; 0 when nothing was measured.
func (c Costs) Median() int { return c.quantile(50) }

// P99 returns the number of bytes that one step in a hundred exceeds; 0 when nothing was
// measured.
func (c Costs) P99() int { return c.quantile(99) }

func (c Costs) quantile(percent int) int {
	if len(c) == 0 {
		return 0
	}
	sizes := make([]int, 0, len(c))
	for _, cost := range c {
		sizes = append(sizes, len(cost.Output))
	}
	slices.Sort(sizes)
	return sizes[min(len(sizes)-1, len(sizes)*percent/100)]
}

// Measure types a script and returns the cost of each key by itself.
func (t *Terminal) Measure(script string) Costs {
	t.t.Helper()
	keys := Keys(t.t, script)
	costs := make(Costs, 0, len(keys))
	for _, key := range keys {
		costs = append(costs, t.cost(func() { t.key(key) }))
	}
	return costs
}

// MeasureUntil types a script and returns its cost as a whole, up to the moment when cond
// holds and the frame that shows it is complete.
func (t *Terminal) MeasureUntil(script, description string, cond func() bool) Cost {
	t.t.Helper()
	return t.cost(func() {
		t.Press(script)
		t.WaitFor(description, cond)
		t.Flush()
	})
}

// MeasureAdvance returns what the program writes by itself when the clock advances by d. Use
// steps no longer than the shortest tick: a tick that arranges the next one does so from a
// goroutine, too late for an Advance that has already passed it.
func (t *Terminal) MeasureAdvance(c *Clock, d time.Duration) Cost {
	t.t.Helper()
	return t.cost(func() {
		c.Advance(d)
		t.Flush()
	})
}

// Written returns everything written since the last measurement, or since the start: the cost
// of the first screen.
func (t *Terminal) Written() []byte {
	t.t.Helper()
	t.Flush()
	sent, _ := t.wire.take()
	return sent
}

func (t *Terminal) cost(step func()) Cost {
	t.Flush()
	t.wire.take()
	start := time.Now()
	step()
	sent, last := t.wire.take()
	return Cost{Output: sent, Took: max(0, last.Sub(start))}
}
