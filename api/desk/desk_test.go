package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
)

func TestNewNeedsItsParts(t *testing.T) {
	t.Parallel()
	if _, err := desk.New(desk.Options{}); err == nil {
		t.Error("a desk without a store")
	}
}

// What was read is there at the next start, before and without the network.
func TestStartWithoutNetwork(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{dir: dir})
		<-time.After(30 * time.Second)
		before, err := r.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil {
			t.Fatal(err)
		}
		server := r.server
		r.stop()

		r = newRig(t, rigOptions{dir: dir, server: server})
		defer r.stop()
		r.wire.down.Store(true)
		after, err := r.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil || len(after.Rows) != len(before.Rows) || after.SyncedAt.IsZero() {
			t.Errorf("%d rows, were %d, synced %v, %v", len(after.Rows), len(before.Rows), after.SyncedAt, err)
		}
		if after.Rows[0].Contact != before.Rows[0].Contact || after.Rows[0].Assignee == "" {
			t.Errorf("names: %+v", after.Rows[0])
		}
		if n, ok := r.Views()[0].Count.Get(); !ok || int(n) != len(before.Rows) {
			t.Errorf("count of Mine: %d, %v", n, ok)
		}
		if th, err := r.Open(ctx, id); err != nil || !th.Conversation.Parts.Known || th.SeenPart == "" {
			t.Errorf("thread: %+v, %v", th, err)
		}
		r.Start(ctx)
		<-time.After(time.Minute)
		if s := r.Status(); s.Online || s.Problem == "" || !s.Identity.Known || s.SyncedAt.IsZero() {
			t.Errorf("status: %+v", s)
		}
		r.wire.down.Store(false)
		sub := r.Subscribe()
		defer sub.Close()
		r.waitFor(ctx, sub, "the network", func() bool { return r.Status().Online })
	})
}

func TestCustomerWrote(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		<-time.After(10 * time.Minute) // the sample day is no news
		sub := r.Subscribe()
		defer sub.Close()
		if _, err := r.server.CustomerReplies(string(id), "<p>Are you <b>there</b>?</p>"); err != nil {
			t.Fatal(err)
		}
		wrote, changed := 0, 0
		deadline, cancel := context.WithTimeout(ctx, 2*time.Minute)
		defer cancel()
		for {
			events, err := sub.Next(deadline)
			if err != nil {
				break
			}
			for _, e := range events {
				switch e := e.(type) {
				case desk.CustomerWrote:
					if e.ID != id || e.Contact == "" {
						t.Errorf("event: %+v", e)
					}
					wrote++
				case desk.ConversationChanged:
					if e.ID == id {
						changed++
					}
				}
			}
		}
		if wrote != 1 || changed == 0 {
			t.Errorf("told %d times that the customer wrote, %d times that it changed", wrote, changed)
		}
		th, err := r.Open(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		parts := th.Conversation.Parts.Items
		if last := parts[len(parts)-1]; !strings.Contains(last.Body, "there") {
			t.Errorf("the words were not read: %+v", last)
		}
	})
}

// What did not change is not announced: a screen that waits for events has
// nothing to do.
func TestQuietWhenNothingHappens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		r.Focus(id)
		<-time.After(30 * time.Minute)
		sub := r.Subscribe()
		defer sub.Close()
		<-time.After(10 * time.Minute)
		quiet, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		events, err := sub.Next(quiet)
		for _, e := range events {
			if _, ok := e.(desk.StatusChanged); !ok {
				t.Errorf("%T %+v, %v", e, e, err)
			}
		}
	})
}

func TestHiddenDeskIsSilent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, _ := started(ctx, t, rigOptions{})
		defer r.stop()
		r.Active(false)
		<-time.After(time.Minute)
		before := len(r.server.Journal())
		<-time.After(time.Hour)
		if n := len(r.server.Journal()) - before; n != 0 {
			t.Errorf("%d requests while nobody looks", n)
		}
		r.Active(true)
		<-time.After(time.Second)
		if len(r.server.Journal()) == before {
			t.Error("no request when somebody looks again")
		}
	})
}

// A watcher that does not read holds nobody up, and what it gets when it does
// is bounded.
func TestStalledWatcher(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		sub := r.Subscribe()
		defer sub.Close()
		for i := range 700 {
			if err := r.SaveDraft(ctx, desk.Draft{ConversationID: api.ID("x" + strings.Repeat("y", i)), Mode: desk.ModeNote, Text: "x"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "still going out")); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		if len(posted(r.server)[string(id)]) != 1 {
			t.Error("the outbox waited for a watcher")
		}
		events, err := sub.Next(ctx)
		if err != nil || len(events) > 600 {
			t.Errorf("%d events, %v", len(events), err)
		}
	})
}

// Another workspace's token on a profile that holds something of the first:
// nothing is read, nothing leaves, and the first token finds all as it was.
func TestOtherWorkspace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{dir: dir})
		r.wire.down.Store(true)
		if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "for the first")); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Second)
		server := r.server
		r.stop()

		before := len(server.Journal())
		r = newRig(t, rigOptions{dir: dir, server: server})
		r.wire.server = otherWorkspace{server}
		r.Start(ctx)
		<-time.After(5 * time.Minute)
		problem := r.Status().Problem
		if !strings.HasPrefix(problem, "The token belongs to another workspace, Other, than the drafts and replies in "+dir) {
			t.Errorf("problem: %s", problem)
		}
		if e := r.last(ctx); e.State != desk.EntryQueued || e.Text != "for the first" {
			t.Errorf("entry: %+v", e)
		}
		if _, err := r.Fetch(ctx, id); !errors.Is(err, desk.ErrOtherWorkspace) {
			t.Errorf("Fetch() error = %v", err)
		}
		if _, err := r.SearchIntercom(ctx, "refund"); !errors.Is(err, desk.ErrOtherWorkspace) {
			t.Errorf("SearchIntercom() error = %v", err)
		}
		if n := len(server.Journal()); n != before {
			t.Errorf("the other workspace was asked %d things besides whose the token is", n-before)
		}
		r.stop()

		r = newRig(t, rigOptions{dir: dir, server: server})
		defer r.stop()
		r.Start(ctx)
		r.rest(ctx)
		if len(posted(server)[string(id)]) != 1 {
			t.Error("with the first token it did not leave, or left twice")
		}
	})
}

// A profile that holds nothing that could be lost goes over to the workspace
// of the token.
func TestEmptyProfileChangesItsWorkspace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{dir: dir})
		server := r.server
		r.stop()
		r = newRig(t, rigOptions{dir: dir, server: server})
		defer r.stop()
		r.wire.server = otherWorkspace{server}
		if _, err := r.Open(ctx, id); err != nil {
			t.Errorf("before it is known whose the token is, what is held is shown: %v", err)
		}
		r.Start(ctx)
		<-time.After(time.Minute)
		if s := r.Status(); s.Problem != "" || s.Identity.App.IDCode != "other" {
			t.Errorf("status: %+v", s)
		}
	})
}
