//go:build unix

package cli

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// stall stops reading what the program writes: a terminal held by ctrl+s, or
// at the end of a dead line. Whatever the kernel keeps for it is filled up by
// redrawing.
func (s *session) stall(hold chan<- struct{}) {
	s.t.Helper()
	close(hold)
	for range 400 { // more than any terminal buffers
		if err := s.terminal.SetWriteDeadline(time.Now().Add(time.Second)); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.terminal.WriteString("\x0c"); err != nil {
			return // not even keys are taken any more
		}
	}
}

// startStalling is start, with a terminal that stops reading once hold is
// closed.
func startStalling(t *testing.T, env []string, args ...string) (*session, chan struct{}) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "parley", args...)
	cmd.Env = append([]string{"TERM=xterm-256color", "TZ=UTC", "PATH=" + os.Getenv("PATH")}, env...)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{
		t: t, cmd: cmd, terminal: f, screen: vt.NewEmulator(120, 40),
		changed: make(chan struct{}, 1), silent: make(chan struct{}),
	}
	hold := make(chan struct{})
	go func() {
		defer close(s.silent)
		b := make([]byte, 32<<10)
		for {
			select {
			case <-hold:
				return
			default:
			}
			n, err := f.Read(b)
			if err != nil {
				return
			}
			_, _ = s.Write(b[:n])
		}
	}()
	go func() { _, _ = s.answers(f) }()
	t.Cleanup(func() { _ = f.Close() })
	return s, hold
}

// A terminal that takes nothing any more stops neither the outbox nor the
// draft saver, and the program can be ended.
func TestStalledTerminal(t *testing.T) {
	t.Parallel()
	for _, stop := range []struct {
		name string
		with syscall.Signal
	}{{"hangup", syscall.SIGHUP}, {"terminate", syscall.SIGTERM}} {
		t.Run(stop.name, func(t *testing.T) {
			t.Parallel()
			workspace := sandbox.New(sandbox.Options{Seed: 1})
			server := httptest.NewServer(workspace)
			t.Cleanup(server.Close)
			home := t.TempDir()
			s, hold := startStalling(t, []string{"HOME=" + home, "INTERCOM_TOKEN=" + sandbox.DefaultToken, "INTERCOM_API_BASE_URL=" + server.URL})
			s.see("Refund for order 4411")
			s.press("\r")
			s.see("started by the customer")
			s.press("r")
			s.see("═ Reply")
			s.press("It goes out all the same")
			s.see("It goes out all the same")
			s.press("\x1b")
			s.see("y send")
			s.press("y")
			s.see("leaves in")
			s.press("n")
			s.see("═ Note")
			s.press("half a thought")
			s.see("half a thought")
			s.stall(hold)
			typed := time.Now()

			id, _ := workspace.ConversationID("refund-4411")
			eventually(t, "the reply at Intercom", func() bool {
				for _, e := range workspace.Journal() {
					if e.Applied && strings.HasSuffix(e.Path, id+"/reply") && strings.Contains(string(e.Body), "It goes out all the same") {
						return true
					}
				}
				return false
			})
			t.Logf("the reply left %v after the last key", time.Since(typed).Round(time.Millisecond))
			st, err := store.Open(t.Context(), store.Options{Dir: filepath.Join(home, ".local", "state", "parley", "profiles", "default")})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = st.Close() }()
			ds, err := st.Drafts(t.Context())
			if err != nil || len(ds) != 1 || ds[0].Mode != string(desk.ModeNote) || !strings.Contains(string(ds[0].Body), "half a thought") {
				t.Errorf("drafts: %+v, %v", ds, err)
			}
			if err := s.cmd.Process.Signal(stop.with); err != nil {
				t.Fatal(err)
			}
			asked := time.Now()
			if code := s.end(); code != ExitInterrupted {
				t.Errorf("exit code %d, want %d", code, ExitInterrupted)
			}
			t.Logf("it ended %v after the signal", time.Since(asked).Round(time.Millisecond))
		})
	}
}

// eventually waits until something is so, at most as long as a test that
// fails may take.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	enough := time.After(patience)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !so() {
		select {
		case <-look.C:
		case <-enough:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
