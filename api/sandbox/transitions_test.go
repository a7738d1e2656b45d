package sandbox

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

// lastPart is the newest part of that type in a conversation.
func lastPart(conv map[string]any, kind string) map[string]any {
	parts := list(conv, "conversation_parts", "conversation_parts")
	for _, part := range slices.Backward(parts) {
		if p, ok := part.(map[string]any); ok && p["part_type"] == kind {
			return p
		}
	}
	return nil
}

func (f *fixture) reply(key string, body object) map[string]any {
	f.t.Helper()
	return f.do("POST", "/conversations/"+f.id(key)+"/reply", body).want(f.t, http.StatusOK)
}

func (f *fixture) manage(key string, body object) map[string]any {
	f.t.Helper()
	if body["admin_id"] == nil {
		body["admin_id"] = MeID
	}
	return f.do("POST", "/conversations/"+f.id(key)+"/parts", body).want(f.t, http.StatusOK)
}

func adminSays(kind, text string) object {
	return object{"message_type": kind, "type": "admin", "admin_id": MeID, "body": text}
}

func TestTransitions(t *testing.T) {
	t.Parallel()
	// Samples in each state, none of them waiting for the same person.
	const open, closed, snoozedMine, snoozedOthers = "refund-4411", "rated-well", "snoozed-lamp", "snoozed-priya"
	contactSays := func(f *fixture, key string) object {
		return object{"message_type": "comment", "type": "user", "intercom_user_id": f.ws.conversation(f.id(key)).contacts[0], "body": "Hello again"}
	}
	assign := func(kind, to string) object {
		return object{"message_type": "assignment", "type": kind, "assignee_id": to}
	}
	later := noon.Add(3 * time.Hour).Unix()
	tests := []struct {
		name, key   string
		do          func(f *fixture, key string) map[string]any
		part, state string
		body        bool
		reopens     float64 // how many more
	}{
		{"admin comment on open", open, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("comment", "Hi")) }, "comment", "open", true, 0},
		{"admin comment on closed stays closed", closed, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("comment", "Hi")) }, "comment", "closed", true, 0},
		{"admin comment on snoozed stays snoozed", snoozedMine, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("comment", "Hi")) }, "comment", "snoozed", true, 0},
		{"note on open", open, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("note", "Hi")) }, "note", "open", true, 0},
		{"note on closed", closed, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("note", "Hi")) }, "note", "closed", true, 0},
		{"note on my own snoozed", snoozedMine, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("note", "Hi")) }, "note", "snoozed", true, 0},
		{"note on somebody else's snoozed", snoozedOthers, func(f *fixture, k string) map[string]any { return f.reply(k, adminSays("note", "Hi")) }, "note_and_unsnooze", "open", true, 0},
		{"contact on open", open, func(f *fixture, k string) map[string]any { return f.reply(k, contactSays(f, k)) }, "comment", "open", true, 0},
		{"contact on closed", closed, func(f *fixture, k string) map[string]any { return f.reply(k, contactSays(f, k)) }, "open", "open", true, 1},
		{"contact on snoozed", snoozedMine, func(f *fixture, k string) map[string]any { return f.reply(k, contactSays(f, k)) }, "unsnoozed", "open", false, 0},
		{"close", open, func(f *fixture, k string) map[string]any {
			return f.manage(k, object{"message_type": "close", "type": "admin"})
		}, "close", "closed", false, 0},
		{"close with farewell", open, func(f *fixture, k string) map[string]any {
			return f.manage(k, object{"message_type": "close", "type": "admin", "body": "Bye"})
		}, "close", "closed", true, 0},
		{"open closed", closed, func(f *fixture, k string) map[string]any { return f.manage(k, object{"message_type": "open"}) }, "open", "open", false, 1},
		{"open snoozed", snoozedMine, func(f *fixture, k string) map[string]any { return f.manage(k, object{"message_type": "open"}) }, "unsnoozed", "open", false, 0},
		{"snooze", open, func(f *fixture, k string) map[string]any {
			return f.manage(k, object{"message_type": "snoozed", "snoozed_until": later})
		}, "snoozed", "snoozed", false, 0},
		{"assign", open, func(f *fixture, k string) map[string]any { return f.manage(k, assign("admin", f.adminID("jonas"))) }, "assignment", "open", false, 0},
		{"assign closed", closed, func(f *fixture, k string) map[string]any { return f.manage(k, assign("admin", f.adminID("jonas"))) }, "assign_and_reopen", "open", false, 1},
		{"assign snoozed", snoozedMine, func(f *fixture, k string) map[string]any { return f.manage(k, assign("admin", f.adminID("jonas"))) }, "assign_and_unsnooze", "open", false, 0},
		{"assign to team", open, func(f *fixture, k string) map[string]any { return f.manage(k, assign("team", "5017003")) }, "assignment", "open", false, 0},
		{"unassign closed", closed, func(f *fixture, k string) map[string]any { return f.manage(k, assign("admin", "0")) }, "assignment", "closed", false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, Options{})
			before := f.do("GET", "/conversations/"+f.id(tt.key), nil).want(t, http.StatusOK)
			f.clock.Advance(time.Minute)
			after := tt.do(f, tt.key)
			p := lastPart(after, tt.part)
			if p == nil || int64(num(p, "created_at")) != noon.Unix()+60 {
				t.Fatalf("no new part of type %q", tt.part)
			}
			if got := after["state"]; got != tt.state || dig(p, "body") != nil != tt.body {
				t.Errorf("state %v with body %v, want %s, a body: %v", got, dig(p, "body"), tt.state, tt.body)
			}
			if after["open"] != (tt.state != "closed") {
				t.Errorf("open is %v in state %s", after["open"], tt.state)
			}
			if after["updated_at"] != float64(noon.Unix()+60) {
				t.Errorf("updated_at %v did not follow", after["updated_at"])
			}
			was := num(before, "statistics", "count_reopens")
			if got := dig(after, "statistics", "count_reopens"); got != was+tt.reopens {
				t.Errorf("count_reopens %v, want %v", got, was+tt.reopens)
			}
		})
	}
}

