package main

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/ui/uitest"
)

// goingLate is the way to a conversation whose SLA runs out while one looks.
const goingLate = "wait Li Wei\ns\nwait  sla ─\ng g\nselect Tomás\nenter\nwait contact ·\nadvance 3m\nwait LATE 1m\nwait LATE 17\nrest\n"

// sinceStandup is how long before the picture the last standup was.
const sinceStandup = 70 * time.Minute

// openStandup is openDemo on a morning that began with a standup: since then some customers
// wrote and some conversations were closed.
func openStandup(t uitest.TB, _ Scene) (tea.Model, *uitest.Clock) {
	clock := uitest.NewClock(morning.Add(-sinceStandup))
	return set(t, clock, func(d *desk.Desk, box *sandbox.Server) {
		if err := d.ReadBoard(t.Context()); err != nil {
			t.Fatalf("read the board: %v", err)
		}
		if _, err := d.MarkStandup(t.Context()); err != nil {
			t.Fatalf("mark the standup: %v", err)
		}
		open, err := d.List(t.Context(), desk.ListRequest{View: "open", Sort: desk.SortWaiting})
		if err != nil {
			t.Fatalf("list what is open: %v", err)
		}
		clock.Advance(sinceStandup / 2)
		for i, r := range open.Rows {
			if who := r.Conversation.AdminAssigneeID; i%5 == 2 && who != "" {
				if _, err := box.TeammateCloses(string(r.Conversation.ID), string(who)); err != nil {
					t.Fatalf("close a conversation: %v", err)
				}
			}
		}
		for _, contact := range []string{"june", "ada"} {
			if _, err := box.CustomerWrites(contact, "", "<p>One more thing…</p>"); err != nil {
				t.Fatalf("let a customer write: %v", err)
			}
		}
		clock.Advance(sinceStandup / 2)
	})
}

// targets are what the sample's SLAs promise.
func targets(box *sandbox.Server) map[string]desk.Targets {
	out := map[string]desk.Targets{}
	for _, p := range box.Policies() {
		out[p.Name] = desk.Targets{FirstReply: p.FirstReply, NextReply: p.NextReply}
	}
	return out
}
