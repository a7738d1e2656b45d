package conversation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"parley/api"
)

// alone draws a conversation of one part and returns what is below the
// source.
func alone(t *testing.T, p api.Part) string {
	t.Helper()
	th := withParts(p)
	c := *th.Conversation
	c.Source = api.Source{Type: "email", ID: "1", Author: ada, Body: "<p>START</p>"}
	c.SLA = &api.SLA{Name: "Gold", Status: "active"}
	c.CreatedAt, c.State, c.SnoozedUntil = at(31), api.StateSnoozed, at(-1260)
	th.Conversation = &c
	_, below, ok := strings.Cut(screen(open(newEnv("none"), 100, 24, th)), "START")
	if !ok {
		t.Fatal("the source is not drawn")
	}
	return strings.TrimSpace(below)
}

func TestEvents(t *testing.T) {
	t.Parallel()
	admin := func(id api.ID) *api.Reference { return &api.Reference{Type: "admin", ID: id} }
	tests := []struct {
		kind    string
		by      api.Author
		to      *api.Reference
		details string
		want    string
	}{
		{kind: "open", by: ana, want: "reopened by Ana Sousa"},
		{kind: "close", by: ana, want: "closed by Ana Sousa"},
		{kind: "snoozed", by: ana, want: "snoozed until Wed 18 Nov 09:00 by Ana Sousa"},
		{kind: "unsnoozed", by: ana, want: "unsnoozed by Ana Sousa"},
		{kind: "timer_unsnooze", by: operator, want: "snooze ran out"},
		{kind: "assignment", by: ana, to: admin("42"), want: "assigned to Ben O'Neill by Ana Sousa"},
		{kind: "assignment", by: ana, to: &api.Reference{Type: "team", ID: "7"}, want: "assigned to Billing by Ana Sousa"},
		{kind: "assignment", by: ana, to: &api.Reference{Type: "team", ID: "8"}, want: "assigned to team #8 by Ana Sousa"},
		{kind: "assignment", by: ana, to: admin("41"), want: "assigned to Ana Sousa"},
		{kind: "assignment", by: ana, to: &api.Reference{Type: "nobody_admin"}, want: "unassigned by Ana Sousa"},
		{kind: "assignment", by: ana, want: "assignment changed by Ana Sousa"},
		{kind: "assign_and_reopen", by: ana, to: admin("42"), want: "assigned to Ben O'Neill and reopened by Ana Sousa"},
		{kind: "assign_and_unsnooze", by: ana, to: admin("42"), want: "assigned to Ben O'Neill and unsnoozed by Ana Sousa"},
		{kind: "default_assignment", to: &api.Reference{Type: "nobody_admin"}, want: "unassigned by the default rule"},
		{kind: "workflow_assignment", to: admin("42"), want: "assigned to Ben O'Neill by a workflow"},
		{kind: "away_mode_assignment", to: admin("42"), want: "assigned to Ben O'Neill since a teammate is away"},
		{kind: "message_strategy_assignment", by: ana, to: admin("41"), want: "assigned to Ana Sousa from the queue"},
		{kind: "message_strategy_assignment", by: operator, to: admin("41"), want: "assigned to Ana Sousa by balanced assignment"},
		{kind: "participant_added", by: ana, want: "participant added by Ana Sousa"},
		{kind: "conversation_rating_changed", by: ada, want: "rated ★★★★☆ 4 of 5, great by Ada Obi"},
		{kind: "conversation_rating_remark_added", by: ada, want: "rated ★★★★☆ 4 of 5, great: “Quick!” by Ada Obi"},
		{kind: "conversation_attribute_updated_by_admin", by: ana, details: `{"attribute":{"name":"Size"},"value":{"name":3}}`, want: "Size set to 3 by Ana Sousa"},
		{kind: "conversation_attribute_updated_by_user", by: ada, want: "an attribute changed by Ada Obi"},
		{kind: "conversation_attribute_updated_by_workflow", details: `[1]`, want: "an attribute changed by a workflow"},
		{kind: "conversation_tags_updated", by: ana, want: "tags changed by Ana Sousa"},
		{kind: "priority_changed_by_rule", want: "priority changed by a rule"},
		{kind: "conversation_sla_applied_by_rule", want: "SLA Gold applied by a rule"},
		{kind: "conversation_sla_target_missed", want: "SLA target missed"},
		{kind: "custom_action_finished", by: operator, details: `{"action":{"name":"Refund","result":"success"}}`, want: "action “Refund” finished: success by Operator"},
		{kind: "operator_workflow_event", by: operator, details: `{"workflow":{"name":"Triage"},"event":{"type":"step_done","result":"ok"}}`, want: "workflow “Triage” step done ok by Operator"},
		{kind: "merged_primary_conversation", by: ana, want: "another conversation was merged into this one by Ana Sousa"},
		{kind: "ticket_state_updated_by_admin", by: ana, want: "ticket state changed by Ana Sousa"},
		{kind: "something_nobody_knows", by: ana, want: "something nobody knows by Ana Sousa"},
		{kind: "", want: "event"},
	}
	for _, tt := range tests {
		p := part(1, tt.kind, tt.by, 30, "")
		p.AssignedTo, p.EventDetails = tt.to, json.RawMessage(tt.details)
		if got, want := alone(t, p), "─ "+tt.want+" · 11:30"; got != want {
			t.Errorf("%s: %q, want %q", tt.kind, got, want)
		}
	}
}

