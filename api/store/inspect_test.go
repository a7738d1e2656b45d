package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestInspectChangesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "profiles", "x")
	r, err := Inspect(t.Context(), dir)
	if err != nil || r.Exists || len(r.Files) != 0 {
		t.Fatalf("of a directory that is not there: %+v, %v", r, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("it was made: %v", err)
	}
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = Inspect(t.Context(), dir); err != nil || r.Running != 1 || len(r.Files) != 2 {
		t.Errorf("while it is open: %+v, %v", r, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	if r, err = Inspect(t.Context(), dir); err != nil || r.Running != 0 || !r.Exists || r.Mode != 0o700 {
		t.Errorf("closed: %+v, %v", r, err)
	}
	for _, f := range r.Files {
		if f.Err != nil || f.Bytes == 0 || f.Mode != 0o600 {
			t.Errorf("%+v", f)
		}
	}
	if after := listing(t, dir); after != before {
		t.Errorf("it left\n%safter\n%s", after, before)
	}
}

func TestInspectFindsDamage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, deskFile)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := pageSize; i < len(b); i++ { // all pages but the first
		b[i] = 0xA5
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Inspect(t.Context(), dir)
	if err != nil || len(r.Files) != 2 || !Corrupt(r.Files[0].Err) || r.Files[1].Err != nil {
		t.Errorf("%+v, %v", r, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if r, _ := Inspect(gone, dir); !errors.Is(r.Files[1].Err, context.Canceled) {
		t.Errorf("without time: %+v", r.Files)
	}
}

// listing is what is in a directory, with sizes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	out := ""
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			out += path + " " + info.Mode().String() + " " + info.ModTime().String() + "\n"
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
