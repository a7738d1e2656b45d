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
	cs, err := d.store.Conversations(ctx, store.Select{
		Where: []store.Cond{
			{Field: store.FieldState, Values: []string{string(api.StateOpen)}},
			{Field: store.FieldSLA, Values: []string{"active"}},
		},
		Order: store.OrderWaiting, Limit: maxClocks,
	}, d.heads.decode)
	if err != nil {
		return clockwork{} // who asks reads from the same store, and tells
	}
	var out clockwork
	now, due := d.serverTime(d.now()), 0
	for _, c := range cs {
		switch k := Clock(c.Conversation, d.o.Targets, now); {
		case k.Late():
			out.late = append(out.late, string(c.ID))
		case (k.State == SLALeft || k.State == SLASoon) && k.Due.Sub(now) <= time.Hour:
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

// ordered reads the rows of a list in its order. By SLA they are in the order
// of their clocks where targets were declared, as far as maxClocks reaches.
func (d *Desk) ordered(ctx context.Context, conds []store.Cond, r ListRequest) ([]Row, error) {
	sel := store.Select{Where: conds, Order: orders[r.Sort], Limit: r.Limit, Offset: r.Offset}
	if r.Sort != SortSLA || len(d.o.Targets) == 0 || r.Offset+r.Limit > maxClocks {
		return d.rows(ctx, sel)
	}
	sel.Limit, sel.Offset = maxClocks, 0
	rows, err := d.rows(ctx, sel)
	if err != nil {
		return nil, err
	}
	now := d.serverTime(d.now())
	at := make(map[api.ID]SLAClock, len(rows))
	for _, row := range rows {
		at[row.Conversation.ID] = Clock(row.Conversation, d.o.Targets, now)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return at[a.Conversation.ID].Compare(at[b.Conversation.ID]) })
	return rows[min(r.Offset, len(rows)):min(r.Offset+r.Limit, len(rows))], nil
}
