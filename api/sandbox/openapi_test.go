package sandbox

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"parley/api/sandbox/openapitest"
)

// step is one request of the tour.
type step struct {
	method, path string
	body         any
	token        string // "" is the right one
	bad          bool   // the request is wrong on purpose
}

// tour calls every operation, and the errors that the descriptions have. Ids
// that only an answer tells are written as {part}.
func tour(f *fixture) []step {
	conv, long, ada := f.id("refund-4411"), f.id("long-diary"), f.contactID("ada")
	me, tagID := f.adminID("ana"), f.ws.tagNamed("vip").id
	post := func(path string, body any) step { return step{method: "POST", path: path, body: body} }
	get := func(path string) step { return step{method: "GET", path: path} }
	c := "/conversations/" + conv
	steps := []step{
		get("/me"),
		{method: "GET", path: "/me", token: "wrong"},
		get("/admins"), get("/admins/" + me), get("/admins/1"),
		{method: "PUT", path: "/admins/" + me + "/away", body: object{"away_mode_enabled": true, "away_mode_reassign": false}},
		{method: "PUT", path: "/admins/1/away", body: object{"away_mode_enabled": true, "away_mode_reassign": false}},
		get("/teams"), get("/teams/5017001"), get("/teams/1"),
		get("/tags"), get("/tags/" + tagID), get("/tags/1"),
		post("/tags", object{"name": "from the tour"}),
		get("/conversations?per_page=150"), get("/conversations?per_page=3"),
		post("/conversations/search", object{"query": object{"field": "state", "operator": "=", "value": "open"}, "pagination": object{"per_page": 150}}),
		post("/conversations", object{"from": object{"type": "user", "id": ada}, "body": "Hello"}),
		get(c), get(c + "?display_as=plaintext"), get("/conversations/1"), get("/conversations/" + long),
		{method: "PUT", path: c, body: object{"read": true, "custom_attributes": object{"Order number": "4412"}}},
		post(c+"/reply", object{"message_type": "comment", "type": "admin", "admin_id": me, "body": "Hi", "attachment_urls": []string{"https://example.com/a.png"}}),
		post(c+"/reply", object{"message_type": "note", "type": "admin", "admin_id": me, "body": "<b>Hi</b>"}),
		post(c+"/reply", object{"message_type": "comment", "type": "user", "intercom_user_id": ada, "body": "Hi"}),
		post(c+"/reply", object{"message_type": "comment", "type": "user", "email": "ada.obi@example.com", "body": "Hi"}),
		post(c+"/reply", object{"message_type": "comment", "type": "user", "user_id": "u-1001", "body": "Hi"}),
		post("/conversations/1/reply", object{"message_type": "note", "type": "admin", "admin_id": me, "body": "x"}),
		post(c+"/parts", object{"message_type": "snoozed", "admin_id": me, "snoozed_until": noon.Unix() + 3600}),
		post(c+"/parts", object{"message_type": "open", "admin_id": me}),
		post(c+"/parts", object{"message_type": "close", "type": "admin", "admin_id": me, "body": "Bye"}),
		post(c+"/parts", object{"message_type": "assignment", "type": "admin", "admin_id": me, "assignee_id": "0"}),
		post(c+"/parts", object{"message_type": "assignment", "type": "team", "admin_id": me, "assignee_id": "5017002"}),
		post(c+"/tags", object{"id": tagID, "admin_id": me}),
		{method: "DELETE", path: c + "/tags/" + tagID, body: object{"admin_id": me}},
		{method: "DELETE", path: c + "/tags/1", body: object{"admin_id": me}},
		post(c+"/customers", object{"admin_id": me, "customer": object{"intercom_user_id": f.contactID("june")}}),
		{method: "DELETE", path: c + "/customers/" + f.contactID("june"), body: object{"admin_id": me}},
		{method: "DELETE", path: c + "/customers/" + ada, body: object{"admin_id": me}},
		post("/conversations/redact", object{"type": "conversation_part", "conversation_id": conv, "conversation_part_id": "{part}"}),
		post("/conversations/redact", object{"type": "conversation_part", "conversation_id": conv, "conversation_part_id": "1"}),
		get("/contacts?per_page=150"), get("/contacts/" + ada), get("/contacts/" + f.contactID("lead1")), get("/contacts/1"),
		post("/contacts/search", object{"query": object{"field": "role", "operator": "=", "value": "user"}}),
		get("/contacts/" + f.contactID("tomas") + "/companies"), get("/contacts/1/companies"),
		get("/contacts/" + ada + "/notes"), get("/contacts/1/notes"),
		get("/contacts/" + f.contactID("june") + "/notes?per_page=1"),
		post("/contacts/"+ada+"/notes", object{"body": "Likes chillies", "admin_id": me}),
		get("/contacts/" + f.contactID("june") + "/tags"), get("/contacts/" + ada + "/segments"),
		get("/ticket_types"),
	}
	v, _ := parseVersion(f.version)
	add := func(since, until version, s ...step) {
		if v >= since && v <= until {
			steps = append(steps, s...)
		}
	}
	add(0, v211, post("/conversations/"+long+"/run_assignment_rules", nil))
	add(v210, preview, post("/conversations/"+f.id("pump-stalls")+"/convert", object{"ticket_type_id": "310"}),
		post("/conversations/"+f.id("pump-stalls")+"/convert", object{"ticket_type_id": "311"}), get("/conversations/"+f.id("workflow-tour")))
	add(v212, preview, get("/ticket_states"))
	add(v213, preview, get("/contacts/find_by_external_id/u-1001"))
	add(v214, preview, get("/away_status_reasons"),
		step{method: "PUT", path: c, body: object{"title": "New", "company_id": f.ws.companies[0].id}},
		post(c+"/reply", object{"message_type": "quick_reply", "type": "admin", "admin_id": me, "body": "Which?", "reply_options": []object{{"text": "This", "uuid": "22d6d1f4-1a19-41d0-94c2-e54031f78aca"}}}),
		step{method: "DELETE", path: "/conversations/" + f.id("push")})
	add(v216, preview, get("/macros"), get("/macros/6601"), get("/macros/1"), step{method: "GET", path: "/macros?updated_since=nonsense", bad: true},
		get("/contacts/"+f.contactID("merged")), get("/conversations/deleted"),
		post("/conversations/"+f.id("merged-thread")+"/merge", object{"merge_into_conversation_id": json.Number(conv)}),
		post("/conversations/"+conv+"/merge", object{"merge_into_conversation_id": 1}))
	return steps
}

