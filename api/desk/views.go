package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"parley/api"
)

// builtIn are the views that everybody has.
var builtIn = []View{
	{ID: "mine", Name: "Mine", Query: "is:open assignee:me", Sort: SortUpdated},
	{ID: "unassigned", Name: "Unassigned", Query: "is:open is:unassigned", Sort: SortWaiting},
	{ID: "open", Name: "All open", Query: "is:open", Sort: SortUpdated},
	{ID: "snoozed", Name: "Snoozed", Query: "is:snoozed", Sort: SortUpdated},
	{ID: "closed", Name: "Closed today", Query: "is:closed closed:today", Sort: SortUpdated},
	{ID: "waiting", Name: "Waiting longest", Query: "is:open is:waiting", Sort: SortWaiting},
	{ID: "priority", Name: "Priority", Query: "is:open is:priority", Sort: SortPriority},
	{ID: "late", Name: "Late", Query: "is:open is:late", Sort: SortSLA},
	{ID: "mentions", Name: "Mentions", Query: "mention:me", Sort: SortUpdated},
}

// BuiltInViews returns the views that everybody has, without counts.
func BuiltInViews() []View { return slices.Clone(builtIn) }

// viewSync is what is known of a view at Intercom.
type viewSync struct {
	At       time.Time
	Total    int64 // what Intercom counted, -1 unknown
	Complete bool  // all of it was read
	next     string
	started  bool // next belongs to this run of the program
}

// Views returns the views with their counts.
func (d *Desk) Views() []View {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.s.views
}

// listViews makes the views of the built-in ones, the teams, and the user's.
func (d *Desk) listViews() []View {
	d.mu.RLock()
	dir, old := d.s.directory, d.s.views
	d.mu.RUnlock()
	views := slices.Clone(builtIn)
	for _, t := range dir.Teams {
		views = append(views, View{ID: "team:" + string(t.ID), Name: t.Name, Query: "is:open team:" + string(t.ID), Sort: SortUpdated})
	}
	for _, v := range d.o.Views {
		if v.ID == "" {
			v.ID = "view:" + v.Name
		}
		if v.Sort == "" {
			v.Sort = SortUpdated
		}
		views = append(views, v)
	}
	for i := range views {
		if j := slices.IndexFunc(old, func(v View) bool { return v.ID == views[i].ID }); j >= 0 {
			views[i].Count = old[j].Count
		}
	}
	return views
}

// view finds a view by id. A string that is none is a query by itself.
func (d *Desk) view(id string) View {
	for _, v := range d.Views() {
		if v.ID == id {
			return v
		}
	}
	return View{Query: id, Name: id, Sort: SortUpdated}
}

// countSoon has the figures made again, soon and once.
func (d *Desk) countSoon() {
	select {
	case d.figure <- struct{}{}:
	default:
	}
}

// countDelay gathers changes that come together.
const countDelay = 150 * time.Millisecond

// countEvery is when the figures are made again although nothing came in:
// what is late by the clock, and what today is, changes by itself.
const countEvery = time.Minute

func (d *Desk) countLoop(ctx context.Context) {
	for {
		passed, stop := d.o.Steady.Timer(countEvery)
		select {
		case <-ctx.Done():
			stop()
			return
		case <-d.figure:
			stop()
		case <-passed:
		}
		if !pause(ctx, countDelay) {
			return
		}
		if d.recount() {
			d.watch.announce(ListChanged{}, StatusChanged{})
		}
		for _, agent := range d.agents.all() {
			agent.countSoon()
		}
	}
}

// recount makes the counts of the views and the figures of the queue from
// what is held. It reports whether one changed.
func (d *Desk) recount() bool {
	ctx := d.life
	d.mu.RLock()
	views := slices.Clone(d.s.views)
	oldViews, oldQueue := d.s.views, d.s.queue
	d.mu.RUnlock()
	queue, fromTeam := d.takeCounts(views)

	counts := map[string]api.Number{}
	for i := range views {
		if fromTeam && !views[i].personal() {
			continue
		}
		n, err := d.count(ctx, views[i].Query)
		if err != nil {
			views[i].Count = api.Number{}
			continue
		}
		if views[i].Count = d.viewCount(views[i], n); views[i].Count != (api.Number{}) {
			counts[views[i].ID] = views[i].Count
		}
	}
	if !fromTeam {
		queue = d.figures(ctx, counts)
	}
	held, full, err := d.store.Held(ctx)
	if err != nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.s.views, d.s.queue, d.s.held, d.s.full = views, queue, held, full
	return queue != oldQueue || !slices.Equal(views, oldViews)
}

// figures are those of the queue.
func (d *Desk) figures(ctx context.Context, counts map[string]api.Number) Queue {
	clocks := d.clocks(ctx)
	q := Queue{
		Open: counts["open"], Unassigned: counts["unassigned"], Late: counts["late"], ClosedToday: counts["closed"],
		DueWithinHour: clocks.dueSoon, LateEst: len(clocks.late) > 0,
	}
	if conds, err := d.conds("updated:today", false); err == nil {
		if n, err := d.store.MedianReplyTime(ctx, conds); err == nil {
			q.MedianReply = n
		}
	}
	return q
}

// isOpenView reports whether a view is part of All open, so that its local
// count is right once that is complete.
func isOpenView(v View) bool {
	q, err := ParseQuery(v.Query)
	return err == nil && slices.ContainsFunc(q.terms, func(t term) bool {
		return t.key == "is" && !t.not && len(t.values) == 1 && strings.EqualFold(t.values[0], "open")
	})
}

// own reports whether a view is the user's.
func (v View) own() bool { return strings.HasPrefix(v.ID, "view:") }

// indexed reports whether a view asks for what only the local index knows:
// Intercom is never asked for it.
func (v View) indexed() bool {
	q, err := ParseQuery(v.Query)
	return err == nil && q.indexOnly()
}

func (d *Desk) count(ctx context.Context, query string) (int64, error) {
	conds, err := d.conds(query, false)
	if err != nil {
		return 0, err
	}
	return d.store.Count(ctx, conds)
}
