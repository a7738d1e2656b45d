//go:build unix

package cli

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/api/sandbox"
)

// A panic leaves the terminal as it was, the text on the disk, and a report
// without a word of it.
func TestAPanicLosesNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	home, trap := t.TempDir(), filepath.Join(t.TempDir(), "panic")
	env := []string{"HOME=" + home, "INTERCOM_TOKEN=" + sandbox.DefaultToken, "INTERCOM_API_BASE_URL=" + server.URL, "PARLEY_TEST_PANIC=" + trap}
	s := start(t, env)
	s.see("Refund for order 4411")
	s.press("\r")
	s.see("started by the customer")
	s.press("n")
	s.see("═ Note")
	s.press("half a thought")
	s.see("1 draft")
	if err := os.WriteFile(trap, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.press("x")
	if code := s.end(); code != ExitFailed {
		t.Errorf("exit code %d, want %d", code, ExitFailed)
	}
	<-s.silent
	shown := s.shown()
	if s.screen.IsAltScreen() || !strings.Contains(shown, "Something in Parley went wrong") || strings.Contains(shown, "goroutine") || strings.Contains(shown, "Ada wrote") {
		t.Errorf("the screen:\n%s", shown)
	}
	reports, err := filepath.Glob(filepath.Join(home, ".local", "state", "parley", "crashes", "*"))
	if err != nil || len(reports) == 0 {
		t.Fatalf("reports: %v, %v", reports, err)
	}
	for _, path := range reports {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
		}
		if text := string(b); strings.Contains(text, "Ada") || strings.Contains(text, "thought") || strings.Contains(text, sandbox.DefaultToken) || !strings.Contains(text, "TERM=xterm-256color") {
			t.Errorf("the report:\n%s", text)
		}
	}
	if err := os.Remove(trap); err != nil {
		t.Fatal(err)
	}
	again := start(t, env)
	again.see("1 draft")
	again.press("q")
	if code := again.end(); code != ExitDone {
		t.Errorf("q ended with %d", code)
	}
}
