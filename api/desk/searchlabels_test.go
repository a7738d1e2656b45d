package desk_test

import (
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// library is a desk that holds a few conversations, in which names and words
// cross.
func library(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, rigOptions{set: func(o *desk.Options) { o.AdminID = sandbox.MeID }})
	t.Cleanup(r.stop)
	at := time.Now().Add(-24 * time.Hour)
	for i, c := range []struct{ id, name, email, subject, body, state string }{
		{"1", "Ada Lovelace", "ada@analytical.example", "Engine stopped", "It will not compute any more.", "open"},
		{"2", "Grace Hopper", "grace@navy.example", "A moth", "Ada told me to write about the refund.", "open"},
		{"3", "Ada Obi", "obi@shop.example", "Where is my order", "I would like a refund, please.", "open"},
		{"4", "Ada Obi", "obi@shop.example", "Thanks", "It came.", "closed"},
		{"5", "Zoë Müller", "zoe@example.com", "Ada compiler", "Which version do you have?", "open"},
		{"6", "李伟", "li@example.com", "", "登录失败了怎么办", "open"},
	} {
		at = at.Add(time.Minute)
		r.keep(t.Context(), &api.Conversation{
			ID: api.ID(c.id), State: api.State(c.state), CreatedAt: api.Time{Time: at}, UpdatedAt: api.Time{Time: at},
			Source: api.Source{
				Type: "email", ID: api.ID("s" + c.id), Subject: c.subject, Body: "<p>" + c.body + "</p>",
				Author: api.Author{Type: "user", ID: api.ID("c" + string(rune('0'+i))), Name: c.name, Email: c.email},
			},
		})
	}
	if err := r.store.PutCompanies(t.Context(), "c0", []string{"Babbage & Sons", "Analytical Engines"}); err != nil {
		t.Fatal(err)
	}
	return r
}

// Bare words find a conversation by what it is called, before those in which
// the word is only written.
func TestSearchByCustomerAndSubject(t *testing.T) {
	t.Parallel()
	r := library(t)
	tests := []struct{ query, want, kind string }{
		{"ada", "1 4 3 5 2", "contact"}, // twice the name, then the newest; then subject, then message
		{"ada is:open", "1 3 5 2", "contact"},
		{"lovelace", "1", "contact"},
		{"ADA LOVELACE", "1", "contact"},
		{`"lovelace obi"`, "", ""},
		{"ada@analytical.example", "1", "contact"},
		{"analytical.ex", "1", "contact"},
		{"babbage", "1", "contact"},
		{"moth", "2", "source"},
		{"muller", "5", "contact"},
		{"李伟", "6", "contact"},
		{"失败", "6", "source"},
		{"ada refund", "3 2", "source"},     // her message; then one in which both are written
		{"obi order refund", "3", "source"}, // name, subject, and message
		{"grace ada", "2", "source"},
		{"ada -lovelace", "4 3 5 2", "contact"},
		{"ada -refund", "1 4 5", "contact"},
		{"-ada is:open", "6", ""},
		{"from:ada refund", "3", "source"},
		{"from:ada", "4 3 1", ""},
		{"note:ada", "", ""},
		{"nobody", "", ""},
	}
	for _, tt := range tests {
		got, err := r.Search(t.Context(), tt.query)
		if err != nil {
			t.Errorf("%s: %v", tt.query, err)
			continue
		}
		var ids []string
		for _, h := range got.Hits {
			ids = append(ids, string(h.Row.Conversation.ID))
			for _, m := range h.Marks {
				if m[0] < 0 || m[1] > len(h.Excerpt) || m[0] >= m[1] {
					t.Errorf("%s: mark %v of %q", tt.query, m, h.Excerpt)
				}
			}
		}
		if s := strings.Join(ids, " "); s != tt.want {
			t.Errorf("%s: found %s, want %s", tt.query, s, tt.want)
		} else if len(ids) > 0 && got.Hits[0].Kind != tt.kind {
			t.Errorf("%s: the first hit is a %q, want %q", tt.query, got.Hits[0].Kind, tt.kind)
		}
	}
}

// A customer's hit says who it is, with the company, and marks what was
// looked for; their other messages that fit are counted.
func TestHitByCustomer(t *testing.T) {
	t.Parallel()
	r := library(t)
	got, err := r.Search(t.Context(), "babbage")
	if err != nil || len(got.Hits) != 1 {
		t.Fatalf("%+v, %v", got.Hits, err)
	}
	h := got.Hits[0]
	if want := "Ada Lovelace · ada@analytical.example · Babbage & Sons, Analytical Engines"; h.Excerpt != want {
		t.Errorf("excerpt %q, want %q", h.Excerpt, want)
	}
	if len(h.Marks) != 1 || h.Excerpt[h.Marks[0][0]:h.Marks[0][1]] != "Babbage" {
		t.Errorf("marks: %v", h.Marks)
	}
}

// A new name, and a company that is read later, are found at once.
func TestSearchFindsNewNames(t *testing.T) {
	t.Parallel()
	r := library(t)
	ctx := t.Context()
	k, err := api.DecodeContact([]byte(`{"id":"c1","name":"Amazing Grace","email":"grace@navy.example"}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.PutContact(ctx, k); err != nil {
		t.Fatal(err)
	}
	if err := r.store.PutCompanies(ctx, "c1", []string{"Navy"}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"amazing": 1, "hopper": 0, "navy grace": 1} {
		if got, err := r.Search(ctx, query); err != nil || len(got.Hits) != want {
			t.Errorf("%s: %d hits, want %d, %v", query, len(got.Hits), want, err)
		}
	}
}

// Intercom is asked for names as well, and a company is found once it was
// read.
func TestNamesAndCompaniesFromIntercom(t *testing.T) {
	t.Parallel()
	r := newRig(t, rigOptions{set: func(o *desk.Options) { o.AdminID = sandbox.MeID }})
	defer r.stop()
	got, err := r.SearchIntercom(t.Context(), "ada")
	if err != nil || len(got.Hits) == 0 || got.Hits[0].Kind != desk.KindContact || !got.Hits[0].Remote {
		t.Fatalf("%+v, %v", got.Hits, err)
	}
	if got, err = r.SearchIntercom(t.Context(), "is:open"); err != nil {
		t.Fatal(err)
	}
	for _, h := range got.Hits {
		companies, err := r.Companies(t.Context(), h.Row.Conversation.Contacts.Items[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(companies) == 0 {
			continue
		}
		if got, err := r.Search(t.Context(), companies[0].Name); err != nil || len(got.Hits) == 0 || got.Hits[0].Kind != desk.KindContact {
			t.Errorf("%s: %+v, %v", companies[0].Name, got.Hits, err)
		}
		return
	}
	t.Error("no customer has a company")
}
