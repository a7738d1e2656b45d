package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// filter is one search condition.
func filter(field, operator string, value any) object {
	return object{"field": field, "operator": operator, "value": value}
}

func group(operator string, filters ...object) object {
	return object{"operator": operator, "value": filters}
}

// search returns the ids that a query finds, in order.
func (f *fixture) search(body object) []string {
	f.t.Helper()
	res := f.do("POST", "/conversations/search", body).want(f.t, http.StatusOK)
	var ids []string
	for _, c := range list(res, "conversations") {
		if dig(c, "conversation_parts") != nil {
			f.t.Error("a search result carries parts")
		}
		ids = append(ids, text(c, "id"))
	}
	return ids
}

func TestSearchFields(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	refund := f.id("refund-4411")
	june := f.contactID("june")
	tests := []struct {
		query   object
		has     string // a conversation that must be found
		without string // one that must not
	}{
		{filter("id", "=", refund), refund, f.id("hostile")},
		{filter("state", "=", "open"), refund, f.id("rated-well")},
		{filter("state", "!=", "open"), f.id("rated-well"), refund},
		{filter("state", "IN", []string{"closed", "snoozed"}), f.id("snoozed-lamp"), refund},
		{filter("state", "NIN", []string{"closed", "snoozed"}), refund, f.id("snoozed-lamp")},
		{filter("open", "=", true), f.id("snoozed-lamp"), f.id("rated-well")},
		{filter("read", "=", true), f.id("harvest-photos"), ""},
		{filter("admin_assignee_id", "=", 7310001), refund, f.id("visitor-gate")},
		{filter("admin_assignee_id", "=", "7310001"), refund, f.id("visitor-gate")},
		{filter("admin_assignee_id", "=", 0), f.id("visitor-gate"), refund},
		{filter("admin_assignee_id", "=", nil), f.id("visitor-gate"), refund},
		{filter("team_assignee_id", "IN", []int{5017002}), refund, f.id("visitor-gate")},
		{filter("contact_ids", "=", june), f.id("harvest-photos"), refund},
		{filter("teammate_ids", "=", f.adminID("siobhan")), refund, f.id("visitor-gate")},
		{filter("tag_ids", "=", f.ws.tagNamed("refund").id), refund, f.id("visitor-gate")},
		{filter("source.type", "=", "email"), refund, f.id("visitor-gate")},
		{filter("source.subject", "~", "order 4411"), refund, f.id("hostile")},
		{filter("source.subject", "^", "refund"), refund, f.id("hostile")},
		{filter("source.subject", "$", "4411"), refund, f.id("hostile")},
		{filter("source.subject", "!~", "order"), f.id("visitor-gate"), refund},
		{filter("source.body", "=", "twice"), refund, f.id("visitor-gate")},
		{filter("source.body", "~", "charged twice"), "", refund}, // two words never match
		{filter("source.author.email", "=", "ada.obi@example.com"), refund, f.id("hostile")},
		{filter("source.author.type", "=", "lead"), f.id("visitor-gate"), refund},
		{filter("source.delivered_as", "=", "admin_initiated"), f.id("outbound"), refund},
		{filter("channel_initiated", "=", "whatsapp"), f.id("arabic"), refund},
		{filter("priority", "=", "priority"), refund, f.id("visitor-gate")},
		{filter("priority", "=", "high"), refund, f.id("visitor-gate")},
		{filter("waiting_since", "<", noon.Add(-time.Hour).Unix()), refund, f.id("visitor-gate")},
		{filter("waiting_since", "=", nil), f.id("rated-well"), refund},
		{filter("created_at", ">", fmt.Sprint(noon.Add(-78*time.Minute).Unix())), refund, f.id("rated-well")}, // includes equality
		{filter("snoozed_until", ">", noon.Unix()), f.id("snoozed-lamp"), refund},
		{filter("updated_at", ">", noon.UnixMilli()), "", refund}, // milliseconds find nothing
		{filter("statistics.count_reopens", ">", 1), f.id("reopened"), refund},
		{filter("statistics.time_to_admin_reply", ">", 3600), f.id("rated-badly"), refund},
		{filter("statistics.last_closed_by_id", "=", f.adminID("yuki")), f.id("rated-well"), refund},
		{filter("conversation_rating.score", "=", 2), f.id("rated-badly"), f.id("rated-well")},
		{filter("conversation_rating.remark", "~", "treasure"), f.id("rated-well"), refund},
		{filter("ai_agent_participated", "=", true), f.id("ai-confirmed"), refund},
		{filter("ai_agent.resolution_state", "=", "confirmed_resolution"), f.id("ai-confirmed"), f.id("ai-assumed")},
		{group("AND", filter("state", "=", "open"), group("OR", filter("source.type", "=", "twitter"), filter("id", "=", refund))), refund, f.id("hostile")},
		{group("OR", filter("source.type", "=", "twitter"), filter("source.type", "=", "sms")), f.id("timer-woke"), refund},
	}
	for _, tt := range tests {
		got := f.search(object{"query": tt.query, "pagination": object{"per_page": 150}})
		q := string(encode(tt.query))
		if tt.has != "" && !slices.Contains(got, tt.has) {
			t.Errorf("%s did not find %s", q, tt.has)
		}
		if tt.without != "" && slices.Contains(got, tt.without) {
			t.Errorf("%s found %s", q, tt.without)
		}
		if tt.has == "" && len(got) > 0 {
			t.Errorf("%s found %v, want nothing", q, got)
		}
	}
}

