package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"parley/api"
	"parley/api/sandbox"
	"parley/api/sandbox/openapitest"
)

// described is a server that holds every request against Intercom's own
// description before the sandbox answers it.
type described struct {
	t      *testing.T
	doc    *openapitest.Doc
	server http.Handler
	calls  map[string]bool
}

func (d *described) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.calls[d.doc.Call(r)] = true
	for _, f := range openapitest.Unexplained(d.doc.ValidateRequest(r)) {
		d.t.Errorf("%v", f)
	}
	d.server.ServeHTTP(w, r)
}

// TestRequestsAsDescribed makes every call that a version has and holds the
// requests against its description.
func TestRequestsAsDescribed(t *testing.T) {
	t.Parallel()
	for version, calls := range map[api.Version]int{"2.9": 27, "2.11": 28, "2.14": 28, "2.16": 30} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			d := &described{
				t: t, doc: openapitest.Validator(t, string(version)), calls: map[string]bool{},
				server: sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1}),
			}
			srv := httptest.NewServer(d)
			t.Cleanup(srv.Close)
			c, err := api.New(sandbox.DefaultToken, api.WithBaseURL(srv.URL), api.WithVersion(version))
			if err != nil {
				t.Fatal(err)
			}
			w := &walk{t: t, ctx: t.Context(), c: c, v: version}
			w.workspace()
			w.reading()
			w.replies()
			w.managing()
			w.contacts()
			if len(d.calls) != calls {
				t.Errorf("%d different calls were made, want %d: %v", len(d.calls), calls, d.calls)
			}
		})
	}
}

// The customer ticket type of the sample workspace, and one of its states.
const (
	ticketType  api.ID = "310"
	ticketState api.ID = "9002"
)

// walk makes the calls of a client one after the other.
type walk struct {
	t   *testing.T
	ctx context.Context
	c   *api.Client
	v   api.Version

	admin, team, tag, conversation, contact api.ID
}

// did takes what a call returned that has to succeed.
func (w *walk) did(_ any, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Errorf("%+v", err)
	}
}

func (w *walk) workspace() {
	me, err := w.c.Me.Get(w.ctx)
	w.did(me, err)
	w.admin = me.ID
	w.did(w.c.Admins.List(w.ctx))
	w.did(w.c.Admins.Get(w.ctx, w.admin))
	w.did(w.c.Admins.SetAway(w.ctx, w.admin, api.AwayRequest{Enabled: true}))
	teams, err := w.c.Teams.List(w.ctx)
	w.did(teams, err)
	w.team = teams[0].ID
	w.did(w.c.Teams.Get(w.ctx, w.team))
	w.did(w.c.Tags.List(w.ctx))
	tag, err := w.c.Tags.Create(w.ctx, "Described")
	w.did(tag, err)
	w.tag = tag.ID
	if w.v.Has(api.FeatureMacros) {
		macros, err := w.c.Macros.List(w.ctx, &api.MacroListOptions{ListOptions: api.ListOptions{PerPage: 5}, UpdatedSince: time.Unix(1, 0)})
		w.did(macros, err)
		w.did(w.c.Macros.Get(w.ctx, macros.Items[0].ID))
	}
}

func (w *walk) reading() {
	page, err := w.c.Conversations.List(w.ctx, &api.ListOptions{PerPage: 5})
	w.did(page, err)
	w.did(w.c.Conversations.List(w.ctx, &api.ListOptions{PerPage: 5, StartingAfter: page.Next}))
	for _, f := range []api.Filter{
		api.Where("state", api.Equal, api.StateOpen),
		api.Where("admin_assignee_id", api.In, []api.ID{w.admin, "42"}),
		api.And(api.Where("state", api.Equal, "open"), api.Where("admin_assignee_id", api.Equal, api.ID(""))),
		api.And(
			api.Where("updated_at", api.Greater, time.Unix(1600000000, 0)), api.Where("read", api.Equal, false),
			api.Or(api.Where("admin_assignee_id", api.Equal, w.admin), api.Where("team_assignee_id", api.In, []int{7, 8})),
		),
	} {
		w.did(w.c.Conversations.Search(w.ctx, api.SearchRequest{Query: f, SortField: "updated_at", PerPage: 20}))
	}
	mine := api.SearchRequest{Query: api.And(api.Where("state", api.Equal, "open"), api.Where("source.type", api.Equal, "email")), PerPage: 1}
	found, err := w.c.Conversations.Search(w.ctx, mine)
	w.did(found, err)
	w.did(w.c.Conversations.Search(w.ctx, api.SearchRequest{Query: mine.Query, PerPage: 1, StartingAfter: found.Next}))
	w.conversation = found.Items[0].ID
	w.contact = found.Items[0].Contacts.Items[0].ID
	w.did(w.c.Conversations.Get(w.ctx, w.conversation, nil))
	w.did(w.c.Conversations.Get(w.ctx, w.conversation, &api.GetOptions{PlainText: true}))
}

