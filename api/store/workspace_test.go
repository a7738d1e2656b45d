package store_test

import (
	"testing"
	"time"

	"parley/api/store"
)

func TestAProfileKeepsToItsWorkspace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	claim := func(workspace string, want bool) {
		t.Helper()
		if ok, err := s.ClaimWorkspace(t.Context(), workspace); ok != want || err != nil {
			t.Errorf("ClaimWorkspace(%s) = %v, %v", workspace, ok, err)
		}
	}
	claim("acme", true)
	claim("acme", true)
	claim("globex", true) // nothing would be lost
	if err := s.PutDraft(t.Context(), store.Draft{ConversationID: "1", Mode: "note", Body: []byte("{}"), UpdatedAt: time.Unix(1, 0)}); err != nil {
		t.Fatal(err)
	}
	claim("acme", false)
	claim("globex", true)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), store.Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if held, err := s.Workspace(t.Context()); held != "globex" || err != nil {
		t.Errorf("Workspace() = %q, %v", held, err)
	}
	claim("acme", false)
}
