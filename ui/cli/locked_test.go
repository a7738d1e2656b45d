//go:build unix

package cli

import (
	"database/sql"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"parley/api/sandbox"
)

// An inbox that has to wait for what another program holds says so, and opens
// as soon as it can.
func TestALockedStoreIsWaitedForInWords(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	home := t.TempDir()
	env := []string{"HOME=" + home, "INTERCOM_TOKEN=" + sandbox.DefaultToken, "INTERCOM_API_BASE_URL=" + server.URL}
	s := start(t, env)
	s.see("Refund for order 4411")
	s.press("q")
	if code := s.end(); code != ExitDone {
		t.Fatalf("q ended with %d", code)
	}

	db, err := sql.Open("sqlite", filepath.Join(home, ".local", "state", "parley", "profiles", "default", "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, hold := range []string{"PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "ROLLBACK"} { // exclusive locking outlives the transaction
		if _, err := db.ExecContext(t.Context(), hold); err != nil {
			t.Fatalf("%s: %v", hold, err)
		}
	}
	again := start(t, env)
	again.see("another program may hold it")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again.see("Refund for order 4411")
	again.press("q")
	if code := again.end(); code != ExitDone {
		t.Errorf("q ended with %d", code)
	}
}
