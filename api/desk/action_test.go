package desk_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

type atomicDuration struct{ v atomic.Int64 }

func (a *atomicDuration) get() time.Duration  { return time.Duration(a.v.Load()) }
func (a *atomicDuration) set(d time.Duration) { a.v.Store(int64(d)) }

// applied counts the requests of an operation that changed a conversation.
func applied(s *sandbox.Server, op string) int {
	n := 0
	for _, e := range s.Journal() {
		if e.Operation == op && e.Applied {
			n++
		}
	}
	return n
}

func TestActionFates(t *testing.T) {
	t.Parallel()
	actions := []struct {
		op     string
		change func(r *rig) desk.ActionChange
		done   func(c *api.Conversation, ch desk.ActionChange) bool
	}{
		{
			"close", func(*rig) desk.ActionChange { return desk.ActionChange{Kind: desk.ActClose} },
			func(c *api.Conversation, _ desk.ActionChange) bool { return c.State == api.StateClosed },
		},
		{"snooze", func(*rig) desk.ActionChange {
			return desk.ActionChange{Kind: desk.ActSnooze, Until: time.Now().Add(48 * time.Hour)}
		}, func(c *api.Conversation, _ desk.ActionChange) bool { return c.State == api.StateSnoozed }},
		{"assign", func(r *rig) desk.ActionChange {
			return desk.ActionChange{Kind: desk.ActAssign, Assignee: api.ID(otherAdmin(r))}
		}, func(c *api.Conversation, ch desk.ActionChange) bool { return c.AdminAssigneeID == ch.Assignee }},
		{"tag", func(r *rig) desk.ActionChange {
			return desk.ActionChange{Kind: desk.ActTag, Tag: r.Directory().Tags[0].ID}
		}, func(c *api.Conversation, ch desk.ActionChange) bool {
			for _, tag := range c.Tags.Items {
				if tag.ID == ch.Tag {
					return true
				}
			}
			return false
		}},
	}
	faults := []struct {
		kind  string
		state desk.EntryState
	}{
		{"", desk.EntrySent},
		{"429,once", desk.EntrySent},
		{"cut-after,once", desk.EntrySent},
		{"503-after,once", desk.EntrySent},
		{"cut-before,once", desk.EntrySent},
		{"503,once", desk.EntrySent},
		{"cut-body,once", desk.EntrySent},
		{"403,once", desk.EntryFailed},
		{"503", desk.EntryUnknown},
	}
	for _, a := range actions {
		for _, f := range faults {
			t.Run(a.op+" "+f.kind, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx := t.Context()
					r, id := started(ctx, t, rigOptions{})
					defer r.stop()
					if f.kind != "" {
						r.faults(a.op + ":" + f.kind)
					}
					ch := a.change(r)
					if _, err := r.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: ch}); err != nil {
						t.Fatal(err)
					}
					r.rest(ctx)
					<-time.After(time.Second)
					e := r.last(ctx)
					if e.State != f.state {
						t.Fatalf("entry: %+v", e)
					}
					th, err := r.Open(ctx, id)
					if err != nil {
						t.Fatal(err)
					}
					if got := a.done(th.Conversation, ch); got != (f.state == desk.EntrySent) {
						t.Errorf("carried out: %v", got)
					}
				})
			})
		}
	}
}

func fiveOfMine(ctx context.Context, t *testing.T, r *rig) (ids []api.ID) {
	t.Helper()
	l, err := r.List(ctx, desk.ListRequest{View: "mine"})
	if err != nil || len(l.Rows) < 5 {
		t.Fatalf("%d rows, %v", len(l.Rows), err)
	}
	for _, row := range l.Rows[:5] {
		ids = append(ids, row.Conversation.ID)
	}
	return ids
}

func TestUndoOfActions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, _ := started(ctx, t, rigOptions{})
		defer r.stop()
		ids := fiveOfMine(ctx, t, r)
		es, err := r.Do(ctx, desk.Action{IDs: ids, ActionChange: desk.ActionChange{Kind: desk.ActClose}})
		if err != nil || len(es) != 5 {
			t.Fatal(err)
		}
		r.rest(ctx)
		if n := applied(r.server, "close"); n != 5 {
			t.Fatalf("%d closed", n)
		}
		l, err := r.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range l.Rows {
			for _, id := range ids {
				if row.Conversation.ID == id {
					t.Errorf("%s is closed and still in Mine", id)
				}
			}
		}
		if _, err := r.Undo(ctx, es[0].ID); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		if n := applied(r.server, "open"); n != 5 {
			t.Errorf("%d reopened", n)
		}
		for _, id := range ids {
			if th, err := r.Fetch(ctx, id); err != nil || th.Conversation.State != api.StateOpen {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}

// On a bad line, what was done is often still on its way when it is taken back.
func TestUndoOfActionsOnTheirWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, _ := started(ctx, t, rigOptions{})
		defer r.stop()
		ids := fiveOfMine(ctx, t, r)
		r.faults("writes:latency=4s")
		es, err := r.Do(ctx, desk.Action{IDs: ids, ActionChange: desk.ActionChange{Kind: desk.ActClose}})
		if err != nil || len(es) != 5 {
			t.Fatal(err)
		}
		<-time.After(2 * time.Second)
		if _, err := r.Undo(ctx, es[0].ID); err != nil {
			t.Fatal(err)
		}
		r.faults("")
		r.rest(ctx)
		for _, id := range ids {
			if th, err := r.Fetch(ctx, id); err != nil || th.Conversation.State != api.StateOpen {
				t.Errorf("%s is %s: %v", id, th.Conversation.State, err)
			}
		}
		if closed, opened := applied(r.server, "close"), applied(r.server, "open"); closed != opened {
			t.Errorf("%d closed, %d opened", closed, opened)
		}
	})
}

// The index lags: a conversation that was just closed must not come back into
// the list by a search that does not know it yet.
func TestIndexLag(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1, IndexLag: 20 * time.Second})
		r, id := started(ctx, t, rigOptions{server: server})
		defer r.stop()
		if _, err := r.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActClose}}); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		for range 12 {
			if err := r.Refresh(ctx, "mine"); err != nil {
				t.Fatal(err)
			}
			l, err := r.List(ctx, desk.ListRequest{View: "mine"})
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range l.Rows {
				if row.Conversation.ID == id {
					t.Fatal("the closed conversation is back")
				}
			}
			<-time.After(5 * time.Second)
		}
	})
}
