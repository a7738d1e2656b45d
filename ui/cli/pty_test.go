//go:build unix

package cli

import (
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"parley/api/sandbox"
)

// session is the program on a terminal, as a person has it.
type session struct {
	t        *testing.T
	cmd      *exec.Cmd
	terminal *os.File   // the end that belongs to the terminal
	mu       sync.Mutex // guards screen, but for its Read
	screen   *vt.Emulator
	changed  chan struct{} // holds a token when something was drawn since the last look
	silent   chan struct{} // closed when the program has closed its end
	hold     chan struct{} // closed when the terminal takes no more
}

// Write draws what the program wrote.
func (s *session) Write(b []byte) (int, error) {
	s.mu.Lock()
	n, err := s.screen.Write(b)
	s.mu.Unlock()
	select {
	case s.changed <- struct{}{}:
	default:
	}
	select {
	case <-s.hold:
		<-s.t.Context().Done()
	default:
	}
	return n, err
}

// start runs parley on a terminal of 120 by 40 with nothing else set.
func start(t *testing.T, env []string, args ...string) *session {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "parley", args...)
	cmd.Env = append([]string{"TERM=xterm-256color", "TZ=UTC", "GORACE=atexit_sleep_ms=0", "PATH=" + os.Getenv("PATH")}, env...)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{
		t: t, cmd: cmd, terminal: f, screen: vt.NewEmulator(120, 40),
		changed: make(chan struct{}, 1), silent: make(chan struct{}), hold: make(chan struct{}),
	}
	go func() {
		defer close(s.silent)
		_, _ = io.Copy(s, f) // a terminal ends with an error when its program does
	}()
	go func() { _, _ = io.Copy(f, s.screen) }() // the answers to queries
	t.Cleanup(func() { _ = f.Close() })
	return s
}

// shown returns the text on the screen.
func (s *session) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

// Only a test that fails waits so long.
const patience = time.Minute

// see waits until the screen shows the text.
func (s *session) see(text string) {
	s.t.Helper()
	enough := time.After(patience)
	for !strings.Contains(s.shown(), text) {
		select {
		case <-s.changed:
		case <-enough:
			s.t.Fatalf("the screen does not show %q:\n%s", text, s.shown())
		case <-s.silent:
			s.t.Fatalf("the program ended without showing %q; the screen:\n%s", text, s.shown())
		}
	}
}

// press types bytes as they are.
func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.terminal, keys); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the exit code.
func (s *session) end() int {
	s.t.Helper()
	err := s.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return 0
}

func TestDemoNeedsNothing(t *testing.T) {
	t.Parallel()
	home, journal := t.TempDir(), filepath.Join(t.TempDir(), "journal")
	s := start(t, []string{"HOME=" + home}, "demo", "--journal", journal)
	s.see("Refund for order 4411")
	s.press("q")
	if code := s.end(); code != ExitDone {
		t.Errorf("q ended the demo with %d, want %d", code, ExitDone)
	}
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("the demo left %v behind, %v", left, err)
	}
	if b, err := os.ReadFile(journal); err != nil || !strings.Contains(string(b), `"path":"/conversations/search"`) {
		t.Errorf("journal = %.200s, %v", b, err)
	}
}

func TestTypedTextOutlivesTheTerminal(t *testing.T) {
	t.Parallel()
	for _, stop := range []struct {
		name string
		with syscall.Signal
	}{{"hangup", syscall.SIGHUP}, {"terminate", syscall.SIGTERM}} {
		t.Run(stop.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
			t.Cleanup(server.Close)
			env := []string{"HOME=" + t.TempDir(), "INTERCOM_TOKEN=" + sandbox.DefaultToken, "INTERCOM_API_BASE_URL=" + server.URL}
			s := start(t, env)
			s.see("Refund for order 4411")
			s.press("\r")
			s.see("started by the customer")
			s.press("n")
			s.see("═ Note")
			s.press("half a thought")
			s.see("half a thought")
			if err := s.cmd.Process.Signal(stop.with); err != nil {
				t.Fatal(err)
			}
			if code := s.end(); code != ExitInterrupted {
				t.Errorf("exit code %d, want %d", code, ExitInterrupted)
			}
			again := start(t, env)
			again.see("1 draft")
			again.press("q")
			if code := again.end(); code != ExitDone {
				t.Errorf("q ended with %d", code)
			}
		})
	}
}

