package desk_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// running waits until a desk has rows, and returns how it stands.
func (r *rig) running(t *testing.T) desk.Status {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	sub := r.Subscribe()
	defer sub.Close()
	r.Start(t.Context())
	r.waitFor(ctx, sub, "the first sync", func() bool { return !r.Status().SyncedAt.IsZero() })
	l, err := r.List(ctx, desk.ListRequest{View: "mine"})
	if err != nil || len(l.Rows) == 0 {
		t.Errorf("%d rows, %v", len(l.Rows), err)
	}
	return r.Status()
}

// memoryOnly checks that a desk says why it keeps nothing, and works as far
// as that goes.
func (r *rig) memoryOnly(t *testing.T, why string) {
	t.Helper()
	defer r.stop()
	s := r.running(t)
	if !s.ReadOnly || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], why) || !strings.Contains(s.Warnings[0], "nothing can be sent") {
		t.Errorf("read-only %v, warnings %q", s.ReadOnly, s.Warnings)
	}
	id := r.open(t.Context())
	if _, err := r.Send(t.Context(), reply(id, desk.ModeAdmin, "x")); !errors.Is(err, desk.ErrReadOnly) {
		t.Errorf("Send() error = %v", err)
	}
	if err := r.SaveDraft(t.Context(), desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: "kept while it runs"}); err != nil {
		t.Error(err)
	}
	if len(posted(r.server)) != 0 {
		t.Error("something was sent")
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may write into every directory")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	newRig(t, rigOptions{dir: dir}).memoryOnly(t, "cannot be written to")
}

