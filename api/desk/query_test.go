package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

func TestParseQueryErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query string
		pos   int
		says  string
	}{
		{"is:opne", 0, "is: takes"},
		{"refund is:open tag:", 15, "value is missing"},
		{`hello "wor`, 6, "quotation mark"},
		{"waiting:>soon", 0, "a time is"},
		{"rating:9", 0, "from 1 to 5"},
		{"команда is:x", 8, "is: takes"},
		{"asignee:me", 0, "no such word"},
		{"tag:>2", 0, "does not go with"},
	}
	for _, tt := range tests {
		_, err := desk.ParseQuery(tt.query)
		qe, ok := errors.AsType[*desk.QueryError](err)
		if !ok || qe.Pos != tt.pos || !strings.Contains(qe.Problem, tt.says) {
			t.Errorf("%s: %v", tt.query, err)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{
		`is:open assignee:me tag:billing waiting:>2h from:ada note:refund "exact words"`, `-tag:"a b",c`, "https://x.y/z", `"`,
		"created:<2026-11-01 -closed:today", "-", "a:b", ":", "登录 失败", "rating:<3", "tag:,,", "waiting:1w2d3h",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := desk.ParseQuery(s)
		if qe, ok := errors.AsType[*desk.QueryError](err); err != nil && (!ok || qe.Pos < 0 || qe.Pos > len([]rune(s))) {
			t.Errorf("%q: %v", s, err)
		}
		for _, w := range q.Words() {
			if strings.TrimSpace(w) == "" {
				t.Errorf("%q: an empty word", s)
			}
		}
	})
}

// fixed is a small workspace with known answers, without a network.
func fixed(t *testing.T) (*rig, context.Context) {
	t.Helper()
	now := time.Now()
	at := func(ago time.Duration) api.Time { return api.UnixTime(now.Add(-ago).Unix()) }
	r := newRig(t, rigOptions{server: sandbox.New(sandbox.Options{Empty: true}), set: func(o *desk.Options) { o.AdminID = sandbox.MeID }})
	t.Cleanup(r.stop)
	ctx := t.Context()
	cs := []*api.Conversation{
		{ID: "1", State: api.StateOpen, AdminAssigneeID: sandbox.MeID, UpdatedAt: at(time.Minute), WaitingSince: at(3 * time.Hour), Priority: api.PriorityYes},
		{ID: "2", State: api.StateOpen, UpdatedAt: at(2 * time.Minute), WaitingSince: at(time.Hour), SLA: &api.SLA{Name: "Gold", Status: "missed"}},
		{ID: "3", State: api.StateOpen, TeamAssigneeID: "7", UpdatedAt: at(3 * time.Minute), SLA: &api.SLA{Name: "Gold", Status: "active"}},
		{ID: "4", State: api.StateClosed, UpdatedAt: at(time.Second), Statistics: &api.Statistics{LastCloseAt: at(time.Second)}},
		{ID: "5", State: api.StateSnoozed, UpdatedAt: at(40 * 24 * time.Hour)},
	}
	for i, c := range cs {
		c.CreatedAt = at(time.Duration(i+1) * 24 * time.Hour)
		c.Source = api.Source{Type: "email", Subject: "Subject " + string(c.ID), Body: "<p>body number " + string(c.ID) + "</p>"}
		c.Source.Author = api.Author{Type: "user", ID: "c" + c.ID, Name: "Person " + string(c.ID), Email: "p" + string(c.ID) + "@example.com"}
		r.keep(ctx, c)
	}
	return r, ctx
}

