package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

func TestManageErrors(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	path := "/conversations/" + f.id("refund-4411") + "/parts"
	tests := []struct {
		name string
		body object
		code string
		want int
	}{
		{"close without type", object{"message_type": "close", "admin_id": MeID}, "parameter_invalid", 400},
		{"snooze into the past", object{"message_type": "snoozed", "admin_id": MeID, "snoozed_until": noon.Unix()}, "parameter_invalid", 400},
		{"snooze by its verb", object{"message_type": "snooze", "admin_id": MeID}, "parameter_invalid", 400},
		{"nothing", object{"admin_id": MeID}, "parameter_not_found", 400},
		{"no admin", object{"message_type": "open"}, "parameter_not_found", 400},
		{"assign without assignee", object{"message_type": "assignment", "type": "admin", "admin_id": MeID}, "parameter_not_found", 400},
		{"assign to a stranger", object{"message_type": "assignment", "type": "admin", "admin_id": MeID, "assignee_id": "9"}, "assignee_not_found", 404},
		{"assign to a teammate without seat", object{"message_type": "assignment", "type": "admin", "admin_id": MeID, "assignee_id": f.adminID("rosa")}, "assignee_not_found", 404},
		{"assign a team as admin", object{"message_type": "assignment", "type": "admin", "admin_id": MeID, "assignee_id": "5017001"}, "assignee_not_found", 404},
		{"assign with a wrong type", object{"message_type": "assignment", "type": "bot", "admin_id": MeID, "assignee_id": "9"}, "parameter_invalid", 400},
	}
	for _, tt := range tests {
		t.Log(tt.name)
		f.do("POST", path, tt.body).wantError(t, tt.want, tt.code)
	}
	f.do("POST", "/conversations/1/parts", object{"message_type": "open", "admin_id": MeID}).wantError(t, 404, "not_found")
}

func TestAssigneesAreTwoSlots(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	assign := func(kind, to string) map[string]any {
		return f.manage("visitor-gate", object{"message_type": "assignment", "type": kind, "assignee_id": to})
	}
	assign("team", "5017002")
	c := assign("admin", MeID)
	if c["admin_assignee_id"] != 7310001.0 || c["team_assignee_id"] != 5017002.0 {
		t.Errorf("assignees %v and %v", c["admin_assignee_id"], c["team_assignee_id"])
	}
	if got := dig(lastPart(c, "assignment"), "assigned_to", "id"); got != MeID {
		t.Errorf("assigned_to %v", got)
	}
	c = assign("admin", "0")
	if c["admin_assignee_id"] != nil || c["team_assignee_id"] != 5017002.0 {
		t.Errorf("after unassigning: %v and %v", c["admin_assignee_id"], c["team_assignee_id"])
	}
	if got := dig(lastPart(c, "assignment"), "assigned_to", "type"); got != "nobody_admin" {
		t.Errorf("unassigned part says %v", got)
	}
	newer := f.at("2.16").do("GET", "/conversations/"+f.id("visitor-gate"), nil).want(t, http.StatusOK)
	if newer["admin_assignee_id"] != 0.0 {
		t.Errorf("2.16 says %v for nobody, want 0", newer["admin_assignee_id"])
	}
}

func TestOpeningTheOpenChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	before := len(f.ws.conversation(f.id("refund-4411")).parts)
	f.manage("refund-4411", object{"message_type": "open"})
	if after := len(f.ws.conversation(f.id("refund-4411")).parts); after != before {
		t.Errorf("%d parts became %d", before, after)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	path := "/conversations/" + f.id("visitor-gate") + "/tags"
	vip := f.ws.tagNamed("vip").id
	got := f.do("POST", path, object{"id": vip, "admin_id": MeID}).want(t, http.StatusOK)
	if got["name"] != "vip" || got["applied_at"] != float64(noon.Unix()) || dig(got, "applied_by", "id") != MeID {
		t.Errorf("tagging answered %v", got)
	}
	c := f.do("GET", "/conversations/"+f.id("visitor-gate"), nil).want(t, http.StatusOK)
	if dig(c, "tags", "tags", 0, "name") != "vip" || lastPart(c, "conversation_tags_updated") == nil {
		t.Errorf("tags %v", c["tags"])
	}
	f.do("DELETE", path+"/"+vip, nil).wantError(t, 400, "parameter_missing") // the body is required
	f.do("DELETE", path+"/"+vip, object{"admin_id": MeID}).want(t, http.StatusOK)
	f.do("DELETE", path+"/"+vip, object{"admin_id": MeID}).wantError(t, 404, "tag_not_found")
	f.do("POST", path, object{"id": "1", "admin_id": MeID}).wantError(t, 404, "tag_not_found")
	f.do("POST", "/conversations/1/tags", object{"id": vip, "admin_id": MeID}).wantError(t, 404, "not_found")

	made := f.do("POST", "/tags", object{"name": "Brand new"}).want(t, http.StatusOK)
	again := f.do("POST", "/tags", object{"name": "brand NEW"}).want(t, http.StatusOK)
	renamed := f.do("POST", "/tags", object{"name": "Older", "id": made["id"]}).want(t, http.StatusOK)
	if again["id"] != made["id"] || renamed["id"] != made["id"] || renamed["name"] != "Older" {
		t.Errorf("made %v, found %v, renamed %v", made, again, renamed)
	}
	f.do("POST", "/tags", object{"name": ""}).wantError(t, 400, "parameter_invalid")
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	path := "/conversations/" + f.id("refund-4411")
	c := f.do("PUT", path, object{"read": true, "title": "ignored by 2.9"}).want(t, http.StatusOK)
	if c["read"] != true || c["title"] != "Refund for order 4411" {
		t.Errorf("read %v, title %v", c["read"], c["title"])
	}
	if c = f.do("PUT", path, object{"read": false}).want(t, http.StatusOK); c["read"] != false {
		t.Error("cannot be marked unread")
	}
	c = f.at("2.14").do("PUT", path, object{"title": "New", "custom_attributes": object{"Order number": "1"}}).want(t, http.StatusOK)
	p := lastPart(c, "conversation_attribute_updated_by_admin")
	if c["title"] != "New" || dig(c, "custom_attributes", "Order number") != "1" || dig(p, "event_details", "value", "previous") != "4411" {
		t.Errorf("title %v, attributes %v, event %v", c["title"], c["custom_attributes"], p)
	}
	f.do("PUT", path, object{"custom_attributes": object{"Mood ring": "x"}}).wantError(t, 400, "conversation_attribute_not_found")
	f.do("PUT", "/conversations/1", object{"read": true}).wantError(t, 404, "not_found")
	if c = f.at("2.16").do("PUT", path, object{"priority": "low"}).want(t, http.StatusOK); c["priority"] != "high" {
		t.Error("2.16 wrote a priority, which only Preview can")
	}
	if c = f.at("Preview").do("PUT", path, object{"priority": "low"}).want(t, http.StatusOK); c["priority"] != "low" {
		t.Errorf("Preview wrote priority %v", c["priority"])
	}
}

func TestCustomers(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	path := "/conversations/" + f.id("visitor-gate") + "/customers"
	join := func(who object) response {
		return f.do("POST", path, object{"admin_id": MeID, "customer": who})
	}
	got := join(object{"intercom_user_id": f.contactID("june")}).want(t, http.StatusOK)
	if len(list(got, "customers")) != 2 || dig(got, "customers", 0, "type") != "lead" {
		t.Errorf("customers %v", got)
	}
	got = join(object{"email": "stranger@example.com"}).want(t, http.StatusOK)
	lead := f.ws.contactsWithEmail("stranger@example.com")
	if len(lead) != 1 || lead[0].role != "lead" || dig(got, "customers", 2, "id") != lead[0].id {
		t.Errorf("an unknown email became %v in %v", lead, got)
	}
	join(object{"user_id": "u-0"}).wantError(t, 404, "not_found")
	leave := func(id string) response { return f.do("DELETE", path+"/"+id, object{"admin_id": MeID}) }
	leave(f.contactID("june")).want(t, http.StatusOK)
	leave(f.contactID("june")).wantError(t, 404, "not_found")
	leave(lead[0].id).want(t, http.StatusOK)
	leave(f.contactID("lead2")).wantError(t, 422, "parameter_invalid")
}

