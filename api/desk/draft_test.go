package desk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"parley/api/desk"
)

func TestDrafts(t *testing.T) {
	t.Parallel()
	r, ctx := fixed(t)
	typed := desk.Draft{
		ConversationID: "1", Mode: desk.ModeAdmin, Text: "Höllo", Cursor: 3,
		Attachments: []desk.File{{Path: "/tmp/x.pdf", Name: "x.pdf"}}, AttachmentURLs: []string{"https://example.com/a.png"},
	}
	if err := r.SaveDraft(ctx, typed); err != nil {
		t.Fatal(err)
	}
	got, ok, err := r.Draft(ctx, "1", desk.ModeAdmin)
	if err != nil || !ok || got.Text != typed.Text || got.Cursor != 3 || len(got.Attachments) != 1 || len(got.AttachmentURLs) != 1 || got.UpdatedAt.IsZero() {
		t.Errorf("draft: %+v, %v", got, err)
	}
	if _, ok, _ := r.Draft(ctx, "1", desk.ModeNote); ok {
		t.Error("a draft of another mode")
	}
	l, err := r.List(ctx, desk.ListRequest{View: "mine"})
	if err != nil || len(l.Rows) != 1 || len(l.Rows[0].Drafts) != 1 || r.Status().Drafts != 1 {
		t.Errorf("row: %+v, %v, status %d", l.Rows, err, r.Status().Drafts)
	}
	if err := r.SaveDraft(ctx, desk.Draft{ConversationID: "1", Mode: desk.ModeAdmin, Text: " \n"}); err != nil {
		t.Fatal(err)
	}
	// Its attachments are gone with its text.
	if ds, err := r.Drafts(ctx); err != nil || len(ds) != 0 {
		t.Errorf("an empty draft is kept: %+v, %v", ds, err)
	}
}

// A save that was on its way when the reply was confirmed must not bring the
// draft back.
func TestLateSaveOfASentDraft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		late := desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: "same", UpdatedAt: time.Now()}
		re := reply(id, desk.ModeAdmin, "same")
		re.Undo = 5 * time.Second
		if _, err := r.Send(ctx, re); err != nil {
			t.Fatal(err)
		}
		if err := r.SaveDraft(ctx, late); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		if _, ok, err := r.Draft(ctx, id, desk.ModeAdmin); ok || err != nil {
			t.Errorf("the sent text is a draft again: %v", err)
		}
	})
}