func TestNoTerminalNoInbox(t *testing.T) {
	t.Parallel()
	s := start(t, []string{"TERM=dumb"}, "demo")
	s.see("`parley list`")
	if code := s.end(); code != ExitUsage {
		t.Errorf("exit code %d, want %d", code, ExitUsage)
	}
}

// A newcomer's file: a view, a key and a theme of their own, and a mistake
// that must not keep them from the inbox.
func TestTheInboxOpensWithAMistakeInTheFile(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	home := t.TempDir()
	dir := filepath.Join(home, ".config", "parley")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	text := "store = false\ntheem = 'dark'\n[keys]\nverbs.note = ['w']\n[[views]]\nname = 'All of Ada'\nquery = 'is:open from:ada'\n"
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, []string{"HOME=" + home, "INTERCOM_TOKEN=" + sandbox.DefaultToken, "INTERCOM_API_BASE_URL=" + server.URL})
	s.see("theem")
	s.see("Refund for order 4411")
	s.press("V")
	s.see("All of Ada")
	s.press("All of Ada\r")
	s.see("─ All of Ada ")
	s.press("\r")
	s.see("started by the customer")
	s.press("w")
	s.see("═ Note")
	s.press("my own key")
	s.see("my own key")
	s.press("\x03\x03")
	if code := s.end(); code != ExitDone {
		t.Errorf("exit code %d, want %d", code, ExitDone)
	}
	state := filepath.Join(home, ".local", "state", "parley", "profiles", "default")
	if _, err := os.Stat(filepath.Join(state, "desk.db")); err != nil {
		t.Errorf("drafts are kept although the store is off: %v", err)
	}
	if _, err := os.Stat(filepath.Join(state, "cache.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what customers wrote was kept: %v", err)
	}
}

func TestLoginDoesNotShowTheToken(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	env := []string{"HOME=" + t.TempDir(), "INTERCOM_API_BASE_URL=" + server.URL}
	s := start(t, env, "login", "--to-file")
	s.see("(it is not shown):")
	s.press(sandbox.DefaultToken + "\r")
	s.see("the token is in ")
	if strings.Contains(s.screen.String(), sandbox.DefaultToken) {
		t.Errorf("the screen shows the token:\n%s", s.screen.String())
	}
	if code := s.end(); code != ExitDone {
		t.Errorf("exit code %d", code)
	}
	again := start(t, env)
	again.see("Refund for order 4411")
	again.press("q")
	if code := again.end(); code != ExitDone {
		t.Errorf("exit code %d", code)
	}

	s = start(t, env, "login", "--to-file")
	s.see("(it is not shown):")
	s.press("\x03")
	if code := s.end(); code != ExitInterrupted {
		t.Errorf("ctrl+c at the prompt ended with %d, want %d", code, ExitInterrupted)
	}
}

// Doctor asks the terminal about itself, and gives up on one that says
// nothing.
func TestDoctorAsksTheTerminal(t *testing.T) {
	t.Parallel()
	s := start(t, []string{"HOME=" + t.TempDir(), "COLORTERM=truecolor"}, "doctor")
	s.see("120 columns, 40 rows")
	s.see("as Unicode says")
	s.see("1 thing is bad")
	if code := s.end(); code != ExitUnauthorized {
		t.Errorf("exit code %d, want %d", code, ExitUnauthorized)
	}
}

// On a terminal that knows little, nothing is drawn that its font lacks, and
// nothing is written that it would print.
func TestSimpleTerminals(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"linux", "vt100"} {
		s := start(t, []string{"TERM=" + name, "HOME=" + t.TempDir()}, "demo")
		s.see("Refund for order 4411")
		s.press("\r")
		s.see("started by the customer")
		if shown := s.shown(); strings.ContainsAny(shown, "▸●…") || strings.Contains(shown, "4;2m") {
			t.Errorf("%s:\n%s", name, shown)
		}
		s.press("\x03\x03")
		if code := s.end(); code != ExitDone {
			t.Errorf("%s: exit code %d", name, code)
		}
	}
}
