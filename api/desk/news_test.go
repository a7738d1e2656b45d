package desk_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// told returns the conversations of which a notice is given within a while.
func told(ctx context.Context, t *testing.T, sub *desk.Subscription, within time.Duration) []api.ID {
	t.Helper()
	deadline, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var out []api.ID
	for {
		events, err := sub.Next(deadline)
		if err != nil {
			return out
		}
		for _, e := range events {
			if wrote, ok := e.(desk.CustomerWrote); ok {
				out = append(out, wrote.ID)
			}
		}
	}
}

// What was written before the program began is no news, whenever it is read:
// a search brings it, and so does opening the conversation.
func TestOldMessagesAreNoNews(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1})
		id, ok := server.ConversationID("visitor-gate")
		if !ok {
			t.Fatal("the sample workspace has no such conversation")
		}
		if _, err := server.CustomerReplies(id, "<p>just before</p>"); err != nil {
			t.Fatal(err)
		}
		<-time.After(30 * time.Second)
		r := newRig(t, rigOptions{server: server})
		defer r.stop()
		sub := r.Subscribe()
		defer sub.Close()
		// What is held tells nothing of when the contact wrote.
		r.keep(ctx, &api.Conversation{ID: api.ID(id), State: api.StateOpen, CreatedAt: api.Time{Time: time.Now().Add(-time.Hour)}, UpdatedAt: api.Time{Time: time.Now().Add(-time.Hour)}})
		r.Start(ctx)
		r.waitFor(ctx, sub, "the first sync", func() bool { return !r.Status().SyncedAt.IsZero() })
		for _, query := range []string{"is:open", "is:closed", "just", "created:>1h"} {
			if _, err := r.SearchIntercom(ctx, query); err != nil {
				t.Fatal(err)
			}
		}
		l, err := r.List(ctx, desk.ListRequest{View: "open", Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range l.Rows {
			if _, err := r.Fetch(ctx, row.Conversation.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := told(ctx, t, sub, 10*time.Second); len(got) > 0 {
			t.Errorf("told that somebody wrote in %v", got)
		}
	})
}

// A message that was known to Intercom when it last spoke of the conversation
// is no news either, although the parts that hold it are read only now.
func TestPartsReadLaterAreNoNews(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		<-time.After(time.Hour)
		r.wire.down.Store(true)
		if _, err := r.server.CustomerReplies(string(id), "<p>while the network was away</p>"); err != nil {
			t.Fatal(err)
		}
		wrote := time.Now()
		<-time.After(30 * time.Minute)
		// A head without statistics, as some workspaces send it.
		r.keep(ctx, &api.Conversation{ID: id, State: api.StateOpen, CreatedAt: api.Time{Time: wrote.Add(-24 * time.Hour)}, UpdatedAt: api.Time{Time: wrote}})
		sub := r.Subscribe()
		defer sub.Close()
		r.wire.down.Store(false)
		if got := told(ctx, t, sub, 3*time.Minute); len(got) > 0 {
			t.Errorf("told that somebody wrote in %v", got)
		}
	})
}

// What was written while the network was away is news when it is back.
func TestNewsOfAnHourAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		<-time.After(10 * time.Minute)
		r.wire.down.Store(true)
		<-time.After(10 * time.Minute)
		if _, err := r.server.CustomerReplies(string(id), "<p>while the network was away</p>"); err != nil {
			t.Fatal(err)
		}
		<-time.After(30 * time.Minute)
		sub := r.Subscribe()
		defer sub.Close()
		r.wire.down.Store(false)
		got := told(ctx, t, sub, 5*time.Minute)
		if !slices.Contains(got, id) {
			t.Errorf("told of %v, not of %s", got, id)
		}
	})
}
