package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, header, value string
		method, path        string
		status              int
		code                string
	}{
		{"no token", "Authorization", "", "GET", "/me", 401, "unauthorized"},
		{"wrong token", "Authorization", "Bearer nope", "GET", "/me", 401, "unauthorized"},
		{"token without Bearer", "Authorization", DefaultToken, "GET", "/me", 401, "unauthorized"},
		{"no Accept", "Accept", "", "GET", "/me", 406, "media_type_not_acceptable"},
		{"Accept of a browser", "Accept", "text/html", "GET", "/me", 406, "media_type_not_acceptable"},
		{"Accept anything", "Accept", "text/html, */*;q=0.1", "GET", "/me", 200, ""},
		{"no version is the app's", "Intercom-Version", "", "GET", "/me", 200, ""},
		{"unknown version", "Intercom-Version", "2.17", "GET", "/me", 400, "intercom_version_invalid"},
		{"nonsense version", "Intercom-Version", "two", "GET", "/me", 400, "intercom_version_invalid"},
		{"old version", "Intercom-Version", "1.4", "GET", "/me", 200, ""},
		{"Preview", "Intercom-Version", "Preview", "GET", "/macros", 200, ""},
		{"macros too early", "Intercom-Version", "2.15", "GET", "/macros", 400, "intercom_version_invalid"},
		{"rules too late", "Intercom-Version", "2.12", "POST", "/conversations/1/run_assignment_rules", 400, "intercom_version_invalid"},
		{"unknown path", "Accept", "*/*", "GET", "/conversations/1/typing", 404, "not_found"},
		{"unknown method", "Accept", "*/*", "PATCH", "/me", 404, "not_found"},
	}
	f := newFixture(t, Options{})
	for _, tt := range tests {
		g := f.at("2.9")
		g.header.Set(tt.header, tt.value)
		t.Log(tt.name)
		res := g.do(tt.method, tt.path, nil)
		if tt.status == http.StatusOK {
			res.want(t, tt.status)
			continue
		}
		res.wantError(t, tt.status, tt.code)
		limited := res.Header.Get("X-RateLimit-Limit") != ""
		if id := res.Header.Get("X-Request-Id"); limited == (tt.status == 401) || id == "" || res.json["request_id"] != id {
			t.Errorf("%s: limit header %v, request id %q and %v", tt.name, limited, id, res.json["request_id"])
		}
	}
	f.header.Set("Content-Type", "text/plain")
	f.do("POST", "/tags", object{"name": "x"}).wantError(t, 415, "media_type_not_supported")
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{RateLimit: 3})
	f.clock.Advance(4 * time.Second)
	for left := 2; left >= 0; left-- {
		h := f.do("GET", "/me", nil).Header
		if h.Get("X-RateLimit-Limit") != "3" || h.Get("X-RateLimit-Remaining") != strconv.Itoa(left) ||
			h.Get("X-RateLimit-Reset") != strconv.FormatInt(noon.Unix()+10, 10) {
			t.Errorf("headers %v with %d calls left", h, left)
		}
		if h.Get("Date") != "Tue, 04 Mar 2025 12:00:04 GMT" || h.Get("Intercom-Version") != "2.9" {
			t.Errorf("Date %q, version %q", h.Get("Date"), h.Get("Intercom-Version"))
		}
	}
	res := f.do("GET", "/me", nil)
	res.wantError(t, http.StatusTooManyRequests, "rate_limit_exceeded")
	if !strings.Contains(string(res.raw), "limit of 3") {
		t.Errorf("message in %s", res.raw)
	}
	f.clock.Advance(6 * time.Second)
	f.do("GET", "/me", nil).want(t, http.StatusOK)

	free := newFixture(t, Options{RateLimit: -1})
	if h := free.do("GET", "/me", nil).Header; h.Get("X-RateLimit-Limit") != "" {
		t.Error("a server without limit sends limit headers")
	}
}