func TestWaitingSinceAndStatistics(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{Empty: true})
	id, err := f.CustomerWrites("june", "Seeds", "<p>Are they round?</p>")
	if err != nil {
		t.Fatal(err)
	}
	get := func() map[string]any { return f.do("GET", "/conversations/"+id, nil).want(t, http.StatusOK) }
	at := func(d time.Duration) float64 { return float64(noon.Add(d).Unix()) }
	if c := get(); c["statistics"] != nil || c["waiting_since"] != at(0) || c["teammates"] != nil {
		t.Errorf("a new conversation has statistics %v, waiting_since %v", c["statistics"], c["waiting_since"])
	}
	step := func(d time.Duration, do func() (string, error)) {
		t.Helper()
		f.clock.Advance(d)
		if _, err := do(); err != nil {
			t.Fatal(err)
		}
	}
	priya := f.adminID("priya")
	step(time.Minute, func() (string, error) { return f.TeammateAssigns(id, priya, priya) })
	step(time.Minute, func() (string, error) { return f.CustomerReplies(id, "<p>Hello?</p>") })
	step(time.Minute, func() (string, error) { return f.TeammateNotes(id, priya, "<p>I look</p>") })
	if c := get(); c["waiting_since"] != at(0) {
		t.Errorf("a second message or a note moved waiting_since to %v", c["waiting_since"])
	}
	step(2*time.Minute, func() (string, error) { return f.TeammateReplies(id, priya, "<p>Round.</p>") })
	if c := get(); c["waiting_since"] != nil {
		t.Errorf("answered, but waiting_since is %v", c["waiting_since"])
	}
	step(5*time.Minute, func() (string, error) { return f.CustomerReplies(id, "<p>All?</p>") })
	step(time.Minute, func() (string, error) { return f.TeammateReplies(id, priya, "<p>All.</p>") })
	step(time.Minute, func() (string, error) { return f.TeammateCloses(id, priya) })
	step(time.Hour, func() (string, error) { return f.CustomerReplies(id, "<p>One is square</p>") })
	step(time.Minute, func() (string, error) { return f.TeammateCloses(id, priya) })
	want := map[string]float64{
		"time_to_assignment": 60, "time_to_admin_reply": 300, "time_to_first_close": 720, "time_to_last_close": 720 + 3660,
		"median_time_to_reply": 180, "count_reopens": 1, "count_assignments": 1, "count_conversation_parts": 9,
		"first_contact_reply_at": at(0), "first_assignment_at": at(time.Minute), "first_admin_reply_at": at(5 * time.Minute),
		"first_close_at": at(12 * time.Minute), "last_assignment_at": at(time.Minute),
		"last_assignment_admin_reply_at": at(5 * time.Minute), "last_contact_reply_at": at(72 * time.Minute),
		"last_admin_reply_at": at(11 * time.Minute), "last_close_at": at(73 * time.Minute),
	}
	c := get()
	for name, w := range want {
		if got := dig(c, "statistics", name); got != w {
			t.Errorf("%s is %v, want %v", name, got, w)
		}
	}
	if dig(c, "statistics", "last_closed_by_id") != priya || dig(c, "teammates", "teammates", 0, "id") != priya {
		t.Errorf("closed by %v, teammates %v", dig(c, "statistics", "last_closed_by_id"), c["teammates"])
	}
	if c["waiting_since"] != nil || dig(c, "first_contact_reply", "created_at") != at(0) {
		t.Errorf("waiting_since %v, first_contact_reply %v", c["waiting_since"], c["first_contact_reply"])
	}
}

