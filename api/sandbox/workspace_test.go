package sandbox

import (
	"bytes"
	"encoding/csv"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// documentedParts are the part types that a thread view must know.
const documentedParts = `comment quick_reply note note_and_reopen note_and_unsnooze open close snoozed unsnoozed
timer_unsnooze assignment assign_and_reopen assign_and_unsnooze default_assignment workflow_assignment
away_mode_assignment message_strategy_assignment participant_added participant_removed conversation_rating_changed
conversation_rating_remark_added conversation_attribute_updated_by_admin conversation_attribute_updated_by_user
conversation_attribute_updated_by_workflow conversation_tags_updated priority_changed priority_changed_by_rule
conversation_sla_applied_by_rule conversation_sla_applied_by_workflow conversation_sla_removed
conversation_sla_target_missed conversation_sla_paused conversation_sla_unpaused custom_action_started
custom_action_finished operator_workflow_event attribute_collector attribute_collected language_detection_details
channel_and_reply_time_expectation user_became_idle resolution_bot_found_no_answer fin_guidance_applied
custom_answer_applied conversation_summary call_summary merged_primary_conversation company_updated
ticket_state_updated_by_admin ticket_attribute_updated_by_admin participant`

func TestWorkspaceHoldsEveryKind(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	seen := map[string]map[string]bool{}
	note := func(what, value string) {
		if seen[what] == nil {
			seen[what] = map[string]bool{}
		}
		seen[what][value] = true
	}
	for _, c := range f.ws.conversations {
		note("state", c.state)
		note("priority", priorityNames[c.priority])
		note("channel", c.source.kind)
		note("delivered_as", c.source.deliveredAs)
		note("author", c.source.author.kind)
		if c.sla != nil {
			note("sla status", c.sla.status)
			note("sla", c.sla.policy.Name)
		}
		if c.ai != nil {
			note("ai", c.ai.resolution)
		}
		for _, p := range c.parts {
			note("part", p.kind)
			note("author", p.author.kind)
		}
	}
	for what, want := range map[string]string{
		"part":         documentedParts,
		"state":        "open closed snoozed",
		"priority":     "none low medium high urgent",
		"channel":      "conversation email facebook instagram phone_call phone_switch push sms twitter whatsapp",
		"delivered_as": "customer_initiated campaigns_initiated operator_initiated automated admin_initiated",
		"author":       "admin user lead bot team",
		"ai":           "assumed_resolution confirmed_resolution escalated negative_feedback procedure_handoff",
	} {
		for w := range strings.FieldsSeq(want) {
			if !seen[what][w] {
				t.Errorf("no conversation has %s %q", what, w)
			}
		}
	}
	for _, w := range []string{slaActive, slaHit, slaMissed, slaCancelled, ""} {
		if !seen["sla status"][w] {
			t.Errorf("no conversation has SLA status %q", w)
		}
	}
	if n := len(seen["sla"]); n < 3 {
		t.Errorf("only %d different SLAs", n)
	}
}

func TestWorkspaceLooksLikeATuesday(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	mine, ids, conversations := 0, map[int64]bool{}, map[string]bool{}
	for _, c := range f.ws.conversations {
		if conversations[c.id] {
			t.Errorf("conversation id %s twice", c.id)
		}
		conversations[c.id] = true
		if c.state == stateOpen && c.adminID == MeID {
			mine++
		}
		last := c.created
		for _, p := range c.parts {
			if p.created < last || p.created > noon.Unix() {
				t.Errorf("%s: part %s at %d is out of order", c.key, p.kind, p.created)
			}
			if ids[p.id] {
				t.Errorf("part id %d twice", p.id)
			}
			last, ids[p.id] = p.created, true
		}
		if c.updated != last {
			t.Errorf("%s: updated at %d, last part at %d", c.key, c.updated, last)
		}
		if c.state == stateClosed && c.waitingSince != 0 {
			t.Errorf("%s: closed and waiting", c.key)
		}
	}
	if n := len(f.ws.conversations); n < 60 {
		t.Errorf("%d conversations, want at least 60", n)
	}
	if mine < 12 || mine > 15 {
		t.Errorf("%d open conversations are mine, want about a dozen", mine)
	}
	if len(f.ws.contacts) < 45 || len(f.ws.admins) < 8 || len(f.ws.teams) < 3 || len(f.ws.tags) < 12 {
		t.Errorf("too few people or tags: %d contacts, %d admins, %d teams, %d tags",
			len(f.ws.contacts), len(f.ws.admins), len(f.ws.teams), len(f.ws.tags))
	}
}

func TestSeedDecides(t *testing.T) {
	t.Parallel()
	read := func(seed uint64) []byte {
		f := newFixture(t, Options{Seed: seed, BaseURL: "http://sandbox.test"})
		return f.do("GET", "/conversations?per_page=150", nil).raw
	}
	if !bytes.Equal(read(7), read(7)) {
		t.Error("one seed and one clock made two different workspaces")
	}
	if bytes.Equal(read(7), read(8)) {
		t.Error("two seeds made the same workspace")
	}
	a, b := newFixture(t, Options{Seed: 7}), newFixture(t, Options{Seed: 8})
	if a.id("hostile") != b.id("hostile") {
		t.Error("the ids of hand-written conversations depend on the seed")
	}
}

func TestEmptyWorkspace(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{Empty: true})
	res := f.do("GET", "/conversations", nil).want(t, http.StatusOK)
	if n := dig(res, "total_count"); n != 0.0 {
		t.Errorf("total_count %v, want 0", n)
	}
}