func TestVersionShapes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	read := func(version, key string) map[string]any {
		return f.at(version).do("GET", "/conversations/"+f.id(key), nil).want(t, http.StatusOK)
	}
	tests := []struct {
		version string
		path    []any
		want    any
	}{
		{"2.9", []any{"priority"}, "priority"},
		{"2.14", []any{"priority"}, "priority"},
		{"2.16", []any{"priority"}, "urgent"},
		{"2.9", []any{"linked_objects"}, nil},
		{"2.11", []any{"linked_objects", "data", 0, "id"}, "1198"},
		{"2.9", []any{"custom_attributes"}, nil},
		{"2.14", []any{"custom_attributes", "Needs replacement"}, true},
		{"2.14", []any{"company"}, nil},
		{"2.9", []any{"conversation_parts", "conversation_parts", 0, "state"}, nil},
		{"2.14", []any{"conversation_parts", "conversation_parts", 0, "state"}, "open"},
		{"2.16", []any{"channel", "initial"}, "conversation"},
	}
	for _, tt := range tests {
		if got := dig(read(tt.version, "pump-stalls"), tt.path...); got != tt.want {
			t.Errorf("%s: %v is %v, want %v", tt.version, tt.path, got, tt.want)
		}
	}
	for version, want := range map[string]any{"2.9": nil, "2.14": "routed_to_team", "2.16": "escalated"} {
		if got := dig(read(version, "nursery-resell"), "ai_agent", "resolution_state"); got != want {
			t.Errorf("%s: resolution %v, want %v", version, got, want)
		}
	}
	if got := dig(read("2.16", "school-order"), "company", "name"); got != "Northlight Schools Trust" {
		t.Errorf("company %v", got)
	}
	if got := dig(read("2.16", "visitor-gate"), "team_assignee_id"); got != 0.0 {
		t.Errorf("2.16 team of nobody is %v, want 0", got)
	}
	ada := "/contacts/" + f.contactID("ada")
	if old, now := f.do("GET", ada, nil).json["owner_id"], f.at("2.16").do("GET", ada, nil).json["owner_id"]; old != 7310001.0 || now != "7310001" {
		t.Errorf("owner_id %v and %v, want a number and a string", old, now)
	}
	for _, version := range []string{"2.16", "2.9"} {
		res := f.at(version).do("GET", "/contacts/"+f.contactID("merged"), nil)
		if version == "2.9" {
			res.wantError(t, http.StatusNotFound, "not_found")
			continue
		}
		res.wantError(t, http.StatusGone, "contact_merged")
		if !strings.Contains(res.Header.Get("Link"), f.contactID("june")) {
			t.Errorf("Link %q does not lead to the survivor", res.Header.Get("Link"))
		}
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	get := func(version string) string {
		c := f.at(version).do("GET", "/conversations/"+f.id("press")+"?display_as=plaintext", nil).want(t, http.StatusOK)
		return text(c, "source", "body")
	}
	old, now := get("2.9"), get("2.16")
	if strings.ContainsAny(old, "<>") || !strings.Contains(old, "twenty minutes with your plant doctor,\none customer") {
		t.Errorf("2.9 text:\n%s", old)
	}
	if strings.Contains(old, "https://greenpages.example") || !strings.Contains(now, "greenpages.example (https://greenpages.example)") {
		t.Errorf("link targets: 2.9 must drop them, 2.16 print them:\n%s", now)
	}
}

func FuzzPlainText(f *testing.F) {
	for _, s := range []string{"<p>a</p>", "a &amp;#27; b", "<script>x</script>y", strings.Repeat("<div>", 600), "<a href=x>y</a>", "\x1b[31m", "<br/>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plainText(s, true)
		if clean := cleanHTML(s); strings.Contains(clean, "<script") {
			t.Fatalf("%q still has a script: %q", s, clean)
		}
	})
}