func TestSLA(t *testing.T) {
	t.Parallel()
	const gold = "Gold: first reply 1h"
	priya := func(f *fixture) string { return f.adminID("priya") }
	tests := []struct {
		name string
		do   func(f *fixture, id string) (string, error)
		want any
	}{
		{"active until somebody replies, even when late", func(f *fixture, id string) (string, error) {
			f.clock.Advance(3 * time.Hour)
			return f.TeammateNotes(id, priya(f), "<p>hm</p>")
		}, "active"},
		{"hit", func(f *fixture, id string) (string, error) {
			f.clock.Advance(time.Hour)
			return f.TeammateReplies(id, priya(f), "<p>hi</p>")
		}, "hit"},
		{"missed at the late reply", func(f *fixture, id string) (string, error) {
			f.clock.Advance(time.Hour + time.Second)
			return f.TeammateReplies(id, priya(f), "<p>hi</p>")
		}, "missed"},
		{"active again for the next reply", func(f *fixture, id string) (string, error) {
			if _, err := f.TeammateReplies(id, priya(f), "<p>hi</p>"); err != nil {
				return "", err
			}
			return f.CustomerReplies(id, "<p>and?</p>")
		}, "active"},
		{"cancelled by closing unanswered", func(f *fixture, id string) (string, error) { return f.TeammateCloses(id, priya(f)) }, "cancelled"},
		{"null once removed", func(f *fixture, id string) (string, error) { return f.TeammateRemovesSLA(id, priya(f)) }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, Options{Empty: true})
			id, err := f.CustomerWrites("june", "", "<p>hello</p>")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.RuleAppliesSLA(id, gold); err != nil {
				t.Fatal(err)
			}
			if _, err := tt.do(f, id); err != nil {
				t.Fatal(err)
			}
			c := f.do("GET", "/conversations/"+id, nil).want(t, http.StatusOK)
			if got := dig(c, "sla_applied", "sla_status"); got != tt.want || dig(c, "sla_applied", "sla_name") != gold {
				t.Errorf("sla_applied %v, want status %v", c["sla_applied"], tt.want)
			}
			if missed := lastPart(c, "conversation_sla_target_missed") != nil; missed != (tt.want == "missed") {
				t.Errorf("a part for a missed target: %v", missed)
			}
		})
	}
}

func TestSnoozeTimerFires(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	until := noon.Add(2 * time.Hour).Unix()
	f.manage("refund-4411", object{"message_type": "snoozed", "snoozed_until": until})
	f.clock.Advance(2*time.Hour - time.Second)
	path := "/conversations/" + f.id("refund-4411")
	if c := f.do("GET", path, nil).want(t, http.StatusOK); c["state"] != "snoozed" || c["snoozed_until"] != float64(until) || c["open"] != true {
		t.Errorf("state %v, open %v before the timer", c["state"], c["open"])
	}
	f.clock.Advance(time.Hour)
	c := f.do("GET", path, nil).want(t, http.StatusOK)
	p := lastPart(c, "timer_unsnooze")
	if c["state"] != "open" || c["snoozed_until"] != nil || p == nil || p["created_at"] != float64(until) {
		t.Errorf("state %v after the timer, part %v", c["state"], p)
	}
}

func TestFirstAnswerToOutbound(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{Empty: true})
	f.ws.play(script{Key: "outbound", DeliveredAs: "admin_initiated", From: "ana", To: "june", Ago: "1h", Body: "<p>Hi</p>"})
	c := f.reply("outbound", object{"message_type": "comment", "type": "user", "intercom_user_id": f.contactID("june"), "body": "Thanks"})
	if got := dig(c, "conversation_parts", "conversation_parts", -1, "part_type"); got != "language_detection_details" {
		t.Errorf("the last part is %v, want a bot's part after the new one", got)
	}
	if got := dig(lastPart(c, "comment"), "body"); got != "<p>Thanks</p>" {
		t.Errorf("body %v, want the plain text in a paragraph", got)
	}
}
