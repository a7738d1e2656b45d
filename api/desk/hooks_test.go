package desk_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/webhook"
)

// While notifications come, a customer's message is there at once and nothing
// is searched for; when they stop, the search is asked as often as before.
func TestHooksReplaceTheSearch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, rigOptions{})
		defer r.stop()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		h, err := webhook.New(webhook.Options{
			Secret: "s3cret", AppID: sandbox.AppID, Now: time.Now,
			Notify: func(n webhook.Notification) { r.Notified(n.Conversation) },
		})
		if err != nil {
			t.Fatal(err)
		}
		sending, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() {
			ended <- r.server.SendHooks(sending, sandbox.Hooks{
				URL: "http://parley.test/intercom", Secret: "s3cret", Client: &http.Client{Transport: &wire{server: h}},
			})
		}()
		sub := r.Subscribe()
		r.Start(ctx)
		r.Active(true)
		r.waitFor(ctx, sub, "the first sync", func() bool { return !r.Status().SyncedAt.IsZero() })
		l, err := r.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil || len(l.Rows) < 2 {
			t.Fatalf("%d rows, %v", len(l.Rows), err)
		}
		writes := func(row int, text string) (shown func() bool) {
			id := l.Rows[row].Conversation.ID
			part, err := r.server.CustomerReplies(string(id), text)
			if err != nil {
				t.Fatal(err)
			}
			return func() bool {
				th, err := r.Open(ctx, id)
				if err != nil { // its messages are not held yet
					return false
				}
				parts := th.Conversation.Parts.Items
				return len(parts) > 0 && string(parts[len(parts)-1].ID) == part
			}
		}
		shown := writes(0, "first")
		r.waitFor(ctx, sub, "the first message", shown) // the search is slow from now on
		<-time.After(3 * time.Minute)

		before, began := searches(r.server), time.Now()
		shown = writes(1, "are you there?")
		r.waitFor(ctx, sub, "the second message", shown)
		if n, after := searches(r.server)-before, time.Since(began); n > 0 || after > time.Second {
			t.Errorf("the message was there after %s and %d searches", after, n)
		}

		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		<-time.After(11 * time.Minute)
		quiet := searches(r.server)
		<-time.After(4 * time.Minute)
		if n := searches(r.server) - quiet; n < 7 { // every half minute, and not every two
			t.Errorf("%d searches in four minutes after the notifications stopped", n)
		}
		shown = writes(0, "nobody tells of this")
		r.waitFor(ctx, sub, "the third message", shown)
	})
}
