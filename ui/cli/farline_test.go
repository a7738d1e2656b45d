//go:build linux

package cli

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// binary is the program as it is shipped, built once for all benchmarks.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "parley-bench-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "parley")
	cmd := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, "parley")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(out)))
	}
	return path, nil
})

// shipped returns the path of the program.
func shipped(tb testing.TB) string {
	tb.Helper()
	path, err := binary()
	if err != nil {
		tb.Fatal(err)
	}
	return path
}

// line says what lies between a program and the terminal of its agent.
type line struct {
	name  string
	delay time.Duration // one way
	mute  bool          // the terminal answers no query
}

var lines = []line{{name: "near"}, {name: "mute", mute: true}, {name: "150ms", delay: 75 * time.Millisecond}}

// arrival is a piece of output, when the terminal has it.
type arrival struct {
	at   time.Time
	data []byte
}

// farScreen is a terminal at the end of a line.
type farScreen struct {
	tb   testing.TB
	line line
	cmd  *exec.Cmd
	pty  *os.File
	up   chan arrival // what is typed, and answers

	mu     sync.Mutex
	screen *vt.Emulator
	pieces []arrival // since the last look
	news   chan struct{}
	ended  chan struct{}
	began  time.Time
}

// The size of the terminal that the budgets speak of.
const farW, farH = 120, 40

// reach starts the inbox over a store and a line.
func reach(tb testing.TB, l line, home string, args ...string) *farScreen {
	tb.Helper()
	tidy(tb, home)
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	cmd := exec.CommandContext(tb.Context(), shipped(tb), args...)
	cmd.Env = []string{
		"TERM=xterm-256color", "COLORTERM=truecolor", "TZ=UTC", "HOME=" + home, "INTERCOM_TOKEN=bench", "INTERCOM_API_BASE_URL=" + silent.URL,
	}
	s := connect(tb, l, cmd)
	tb.Cleanup(func() {
		silent.CloseClientConnections()
		silent.Close()
	})
	return s
}

// connect starts a program on the terminal.
func connect(tb testing.TB, l line, cmd *exec.Cmd) *farScreen {
	tb.Helper()
	s := &farScreen{
		tb: tb, line: l, cmd: cmd, up: make(chan arrival, 4096), screen: vt.NewEmulator(farW, farH),
		news: make(chan struct{}, 1), ended: make(chan struct{}), began: time.Now(),
	}
	f, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: farH, Cols: farW})
	if err != nil {
		tb.Fatal(err)
	}
	s.pty = f
	down := make(chan arrival, 4096)
	go s.read(down)
	go s.show(down)
	go s.write()
	go s.answer()
	tb.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait() // killed: its exit says nothing
		_ = f.Close()
	})
	return s
}

func (s *farScreen) read(down chan<- arrival) {
	defer close(down)
	for {
		b := make([]byte, 32<<10)
		n, err := s.pty.Read(b)
		if err != nil { // a terminal ends with an error when its program does
			return
		}
		down <- arrival{time.Now().Add(s.line.delay), b[:n]}
	}
}

// show draws what has come down the line.
func (s *farScreen) show(down <-chan arrival) {
	defer close(s.ended)
	for a := range down {
		<-time.After(time.Until(a.at))
		s.mu.Lock()
		_, _ = s.screen.Write(a.data)
		s.pieces = append(s.pieces, a)
		s.mu.Unlock()
		select {
		case s.news <- struct{}{}:
		default:
		}
	}
}

// write types what has gone up the line.
func (s *farScreen) write() {
	for a := range s.up {
		<-time.After(time.Until(a.at))
		if _, err := s.pty.Write(a.data); err != nil {
			return
		}
	}
}

// answer sends the terminal's answers to queries.
func (s *farScreen) answer() {
	b := make([]byte, 4096)
	for {
		n, err := s.screen.Read(b)
		if err != nil {
			return
		}
		if !s.line.mute {
			s.send(string(b[:n]))
		}
	}
}

func (s *farScreen) send(text string) {
	s.up <- arrival{time.Now().Add(s.line.delay), []byte(text)}
}

func (s *farScreen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

// take returns what came since the last time.
func (s *farScreen) take() []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pieces
	s.pieces = nil
	return p
}

// await waits until the screen is as it should be.
func (s *farScreen) await(what string, so func(screen string) bool) {
	s.tb.Helper()
	enough := time.After(10 * time.Second)
	for !so(s.text()) {
		select {
		case <-s.news:
		case <-enough:
			s.tb.Fatalf("waited in vain for %s:\n%s", what, s.text())
		case <-s.ended:
			s.tb.Fatalf("the program ended before %s:\n%s", what, s.text())
		}
	}
}

func (s *farScreen) see(text string) {
	s.tb.Helper()
	s.await(text, func(screen string) bool { return strings.Contains(screen, text) })
}

// quietTime is how long nothing must come before a step counts as drawn.
const quietTime = 40 * time.Millisecond

// step types keys and returns how long it took until the last byte of the
// answer was back, and how many bytes it had. A step without an answer is 0.
func (s *farScreen) step(keys string) (time.Duration, int) {
	s.settle()
	began := time.Now()
	s.send(keys)
	return s.lastByte(began)
}

func (s *farScreen) lastByte(began time.Time) (time.Duration, int) {
	first := time.After(2*s.line.delay + time.Second)
	n, last := 0, began
	for {
		wait := time.After(quietTime)
		if n == 0 {
			wait = first
		}
		select {
		case <-s.news:
			for _, a := range s.take() {
				n, last = n+len(a.data), a.at
			}
		case <-wait:
			return last.Sub(began), n
		}
	}
}

// settle waits until nothing comes any more.
func (s *farScreen) settle() {
	for {
		select {
		case <-s.news:
			s.take()
		case <-time.After(quietTime + 2*s.line.delay):
			s.take()
			return
		}
	}
}
