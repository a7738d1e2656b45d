package api_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/api"
)

func decodeOne(t *testing.T, raw string) *api.Conversation {
	t.Helper()
	c, err := api.DecodeConversation([]byte(raw))
	if err != nil {
		t.Fatalf("decoding %s: %v", raw, err)
	}
	return c
}

// with returns a conversation with one member.
func with(member string) string { return `{"id":"1","updated_at":1717025490,` + member + `}` }

func TestDecodeNullAndMissing(t *testing.T) {
	t.Parallel()
	names := []string{
		"title", "waiting_since", "snoozed_until", "state", "priority", "read", "open", "admin_assignee_id", "team_assignee_id",
		"tags", "conversation_rating", "source", "contacts", "teammates", "custom_attributes", "first_contact_reply",
		"sla_applied", "statistics", "conversation_parts", "topics", "ticket", "linked_objects", "ai_agent_participated",
		"ai_agent", "company", "channel", "created_at", "updated_at", "type",
	}
	var all []string
	for _, n := range names {
		all = append(all, strconv.Quote(n)+":null")
	}
	missing := decodeOne(t, `{"id":"1"}`)
	null := decodeOne(t, `{"id":"1",`+strings.Join(all, ",")+`}`)
	missing.Raw, null.Raw = nil, nil
	if a, b := fmt.Sprintf("%+v", *missing), fmt.Sprintf("%+v", *null); a != b {
		t.Errorf("null differs from missing:\n%s\n%s", a, b)
	}
	if missing.Parts.Known || missing.Statistics != nil || missing.SLA != nil || missing.Rating != nil || !missing.WaitingSince.IsZero() {
		t.Errorf("something is known of nothing: %+v", *missing)
	}
}

func TestDecodeNullMembers(t *testing.T) {
	t.Parallel()
	c := decodeOne(t, `{"id":1,"tags":{"type":"tag.list","tags":null},"contacts":{"contacts":[]},"teammates":{"teammates":null},
		"conversation_rating":{"rating":null,"remark":null,"created_at":null,"contact":null,"teammate":null},
		"source":{"type":null,"id":null,"body":null,"subject":null,"author":null,"attachments":null,"url":null,"redacted":null},
		"first_contact_reply":{"created_at":1,"type":"conversation","url":null},"sla_applied":{"sla_name":"Gold","sla_status":null},
		"statistics":{"time_to_assignment":null,"count_reopens":0,"last_closed_by_id":991,"first_close_at":null},
		"conversation_parts":{"conversation_parts":[{"id":71,"part_type":"close","body":null,"assigned_to":null,"author":null,
			"attachments":null,"external_id":null,"email_message_metadata":null,"metadata":{},"event_details":null,"tags":null}]}}`)
	stats := c.Statistics
	if n, known := stats.CountReopens.Get(); n != 0 || !known {
		t.Errorf("0 reopens is %d, %v", n, known)
	}
	if _, known := stats.TimeToAssignment.Get(); known {
		t.Error("an unknown duration is known")
	}
	if stats.LastClosedByID != "991" || !stats.FirstCloseAt.IsZero() {
		t.Errorf("statistics: %+v", *stats)
	}
	if _, known := c.Rating.Score.Get(); known || c.SLA.Name != "Gold" || c.SLA.Status != "" {
		t.Errorf("rating %+v, SLA %+v", c.Rating, c.SLA)
	}
	if p := c.Parts.Items[0]; p.ID != "71" || p.AssignedTo != nil || p.EmailMetadata != nil || p.Message() {
		t.Errorf("part: %+v", p)
	}
	if !c.Tags.Known || !c.Contacts.Known || len(c.Contacts.Items) != 0 {
		t.Errorf("lists: %+v %+v", c.Tags, c.Contacts)
	}
}

func TestDecodeIDs(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]api.ID{
		`"215470000123456"`: "215470000123456", `215470000123456`: "215470000123456", `"0"`: "", `0`: "", `null`: "", `""`: "",
		`" 7 "`: "7", `"6657ab2f6abd0164c24b0d64"`: "6657ab2f6abd0164c24b0d64", `{}`: "", `[1]`: "", `true`: "true",
	} {
		c := decodeOne(t, `{"id":`+raw+`,"admin_assignee_id":`+raw+`}`)
		if c.ID != want || c.AdminAssigneeID != want {
			t.Errorf("%s: got %q and %q, want %q", raw, c.ID, c.AdminAssigneeID, want)
		}
	}
}

