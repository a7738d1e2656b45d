package statusbar

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/ui/mask"
	"parley/ui/pane"
	"parley/ui/uitest"
)

type object = map[string]any

// situation is one state of affairs, and what the rows are drawn from.
type situation struct {
	name string
	rows func(t *testing.T, w int) []string
}

// TestGoldenRows draws the three rows at every width the screen is arranged
// for. One file holds all situations at a width: read it from top to bottom.
func TestGoldenRows(t *testing.T) {
	t.Parallel()
	all := append(append(conversations(), queues()...), systems()...)
	for _, w := range []int{40, 80, 120, 200} {
		var b strings.Builder
		for _, s := range all {
			fmt.Fprintf(&b, "# %s\n", s.name)
			for _, row := range s.rows(t, w) {
				if got := env().Measure.Width(row); got != w {
					t.Errorf("%s: a row takes %d of %d cells", s.name, got, w)
				}
				fmt.Fprintf(&b, "|%s|\n", ansi.Strip(row))
			}
		}
		uitest.Golden(t, fmt.Sprintf("rows_%d", w), b.String())
	}
}

// promises are what the SLAs of the situations promise.
func promises(t *testing.T) map[string]desk.Targets {
	t.Helper()
	evening, err := desk.ParseOfficeHours("Mon-Fri 18:00-22:00", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]desk.Targets{
		"Gold":    {FirstReply: 30 * time.Minute, NextReply: 2 * time.Hour},
		"Evening": {FirstReply: time.Hour, Hours: evening},
	}
}

// conversations are the situations of the conversation at hand, as Intercom
// tells of them.
func conversations() []situation {
	waiting := func(sla, status any, d time.Duration) object {
		return object{
			"waiting_since": now.Add(-d).Unix(), "sla_applied": object{"type": "conversation_sla_summary", "sla_name": sla, "sla_status": status},
			"statistics": object{"first_contact_reply_at": now.Add(-d).Unix(), "last_contact_reply_at": now.Add(-d).Unix()},
		}
	}
	with := func(o object, key string, value any) object {
		o[key] = value
		return o
	}
	statistics := object{
		"time_to_admin_reply": 420, "median_time_to_reply": 3700, "count_conversation_parts": 14, "count_assignments": 2,
		"count_reopens": 1, "last_close_at": now.Add(-3 * time.Hour).Unix(),
	}
	full := object{
		"waiting_since": now.Add(-23 * time.Minute).Unix(), "priority": "priority", "admin_assignee_id": 41, "team_assignee_id": 7,
		"statistics": statistics, "conversation_rating": object{"rating": 4, "created_at": now.Unix()},
		"sla_applied": object{"sla_name": "Gold", "sla_status": "active"},
	}
	var out []situation
	add := func(name, version string, o object) {
		out = append(out, situation{name, func(t *testing.T, w int) []string {
			return []string{Conversation(env(), subject(t, version, o), w)}
		}})
	}
	out = append(out, situation{"no conversation", func(_ *testing.T, w int) []string { return []string{Conversation(env(), Subject{}, w)} }})
	add("no SLA", "2.9", object{})
	add("SLA active, no targets declared", "2.9", waiting("Silver", "active", 10*time.Minute))
	add("SLA active, time left", "2.9", waiting("Gold", "active", 10*time.Minute))
	add("SLA SOON", "2.9", waiting("Gold", "active", 25*time.Minute))
	add("SLA LATE by the clock here", "2.9", waiting("Gold", "active", 48*time.Minute))
	add("SLA PAUSED, snoozed", "2.9", with(with(waiting("Gold", "active", 48*time.Minute), "state", "snoozed"), "snoozed_until", now.Add(2*time.Hour).Unix()))
	add("SLA PAUSED, outside office hours", "2.9", waiting("Evening", "active", 48*time.Minute))
	add("SLA HIT", "2.9", waiting("Gold", "hit", 5*time.Minute))
	add("SLA MISSED", "2.9", waiting("Gold", "missed", 5*time.Hour))
	add("SLA cancelled", "2.9", with(waiting("Gold", "cancelled", 5*time.Hour), "waiting_since", nil))
	add("SLA taken off by hand", "2.9", waiting("Gold", nil, 5*time.Minute))
	add("2.9: ordinary", "2.9", object{"priority": "not_priority"})
	add("2.9: priority", "2.9", object{"priority": "priority"})
	for _, p := range []string{"none", "low", "medium", "high", "urgent"} {
		add("2.16: "+p, "2.16", object{"priority": p})
	}
	add("open, unassigned", "2.9", object{})
	add("open, a team's", "2.9", object{"team_assignee_id": 7})
	add("snoozed", "2.9", object{"state": "snoozed", "snoozed_until": now.Add(22 * time.Hour).Unix()})
	add("closed", "2.9", object{"state": "closed", "admin_assignee_id": 41})
	add("a state that is new", "2.9", object{"state": "on_hold"})
	add("rated", "2.9", object{"conversation_rating": object{"rating": 5, "created_at": now.Unix()}})
	add("asked, not rated", "2.9", object{"conversation_rating": object{"rating": nil}})
	add("statistics null", "2.9", object{"statistics": nil})
	add("statistics, every one null", "2.9", object{"statistics": object{"time_to_admin_reply": nil, "count_reopens": nil}})
	add("statistics, nothing but zeros", "2.9", object{"statistics": object{"count_conversation_parts": 0, "count_assignments": 0, "count_reopens": 0}})
	add("statistics", "2.9", object{"statistics": statistics})
	add("everything", "2.9", full)
	out = append(out, situation{"everything, with a draft", func(t *testing.T, w int) []string {
		s := subject(t, "2.9", full)
		s.Draft = true
		return []string{Conversation(env(), s, w)}
	}})
	return out
}

