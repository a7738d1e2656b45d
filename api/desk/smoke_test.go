package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
)

func TestReplyComesBack(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"memory", "disk"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			dir := ""
			if where == "disk" {
				dir = t.TempDir()
			}
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, rigOptions{dir: dir})
				defer r.stop()
				sub := r.Subscribe()
				defer sub.Close()
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				r.Start(ctx)
				r.waitFor(ctx, sub, "the first sync", func() bool { return !r.Status().SyncedAt.IsZero() })
				if id := r.Status().Identity; !id.Known || id.Admin.Name == "" || id.App.Name == "" {
					t.Errorf("identity: %+v", id)
				}
				l, err := r.List(ctx, desk.ListRequest{View: "mine"})
				if err != nil {
					t.Fatal(err)
				}
				if len(l.Rows) == 0 {
					t.Fatal("no row in Mine")
				}
				for _, row := range l.Rows {
					if row.Contact == "" || row.Assignee == "" || row.Conversation.AdminAssigneeID != r.Status().Identity.Admin.ID {
						t.Errorf("row: %+v", row)
					}
				}
				id := l.Rows[0].Conversation.ID
				th, err := r.Fetch(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				before := len(th.Conversation.Parts.Items)
				if before > 0 {
					if err := r.Seen(ctx, id, th.Conversation.Parts.Items[before-1].ID); err != nil {
						t.Fatal(err)
					}
				}
				if err := r.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: "Hello there"}); err != nil {
					t.Fatal(err)
				}
				re := reply(id, desk.ModeAdmin, "Hello there")
				re.Undo = 3 * time.Second
				e, err := r.Send(ctx, re)
				if err != nil {
					t.Fatal(err)
				}
				if e.State != desk.EntryQueued || !e.Undoable {
					t.Errorf("entry: %+v", e)
				}
				if ds, _ := r.Drafts(ctx); len(ds) != 0 {
					t.Errorf("a queued reply is still listed as a draft: %+v", ds)
				}
				r.waitFor(ctx, sub, "the outbox to empty", func() bool { return len(r.Status().Outbox) == 0 })
				j, err := r.Journal(ctx, 1)
				if err != nil || len(j) != 1 || j[0].State != desk.EntrySent || j[0].PartID == "" {
					t.Fatalf("journal: %+v, %v", j, err)
				}
				th, err = r.Open(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				found := false
				for _, p := range th.Conversation.Parts.Items {
					found = found || p.ID == j[0].PartID
				}
				if !found {
					t.Errorf("the new part %s is not in the thread", j[0].PartID)
				}
				if got := posted(r.server)[string(id)]; len(got) != 1 {
					t.Errorf("%d replies reached the server", len(got))
				}
			})
		})
	}
}

func TestRefusedReplyIsADraftAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, rigOptions{})
		defer r.stop()
		ctx := t.Context()
		r.Start(ctx)
		_, _, err := r.SendNow(ctx, reply("999999", desk.ModeAdmin, "to nobody"))
		if api.Kind(err) != api.KindNotFound {
			t.Errorf("error: %v", err)
		}
		dr, ok, err := r.Draft(ctx, "999999", desk.ModeAdmin)
		if err != nil || !ok || dr.Text != "to nobody" {
			t.Errorf("draft: %+v %v %v", dr, ok, err)
		}
	})
}