func TestDecodeOpenEnums(t *testing.T) {
	t.Parallel()
	c := decodeOne(t, `{"id":1,"state":"paused","priority":"urgent","source":{"type":"carrier_pigeon","author":{"type":"oracle"}},
		"conversation_parts":{"conversation_parts":[{"id":2,"part_type":"teleported"}]},"brand_new":{"deep":[1,{"x":null}]}}`)
	if c.State != "paused" || c.Priority != api.PriorityUrgent || c.Source.Type != "carrier_pigeon" ||
		c.Source.Author.Type != "oracle" || c.Parts.Items[0].PartType != "teleported" {
		t.Errorf("%+v", *c)
	}
}

func TestDecodeWrongTypes(t *testing.T) {
	t.Parallel()
	// Each member has a type nobody promised; the id after it must survive.
	for _, member := range []string{
		`"title":5`, `"open":"yes"`, `"state":{}`, `"tags":7`, `"tags":{"tags":[1,{"id":"2"}]}`, `"source":[]`, `"source":"x"`,
		`"statistics":"none"`, `"conversation_parts":"many"`, `"conversation_parts":[{"id":1},null,3]`, `"ai_agent":[]`,
		`"ticket":7`, `"topics":"t"`, `"company":1`, `"channel":"email"`, `"custom_attributes":[]`, `"contacts":[{"id":"c"}]`,
		`"conversation_rating":3`, `"linked_objects":{"data":{}}`, `"waiting_since":"soon"`, `"created_at":1e300`,
	} {
		c := decodeOne(t, `{`+member+`,"id":"1"}`)
		if c.ID != "1" {
			t.Errorf("%s: the id is gone", member)
		}
	}
}

func TestDecodeBodies(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("<p>x</p>", 1<<17)
	for _, body := range []string{"", "<p>unclosed <b", "<<<&&&", huge, "line\n\ttab"} {
		quoted, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		c := decodeOne(t, with(`"source":{"body":`+string(quoted)+`}`))
		if c.Source.Body != body {
			t.Errorf("a body of %d bytes came out as %d", len(body), len(c.Source.Body))
		}
	}
}