// lock holds the database of a profile as another program does that writes
// for long.
func lock(t *testing.T, dir string) (unlock func()) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), `BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := db.Close(); err != nil { // the lock goes with it
			t.Error(err)
		}
	}
}

func TestLockedForLong(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"a new database", "one with a draft"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if state != "a new database" {
				newRig(t, rigOptions{dir: dir}).stop()
			}
			unlock := lock(t, dir)
			defer unlock()
			newRig(t, rigOptions{dir: dir, busy: 100 * time.Millisecond}).memoryOnly(t, "Another program holds the local database")
		})
	}
}

// A lock that passes is waited for.
func TestLockedForASecond(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	unlock := lock(t, dir)
	time.AfterFunc(time.Second, unlock)
	r := newRig(t, rigOptions{dir: dir})
	defer r.stop()
	if s := r.running(t); s.ReadOnly || len(s.Warnings) != 0 {
		t.Errorf("read-only %v, warnings %q", s.ReadOnly, s.Warnings)
	}
}

// A lock that comes while the desk runs keeps a reply in the composer, with a
// sentence, and the desk goes on afterwards.
func TestLockedMeanwhile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, rigOptions{dir: dir, busy: 50 * time.Millisecond})
	defer r.stop()
	r.running(t)
	id := r.open(t.Context())
	unlock := lock(t, dir)
	if _, err := r.Send(t.Context(), reply(id, desk.ModeAdmin, "x")); err == nil {
		t.Error("it was taken although the disk refused")
	}
	if p := r.Status().Problem; !strings.HasPrefix(p, "Another program holds the local database") {
		t.Errorf("problem: %q", p)
	}
	unlock()
	if _, err := r.Send(t.Context(), reply(id, desk.ModeAdmin, "y")); err != nil {
		t.Error(err)
	}
	r.rest(t.Context())
	if got := posted(r.server)[string(id)]; len(got) != 1 || !strings.Contains(string(got[0].Body), "y") {
		t.Errorf("posted: %+v", got)
	}
}

// A damaged desk.db is set aside, its drafts are there, and the inbox works.
func TestDamagedDeskAtStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, rigOptions{dir: dir})
	for i := range 200 {
		d := desk.Draft{ConversationID: api.ID(strings.Repeat("7", 3) + string(rune('a'+i%26)) + strings.Repeat("x", i/26)), Mode: desk.ModeAdmin, Text: strings.Repeat("precious ", 40)}
		if err := r.SaveDraft(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	r.stop()
	damage(t, filepath.Join(dir, "desk.db"), 20*4096, 4096)

	r = newRig(t, rigOptions{dir: dir})
	defer r.stop()
	s := r.running(t)
	if s.ReadOnly || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "set aside") {
		t.Errorf("read-only %v, warnings %q", s.ReadOnly, s.Warnings)
	}
	if s.Drafts < 100 {
		t.Errorf("%d of 200 drafts were saved", s.Drafts)
	}
	if _, err := r.Send(t.Context(), reply(r.open(t.Context()), desk.ModeAdmin, "x")); err != nil {
		t.Errorf("after that nothing can be sent: %v", err)
	}
}

// damage overwrites a piece of a file.
func damage(t *testing.T, path string, at int64, n int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xA5}, n), at); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// A local copy that is damaged while the desk runs is noticed, said, and read
// from Intercom again; drafts and outbox are not touched.
func TestCacheDamagedMeanwhile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{dir: dir})
		defer r.stop()
		if err := r.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: "untouched"}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "cache.db")
		for _, f := range []string{path, path + "-wal"} {
			if fi, err := os.Stat(f); err == nil && fi.Size() > 0 {
				damage(t, f, 0, int(fi.Size()))
			}
		}
		if _, err := r.server.CustomerReplies(string(id), "<p>meanwhile</p>"); err != nil {
			t.Fatal(err)
		}
		sub := r.Subscribe()
		defer sub.Close()
		deadline, cancel := context.WithTimeout(ctx, 10*time.Minute)
		defer cancel()
		r.waitFor(deadline, sub, "a word about it", func() bool {
			_, _ = r.Search(ctx, "refund") // what an agent does; its errors are in the status
			return len(r.Status().Warnings) > 0
		})
		if w := r.Status().Warnings; len(w) != 1 || !strings.Contains(w[0], "read from Intercom again") {
			t.Errorf("warnings: %q", w)
		}
		r.waitFor(deadline, sub, "the rows", func() bool {
			l, err := r.List(ctx, desk.ListRequest{View: "mine"})
			return err == nil && len(l.Rows) > 0
		})
		th, err := r.Fetch(ctx, id)
		if err != nil || !strings.Contains(th.Conversation.Parts.Items[len(th.Conversation.Parts.Items)-1].Body, "meanwhile") {
			t.Errorf("thread: %v", err)
		}
		if d, ok, err := r.Draft(ctx, id, desk.ModeAdmin); !ok || err != nil || d.Text != "untouched" {
			t.Errorf("draft: %+v, %v", d, err)
		}
		<-time.After(time.Minute)
		if p := r.Status().Problem; p != "" {
			t.Errorf("problem: %q", p)
		}
	})
}

// The rate limit's pause is not prolonged by a clock that is set back, nor is
// a reply sent twice by one that is set forward.
func TestClockJumpsWhileHeldBack(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{time.Hour, -time.Hour} {
		for _, fault := range []string{"reply:429,once", "reply:503,once", "reply:cut-before,once", "reply:503-after,once"} {
			t.Run(fault+jump.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx := t.Context()
					var shift atomicDuration
					now := func() time.Time { return time.Now().Round(0).Add(shift.get()) }
					server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1})
					// The client goes by the monotonic clock, which does not jump.
					client, err := api.New(sandbox.DefaultToken, api.WithBaseURL("http://sandbox.test"), api.WithTransport(&wire{server: server}))
					if err != nil {
						t.Fatal(err)
					}
					r, id := started(ctx, t, rigOptions{server: server, now: now, set: func(o *desk.Options) { o.Client = client }})
					defer r.stop()
					r.faults(fault)
					if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "once")); err != nil {
						t.Fatal(err)
					}
					<-time.After(time.Second) // the first attempt is over
					shift.set(jump)
					<-time.After(5 * time.Minute)
					e := r.last(ctx)
					n := len(posted(r.server)[string(id)])
					if sent := e.State == desk.EntrySent && n == 1; !sent && (!e.Asking || n > 1) {
						t.Errorf("entry: %+v, %d posted", e, n)
					}
				})
			})
		}
	}
}