func TestLongThreadIsCut(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	res := f.do("GET", "/conversations/"+f.id("long-diary"), nil).want(t, http.StatusOK)
	parts := list(res, "conversation_parts", "conversation_parts")
	count := num(res, "statistics", "count_conversation_parts")
	if len(parts) != 500 || dig(res, "conversation_parts", "total_count") != 500.0 || count < 640 {
		t.Errorf("%d parts, total_count %v, statistics say %v; want 500, 500 and more",
			len(parts), dig(res, "conversation_parts", "total_count"), count)
	}
	if first := num(parts[0], "created_at"); int64(first) == f.ws.conversation(f.id("long-diary")).created {
		t.Error("the oldest parts came back, want the newest 500")
	}
}

func TestHostileBytesArriveUnchanged(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	res := f.do("GET", "/conversations/"+f.id("hostile"), nil)
	res.want(t, http.StatusOK)
	if !utf8.Valid(res.raw) {
		t.Fatal("the JSON is not UTF-8")
	}
	var all strings.Builder
	for _, p := range list(res.json, "conversation_parts", "conversation_parts") {
		body := text(p, "body")
		all.WriteString(body)
	}
	all.WriteString(text(res.json, "source", "body"))
	all.WriteString(text(res.json, "source", "subject"))
	for name, payload := range map[string]string{
		"ESC": "\x1b[31m", "C1 OSC 52": "\u009d52;c;", "CSI with 40 parameters": "\x1b[" + strings.Repeat("1;", 39) + "1m",
		"entity": "&#27;[31m", "entity twice": "&amp;#27;[31m", "bidi override": "\u202e", "NUL": "\x00", "BEL": "\a",
		"nested": strings.Repeat("<div>", 513), "quotes": strings.Repeat("<blockquote>", 80), "DEL": "\x7f",
		"tag characters": "\U000e0041", "private use": "\ue000", "Hangul filler": "\u3164", "combining": "\u0310\u0326\u0334\u0310",
		"NEL": "\u0085", "line separator": "\u2028", "zero width space": "\u200b", "javascript link": "javascript:alert(1)",
		"OSC 8": "\x1b]8;;https://evil.example", "alt screen": "\x1b[?1049l", "DCS": "\u0090q",
	} {
		if !strings.Contains(all.String(), payload) {
			t.Errorf("the hostile conversation lacks %s", name)
		}
	}
}

func TestFilesAreReal(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{})
	for name, check := range map[string]func([]byte) error{
		"leaves.png":  func(b []byte) error { _, err := png.Decode(bytes.NewReader(b)); return err },
		"harvest.csv": func(b []byte) error { _, err := csv.NewReader(bytes.NewReader(b)).ReadAll(); return err },
	} {
		if err := check(f.ws.files[name].data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !bytes.HasPrefix(f.ws.files["receipt.pdf"].data, []byte("%PDF-")) {
		t.Error("receipt.pdf is no PDF")
	}
	if w := f.ws.files["leaves.png"].width; w != 160 {
		t.Errorf("leaves.png is %d wide, want 160", w)
	}
	var people []string
	for _, a := range f.ws.admins {
		if a.away || !a.seat || a.bot {
			people = append(people, a.key)
		}
	}
	if !slices.Equal(people, []string{"marcus", "rosa", "operator"}) {
		t.Errorf("away, without seat or bot: %v", people)
	}
}