func TestDecodeParts(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, parts, want string }{
		{"null", `null`, ""},
		{"empty", `[]`, ""},
		{"by time", `[{"id":"2","created_at":20},{"id":"1","created_at":10}]`, "1 2"},
		{"by number at the same time", `[{"id":"10","created_at":5},{"id":"9","created_at":5},{"id":"009","created_at":5}]`, "9 009 10"},
		{"as they came when nothing else tells", `[{"id":"b","created_at":5},{"id":"a","created_at":5},{"id":7,"created_at":5}]`, "7 b a"},
		{"once, the later", `[{"id":"1","created_at":5,"updated_at":5,"body":"old"},{"id":"1","created_at":5,"updated_at":9,"body":"new"}]`, "1=new"},
		{"once, the later first", `[{"id":"1","created_at":5,"updated_at":9,"body":"new"},{"id":"1","created_at":5,"updated_at":5,"body":"old"}]`, "1=new"},
		{"without ids", `[{"created_at":5,"body":"x"},{"created_at":4,"body":"y"}]`, "=y =x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := decodeOne(t, with(`"conversation_parts":{"conversation_parts":`+tt.parts+`}`))
			var got []string
			for _, p := range c.Parts.Items {
				s := string(p.ID)
				if p.Body != "" {
					s += "=" + p.Body
				}
				got = append(got, s)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDecodeManyParts(t *testing.T) {
	t.Parallel()
	c := decodeOne(t, string(bigThread(500)))
	if len(c.Parts.Items) != 500 {
		t.Fatalf("%d parts", len(c.Parts.Items))
	}
	for i := range c.Parts.Items[1:] {
		if c.Parts.Items[i+1].CreatedAt.Before(c.Parts.Items[i].CreatedAt.Time) {
			t.Fatalf("part %d is out of order", i+1)
		}
	}
}

func TestDecodeWaitingSince(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int64{
		`null`: 0, `64654125776`: 0, `1717025400`: 1717025400, `0`: 0, `"1717025400"`: 1717025400, `1748561490`: 1748561490,
	} {
		c := decodeOne(t, with(`"waiting_since":`+raw))
		var got int64
		if !c.WaitingSince.IsZero() {
			got = c.WaitingSince.Unix()
		}
		if got != want {
			t.Errorf("%s: got %d, want %d", raw, got, want)
		}
	}
	// With no other time to go by, a plausible moment stays and the sentinel goes.
	if c := decodeOne(t, `{"id":1,"waiting_since":1717025400}`); c.WaitingSince.IsZero() {
		t.Error("a plausible moment was lost")
	}
	if c := decodeOne(t, `{"id":1,"waiting_since":64654125776}`); !c.WaitingSince.IsZero() {
		t.Errorf("the sentinel survived as %v", c.WaitingSince)
	}
}

func TestDecodeOddObjects(t *testing.T) {
	t.Parallel()
	for _, member := range []string{
		`"topics":{}`, `"topics":null`, `"topics":{"type":"topic.list","topics":[{"id":3,"name":"Billing"}],"total_count":1}`,
		`"ticket":null`, `"ticket":{"id":"9","ticket_id":4,"ticket_state":"submitted","ticket_attributes":{"_default_title_":"T"}}`,
		`"ai_agent":null`, `"ai_agent":{"resolution_state":"abandoned","rating":4}`,
	} {
		c := decodeOne(t, with(member))
		switch {
		case strings.Contains(member, "Billing") && (len(c.Topics.Items) != 1 || c.Topics.Items[0].Name != "Billing"):
			t.Errorf("%s: %+v", member, c.Topics)
		case strings.Contains(member, "submitted") && *c.Ticket != (api.Ticket{ID: "9", TicketID: "4", Title: "T", State: "submitted"}):
			t.Errorf("%s: %+v", member, *c.Ticket)
		case strings.Contains(member, "abandoned") && (c.AIAgent == nil || c.AIAgent.ResolutionState != "abandoned"):
			t.Errorf("%s: %+v", member, c.AIAgent)
		case strings.HasSuffix(member, "null") && (c.Ticket != nil || c.AIAgent != nil || c.Topics.Known):
			t.Errorf("%s: something came of null", member)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "null", "[]", `"x"`, "{", `{"id":"1"`, "<html>", strings.Repeat(`{"a":`, 20000)} {
		if c, err := api.DecodeConversation([]byte(raw)); err == nil {
			t.Errorf("%.20q decoded to %+v", raw, c)
		}
	}
}

func TestDecodeKeepsRaw(t *testing.T) {
	t.Parallel()
	raw := `{"id":"1","title":"a\u001b[8mb","custom_attributes":{"A\u001bB":"x\ny","Deep":{"a": "q\u202e"}}}`
	c := decodeOne(t, raw)
	if string(c.Raw) != raw {
		t.Errorf("raw is %s", c.Raw)
	}
	if c.Title != "a␛[8mb" {
		t.Errorf("title is %q", c.Title)
	}
	if got := fmt.Sprintf("%q", c.CustomAttributes); got != `[{"A␛B" "x\ny"} {"Deep" "{\"a\":\"q\"}"}]` {
		t.Errorf("attributes are %s", got)
	}
	again := decodeOne(t, string(c.Raw))
	if again.Title != c.Title {
		t.Error("decoding again gives another title")
	}
}

func TestScalars(t *testing.T) {
	t.Parallel()
	var v struct {
		At  api.Time
		N   api.Number
		Dur api.Number
	}
	if err := json.Unmarshal([]byte(`{"at":"2025-07-21T14:44:35.000Z","n":"12","dur":90.7}`), &v); err != nil {
		t.Fatal(err)
	}
	if v.At.UTC().Format(time.RFC3339) != "2025-07-21T14:44:35Z" {
		t.Errorf("time is %v", v.At)
	}
	if n, ok := v.N.Get(); n != 12 || !ok {
		t.Errorf("number is %v", v.N)
	}
	if d, ok := v.Dur.Duration(); d != 90*time.Second || !ok {
		t.Errorf("duration is %v", d)
	}
	out, err := json.Marshal(map[string]any{"a": api.UnixTime(7), "b": api.Time{}, "c": api.Num(0), "d": api.Number{}})
	if err != nil || string(out) != `{"a":7,"b":null,"c":0,"d":null}` {
		t.Errorf("written as %s, %v", out, err)
	}
}