func TestQueriesOfViews(t *testing.T) {
	t.Parallel()
	r, ctx := fixed(t)
	tests := []struct{ view, filter, want string }{
		{"mine", "", "1"},
		{"unassigned", "", "2"},
		{"open", "", "1 2 3"},
		{"waiting", "", "1 2"},
		{"priority", "", "1"},
		{"late", "", "2"},
		{"snoozed", "", "5"},
		{"closed", "", "4"},
		{"is:open,snoozed", "", "1 2 3 5"},
		{"is:open team:7", "", "3"},
		{"is:open team:none", "", "1 2"},
		{"is:open assignee:none", "", "2 3"},
		{"waiting:>2h", "", "1"},
		{"waiting:<2h", "", "2"},
		{"sla:gold", "", "2 3"},
		{"sla:active", "", "3"},
		{"is:open -sla:gold", "", "1"},
		{"updated:>1w", "", "5"},
		{"from:p3@example", "", "3"},
		{"id:2,4", "", "4 2"},
		{"created:<60h", "", "1 2"},
		{"open", "person 2", "2"},
		{"open", `"person 2"`, "2"},
		{"open", "number", "1 2 3"},
		{"open", "-person number", ""},
		{"open", "sla:gold is:late", "2"},
		{"", "number", "4 1 2 3 5"},
		{"body", "", "4 1 2 3 5"},
		{"bod", "", ""},
		{"", "bod", "4 1 2 3 5"},
	}
	for _, tt := range tests {
		l, err := r.List(ctx, desk.ListRequest{View: tt.view, Filter: tt.filter})
		if err != nil {
			t.Errorf("%s %s: %v", tt.view, tt.filter, err)
			continue
		}
		var ids []string
		for _, row := range l.Rows {
			ids = append(ids, string(row.Conversation.ID))
		}
		if got := strings.Join(ids, " "); got != tt.want || l.Held != len(ids) {
			t.Errorf("%q filtered by %q: %s (%d held), want %s", tt.view, tt.filter, got, l.Held, tt.want)
		}
	}
	if _, err := r.List(ctx, desk.ListRequest{View: "open", Filter: "is:"}); err == nil {
		t.Error("a wrong filter is accepted")
	}
}

func TestOrdersAndPages(t *testing.T) {
	t.Parallel()
	r, ctx := fixed(t)
	for sort, want := range map[desk.Sort]string{
		desk.SortUpdated: "1 2 3", desk.SortWaiting: "1 2 3", desk.SortPriority: "1 2 3", desk.SortSLA: "2 3 1",
	} {
		var ids []string
		for offset := range 4 {
			l, err := r.List(ctx, desk.ListRequest{View: "open", Sort: sort, Limit: 1, Offset: offset})
			if err != nil || l.Held != 3 {
				t.Fatalf("%+v, %v", l, err)
			}
			for _, row := range l.Rows {
				ids = append(ids, string(row.Conversation.ID))
			}
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", sort, got, want)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	r, ctx := fixed(t)
	tests := []struct {
		query string
		ids   string
		mark  string
	}{
		{"number is:open", "1 2 3", "number"},
		{`"body number 3"`, "3", "body number 3"},
		{"NUMB id:4", "4", "numb"},
		{"is:snoozed", "5", ""},
		{"note:body", "", ""},
		{"nothing of the kind", "", ""},
	}
	for _, tt := range tests {
		got, err := r.Search(ctx, tt.query)
		if err != nil {
			t.Errorf("%s: %v", tt.query, err)
			continue
		}
		found := map[string]bool{}
		for _, h := range got.Hits {
			found[string(h.Row.Conversation.ID)] = true
			if tt.mark != "" && (len(h.Marks) == 0 || h.Excerpt[h.Marks[0][0]:h.Marks[0][1]] != tt.mark) {
				t.Errorf("%s: marks %v in %q", tt.query, h.Marks, h.Excerpt)
			}
		}
		want := strings.Fields(tt.ids)
		if len(found) != len(want) {
			t.Errorf("%s: %v, want %s", tt.query, found, tt.ids)
		}
		for _, id := range want {
			if !found[id] {
				t.Errorf("%s: %s is missing", tt.query, id)
			}
		}
	}
	if _, err := r.Search(ctx, "is:"); err == nil {
		t.Error("a wrong query is accepted")
	}
}
