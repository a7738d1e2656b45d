package desk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"parley/api/desk"
)

func TestKeepAndDiscard(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			ctx := t.Context()
			r, id := started(ctx, t, rigOptions{})
			defer r.stop()
			r.faults("reply:cut-before,once")
			e, err := r.Send(ctx, reply(id, desk.ModeAdmin, "perhaps"))
			if err != nil {
				t.Fatal(err)
			}
			if err := r.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: desk.ModeAdmin, Text: "another"}); err != nil {
				t.Fatal(err)
			}
			r.rest(ctx)
			answer, want, state := r.Keep, "perhaps\n\nanother", desk.EntryDropped
			if !keep {
				answer, want = r.Discard, "another"
			}
			got, err := answer(ctx, e.ID)
			if err != nil || got.State != state {
				t.Errorf("answer: %+v, %v", got, err)
			}
			dr, _, err := r.Draft(ctx, id, desk.ModeAdmin)
			if err != nil || dr.Text != want {
				t.Errorf("draft %q, %v; want %q", dr.Text, err, want)
			}
			if len(r.Status().Outbox) != 0 {
				t.Errorf("outbox: %+v", r.Status().Outbox)
			}
		})
	}
}

func TestNetworkAwayAndBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		r.wire.down.Store(true)
		if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "later")); err != nil {
			t.Fatal(err)
		}
		<-time.After(20 * time.Minute)
		s := r.Status()
		if s.Online || s.Problem == "" || len(s.Outbox) != 1 || s.Outbox[0].State != desk.EntryQueued || s.Outbox[0].Error == "" {
			t.Errorf("offline: %+v", s)
		}
		if _, err := r.Open(ctx, id); err != nil {
			t.Errorf("offline, reading: %v", err)
		}
		r.wire.down.Store(false)
		r.rest(ctx)
		if e := r.last(ctx); e.State != desk.EntrySent || len(posted(r.server)[string(id)]) != 1 {
			t.Errorf("back: %+v", e)
		}
	})
}

func TestTokenRefusedStopsTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		r.faults("*:401,times=40")
		if _, err := r.Send(ctx, reply(id, desk.ModeAdmin, "first")); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Second)
		other, err := r.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil {
			t.Fatal(err)
		}
		second := other.Rows[len(other.Rows)-1].Conversation.ID
		if _, err := r.Send(ctx, reply(second, desk.ModeNote, "second")); err != nil {
			t.Fatal(err)
		}
		<-time.After(30 * time.Second)
		if s := r.Status(); len(s.Outbox) != 1 || s.Outbox[0].Text != "second" || s.Online {
			t.Errorf("while refused: %+v", s)
		}
		r.rest(ctx) // the identity is asked for again and again
		if n := len(posted(r.server)[string(second)]); n != 1 {
			t.Errorf("%d replies after the token works again", n)
		}
		if _, ok, _ := r.Draft(ctx, id, desk.ModeAdmin); !ok {
			t.Error("the refused reply is no draft")
		}
	})
}
