package desk_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

func TestFreshnessGuard(t *testing.T) {
	t.Parallel()
	other := "" // another admin, found below
	tests := []struct {
		name      string
		meanwhile func(s *sandbox.Server, id string) error
		held      bool
		parts     int
		says      string
	}{
		{"nothing", func(*sandbox.Server, string) error { return nil }, false, 0, ""},
		{"the customer wrote", func(s *sandbox.Server, id string) error {
			_, err := s.CustomerReplies(id, "<p>Never mind!</p>")
			return err
		}, true, 1, "a new message"},
		{"the customer wrote twice", func(s *sandbox.Server, id string) error {
			_, err := s.CustomerReplies(id, "<p>One</p>")
			_, err2 := s.CustomerReplies(id, "<p>Two</p>")
			return errors.Join(err, err2)
		}, true, 2, "2 new messages"},
		{"a teammate noted", func(s *sandbox.Server, id string) error {
			_, err := s.TeammateNotes(id, other, "<p>I know this one</p>")
			return err
		}, true, 1, "a new message"},
		{"a teammate closed", func(s *sandbox.Server, id string) error {
			_, err := s.TeammateCloses(id, other)
			return err
		}, true, 0, "was closed"},
		{"a teammate took it", func(s *sandbox.Server, id string) error {
			_, err := s.TeammateAssigns(id, other, other)
			return err
		}, true, 0, "assigned to"},
		{"a teammate tagged", func(s *sandbox.Server, id string) error {
			_, err := s.TeammateTags(id, other, "vip")
			return err
		}, false, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				r, id := started(ctx, t, rigOptions{})
				defer r.stop()
				other = otherAdmin(r)
				re := reply(id, desk.ModeAdmin, "as I see it")
				re.Undo = 5 * time.Second
				e, err := r.Send(ctx, re)
				if err != nil {
					t.Fatal(err)
				}
				<-time.After(2 * time.Second)
				if err := tt.meanwhile(r.server, string(id)); err != nil {
					t.Fatal(err)
				}
				r.rest(ctx)
				got := r.last(ctx)
				if !tt.held {
					if got.State != desk.EntrySent {
						t.Errorf("entry: %+v", got)
					}
					return
				}
				if got.State != desk.EntryHeld || !got.Asking || len(got.NewParts) != tt.parts || !strings.Contains(got.Error, tt.says) {
					t.Fatalf("entry: %+v", got)
				}
				if n := len(posted(r.server)[string(id)]); n != 0 {
					t.Fatalf("%d replies left", n)
				}
				if _, err := r.Resend(ctx, e.ID); err != nil {
					t.Fatal(err)
				}
				r.rest(ctx)
				if got := r.last(ctx); got.State != desk.EntrySent || len(posted(r.server)[string(id)]) != 1 {
					t.Errorf("after the agent said send: %+v", got)
				}
			})
		})
	}
}

func otherAdmin(r *rig) string {
	for _, a := range r.Directory().Admins {
		if a.ID != r.Status().Identity.Admin.ID && a.HasInboxSeat && !a.AwayModeEnabled {
			return string(a.ID)
		}
	}
	r.t.Fatal("no other admin")
	return ""
}

// Our own assignment just before must not look like somebody else's.
func TestOwnChangesAreNoConflict(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, _ := started(ctx, t, rigOptions{})
		defer r.stop()
		l, err := r.List(ctx, desk.ListRequest{View: "unassigned"})
		if err != nil || len(l.Rows) == 0 {
			t.Fatal(err)
		}
		id := l.Rows[0].Conversation.ID
		r.read(ctx, id)
		me := r.Status().Identity.Admin.ID
		if _, err := r.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActAssign, Assignee: me}}); err != nil {
			t.Fatal(err)
		}
		re := reply(id, desk.ModeAdmin, "I take this")
		re.Then = []desk.ActionChange{{Kind: desk.ActClose}}
		if _, err := r.Send(ctx, re); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Send(ctx, reply(id, desk.ModeNote, "done")); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		if es := r.Status().Outbox; len(es) != 0 {
			t.Fatalf("outbox: %+v", es)
		}
		th, err := r.Open(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if th.Conversation.State != api.StateClosed || th.Conversation.AdminAssigneeID != me || len(posted(r.server)[string(id)]) != 2 {
			t.Errorf("conversation: %s assigned to %s, %d replies", th.Conversation.State, th.Conversation.AdminAssigneeID, len(posted(r.server)[string(id)]))
		}
	})
}

func TestUndoWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		re := reply(id, desk.ModeAdmin, "oops")
		re.Undo, re.Cursor = 10*time.Second, 2
		re.Then = []desk.ActionChange{{Kind: desk.ActClose}}
		e, err := r.Send(ctx, re)
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(9 * time.Second)
		if n := len(posted(r.server)); n != 0 {
			t.Fatal("it left before its time")
		}
		u, err := r.Undo(ctx, e.ID)
		if err != nil || u.State != desk.EntryUndone {
			t.Fatalf("undo: %+v, %v", u, err)
		}
		dr, ok, err := r.Draft(ctx, id, desk.ModeAdmin)
		if err != nil || !ok || dr.Text != "oops" || dr.Cursor != 2 {
			t.Errorf("draft: %+v, %v", dr, err)
		}
		<-time.After(time.Minute)
		if len(posted(r.server)) != 0 || len(r.Status().Outbox) != 0 {
			t.Errorf("it left all the same; outbox %+v", r.Status().Outbox)
		}
		if _, err := r.Undo(ctx, e.ID); !errors.Is(err, desk.ErrTooLate) {
			t.Errorf("undo twice: %v", err)
		}
	})
}

// A wall clock that jumps an hour, forwards or back, neither sends a reply
// early nor keeps it.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{time.Hour, -time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				var shift atomicDuration
				now := func() time.Time { return time.Now().Round(0).Add(shift.get()) }
				server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1})
				r, id := started(ctx, t, rigOptions{server: server, now: now})
				defer r.stop()
				re := reply(id, desk.ModeAdmin, "in ten seconds")
				re.Undo = 10 * time.Second
				if _, err := r.Send(ctx, re); err != nil {
					t.Fatal(err)
				}
				synctest.Wait() // the outbox has seen it
				shift.set(jump)
				<-time.After(8 * time.Second)
				if len(posted(server)) != 0 {
					t.Error("it left early")
				}
				r.faults("reply:cut-after,once")
				<-time.After(30 * time.Second)
				r.rest(ctx)
				if e := r.last(ctx); e.State != desk.EntrySent || len(posted(server)[string(id)]) != 1 {
					t.Errorf("entry: %+v, %d posted", e, len(posted(server)[string(id)]))
				}
			})
		})
	}
}

// What was queued while the network was away is not applied to a conversation
// that has changed meanwhile without asking.
func TestOfflineConflicts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		r.wire.down.Store(true)
		es, err := r.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActClose}})
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(5 * time.Minute)
		if _, err := r.server.CustomerReplies(string(id), "<p>Wait, one more thing</p>"); err != nil {
			t.Fatal(err)
		}
		r.wire.down.Store(false)
		r.rest(ctx)
		e := r.last(ctx)
		if e.State != desk.EntryHeld || len(e.NewParts) != 1 || applied(r.server, "close") != 0 {
			t.Errorf("entry: %+v", e)
		}
		if _, err := r.Discard(ctx, es[0].ID); err != nil {
			t.Fatal(err)
		}
		if len(r.Status().Outbox) != 0 {
			t.Errorf("outbox: %+v", r.Status().Outbox)
		}
	})
}

func TestSendNow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		faults string
		down   bool
		state  desk.EntryState
		kind   api.ErrorKind
	}{
		{"", false, desk.EntrySent, api.KindNone},
		{"reply:429,once", false, desk.EntrySent, api.KindNone},
		{"reply:cut-after,once", false, desk.EntrySent, api.KindNone},
		{"reply:cut-body,once", false, desk.EntrySent, api.KindNone},
		{"reply:cut-before,once", false, desk.EntryUnknown, api.KindUnknownSent},
		{"reply:401,once", false, desk.EntryFailed, api.KindUnauthorized},
		{"reply:plan403,once", false, desk.EntryFailed, api.KindForbidden},
		{"", true, desk.EntryFailed, api.KindNetwork},
	}
	for _, tt := range tests {
		t.Run(tt.faults, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				r := newRig(t, rigOptions{})
				defer r.stop()
				id, ok := r.server.ConversationID("refund-4411")
				if !ok {
					t.Fatal("no sample conversation")
				}
				if err := r.Refresh(ctx, "open"); err != nil {
					t.Fatal(err)
				}
				if _, err := r.CreateTag(ctx, "answered"); err != nil {
					t.Fatal(err)
				}
				r.faults(tt.faults)
				r.wire.down.Store(tt.down)
				re := reply(api.ID(id), desk.ModeNote, "from the command line")
				re.Then = []desk.ActionChange{{Kind: desk.ActTag, Tag: r.Directory().Tags[0].ID}, {Kind: desk.ActSnooze, Until: time.Now().Add(time.Hour)}}
				e, c, err := r.SendNow(ctx, re)
				if e.State != tt.state || api.Kind(err) != tt.kind {
					t.Errorf("%s, %v", e.State, err)
				}
				if sent := tt.state == desk.EntrySent; sent != (c != nil) || sent != (e.PartID != "") || sent && c.State != api.StateSnoozed {
					t.Errorf("part %q, conversation %v", e.PartID, c != nil)
				}
				if _, ok, _ := r.Draft(ctx, api.ID(id), desk.ModeNote); ok != (tt.state == desk.EntryFailed) {
					t.Errorf("draft: %v", ok)
				}
			})
		})
	}
}