// Every documented field answers a query of its own type.
func TestSearchKnowsEveryField(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	if n := len(conversationFields); n != 57 {
		t.Errorf("%d fields, want the documented 56 and admin_id beside admin_d", n)
	}
	values := map[fieldKind]any{stringField: "x", textField: "x", intField: 1, dateField: 1, boolField: true}
	for name, field := range conversationFields {
		f.search(object{"query": filter(name, "=", values[field.kind])})
	}
}

func TestSearchRefuses(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	sixteen := make([]object, 16)
	for i := range sixteen {
		sixteen[i] = filter("state", "=", "open")
	}
	open := filter("state", "=", "open")
	tests := []struct {
		name string
		body object
		code string
	}{
		{"no query", object{}, "parameter_not_found"},
		{"query that is text", object{"query": "open"}, "type_mismatch"},
		{"unknown field", object{"query": filter("mood", "=", "good")}, "invalid_field"},
		{"custom attribute", object{"query": filter("custom_attributes.Product", "=", "x")}, "invalid_field"},
		{"unknown operator", object{"query": filter("state", "LIKE", "open")}, "parameter_invalid"},
		{"text as number", object{"query": filter("admin_assignee_id", "=", "ana")}, "type_mismatch"},
		{"text as boolean", object{"query": filter("open", "=", "maybe")}, "type_mismatch"},
		{"fraction as date", object{"query": filter("created_at", ">", 1.5)}, "type_mismatch"},
		{"array for =", object{"query": filter("state", "=", []string{"open"})}, "type_mismatch"},
		{"no array for IN", object{"query": filter("state", "IN", "open")}, "parameter_invalid"},
		{"> on text", object{"query": filter("state", ">", "open")}, "parameter_invalid"},
		{"~ on a number", object{"query": filter("admin_assignee_id", "~", 1)}, "parameter_invalid"},
		{"no value", object{"query": object{"field": "state", "operator": "="}}, "parameter_not_found"},
		{"unknown group", object{"query": group("XOR", open)}, "parameter_invalid"},
		{"empty group", object{"query": group("AND")}, "parameter_invalid"},
		{"three levels", object{"query": group("AND", group("OR", group("AND", open)))}, "parameter_invalid"},
		{"sixteen filters", object{"query": group("AND", sixteen...)}, "parameter_invalid"},
		{"sort by text", object{"query": open, "sort": object{"field": "state"}}, "invalid_field"},
		{"sort by nothing known", object{"query": open, "sort": object{"field": "mood"}}, "invalid_field"},
		{"sort order", object{"query": open, "sort": object{"field": "updated_at", "order": "desc"}}, "invalid_sort_order"},
		{"sort as text", object{"query": open, "sort": "updated_at"}, "type_mismatch"},
		{"page too long", object{"query": open, "pagination": object{"per_page": 151}}, "parameter_invalid"},
		{"page too short", object{"query": open, "pagination": object{"per_page": 0}}, "parameter_invalid"},
		{"cursor", object{"query": open, "pagination": object{"starting_after": "nonsense"}}, "client_error"},
	}
	for _, tt := range tests {
		t.Log(tt.name)
		f.do("POST", "/conversations/search", tt.body).wantError(t, http.StatusBadRequest, tt.code)
	}
	fifteen := object{"query": group("AND", sixteen[:15]...)}
	f.do("POST", "/conversations/search", fifteen).want(t, http.StatusOK)
}

