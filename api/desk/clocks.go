package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"parley/api"
	"parley/api/store"
)

// maxClocks bounds how many conversations' clocks are read for a view: those
// that wait longest come first.
const maxClocks = 1000

// clockwork is what the clocks of SLAs say of the queue.
type clockwork struct {
	late    []string   // ids of those that are late by the clock here
	dueSoon api.Number // how many are due within an hour; unknown without targets
}

// clocks reads the clocks of the open conversations whose SLA is active.
// Without targets there are none to be read.
func (d *Desk) clocks(ctx context.Context) clockwork {
	if len(d.o.Targets) == 0 {
		return clockwork{}
	}
	ids, err := d.store.IDs(ctx, store.Select{
		Where: []store.Cond{
			{Field: store.FieldState, Values: []string{string(api.StateOpen)}},
			{Field: store.FieldSLA, Values: []string{"active"}},
		},
		Order: store.OrderWaiting, Limit: maxClocks,
	})
	if err != nil {
		return clockwork{} // who asks reads from the same store, and tells
	}
	cs, err := d.store.Conversations(ctx, ids, d.heads.decode)
	if err != nil {
		return clockwork{}
	}
	var out clockwork
	now, due := d.serverTime(d.now()), 0
	for _, c := range cs {
		switch k := Clock(c.Conversation, d.o.Targets, now); {
		case k.Late():
			out.late = append(out.late, string(c.ID))
		case !k.Due.IsZero() && k.Due.Sub(now) <= time.Hour:
			due++
		}
	}
	out.dueSoon = api.Num(int64(due))
	return out
}

// asksLate reports whether the clocks matter to a query.
func (q Query) asksLate() bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		return t.key == "is" && slices.ContainsFunc(t.values, func(v string) bool { return strings.EqualFold(v, "late") })
	})
}

// sortByClock puts conversations into the order of their clocks.
func (d *Desk) sortByClock(ctx context.Context, ids []api.ID) error {
	cs, err := d.store.Conversations(ctx, ids, d.heads.decode)
	if err != nil {
		return err
	}
	now := d.serverTime(d.now())
	at := make(map[api.ID]SLAClock, len(cs))
	for _, c := range cs {
		at[c.ID] = Clock(c.Conversation, d.o.Targets, now)
	}
	slices.SortStableFunc(ids, func(a, b api.ID) int { return at[a].Compare(at[b]) })
	return nil
}