// TestOpenAPI holds every operation against Intercom's own descriptions. What
// the vendor's examples contradict is listed by name in openapitest, and each
// name must still be needed.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	needed := map[string]bool{}
	for _, version := range openapitest.Versions {
		doc := openapitest.Validator(t, version)
		f := newFixture(t, Options{Seed: 1}).at(version)
		calls := map[string]bool{}
		part := ""
		for _, s := range tour(f) {
			findings, res := runStep(f, doc, s, part)
			if p := text(res, "conversation_parts", "conversation_parts", -1, "id"); p != "" {
				part = p
			}
			calls[s.method+" "+s.path] = true
			for _, x := range findings {
				name := openapitest.Explain(x)
				needed[name] = true
				if name == "" {
					t.Errorf("%v", x)
				}
			}
		}
		if len(calls) < 40 {
			t.Errorf("%s: only %d calls in the tour", version, len(calls))
		}
	}
	for _, c := range openapitest.Contradictions {
		if !needed[c.Name] {
			t.Errorf("contradiction %q is listed but was not met", c.Name)
		}
	}
	if t.Failed() {
		t.Logf("met: %v", slices.Sorted(maps.Keys(needed)))
	}
}

func runStep(f *fixture, doc *openapitest.Doc, s step, part string) ([]openapitest.Finding, map[string]any) {
	f.t.Helper()
	body := s.body
	if body != nil {
		body = strings.ReplaceAll(string(encode(body)), "{part}", part)
	}
	req := f.request(s.method, s.path, body)
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	var findings []openapitest.Finding
	if !s.bad {
		findings = doc.ValidateRequest(req)
	}
	rec := httptest.NewRecorder()
	f.ServeHTTP(rec, req)
	resp := rec.Result()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		f.t.Errorf("%s %s: status %d", s.method, s.path, resp.StatusCode)
	}
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		f.t.Errorf("%s %s: %v", s.method, s.path, err)
	}
	return append(findings, doc.ValidateResponse(req, resp, raw)...), v
}
