package serve

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"parley/api"
	"parley/api/desk"
	"parley/ui"
)

// presence is who has which conversation open in this process. It is never
// kept. A teammate who is in twice is one teammate.
type presence struct {
	mu   sync.Mutex
	here map[*place]bool
	all  map[api.ID][]seated // never changed: made anew
}

// seated is a place that has a conversation open.
type seated struct {
	admin api.ID
	mate  ui.Mate
}

// place is one session's view of the others.
type place struct {
	p       *presence
	admin   api.ID
	name    string
	open    api.ID
	writing desk.Mode
	changed chan struct{} // holds a token while there is something new
}

// join adds a session.
func (p *presence) join(admin api.ID, name string) *place {
	pl := &place{p: p, admin: admin, name: name, changed: make(chan struct{}, 1)}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.here == nil {
		p.here = map[*place]bool{}
	}
	p.here[pl] = true
	if len(p.all) > 0 {
		pl.signal()
	}
	return pl
}

// leave takes the session away.
func (pl *place) leave() {
	pl.p.mu.Lock()
	defer pl.p.mu.Unlock()
	delete(pl.p.here, pl)
	if pl.open != "" {
		pl.p.renew(pl.admin)
	}
}

// Here says what this session has before it.
func (pl *place) Here(open api.ID, writing desk.Mode) {
	pl.p.mu.Lock()
	defer pl.p.mu.Unlock()
	if pl.open == open && pl.writing == writing || !pl.p.here[pl] {
		return
	}
	pl.open, pl.writing = open, writing
	pl.p.renew(pl.admin)
}

// renew makes the picture anew and wakes everybody but the one who changed
// it; the caller holds p.mu.
func (p *presence) renew(by api.ID) {
	p.all = map[api.ID][]seated{}
	for pl := range p.here {
		if pl.open != "" {
			p.all[pl.open] = append(p.all[pl.open], seated{pl.admin, ui.Mate{Name: pl.name, Writing: pl.writing}})
		}
	}
	for pl := range p.here {
		if pl.admin != by {
			pl.signal()
		}
	}
}

func (pl *place) signal() {
	select {
	case pl.changed <- struct{}{}:
	default:
	}
}

// Others returns the teammates by conversation, without this one.
func (pl *place) Others() map[api.ID][]ui.Mate {
	pl.p.mu.Lock()
	all := maps.Clone(pl.p.all)
	pl.p.mu.Unlock()
	out := make(map[api.ID][]ui.Mate, len(all))
	for id, seats := range all {
		if mates := without(seats, pl.admin); len(mates) > 0 {
			out[id] = mates
		}
	}
	return out
}

// without are the teammates but one, each once: as writing if they write.
func without(seats []seated, admin api.ID) []ui.Mate {
	var out []ui.Mate
	at := map[api.ID]int{}
	for _, s := range seats {
		if s.admin == admin {
			continue
		}
		i, again := at[s.admin]
		if !again {
			at[s.admin] = len(out)
			out = append(out, s.mate)
		} else if out[i].Writing == "" {
			out[i] = s.mate
		}
	}
	slices.SortFunc(out, func(a, b ui.Mate) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Changed waits for a change.
func (pl *place) Changed(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-pl.changed:
		return nil
	}
}