func TestRedaction(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	conv := f.ws.conversation(f.id("refund-4411"))
	redact := func(kind, field, id string) response {
		return f.do("POST", "/conversations/redact", object{"type": kind, "conversation_id": conv.id, field: id})
	}
	last := conv.parts[len(conv.parts)-1]
	c := redact("conversation_part", "conversation_part_id", formatInt(last.id)).want(t, http.StatusOK)
	p := lastPart(c, "comment")
	if p["redacted"] != true || !strings.Contains(text(p, "body"), "deleted") {
		t.Errorf("redacted part %v", p)
	}
	redact("conversation_part", "conversation_part_id", formatInt(last.id)).wantError(t, 422, "conversation_part_not_redactable")
	redact("conversation_part", "conversation_part_id", formatInt(conv.parts[0].id)).wantError(t, 422, "conversation_part_not_redactable")
	redact("conversation_part", "conversation_part_id", "1").wantError(t, 404, "conversation_part_or_message_not_found")
	c = redact("source", "source_id", conv.source.id).want(t, http.StatusOK)
	if dig(c, "source", "redacted") != true || len(list(c, "source", "attachments")) != 0 {
		t.Errorf("redacted source %v", c["source"])
	}
	out := f.ws.conversation(f.id("outbound"))
	f.do("POST", "/conversations/redact", object{"type": "source", "conversation_id": out.id, "source_id": out.source.id}).
		wantError(t, 422, "conversation_part_not_redactable")
}

func TestTicketsMergeDelete(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	pump := "/conversations/" + f.id("pump-stalls")
	f.do("POST", pump+"/convert", object{"ticket_type_id": "310"}).wantError(t, 400, "intercom_version_invalid")
	at214 := f.at("2.14")
	at214.do("POST", pump+"/convert", object{"ticket_type_id": "311"}).wantError(t, 400, "parameter_invalid")
	tk := at214.do("POST", pump+"/convert", object{"ticket_type_id": "310"}).want(t, http.StatusOK)
	if tk["type"] != "ticket" || dig(tk, "ticket_state", "category") != "submitted" || tk["admin_assignee_id"] != MeID {
		t.Errorf("ticket %v", tk)
	}
	if got := dig(f.do("GET", pump, nil).json, "ticket", "ticket_id"); got != tk["ticket_id"] {
		t.Errorf("the conversation's ticket is %v", got)
	}
	at216 := f.at("2.16")
	from, into := "/conversations/"+f.id("double-delivery"), f.id("castellane-twin")
	merged := at216.do("POST", from+"/merge", `{"merge_into_conversation_id":`+into+`}`).want(t, http.StatusOK)
	if merged["id"] != into || len(list(merged, "contacts", "contacts")) != 2 || lastPart(merged, "merged_primary_conversation") == nil {
		t.Errorf("merged into %v with %v", merged["id"], merged["contacts"])
	}
	at216.do("POST", from+"/merge", `{"merge_into_conversation_id":`+into+`}`).wantError(t, 422, "merge_failed")
	at214.do("DELETE", from, nil).want(t, http.StatusOK)
	f.do("GET", from, nil).wantError(t, 404, "not_found")
	if got := at216.do("GET", "/conversations/deleted", nil).want(t, http.StatusOK); got["total_count"] != 1.0 {
		t.Errorf("deleted: %v", got)
	}
}