func TestSearchSortsAndPages(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	all := f.search(object{"query": filter("state", "=", "open"), "sort": object{"field": "waiting_since", "order": "ascending"}, "pagination": object{"per_page": 150}})
	var paged []string
	after := any(nil)
	for page := 1; page < 100; page++ {
		res := f.do("POST", "/conversations/search", object{
			"query": filter("state", "=", "open"), "sort": object{"field": "waiting_since", "order": "ascending"},
			"pagination": object{"per_page": 7, "starting_after": after},
		}).want(t, http.StatusOK)
		for _, c := range list(res, "conversations") {
			paged = append(paged, text(c, "id"))
		}
		if res["total_count"] != float64(len(all)) || dig(res, "pages", "page") != float64(page) {
			t.Errorf("page %d says total %v, page %v", page, res["total_count"], dig(res, "pages", "page"))
		}
		if after = dig(res, "pages", "next", "starting_after"); after == nil {
			break
		}
	}
	if !slices.Equal(all, paged) {
		t.Errorf("pages gave\n%v, the whole\n%v", paged, all)
	}
	last := int64(0)
	for _, id := range all {
		if w := f.ws.conversation(id).waitingSince; w < last {
			t.Errorf("%s waits since %d, after one since %d", id, w, last)
		} else {
			last = w
		}
	}
	newest := f.search(object{"query": filter("state", "=", "open")})
	if len(newest) != 20 || f.ws.conversation(newest[0]).updated < f.ws.conversation(newest[19]).updated {
		t.Errorf("without a sort: %d results, not newest first", len(newest))
	}
}

// A conversation that changes between two pages moves, as it does at Intercom.
func TestPagesShift(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	first := f.do("GET", "/conversations?per_page=5", nil).want(t, http.StatusOK)
	moved := f.id("group-garden") // far down the list
	f.clock.Advance(time.Minute)
	if _, err := f.CustomerReplies(moved, "<p>back to the top</p>"); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	after := dig(first, "pages", "next", "starting_after")
	for after != nil {
		res := f.do("GET", "/conversations?per_page=150&starting_after="+strings.ReplaceAll(text(after), "+", "%2B"), nil).want(t, http.StatusOK)
		for _, c := range list(res, "conversations") {
			seen[text(c, "id")] = true
		}
		after = dig(res, "pages", "next", "starting_after")
	}
	if seen[moved] {
		t.Error("the conversation that moved to the front is still met behind the cursor")
	}
}

func TestIndexLag(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{IndexLag: 5 * time.Second})
	f.clock.Advance(time.Minute)
	refund := f.id("refund-4411")
	f.manage("refund-4411", object{"message_type": "close", "type": "admin"})
	fresh, err := f.CustomerWrites("june", "", "<p>new</p>")
	if err != nil {
		t.Fatal(err)
	}
	open := object{"query": filter("state", "=", "open"), "pagination": object{"per_page": 150}}
	f.clock.Advance(4 * time.Second)
	if got := f.search(open); !slices.Contains(got, refund) || slices.Contains(got, fresh) {
		t.Error("search saw the changes before the lag was over")
	}
	if c := f.do("GET", "/conversations/"+refund, nil).json; c["state"] != "closed" {
		t.Error("a single read lags as well")
	}
	f.clock.Advance(time.Second)
	if got := f.search(open); slices.Contains(got, refund) || !slices.Contains(got, fresh) {
		t.Error("search did not see the changes after the lag")
	}
}

func FuzzSearch(f *testing.F) {
	for _, seed := range []string{
		`{"field":"state","operator":"=","value":"open"}`, `{"operator":"AND","value":[{"field":"read","operator":"=","value":true}]}`,
		`{"field":"tag_ids","operator":"IN","value":["1",2,null]}`, `{"operator":"OR","value":[]}`, `[]`, `null`, `{"field":null}`,
		`{"field":"created_at","operator":">","value":"170"}`, `{"field":"source.body","operator":"~","value":"ﷺ"}`,
	} {
		f.Add([]byte(seed), "WzEsIjEiLDFd")
	}
	w := newWorkspace(Options{Now: func() time.Time { return noon }})
	f.Fuzz(func(t *testing.T, query []byte, cursor string) {
		keep, err := compile(json.RawMessage(query), conversationFields, compileOptions{})
		if err != nil {
			if asAPIError(err).status != http.StatusBadRequest {
				t.Fatalf("%q: %v, want a 400", query, err)
			}
			return
		}
		hits := slices.DeleteFunc(slices.Clone(w.conversations), func(c *conversation) bool { return !keep(c) })
		page, _, err := paginate(hits, paging{per: 10, after: cursor}, sortBy{field: "updated_at"}, conversationFields, func(c *conversation) string { return c.id })
		if err == nil && len(page) > 10 {
			t.Fatalf("a page of %d", len(page))
		}
	})
}