func TestBookkeepingIsHidden(t *testing.T) {
	t.Parallel()
	if got := alone(t, part(1, "language_detection_details", operator, 30, "")); got != "" {
		t.Errorf("drawn: %q", got)
	}
}

func TestWhoSpeaks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, kind string
		by         api.Author
		want       string
	}{
		{"contact", "comment", ada, "Ada Obi  contact · 11:30 · 30m ago\n   words"},
		{"contact without a name", "comment", api.Author{Type: "lead", ID: "c1"}, "Ada Obi  contact · 11:30 · 30m ago\n   words"},
		{"unknown contact", "comment", api.Author{Type: "lead", ID: "65af00000000d30c"}, "Visitor d30c  contact · 11:30 · 30m ago\n   words"},
		{"teammate", "comment", ana, "│ Ana Sousa  teammate · 11:30 · 30m ago\n │ words"},
		{"entities", "comment", api.Author{Type: "admin", ID: "42"}, "│ Ben O'Neill  teammate · 11:30 · 30m ago\n │ words"},
		{"unknown teammate", "comment", api.Author{Type: "admin", ID: "99"}, "│ admin #99  teammate · 11:30 · 30m ago\n │ words"},
		{"bot", "comment", operator, "┊ Operator  bot · 11:30 · 30m ago\n ┊ words"},
		{"bot as admin", "comment", api.Author{Type: "admin", ID: "3", Name: "Fin", Email: "operator+x@intercom.io"}, "┊ Fin  bot · 11:30 · 30m ago\n ┊ words"},
		{"AI", "comment", api.Author{Type: "bot", Name: "Fin", FromAIAgent: true}, "┊ Fin  AI · 11:30 · 30m ago\n ┊ words"},
		{"blank author", "comment", api.Author{}, "Unknown sender  11:30 · 30m ago\n   words"},
		{"note", "note", ana, "▌ Ana Sousa  note — internal · 11:30 · 30m ago\n ▌ words"},
		{"note and more", "note_and_reopen", ana, "▌ Ana Sousa  note — internal · reopened · 11:30 · 30m ago\n ▌ words"},
		{"note of a bot", "note", operator, "▌ Operator  note — internal · 11:30 · 30m ago\n ▌ words"},
		{"new kind of note", "note_from_the_future", ana, "▌ Ana Sousa  note — internal · 11:30 · 30m ago\n ▌ words"},
		{"summary", "conversation_summary", operator, "▌ Operator  AI summary — internal · 11:30 · 30m ago\n ▌ words"},
		{"call", "call_summary", operator, "┊ Operator  call summary · 11:30 · 30m ago\n ┊ words"},
		{"reply that reopens", "open", ada, "Ada Obi  contact · reopened · 11:30 · 30m ago\n   words"},
		{"farewell", "close", ana, "│ Ana Sousa  teammate · closed · 11:30 · 30m ago\n │ words"},
		{"reply and assign", "assignment", ana, "│ Ana Sousa  teammate · assignment changed · 11:30 · 30m ago\n │ words"},
		{"unknown type", "from_the_future", ana, "│ Ana Sousa  teammate · 11:30 · 30m ago\n │ words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := alone(t, part(1, tt.kind, tt.by, 30, "<p>words</p>")); got != tt.want {
				t.Errorf("drawn:\n %s\nwant:\n %s", got, tt.want)
			}
		})
	}
}

func TestMoments(t *testing.T) {
	t.Parallel()
	tests := map[int]string{
		0: "12:00 · just now", 1: "11:59 · 1m ago", 200: "08:40 · 3h ago", 1430: "Mon 12:10 · 23h ago", 1440: "Mon 12:00",
		9*1440 + 30: "8 Nov 11:30", 400 * 1440: "13 Oct 2025 12:00",
	}
	for minutes, want := range tests {
		th := withParts(part(1, "comment", ada, minutes, "<p>words</p>"))
		th.Conversation.Source = api.Source{}
		if v := screen(open(newEnv("none"), 80, 9, th)); !strings.Contains(v, "contact · "+want+"\n") {
			t.Errorf("%d minutes ago: want %q in\n%s", minutes, want, v)
		}
	}
}
