package desk

import (
	"slices"
	"testing"
	"time"

	"parley/api"
)

func TestClock(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	now := at(t, "2026-11-17 11:30", berlin) // a Tuesday
	ago := func(d time.Duration) api.Time { return api.Time{Time: now.Add(-d)} }
	targets := map[string]Targets{
		"Gold": {FirstReply: 30 * time.Minute, NextReply: 2 * time.Hour},
		"Full": {FirstReply: 8 * time.Hour, Close: 10 * time.Hour},
		"Week": {FirstReply: 4 * time.Hour, NextReply: 4 * time.Hour, Hours: officeHours(t, "Mon-Fri 09:00-18:00")},
		"Eve":  {FirstReply: 4 * time.Hour, Hours: officeHours(t, "Mon-Fri 18:00-22:00")},
	}
	// waits is a conversation that is open, with an active SLA and a contact
	// who waits; replied says that a teammate had written before.
	waits := func(name string, d time.Duration, replied bool, change ...func(*api.Conversation)) *api.Conversation {
		c := &api.Conversation{
			State: api.StateOpen, Open: true, CreatedAt: ago(d), WaitingSince: ago(d), SLA: &api.SLA{Name: name, Status: "active"},
			Statistics: &api.Statistics{FirstContactReplyAt: ago(d), LastContactReplyAt: ago(d)},
		}
		if replied {
			c.CreatedAt, c.Statistics.FirstContactReplyAt = ago(d+time.Hour), ago(d+time.Hour)
			c.Statistics.FirstAdminReplyAt, c.Statistics.LastAdminReplyAt = ago(d+time.Minute), ago(d+time.Minute)
			c.Statistics.TimeToAdminReply = api.Num(3540)
		}
		for _, f := range change {
			f(c)
		}
		return c
	}
	status := func(s string) func(*api.Conversation) { return func(c *api.Conversation) { c.SLA.Status = s } }
	parts := func(complete bool, p ...api.Part) func(*api.Conversation) {
		return func(c *api.Conversation) {
			c.Statistics = nil
			c.Parts = api.List[api.Part]{Items: p, Known: true}
			if complete {
				c.Parts.TotalCount = api.Num(int64(len(p)))
			}
		}
	}
	part := func(kind, author, body string, d time.Duration) api.Part {
		return api.Part{PartType: kind, Author: api.Author{Type: author}, Body: body, CreatedAt: ago(d)}
	}
	noStatistics := func(c *api.Conversation) { c.Statistics = nil }

	tests := []struct {
		name string
		c    *api.Conversation
		kind SLAKind
		want string
	}{
		{"no conversation", nil, "", ""},
		{"no SLA", &api.Conversation{State: api.StateOpen}, "", ""},
		{"taken off by hand", waits("Gold", time.Minute, false, status("")), "", ""},

		{"hit is a fact", waits("Gold", 5*time.Hour, true, status("hit")), "", "HIT"},
		{"missed is a fact", waits("Gold", time.Minute, true, status("missed")), "", "MISSED"},
		{"cancelled is a fact", waits("Gold", time.Minute, true, status("cancelled")), "", "CANCELLED"},
		{"cancelled as the prose spells it", waits("Gold", time.Minute, true, status("canceled")), "", "CANCELLED"},
		{"what is not known is kept", waits("Gold", time.Minute, true, status("on_hold")), "", "ON HOLD"},
		{"hit while snoozed", waits("Gold", time.Minute, true, status("hit"), snoozed), "", "HIT"},

		{"first reply", waits("Gold", 10*time.Minute, false), SLAFirstReply, "20m left est"},
		{"first reply, soon", waits("Gold", 25*time.Minute, false), SLAFirstReply, "SOON 5m left est"},
		{"first reply, the last second", waits("Gold", 30*time.Minute, false), SLAFirstReply, "SOON <1m left est"},
		{"first reply, late", waits("Gold", 48*time.Minute, false), SLAFirstReply, "LATE 18m est"},
		{"next reply", waits("Gold", 10*time.Minute, true), SLANextReply, "1h50m left est"},
		{"next reply, late", waits("Gold", 5*time.Hour, true), SLANextReply, "LATE 3h est"},
		{"answered, nobody waits", waits("Gold", 5*time.Hour, true, func(c *api.Conversation) { c.WaitingSince = api.Time{} }), "", ""},
		{"a fifth of eight hours is more than an hour", waits("Full", 6*time.Hour+50*time.Minute, false), SLAFirstReply, "1h10m left est"},
		{"under an hour", waits("Full", 7*time.Hour+10*time.Minute, false), SLAFirstReply, "SOON 50m left est"},
		{"the name in another case", waits("gold ", 10*time.Minute, false), SLAFirstReply, "20m left est"},
		{"no targets declared", waits("Silver", 10*time.Minute, false), "", ""},
		{"no target for this", waits("Full", 10*time.Minute, true, noStatistics), "", ""},
		{"clock behind Intercom's", waits("Gold", -time.Minute, false), SLAFirstReply, "30m left est"},

		{"snoozed", waits("Gold", 5*time.Hour, false, snoozed), "", "PAUSED est"},
		{"snoozed, no targets", waits("Silver", 5*time.Hour, false, snoozed), "", "PAUSED est"},
		{"closed", waits("Gold", 5*time.Hour, false, func(c *api.Conversation) { c.State, c.Open = api.StateClosed, false }), "", ""},
		{"a state that is not known", waits("Gold", 5*time.Hour, false, func(c *api.Conversation) { c.State = "archived" }), "", ""},
		{"an old answer without state", waits("Gold", 10*time.Minute, false, func(c *api.Conversation) { c.State = "" }), SLAFirstReply, "20m left est"},

		{"reassigned: the clock goes on", waits("Gold", 10*time.Minute, false, func(c *api.Conversation) {
			c.Statistics.LastAssignmentAt, c.Statistics.CountAssignments, c.AdminAssigneeID = ago(time.Minute), api.Num(3), "9"
		}), SLAFirstReply, "20m left est"},
		{"assigned after the first reply", waits("Gold", 10*time.Minute, true, func(c *api.Conversation) {
			c.Statistics.LastAssignmentAt = ago(time.Minute)
		}), SLANextReply, "1h50m left est"},

		{"statistics missing", waits("Gold", 10*time.Minute, false, noStatistics), "", ""},
		{"statistics empty", waits("Gold", 10*time.Minute, false, func(c *api.Conversation) { c.Statistics = &api.Statistics{} }), "", ""},
		{"statistics missing, nobody wrote", waits("Gold", 10*time.Minute, false, noStatistics, func(c *api.Conversation) {
			c.Teammates.Known = true
		}), SLAFirstReply, "20m left est"},
		{"statistics missing, somebody wrote", waits("Gold", 10*time.Minute, false, noStatistics, func(c *api.Conversation) {
			c.Teammates = api.List[api.Reference]{Known: true, Items: []api.Reference{{ID: "1"}}}
		}), "", ""},
		{"parts tell of a reply", waits("Gold", 10*time.Minute, false, parts(false, part("comment", "admin", "Hi", time.Hour))), SLANextReply, "1h50m left est"},
		{"a note is no reply", waits("Gold", 10*time.Minute, false, parts(true, part("note", "admin", "Hi", time.Hour))), SLAFirstReply, "20m left est"},
		{"a bot's answer is no reply", waits("Gold", 10*time.Minute, false, parts(true, part("comment", "bot", "Hi", time.Hour))), SLAFirstReply, "20m left est"},
		{"parts were left out", waits("Gold", 10*time.Minute, false, parts(false, part("comment", "user", "Hi", time.Hour))), "", ""},

		{"snoozed for a while", waits("Gold", 3*time.Hour, true, func(c *api.Conversation) {
			c.Parts = api.List[api.Part]{Items: []api.Part{part("snoozed", "admin", "", 170*time.Minute), part("timer_unsnooze", "bot", "", 80*time.Minute)}}
		}), SLANextReply, "30m left est"},
		{"snoozed after the deadline", waits("Gold", 5*time.Hour, true, func(c *api.Conversation) {
			c.Parts = api.List[api.Part]{Items: []api.Part{part("snoozed", "admin", "", 2*time.Hour), part("unsnoozed", "admin", "", time.Hour)}}
		}), SLANextReply, "LATE 3h est"},

		{"close, never closed before", waits("Full", time.Hour, true), SLAClose, "8h left est"},
		{"close comes after the reply", waits("Full", time.Hour, false), SLAFirstReply, "7h left est"},
		{"close, the contact reopened it", waits("Full", time.Hour, true, func(c *api.Conversation) {
			c.CreatedAt, c.Statistics.LastCloseAt, c.Statistics.CountReopens = ago(400*time.Hour), ago(200*time.Hour), api.Num(1)
		}), SLAClose, "9h left est"},
		{"close, a teammate reopened it", waits("Full", 300*time.Hour, true, func(c *api.Conversation) {
			c.WaitingSince, c.Statistics.LastCloseAt, c.Statistics.CountReopens = api.Time{}, ago(200*time.Hour), api.Num(1)
		}), "", ""},
		{"close, reopened as its parts tell", waits("Full", 300*time.Hour, true, func(c *api.Conversation) {
			c.WaitingSince, c.Statistics.LastCloseAt, c.Statistics.CountReopens = api.Time{}, ago(200*time.Hour), api.Num(1)
			c.Parts = api.List[api.Part]{Items: []api.Part{part("open", "admin", "", 250*time.Hour), part("close", "admin", "", 200*time.Hour), part("open", "admin", "", 2*time.Hour)}}
		}), SLAClose, "8h left est"},
		{"close, reopened and nobody says when", waits("Full", time.Hour, true, func(c *api.Conversation) { c.Statistics.CountReopens = api.Num(2) }), "", ""},

		{"office hours", waits("Week", time.Hour, false), SLAFirstReply, "3h left est"},
		{"office hours, since last night", waits("Week", 15*time.Hour, false), SLAFirstReply, "1h30m left est"},
		{"outside office hours", waits("Eve", time.Hour, false), SLAFirstReply, "PAUSED 4h left est"},
		{"outside office hours, since last night", waits("Eve", 15*time.Hour, false), SLAFirstReply, "PAUSED 2h30m left est"},
		{"outside office hours, and late", waits("Eve", 40*time.Hour, false), SLAFirstReply, "LATE <1m est"},
		{"office hours, since Friday evening", waits("Week", 90*time.Hour, false), SLAFirstReply, "LATE 8h est"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Clock(tt.c, targets, now)
			if got.Words() != tt.want || got.Kind != tt.kind {
				t.Errorf("got %q for the %q, want %q for the %q: %+v", got.Words(), got.Kind, tt.want, tt.kind, got)
			}
			if (got.Kind != "") != (!got.Due.IsZero() && got.Est) {
				t.Errorf("a deadline without a clock, or the reverse: %+v", got)
			}
			if got.State != "" && got.Name == "" {
				t.Errorf("the SLA has no name: %+v", got)
			}
		})
	}
}

