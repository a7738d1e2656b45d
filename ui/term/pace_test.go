package term

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// patience is how long a test that fails waits.
const patience = time.Minute

// page is a screen that collects what it writes.
type page struct {
	mu   sync.Mutex
	text strings.Builder
	news chan struct{}
}

func (p *page) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case p.news <- struct{}{}:
	default:
	}
	return p.text.Write(b)
}

func (p *page) has(s string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(p.text.String(), s)
}

type counter int

func (c counter) Init() tea.Cmd { return nil }
func (c counter) View() tea.View {
	return tea.NewView(strings.Repeat("x", int(c)) + fmt.Sprintf("count %d.", int(c)))
}

func (c counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if n, ok := msg.(counter); ok {
		return n, nil
	}
	if _, ok := msg.(frame); ok {
		panic("a message of the pace reached the model")
	}
	return c, nil
}

func await(t *testing.T, what string, news <-chan struct{}, cond func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !cond() {
		select {
		case <-news:
		case <-time.After(time.Millisecond):
		case <-deadline.C:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// TestAProgramDrawsWhatIsNewAndRests guards the way to the program's ticker,
// which depends on the version of Bubble Tea.
func TestAProgramDrawsWhatIsNewAndRests(t *testing.T) {
	t.Parallel()
	out, pace := &page{news: make(chan struct{}, 1)}, &Pace{}
	p := tea.NewProgram(pace.Model(counter(0)), append(pace.Options(), tea.WithInput(nil), tea.WithOutput(out), tea.WithWindowSize(40, 4),
		tea.WithoutSignals(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))...)
	pace.Set(p)
	if pace.frames == nil {
		t.Fatal("the ticker of the program is not where it was")
	}
	done := make(chan error, 1)
	go func() {
		_, err := p.Run()
		done <- err
	}()
	await(t, "the first frame", out.news, func() bool { return out.has("count 0.") })
	for i := range 3 {
		p.Send(counter(i + 1))
		await(t, "the count", out.news, func() bool { return out.has(fmt.Sprintf("count %d.", i+1)) })
	}
	for i := range 20 { // a burst: the last one is drawn
		p.Send(counter(i))
	}
	await(t, "the end of the burst", out.news, func() bool { return out.has("count 19.") })
	if err := p.ReleaseTerminal(); err != nil {
		t.Fatal(err)
	}
	if err := p.RestoreTerminal(); err != nil { // starts the ticker again
		t.Fatal(err)
	}
	p.Send(counter(7))
	await(t, "a frame after the terminal was lent", out.news, func() bool { return out.has("count 7.") })
	p.Quit()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// TestFramesOfABurst says when the next frame is due.
func TestFramesOfABurst(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	for _, c := range []struct {
		name  string
		slow  bool
		since time.Duration
		want  time.Duration
	}{
		{"after a pause", false, time.Second, gather},
		{"in a burst", false, 2 * time.Millisecond, frameTime - 2*time.Millisecond},
		{"at the end of a frame", false, frameTime, gather},
		{"in a burst on a slow line", true, 20 * time.Millisecond, slowFrameTime - 20*time.Millisecond},
	} {
		if got := (&Pace{slow: c.slow, last: now.Add(-c.since)}).wait(now); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestAPaceWithoutItsTickerDoesNothing is what a version of Bubble Tea that
// keeps its ticker elsewhere leads to.
func TestAPaceWithoutItsTickerDoesNothing(t *testing.T) {
	t.Parallel()
	pace := &Pace{}
	for range 3 {
		if msg := pace.filter(counter(0), counter(7)); msg != counter(7) {
			t.Fatalf("the message became %v", msg)
		}
	}
	if pace.owed {
		t.Error("a frame is on its way that nobody draws")
	}
}
