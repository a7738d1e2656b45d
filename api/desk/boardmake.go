package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/api"
)

// boardQueue makes the figures of the queue. Those that the status bar shows
// too are made as it makes them.
func (d *Desk) boardQueue(ctx context.Context, b *Board, c *counter, clocks clockwork) {
	ofView := func(id string) Figure {
		v := d.view(id)
		local, err := d.count(ctx, v.Query)
		if err != nil {
			return Figure{}
		}
		n, known := d.lead().viewCount(v, local).Get()
		switch {
		case !known:
			return Figure{}
		case n > local:
			return Figure{N: api.Num(n), Source: SourceIntercom}
		default:
			return Figure{N: api.Num(n), Source: SourceCounted}
		}
	}
	q := &b.Queue
	q.Open, q.Unassigned, q.Snoozed, q.ClosedToday = ofView("open"), ofView("unassigned"), ofView("snoozed"), ofView("closed")
	q.Waiting = ofView("waiting")
	if _, known := q.Open.N.Get(); known {
		q.Late = Figure{N: api.Num(c.lateN), Source: SourceIntercom}
		if c.lateEst > 0 {
			q.Late.Source = SourceEstimate
		}
		q.DueWithinHour = Figure{N: clocks.dueSoon, Source: SourceEstimate}
	}
	if c.reopensKnown > 0 {
		q.Reopened = Figure{N: api.Num(c.reopened), Source: SourceIntercom}
	}
	if b.Queue.Open.N != (api.Number{}) {
		q.OpenedToday = Figure{N: api.Num(int64(b.Days[BoardDays-1].Opened)), Source: SourceCounted}
	}
}

// boardNames gives the counts of teammates and teams their names, and says
// who waits longest.
func (d *Desk) boardNames(b *Board, c *counter) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, a := range d.s.directory.Admins {
		if a.HasInboxSeat || c.admins[a.ID] != nil {
			l := load(c.admins, a.ID)
			l.Listed, l.Away = true, a.AwayModeEnabled
		}
	}
	for _, t := range d.s.directory.Teams {
		load(c.teams, t.ID).Listed = true
	}
	b.Teammates = loads(c.admins, d.adminName)
	if b.Teams = loads(c.teams, d.teamName); len(b.Teams) == 1 && b.Teams[0].ID == "" {
		b.Teams = nil // nobody is in a team
	}
	if f := c.oldest; f != nil {
		b.Oldest = &Waiting{
			ID: f.ID, Since: time.Unix(f.Waiting, 0), Contact: f.Contact,
			Assignee: d.adminName(f.Admin), Team: d.teamName(f.Team),
		}
	}
}

// loads returns the loads under their names, the busiest first and nobody's
// last.
func loads(in map[api.ID]*Load, name func(api.ID) string) []Load {
	if none := in[""]; none != nil && none.Open == 0 && none.Closed == 0 {
		delete(in, "")
	}
	out := make([]Load, 0, len(in))
	for _, id := range slices.Sorted(maps.Keys(in)) {
		l := *in[id]
		l.Name = name(id)
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b Load) int {
		switch {
		case a.ID == "":
			return 1
		case b.ID == "":
			return -1
		}
		return cmp.Or(cmp.Compare(b.Open, a.Open), cmp.Compare(b.Closed, a.Closed),
			strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return out
}

// coverage says of how many conversations the counts are.
func (d *Desk) coverage(ctx context.Context, b *Board, c *counter) {
	lead := d.lead()
	lead.mu.RLock()
	b.SyncedAt = lead.s.syncedAt
	open := lead.s.synced["open"]
	lead.mu.RUnlock()
	b.Open = Coverage{Held: c.open, ReadAt: open.At}
	switch {
	case open.Complete:
		b.Open.Of = api.Num(int64(c.open))
	case !open.At.IsZero() && open.Total >= 0:
		b.Open.Of = api.Num(max(open.Total, int64(c.open)))
	}
	b.Recent.Held = c.recent
	var h history
	if !d.recallMeta(ctx, metaHistory, &h) {
		return
	}
	b.Recent.ReadAt = h.At
	switch {
	case h.Since <= b.Days[0].Date.Unix() && h.Complete:
		b.Recent.Of = api.Num(int64(c.recent))
	case h.Total > 0:
		b.Recent.Of = api.Num(max(h.Total, int64(c.recent)))
	}
}

// viewCount returns how many conversations a view has, as far as known: local
// is how many of it are held.
func (d *Desk) viewCount(v View, local int64) api.Number {
	s, _ := d.viewSync(v)
	open, _ := d.viewSync(d.view("open"))
	switch {
	case s.Complete || open.Complete && isOpenView(v):
	case s.Total > local:
		return api.Num(s.Total)
	case s.At.IsZero() && (local == 0 || v.own() && !v.indexed()):
		return api.Number{} // what is held of it may be a part
	}
	return api.Num(local)
}
