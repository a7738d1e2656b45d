//go:build unix

package cli

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// stall stops reading what the program writes: a terminal held by ctrl+s, or
// at the end of a dead line. What the kernel keeps for it is filled up with
// whole screens until one does not fit.
func (s *session) stall() {
	s.t.Helper()
	close(s.hold)
	frames := time.NewTicker(25 * time.Millisecond) // longer than a frame lasts
	defer frames.Stop()
	for i := range uint16(60) {
		<-frames.C
		if err := pty.Setsize(s.terminal, &pty.Winsize{Rows: 40, Cols: 120 - i%2}); err != nil {
			s.t.Fatal(err)
		}
	}
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
			s := start(t, []string{"HOME=" + home, "INTERCOM_TOKEN=" + sandbox.DefaultToken, "INTERCOM_API_BASE_URL=" + server.URL})
			s.see("Refund for order 4411")
			s.press("\r")
			s.see("started by the customer")
			s.press("r")
			s.see("─ Reply to")
			s.press("It goes out all the same")
			s.see("It goes out all the same")
			s.press("\x1b")
			s.see("y send")
			s.press("y")
			s.see("u undo")
			s.press("n")
			s.see("═ Note")
			s.press("half a thought")
			s.see("half a thought")
			typed := time.Now()
			s.stall()

			st, err := store.Open(t.Context(), store.Options{Dir: filepath.Join(home, ".local", "state", "parley", "profiles", "default")})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = st.Close() }()
			eventually(t, "the whole note on the disk", func() bool {
				ds, err := st.Drafts(t.Context())
				return err == nil && len(ds) == 1 && ds[0].Mode == string(desk.ModeNote) && strings.Contains(string(ds[0].Body), `"half a thought"`)
			})
			t.Logf("the note was on the disk at most %v after the last key, and the terminal stalled", time.Since(typed).Round(time.Millisecond))
			id, _ := workspace.ConversationID("login-liwei")
			eventually(t, "the reply at Intercom", func() bool {
				for _, e := range workspace.Journal() {
					if e.Applied && strings.HasSuffix(e.Path, id+"/reply") && strings.Contains(string(e.Body), "It goes out all the same") {
						return true
					}
				}
				return false
			})
			t.Logf("the reply left at most %v after the last key", time.Since(typed).Round(time.Millisecond))
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
