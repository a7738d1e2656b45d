package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
)

func TestReadOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{set: func(o *desk.Options) { o.ReadOnly = true }})
		defer r.stop()
		if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "x")); !errors.Is(err, desk.ErrReadOnly) {
			t.Errorf("send: %v", err)
		}
		if _, err := r.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActClose}}); !errors.Is(err, desk.ErrReadOnly) {
			t.Errorf("close: %v", err)
		}
		if err := r.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: "kept"}); err != nil {
			t.Errorf("draft: %v", err)
		}
		for _, e := range r.server.Journal() {
			if e.Applied {
				t.Errorf("a read-only desk changed something: %s %s", e.Method, e.Path)
			}
		}
	})
}

func TestRepliesThatCannotBe(t *testing.T) {
	t.Parallel()
	r, ctx := fixed(t)
	empty := reply("1", desk.ModeAdmin, "")
	empty.HTML = ""
	missing := reply("1", desk.ModeAdmin, "see attached")
	missing.Attachments = []desk.File{{Path: filepath.Join(t.TempDir(), "none.pdf"), Name: "none.pdf"}}
	nobody := reply("99", desk.ModeContact, "for somebody")
	for name, re := range map[string]desk.Reply{"empty": empty, "a file that is gone": missing, "no contact": nobody} {
		if _, err := r.Send(ctx, re); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if es, err := r.Outbox(ctx); err != nil || len(es) != 0 {
		t.Errorf("outbox: %+v, %v", es, err)
	}
}

// Attachments go out as they were when the agent confirmed them.
func TestAttachmentIsWhatWasConfirmed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("then"), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		re := reply(id, desk.ModeAdmin, "see attached")
		re.Attachments = []desk.File{{Path: path, Name: "a.txt", ContentType: "text/plain"}}
		re.Undo = 2 * time.Second
		if _, err := r.Send(ctx, re); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		got := posted(r.server)[string(id)]
		if len(got) != 1 || !strings.Contains(string(got[0].Body), "dGhlbg==") {
			t.Errorf("posted: %+v", got)
		}
	})
}