// subject is a conversation as Intercom's JSON says it, in the way of an API
// version.
func subject(t *testing.T, version string, change object) Subject {
	t.Helper()
	o := object{
		"type": "conversation", "id": "1", "state": "open", "open": true, "created_at": now.Add(-26 * time.Hour).Unix(),
		"priority": "not_priority", "source": object{"type": "email"},
	}
	if version == "2.16" {
		o["priority"] = "none"
	}
	maps.Copy(o, change)
	raw, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	c, err := api.DecodeConversation(raw)
	if err != nil {
		t.Fatal(err)
	}
	s := Subject{Conversation: c, SLA: desk.Clock(c, promises(t), now)}
	if c.AdminAssigneeID != "" {
		s.Assignee = "Ana Sousa"
	}
	if c.TeamAssigneeID != "" {
		s.Team = "Billing"
	}
	return s
}

// queues are the situations of the first row.
func queues() []situation {
	full := desk.Status{
		Identity: desk.Identity{Known: true, App: api.App{Name: "Hedgerow"}},
		Queue: desk.Queue{
			Open: api.Num(56), Unassigned: api.Num(6), Late: api.Num(16), LateEst: true, DueWithinHour: api.Num(3),
			ClosedToday: api.Num(17), MedianReply: api.Num(7400),
		},
	}
	byIntercom, zeros, locked := full, full, full
	byIntercom.Queue.LateEst, byIntercom.Queue.DueWithinHour = false, api.Number{}
	zeros.Queue = desk.Queue{Open: api.Num(0), Unassigned: api.Num(0), Late: api.Num(0), ClosedToday: api.Num(0)}
	locked.ReadOnly = true
	masked := func() *pane.Env {
		e := env()
		e.Mask = mask.New([]byte("key"))
		e.Mask.SetLevel(mask.Names)
		return e
	}
	row := func(name string, env func() *pane.Env, s desk.Status) situation {
		return situation{name, func(_ *testing.T, w int) []string { return []string{Top(env(), s, "Waiting longest", w)} }}
	}
	return []situation{
		row("queue: nothing known", env, desk.Status{}),
		row("queue: known", env, full),
		row("queue: late by Intercom's word alone", env, byIntercom),
		row("queue: nothing to do", env, zeros),
		row("queue: read-only and presenting", masked, locked),
	}
}

// systems are the situations of the last row.
func systems() []situation {
	idle := desk.Status{Identity: desk.Identity{Known: true, Admin: api.Admin{Name: "Ana Sousa"}}, SyncedAt: now.Add(-3 * time.Minute)}
	pending, asking, limited, cut := idle, idle, idle, idle
	pending.Drafts = 2
	pending.Outbox = []desk.Entry{{Undoable: true, NotBefore: now.Add(6 * time.Second)}}
	asking.Outbox = []desk.Entry{{Asking: true}, {}}
	limited.RateLimit = api.RateLimit{Known: true, Reset: now.Add(7 * time.Second)}
	cut.Problem = "Cannot reach api.intercom.io: no such host. Check the network and the base URL, then try again."
	hints := []Hint{
		{Key: "enter", Word: "open"},
		{Key: "r", Word: "reply"},
		{Key: "n", Word: "note"},
		{Key: "e", Word: "close"},
		{Key: "z", Word: "snooze"},
		{Key: "?", Word: "help", Help: true},
	}
	row := func(name string, s desk.Status, n Notice) situation {
		return situation{"system: " + name, func(_ *testing.T, w int) []string {
			above, line := System(env(), s, n, hints, w, NewsRows(env(), s, n, hints, w))
			return append(above, line)
		}}
	}
	return []situation{
		row("nothing known", desk.Status{}, Notice{}),
		row("idle", idle, Notice{}),
		row("a reply can be taken back, two drafts", pending, Notice{}),
		row("the outbox needs the agent", asking, Notice{}),
		row("the rate limit is reached", limited, Notice{}),
		row("a word in passing", pending, Notice{Text: "Percy Oduya wrote: the leaves of my basil curl up."}),
		row("no connection", cut, Notice{}),
	}
}
