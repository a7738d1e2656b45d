package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// started makes a desk that has synced once, and names a conversation of the
// agent's own that was read to its end.
func started(ctx context.Context, t *testing.T, o rigOptions) (*rig, api.ID) {
	t.Helper()
	r := newRig(t, o)
	sub := r.Subscribe()
	defer sub.Close()
	r.Start(ctx)
	r.waitFor(ctx, sub, "the first sync", func() bool { return !r.Status().SyncedAt.IsZero() })
	return r, r.open(ctx)
}

// open reads a conversation of the agent's own to its end.
func (r *rig) open(ctx context.Context) api.ID {
	r.t.Helper()
	l, err := r.List(ctx, desk.ListRequest{View: "mine"})
	if err != nil {
		r.t.Fatal(err)
	}
	for _, row := range l.Rows {
		if row.Conversation.Source.Type != "conversation" {
			continue
		}
		id := row.Conversation.ID
		r.read(ctx, id)
		return id
	}
	r.t.Fatal("no conversation of the agent's own")
	return ""
}

// read reads a conversation to its end.
func (r *rig) read(ctx context.Context, id api.ID) {
	r.t.Helper()
	th, err := r.Fetch(ctx, id)
	if err != nil {
		r.t.Fatal(err)
	}
	if n := len(th.Conversation.Parts.Items); n > 0 {
		if err := r.Seen(ctx, id, th.Conversation.Parts.Items[n-1].ID); err != nil {
			r.t.Fatal(err)
		}
	}
}

// rest waits until all that is in the outbox asks, or waits for what asks.
func (r *rig) rest(ctx context.Context) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Hour)
	defer cancel()
	sub := r.Subscribe()
	defer sub.Close()
	r.waitFor(ctx, sub, "the outbox to come to rest", func() bool {
		es, err := r.Outbox(ctx)
		if err != nil {
			r.t.Fatal(err)
		}
		return !slices.ContainsFunc(es, func(e desk.Entry) bool { return !e.Asking && !waitsForAnswer(es, e) })
	})
}

// waitsForAnswer reports whether an earlier entry of the conversation asks.
func waitsForAnswer(es []desk.Entry, e desk.Entry) bool {
	return slices.ContainsFunc(es, func(o desk.Entry) bool {
		return o.ConversationID == e.ConversationID && o.ID < e.ID && o.Asking
	})
}

func (r *rig) faults(spec string) {
	r.t.Helper()
	fs, err := sandbox.ParseFaults(spec)
	if err != nil {
		r.t.Fatal(err)
	}
	r.server.SetFaults(fs...)
}

// last returns the newest entry of the outbox or, when that is empty, of the
// journal.
func (r *rig) last(ctx context.Context) desk.Entry {
	r.t.Helper()
	es, err := r.Outbox(ctx)
	if err == nil && len(es) == 0 {
		es, err = r.Journal(ctx, 1)
	}
	if err != nil || len(es) == 0 {
		r.t.Fatalf("no entry: %v", err)
	}
	return es[len(es)-1]
}

func TestFates(t *testing.T) {
	t.Parallel()
	const (
		sent   = desk.EntrySent
		failed = desk.EntryFailed
		asks   = desk.EntryUnknown
	)
	tests := []struct {
		faults string
		want   desk.EntryState
		posted int
	}{
		{"", sent, 1},
		{"reply:400,once", failed, 0},
		{"reply:401,once", failed, 0},
		{"reply:403,once", failed, 0},
		{"reply:html403,once", failed, 0},
		{"reply:plan403,once", failed, 0},
		{"reply:404,once", failed, 0},
		{"reply:405,once", failed, 0},
		{"reply:409,once", failed, 0},
		{"reply:410,once", failed, 0},
		{"reply:413,once", failed, 0},
		{"reply:415,once", failed, 0},
		{"reply:422,once", failed, 0},
		{"reply:redirect,once", failed, 0},
		{"reply:429,once", sent, 1},
		{"reply:429,times=3", sent, 1},
		{"get:429,once", sent, 1},
		{"get:503,times=5", sent, 1},
		{"get:cut-before,times=5", sent, 1},
		{"get:404,once", failed, 0},
		{"reply:cut-before,once", asks, 0},
		{"reply:408,once", asks, 0},
		{"reply:500,once", asks, 0},
		{"reply:502,once", asks, 0},
		{"reply:503,once", asks, 0},
		{"reply:504,once", asks, 0},
		{"reply:hang,once", asks, 0},
		{"reply:cut-after,once", sent, 1},
		{"reply:500-after,once", sent, 1},
		{"reply:503-after,once", sent, 1},
		{"reply:hang-after,once", sent, 1},
		{"reply:cut-body,once", sent, 1},
		{"reply:cut-after,once; get:503,skip=1,times=9", sent, 1},
		{"reply:cut-before,once; get:cut-before,skip=1,times=9", asks, 0},
		{"reply:latency=20s,once", sent, 1},
	}
	for _, tt := range tests {
		for _, mode := range []desk.Mode{desk.ModeAdmin, desk.ModeContact, desk.ModeNote} {
			t.Run(tt.faults+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { tryFate(t, tt.faults, mode, tt.want, tt.posted) })
			})
		}
	}
}

func tryFate(t *testing.T, faults string, mode desk.Mode, want desk.EntryState, n int) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	r, id := started(ctx, t, rigOptions{})
	defer r.stop()
	text := "What became of <this>? " + faults
	if err := r.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: mode, Text: text, Cursor: 3}); err != nil {
		t.Fatal(err)
	}
	r.Focus("")
	r.Active(false) // only the outbox speaks to the server now
	<-time.After(time.Minute)
	r.faults(faults)
	re := reply(id, mode, text)
	re.Undo = 2 * time.Second
	if _, err := r.Send(ctx, re); err != nil {
		t.Fatal(err)
	}
	r.rest(ctx)
	<-time.After(time.Second) // a reply whose answer was cut finds its part a moment later
	e := r.last(ctx)
	if e.State != want {
		t.Errorf("state %s (%s), want %s", e.State, e.Error, want)
	}
	if got := len(posted(r.server)[string(id)]); got != n {
		t.Errorf("%d replies reached the conversation, want %d", got, n)
	}
	dr, kept, err := r.Draft(ctx, id, mode)
	if err != nil {
		t.Fatal(err)
	}
	switch want {
	case desk.EntrySent:
		if e.PartID == "" || kept {
			t.Errorf("sent: part %q, draft kept: %v", e.PartID, kept)
		}
	case desk.EntryFailed:
		if !kept || dr.Text != text || e.Error == "" || !strings.HasSuffix(e.Error, "]") {
			t.Errorf("failed: draft %+v, error %q", dr, e.Error)
		}
	case desk.EntryUnknown:
		if !e.Asking || e.Text != text || e.Error == "" {
			t.Errorf("entry that should ask: %+v", e)
		}
		tryAnswers(ctx, t, r, e)
	}
}

// tryAnswers resends what asks, and checks that it then arrives once.
func tryAnswers(ctx context.Context, t *testing.T, r *rig, e desk.Entry) {
	t.Helper()
	r.faults("")
	if _, err := r.Undo(ctx, e.ID); !errors.Is(err, desk.ErrTooLate) {
		t.Errorf("undo of an unknown fate: %v", err)
	}
	if _, err := r.Resend(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	r.rest(ctx)
	if got := r.last(ctx); got.State != desk.EntrySent {
		t.Errorf("after resending: %+v", got)
	}
	if got := len(posted(r.server)[string(e.ConversationID)]); got != 1 {
		t.Errorf("after resending %d replies reached the conversation", got)
	}
}
