package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"parley/api"
)

// agents are the desks that a team's desk reads for.
type agents struct {
	mu    sync.Mutex
	desks []*Desk
}

func (a *agents) add(d *Desk) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.desks = append(slices.Clone(a.desks), d)
}

func (a *agents) remove(d *Desk) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.desks = slices.DeleteFunc(slices.Clone(a.desks), func(have *Desk) bool { return have == d })
}

// all returns the desks; the slice is shared and never changes.
func (a *agents) all() []*Desk {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.desks
}

// lead is the desk that reads: the team's, or this one.
func (d *Desk) lead() *Desk {
	if d.o.Team != nil {
		return d.o.Team
	}
	return d
}

// everyone is this desk and those that it reads for.
func (d *Desk) everyone() []*Desk { return append([]*Desk{d}, d.agents.all()...) }

// tell announces events here and at the desks that this one reads for.
func (d *Desk) tell(events ...Event) {
	for _, d := range d.everyone() {
		d.watch.announce(events...)
	}
}

// tellOf announces what a customer wrote to those whom it concerns: the
// teammate to whom it is assigned, or all when it is nobody's, and whoever
// looks at it. It reports whether it concerns anyone.
func (d *Desk) tellOf(assignee api.ID, e CustomerWrote) bool {
	told := false
	for _, agent := range d.everyone() {
		if assignee == "" || assignee == agent.adminID() || d.sync.sees(agent, e.ID) {
			agent.watch.announce(e)
			told = true
		}
	}
	return told
}

// takeNames takes over what the team's desk knows of names and workspace.
func (d *Desk) takeNames() {
	t := d.o.Team
	t.mu.RLock()
	dir, app, known := t.s.directory, t.s.identity.App, t.s.identity.Known
	t.mu.RUnlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.s.directory = dir
	i := slices.IndexFunc(dir.Admins, func(a api.Admin) bool { return a.ID == d.o.AdminID })
	if known && i >= 0 {
		d.s.identity = Identity{Admin: dir.Admins[i], App: app, Known: true}
	}
}

// spreadNames has the agents' desks take over the names.
func (d *Desk) spreadNames() {
	for _, agent := range d.agents.all() {
		agent.takeNames()
		views := agent.listViews()
		agent.mu.Lock()
		agent.s.views = views
		agent.mu.Unlock()
	}
}

// takePlace makes sure that the agent is a teammate of the workspace whose
// replies and drafts are held here. The team's desk knows the workspace.
func (d *Desk) takePlace(ctx context.Context) error {
	t := d.o.Team
	t.mu.RLock()
	app := t.s.identity.App
	t.mu.RUnlock()
	if err := d.claim(ctx, app); err != nil {
		return err
	}
	d.takeNames()
	d.mu.RLock()
	known := d.s.identity.Known
	d.mu.RUnlock()
	if !known {
		admin, err := d.client.Admins.Get(ctx, d.o.AdminID)
		d.setOnline(err)
		if err != nil {
			return fmt.Errorf("read who admin %s is: %w", d.o.AdminID, err)
		}
		d.mu.Lock()
		d.s.identity = Identity{Admin: *admin, App: app, Known: true}
		d.mu.Unlock()
	}
	d.sender.confirm()
	d.watch.announce(StatusChanged{})
	d.sender.poke()
	return nil
}

// settleIn takes the agent's place as soon as Intercom can be reached.
func (d *Desk) settleIn(ctx context.Context) {
	for n := 0; ; n++ {
		err := d.confirmIdentity(ctx)
		if err == nil {
			d.sender.setRefused(false)
			return
		}
		d.log.Info("identity", "admin", d.o.AdminID, "error", err)
		if !pause(ctx, backoff(n)) {
			return
		}
	}
}

// personal reports whether a view is another one for each teammate.
func (v View) personal() bool { return strings.Contains(v.Query, ":me") }

// viewSync is what is known of a view at Intercom, and whether anything is.
func (d *Desk) viewSync(v View) (viewSync, bool) {
	d.mu.RLock()
	s, known := d.s.synced[v.ID]
	d.mu.RUnlock()
	if known || d.o.Team == nil {
		return s, known
	}
	t := d.o.Team
	t.mu.RLock()
	defer t.mu.RUnlock()
	if !v.personal() {
		s, known = t.s.synced[v.ID]
		return viewSync{At: s.At, Total: s.Total, Complete: s.Complete}, known
	}
	if open := t.s.synced["open"]; open.Complete && isOpenView(v) {
		return viewSync{At: open.At, Total: -1, Complete: true}, true
	}
	return viewSync{}, false
}

// takeCounts fills in the counts that are the same for the whole team, and
// returns the figures of the queue. It reports whether there is a team.
func (d *Desk) takeCounts(views []View) (Queue, bool) {
	t := d.o.Team
	if t == nil {
		return Queue{}, false
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	for i, v := range views {
		if j := slices.IndexFunc(t.s.views, func(have View) bool { return have.ID == v.ID }); j >= 0 && !v.personal() {
			views[i].Count = t.s.views[j].Count
		}
	}
	return t.s.queue, true
}