func TestPeople(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	me := f.do("GET", "/me", nil).want(t, http.StatusOK)
	if me["id"] != MeID || me["has_inbox_seat"] != true || dig(me, "app", "region") != "US" {
		t.Errorf("me is %v", me)
	}
	away := "/admins/" + MeID + "/away"
	got := f.at("2.14").do("PUT", away, object{"away_mode_enabled": true, "away_mode_reassign": true, "away_status_reason_id": 4103}).want(t, http.StatusOK)
	if got["away_mode_enabled"] != true || got["away_status_reason_id"] != 4103.0 {
		t.Errorf("away: %v", got)
	}
	f.do("PUT", away, object{"away_mode_enabled": true}).wantError(t, 400, "parameter_not_found")
	f.at("2.14").do("PUT", away, object{"away_mode_enabled": true, "away_mode_reassign": true, "away_status_reason_id": 4104}).wantError(t, 400, "parameter_invalid")
	f.do("PUT", "/admins/"+operatorID+"/away", object{"away_mode_enabled": true, "away_mode_reassign": true}).wantError(t, 405, "unsupported")

	search := func(field, op string, value any) float64 {
		res := f.do("POST", "/contacts/search", object{"query": filter(field, op, value)}).want(t, http.StatusOK)
		return num(res, "total_count")
	}
	for _, tt := range []struct {
		field, op string
		value     any
		want      float64
	}{
		{"email", "=", "ada.obi@example.com", 1},
		{"email", "=", "robin@castellane.example", 2},
		{"name", "~", "Deleted", 0}, // deleted contacts are gone
		{"role", "=", "lead", 4},
		{"external_id", "IN", []string{"u-1001", "u-1002"}, 2},
		{"created_at", "=", noon.AddDate(0, 0, -412).Add(7 * time.Hour).Unix(), 1}, // dates match whole days
	} {
		if got := search(tt.field, tt.op, tt.value); got != tt.want {
			t.Errorf("%s %s %v found %v contacts, want %v", tt.field, tt.op, tt.value, got, tt.want)
		}
	}
	notes := "/contacts/" + f.contactID("june") + "/notes"
	f.do("POST", notes, object{"body": "Gerald is a cat", "admin_id": MeID}).want(t, http.StatusOK)
	notesPage := f.do("GET", notes+"?per_page=2", nil).want(t, http.StatusOK)
	if dig(notesPage, "data", 0, "body") != "<p>Gerald is a cat</p>" || notesPage["total_count"] != 3.0 || !strings.Contains(text(notesPage, "pages", "next"), "page=2") {
		t.Errorf("notes %v", notesPage)
	}
	if c := f.do("GET", "/contacts/"+f.contactID("june"), nil).json; dig(c, "notes", "total_count") != 3.0 {
		t.Errorf("the contact counts %v notes", dig(c, "notes", "total_count"))
	}
	macros := f.at("2.16").do("GET", "/macros?per_page=2", nil).want(t, http.StatusOK)
	if dig(macros, "data", 0, "name") != "Replacement pump" || dig(macros, "pages", "next", "starting_after") == nil {
		t.Errorf("macros %v", macros)
	}
}

// The server must be safe under concurrent use; the race detector watches.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{IndexLag: time.Second})
	done := make(chan int)
	hostile := f.id("hostile")
	for i := range 8 {
		req := f.request("POST", "/conversations/"+f.id("refund-4411")+"/reply", adminSays("note", "n"+strconv.Itoa(i)))
		go func() {
			rec := httptest.NewRecorder()
			f.ServeHTTP(rec, req)
			done <- rec.Code
		}()
		go func() {
			f.Journal()
			if _, err := f.CustomerReplies(hostile, "<p>x</p>"); err != nil {
				t.Error(err)
			}
			done <- http.StatusOK
		}()
	}
	for range 16 {
		if code := <-done; code != http.StatusOK {
			t.Errorf("status %d", code)
		}
	}
	if n := len(f.Journal()); n != 8 {
		t.Errorf("%d entries in the journal, want 8", n)
	}
}
