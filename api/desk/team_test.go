package desk_test

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// agent is a teammate's desk beside a team's.
type agent struct {
	*desk.Desk
	store *store.Store
	sub   *desk.Subscription
}

func (r *rig) agent(ctx context.Context, id api.ID, dir string, set func(*desk.Options)) *agent {
	r.t.Helper()
	s, err := store.Open(ctx, store.Options{Dir: dir, Cache: r.store})
	if err != nil {
		r.t.Fatal(err)
	}
	o := desk.Options{Team: r.Desk, Store: s, AdminID: id, PlainText: plainText}
	if set != nil {
		set(&o)
	}
	d, err := desk.New(o)
	if err != nil {
		r.t.Fatal(err)
	}
	d.Start(ctx)
	return &agent{Desk: d, store: s, sub: d.Subscribe()}
}

func (a *agent) stop(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := a.Close(ctx); err != nil {
		t.Error(err)
	}
	if err := a.store.Close(); err != nil {
		t.Error(err)
	}
}

func (a *agent) waitFor(ctx context.Context, t *testing.T, what string, ok func() bool) {
	t.Helper()
	for !ok() {
		if _, err := a.sub.Next(ctx); err != nil {
			t.Fatalf("waiting for %s: %v (status: %+v)", what, err, a.Status())
		}
	}
}

// signed returns the admins under whose names the sandbox took replies to a
// conversation, in order.
func signed(t *testing.T, s *sandbox.Server, id api.ID) []string {
	t.Helper()
	var out []string
	for _, e := range posted(s)[string(id)] {
		var body struct {
			AdminID string `json:"admin_id"`
		}
		if err := json.Unmarshal(e.Body, &body); err != nil {
			t.Fatal(err)
		}
		out = append(out, body.AdminID)
	}
	return out
}

func TestTeam(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		team := newRig(t, rigOptions{dir: dir, set: func(o *desk.Options) { o.OwnOnly = true }})
		defer team.stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		team.Active(false)
		team.Start(ctx)
		admins := teammates(ctx, t, team)
		var told []desk.Entry
		ana := team.agent(ctx, admins[0].ID, dir+"/agents/a", func(o *desk.Options) {
			o.Fate = func(e desk.Entry) { told = append(told, e) }
		})
		defer ana.stop(t)
		ben := team.agent(ctx, admins[1].ID, dir+"/agents/b", nil)
		defer ben.stop(t)
		for _, a := range []*agent{ana, ben} {
			a.Active(true)
			a.waitFor(ctx, t, "the first sync", func() bool { return !a.Status().SyncedAt.IsZero() })
		}
		if got := ben.Status().Identity; !got.Known || got.Admin.ID != admins[1].ID || got.App.IDCode == "" {
			t.Errorf("identity: %+v", got)
		}
		mine, err := ben.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil || len(mine.Rows) == 0 {
			t.Fatalf("mine: %d rows, %v", len(mine.Rows), err)
		}
		for _, r := range mine.Rows {
			if r.Conversation.AdminAssigneeID != admins[1].ID {
				t.Errorf("%s is assigned to %s", r.Conversation.ID, r.Assignee)
			}
		}
		open, err := ben.List(ctx, desk.ListRequest{View: "unassigned"})
		if err != nil || len(open.Rows) < 2 {
			t.Fatalf("unassigned: %d rows, %v", len(open.Rows), err)
		}
		first, second := open.Rows[0].Conversation.ID, open.Rows[1].Conversation.ID

		// A draft is one agent's own; what is sent carries the agent's name, and
		// the other sees it without asking Intercom.
		if err := ana.SaveDraft(ctx, desk.Draft{ConversationID: second, Mode: desk.ModeNote, Text: "begun"}); err != nil {
			t.Fatal(err)
		}
		if ds, err := ben.Drafts(ctx); err != nil || len(ds) != 0 {
			t.Errorf("Ben has Ana's drafts: %+v, %v", ds, err)
		}
		if _, err := ana.Send(ctx, reply(first, desk.ModeAdmin, "from Ana")); err != nil {
			t.Fatal(err)
		}
		ben.waitFor(ctx, t, "Ana's reply at Ben's", func() bool {
			th, err := ben.Open(ctx, first)
			if err != nil || len(th.Conversation.Parts.Items) == 0 {
				return false
			}
			last := th.Conversation.Parts.Items[len(th.Conversation.Parts.Items)-1]
			return last.Author.ID == admins[0].ID
		})
		if _, err := ben.Send(ctx, reply(second, desk.ModeNote, "from Ben")); err != nil {
			t.Fatal(err)
		}
		ana.waitFor(ctx, t, "the fate", func() bool { return len(ana.Status().Outbox) == 0 })
		ben.waitFor(ctx, t, "the fate", func() bool { return len(ben.Status().Outbox) == 0 })
		if got := signed(t, team.server, first); len(got) != 1 || got[0] != string(admins[0].ID) {
			t.Errorf("signed by %v, want Ana (%s) once", got, admins[0].ID)
		}
		if got := signed(t, team.server, second); len(got) != 1 || got[0] != string(admins[1].ID) {
			t.Errorf("signed by %v, want Ben (%s) once", got, admins[1].ID)
		}
		if len(told) == 0 || told[0].State != desk.EntrySent || told[0].PartID == "" {
			t.Errorf("told of %+v", told)
		}
	})
}

// teammates waits until the names are known, and returns two.
func teammates(ctx context.Context, t *testing.T, team *rig) []api.Admin {
	t.Helper()
	if err := team.Introduce(ctx, true); err != nil {
		t.Fatal(err)
	}
	var out []api.Admin
	for _, a := range team.Directory().Admins {
		if a.HasInboxSeat {
			out = append(out, a)
		}
	}
	if len(out) < 2 {
		t.Fatalf("admins: %+v", out)
	}
	return out
}

// While nobody looks, only what Intercom tells of is read; the search is asked
// rarely while it does.
func TestNotified(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, rigOptions{})
		defer r.stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		sub := r.Subscribe()
		r.Start(ctx)
		r.waitFor(ctx, sub, "the first sync", func() bool { return !r.Status().SyncedAt.IsZero() })
		l, err := r.List(ctx, desk.ListRequest{View: "mine"})
		if err != nil || len(l.Rows) == 0 {
			t.Fatalf("%d rows, %v", len(l.Rows), err)
		}
		id := l.Rows[0].Conversation.ID
		r.Notified("") // the search is slow from now on
		<-time.After(30 * time.Second)
		before := searches(r.server)
		part, err := r.server.CustomerReplies(string(id), "<p>still there?</p>")
		if err != nil {
			t.Fatal(err)
		}
		r.Notified(id)
		r.waitFor(ctx, sub, "the customer's message", func() bool {
			th, err := r.Open(ctx, id)
			return err == nil && len(th.Conversation.Parts.Items) > 0 &&
				string(th.Conversation.Parts.Items[len(th.Conversation.Parts.Items)-1].ID) == part
		})
		<-time.After(90 * time.Second)
		if n := searches(r.server) - before; n > 2 {
			t.Errorf("%d searches in two minutes with notifications", n)
		}
	})
}

func searches(s *sandbox.Server) int {
	n := 0
	for _, e := range s.Journal() {
		if e.Operation == "search" || e.Path == "/conversations/search" {
			n++
		}
	}
	return n
}