func snoozed(c *api.Conversation) { c.State = api.StateSnoozed }

func TestClockOverWeekendAndSummerTime(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	targets := map[string]Targets{
		"Office": {FirstReply: 4 * time.Hour, Hours: officeHours(t, "Mon-Fri 09:00-18:00")},
		"Always": {FirstReply: 24 * time.Hour},
	}
	tests := []struct{ name, sla, since, now, due, want string }{
		{"Friday to Monday", "Office", "2026-11-20 16:00", "2026-11-23 09:30", "2026-11-23 11:00", "1h30m left est"},
		{"on a Sunday the clock stands", "Office", "2026-11-20 16:00", "2026-11-22 23:00", "2026-11-23 11:00", "PAUSED 2h left est"},
		{"late on Friday, said on Monday", "Office", "2026-11-20 13:00", "2026-11-23 09:18", "2026-11-20 17:00", "LATE 1h18m est"},
		{"over the clocks going forward", "Office", "2026-03-27 16:00", "2026-03-30 10:50", "2026-03-30 11:00", "SOON 10m left est"},
		{"over the clocks going back", "Office", "2026-10-23 16:00", "2026-10-26 10:00", "2026-10-26 11:00", "1h left est"},
		{"a day is 24 hours, clocks forward", "Always", "2026-03-28 12:00", "2026-03-29 12:30", "2026-03-29 13:00", "SOON 30m left est"},
		{"a day is 24 hours, clocks back", "Always", "2026-10-24 12:00", "2026-10-25 11:30", "2026-10-25 11:00", "LATE 30m est"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			since := api.Time{Time: at(t, tt.since, berlin)}
			c := &api.Conversation{
				State: api.StateOpen, WaitingSince: since, SLA: &api.SLA{Name: tt.sla, Status: "active"},
				Statistics: &api.Statistics{FirstContactReplyAt: since},
			}
			got := Clock(c, targets, at(t, tt.now, berlin))
			if got.Words() != tt.want || got.Due.Format(hoursLayout) != tt.due {
				t.Errorf("got %q, due %s; want %q, due %s", got.Words(), got.Due.Format(hoursLayout), tt.want, tt.due)
			}
		})
	}
}

func TestClocksAreOrderedByUrgency(t *testing.T) {
	t.Parallel()
	want := []SLAClock{
		{State: SLAMissed},
		{State: SLALate, Left: -time.Hour},
		{State: SLALate, Left: -time.Minute},
		{State: SLASoon, Left: time.Minute},
		{State: SLALeft, Left: time.Hour},
		{State: SLAPaused},
		{State: SLAHit},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, SLAClock.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func BenchmarkClock(b *testing.B) {
	o := officeHours(b, "Mon-Fri 09:00-12:00 13:00-18:00")
	targets := map[string]Targets{"Gold": {FirstReply: 8 * time.Hour, NextReply: 8 * time.Hour, Close: 48 * time.Hour, Hours: o}}
	now := time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC)
	since := api.Time{Time: now.Add(-72 * time.Hour)}
	c := &api.Conversation{
		State: api.StateOpen, CreatedAt: since, WaitingSince: since, SLA: &api.SLA{Name: "Gold", Status: "active"},
		Statistics: &api.Statistics{FirstContactReplyAt: since},
	}
	for b.Loop() {
		Clock(c, targets, now)
	}
}