func (w *walk) replies() {
	contact, err := w.c.Contacts.Get(w.ctx, w.contact)
	w.did(contact, err)
	attached := api.Reply{
		As: api.AsAdmin, AdminID: w.admin, Body: "<p>Hi</p>",
		AttachmentURLs:  []string{"https://example.com/a.png"},
		AttachmentFiles: []api.File{{ContentType: "text/plain", Name: "n.txt", Data: []byte("hello")}},
		CreatedAt:       api.UnixTime(1590000000),
	}
	replies := []api.Reply{
		{As: api.AsAdmin, AdminID: w.admin, Body: "<p>Hi</p>"},
		{As: api.AsNote, AdminID: w.admin, Body: "<p>Hi</p>"},
		{As: api.AsContact, IntercomUserID: w.contact, Body: "Hi"},
		{As: api.AsContact, Email: contact.Email, Body: "Hi"},
		attached,
	}
	if contact.ExternalID != "" {
		replies = append(replies, api.Reply{As: api.AsContact, UserID: contact.ExternalID, Body: "Hi"})
	}
	if w.v.Has(api.FeatureContactCreatedAt) {
		replies = append(replies, api.Reply{As: api.AsContact, IntercomUserID: w.contact, Body: "Hi", CreatedAt: api.UnixTime(1590000000)})
	}
	if w.v.Has(api.FeatureQuickReplies) {
		replies = append(replies,
			api.Reply{As: api.AsQuickReply, AdminID: w.admin, Body: "<p>Which?</p>", ReplyOptions: option("Yes")},
			api.Reply{As: api.AsContact, IntercomUserID: w.contact, Body: "Yes", ReplyOptions: option("Yes")})
	}
	if w.v.Has(api.FeatureSkipNotifications) {
		replies = append(replies, api.Reply{As: api.AsNote, AdminID: w.admin, Body: "<p>Hi</p>", SkipNotifications: true})
	}
	for _, r := range replies {
		w.did(w.c.Conversations.Reply(w.ctx, w.conversation, r))
	}
	w.did(w.c.Conversations.Reply(w.ctx, api.Last, replies[0]))
}

func (w *walk) managing() {
	s, id := w.c.Conversations, w.conversation
	w.did(s.Update(w.ctx, id, api.UpdateRequest{Read: new(true), CustomAttributes: map[string]any{"Language": "nl"}}))
	w.did(s.Close(w.ctx, id, api.CloseRequest{AdminID: w.admin, Body: "<p>Bye</p>"}))
	w.did(s.Snooze(w.ctx, id, api.SnoozeRequest{AdminID: w.admin, Until: time.Now().Add(time.Hour)}))
	w.did(s.Open(w.ctx, id, w.admin))
	w.did(s.Assign(w.ctx, id, api.AssignRequest{AdminID: w.admin, AssigneeID: w.admin}))
	w.did(s.Assign(w.ctx, id, api.AssignRequest{AdminID: w.admin, AssigneeID: w.team, Team: true, Body: "<p>Yours</p>"}))
	w.did(s.Unassign(w.ctx, id, api.UnassignRequest{AdminID: w.admin, Team: true}))
	w.did(w.c.Tags.Attach(w.ctx, id, w.tag, w.admin))
	w.did(w.c.Tags.Detach(w.ctx, id, w.tag, w.admin))
	w.did(s.AttachCustomer(w.ctx, id, api.CustomerRequest{AdminID: w.admin, Email: "new.lead@example.com"}))
	w.did(s.DetachCustomer(w.ctx, id, w.contact, w.admin))
	if w.v.Has(api.FeatureRunAssignmentRules) {
		w.did(s.RunAssignmentRules(w.ctx, id))
	}
	if w.v.Has(api.FeatureTitle) {
		w.did(s.Update(w.ctx, id, api.UpdateRequest{Title: new("Described")}))
	}
	if companies, err := w.c.Contacts.Companies(w.ctx, w.contact, nil); err == nil && len(companies.Items) > 0 && w.v.Has(api.FeatureCompany) {
		w.did(s.Update(w.ctx, id, api.UpdateRequest{CompanyID: &companies.Items[0].ID}))
	}
	thread, err := s.Get(w.ctx, id, nil)
	w.did(thread, err)
	for _, p := range thread.Parts.Items {
		if p.PartType == api.PartNote {
			w.did(s.RedactPart(w.ctx, id, p.ID))
			break
		}
	}
	w.did(s.RedactSource(w.ctx, id, thread.Source.ID))
	if w.v.Has(api.FeatureConvert) {
		r := api.ConvertRequest{TicketTypeID: ticketType, Attributes: map[string]any{"_default_title_": "Broken"}}
		if w.v.Has(api.FeatureTicketState) {
			r.TicketStateID = ticketState
		}
		w.did(s.Convert(w.ctx, id, r))
	}
}

func (w *walk) contacts() {
	page, err := w.c.Contacts.List(w.ctx, &api.ListOptions{PerPage: 5})
	w.did(page, err)
	w.did(w.c.Contacts.Search(w.ctx, api.SearchRequest{Query: api.Where("role", api.Equal, "user"), PerPage: 5}))
	w.did(w.c.Contacts.Companies(w.ctx, w.contact, &api.ListOptions{PerPage: 5}))
	w.did(w.c.Contacts.Notes(w.ctx, w.contact, nil))
	w.did(w.c.Contacts.CreateNote(w.ctx, w.contact, "<p>Called</p>", w.admin))
	w.did(w.c.Contacts.Tags(w.ctx, w.contact))
	if w.v.Has(api.FeatureFindByExternalID) {
		for _, c := range page.Items {
			if c.ExternalID != "" {
				w.did(w.c.Contacts.FindByExternalID(w.ctx, c.ExternalID))
				break
			}
		}
	}
}
