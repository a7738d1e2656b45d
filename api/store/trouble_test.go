package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/api"
)

// A damaged file is set aside and the drafts that can still be read are in
// the new one.
func TestDamagedDeskIsRescued(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		damage func(b []byte) []byte
		least  int // of 300 drafts
	}{
		{"one page in the middle", func(b []byte) []byte {
			n := len(b) / 2 / 4096 * 4096
			copy(b[n:], bytes.Repeat([]byte{0xA5}, 4096))
			return b
		}, 100},
		{"the first page", func(b []byte) []byte {
			copy(b, bytes.Repeat([]byte{0}, 4096))
			return b
		}, 250},
		{"no database any more", func([]byte) []byte { return bytes.Repeat([]byte("lorem ipsum "), 2000) }, 0},
		{"cut off", func(b []byte) []byte { return b[:len(b)*2/3/4096*4096] }, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			ctx := t.Context()
			s, err := Open(ctx, Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			for i := range 300 {
				d := Draft{ConversationID: api.ID(fmt.Sprintf("%04d", i)), Mode: "admin", Body: bytes.Repeat([]byte("text "), 80)}
				if err := s.PutDraft(ctx, d); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, deskFile)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, tt.damage(b), 0o600); err != nil {
				t.Fatal(err)
			}
			s = open(t, Options{Dir: dir})
			ds, err := s.Drafts(ctx)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d of 300 drafts", len(ds))
			if len(ds) < tt.least {
				t.Errorf("only %d drafts were saved", len(ds))
			}
			if len(s.Warnings()) != 1 || !strings.Contains(s.Warnings()[0], "set aside") {
				t.Errorf("warnings: %q", s.Warnings())
			}
			if aside, _ := filepath.Glob(path + ".damaged-*"); len(aside) == 0 {
				t.Error("the damaged file is gone")
			}
		})
	}
}

func TestDamagedCacheIsMadeAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := t.Context()
	if err := os.WriteFile(filepath.Join(dir, cacheFile), bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Dir: dir})
	if len(s.Warnings()) != 1 {
		t.Errorf("warnings: %q", s.Warnings())
	}
	if _, err := s.Put(ctx, FromSearch, words, sampleAt(t, 1, "open", "")); err != nil {
		t.Error(err)
	}
}

func TestNewerFileIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := t.Context()
	s, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.w.ExecContext(ctx, `PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, Options{Dir: dir}); !errors.Is(err, ErrNewer) {
		t.Errorf("error: %v", err)
	}
	m, err := OpenOrMemory(ctx, Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	if !m.ReadOnly() || len(m.Warnings()) != 1 || !strings.Contains(m.Warnings()[0], "newer Parley") {
		t.Errorf("read-only %v, warnings %q", m.ReadOnly(), m.Warnings())
	}
}

func TestDirectoryThatRefuses(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := OpenOrMemory(t.Context(), Options{Dir: filepath.Join(file, "profile")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if !s.ReadOnly() || len(s.Warnings()) != 1 || !strings.Contains(s.Warnings()[0], "directory") {
		t.Errorf("read-only %v, warnings %q", s.ReadOnly(), s.Warnings())
	}
	if err := s.PutDraft(t.Context(), Draft{ConversationID: "7", Mode: "note", Body: []byte("x")}); err != nil {
		t.Errorf("drafts in memory: %v", err)
	}
}

func TestBusyAndFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := t.Context()
	s := open(t, Options{Dir: dir, BusyTimeout: 20 * time.Millisecond})
	other := open(t, Options{Dir: dir})
	if _, err := other.desk.w.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	err := s.PutDraft(ctx, Draft{ConversationID: "7", Mode: "admin", Body: []byte("x")})
	if !Busy(err) || !strings.HasPrefix(Sentence(err), "Another program") {
		t.Errorf("locked: %v, %q", err, Sentence(err))
	}
	if _, err := other.desk.w.ExecContext(ctx, `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := s.PutDraft(ctx, Draft{ConversationID: "7", Mode: "admin", Body: []byte("kept")}); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.desk.scanWriter(ctx, []any{&pages}, `PRAGMA page_count`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.w.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
		t.Fatal(err)
	}
	err = s.PutDraft(ctx, Draft{ConversationID: "8", Mode: "admin", Body: bytes.Repeat([]byte("x"), 1<<20)})
	if !Full(err) || !strings.HasPrefix(Sentence(err), "The disk is full") {
		t.Errorf("full: %v, %q", err, Sentence(err))
	}
	if d, ok, err := s.Draft(ctx, "7", "admin"); err != nil || !ok || string(d.Body) != "kept" {
		t.Errorf("after a full disk: %+v, %v", d, err)
	}
}
