package desk

import (
	"context"
	"time"

	"parley/api"
)

// roomForReads waits while background reads would take the room of what the
// agent does.
func (d *Desk) roomForReads(ctx context.Context) error {
	r := d.client.RateLimit()
	if !r.Known || r.Limit == 0 || r.Remaining > r.Limit/spare {
		return ctx.Err()
	}
	wait := min(max(r.Reset.Sub(d.now()), 0), time.Minute)
	if !pause(ctx, wait) {
		return ctx.Err()
	}
	return nil
}

// fillIn reads what makes rows complete, a few at a time: the messages of the
// agent's own conversations, the names of contacts, and of their companies.
func (d *Desk) fillIn(ctx context.Context) {
	for _, id := range d.toRead(ctx) {
		if d.roomForReads(ctx) != nil {
			return
		}
		if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
			return
		}
		d.sync.mu.Lock()
		delete(d.sync.want, id)
		d.sync.mu.Unlock()
	}
	ids, err := d.store.UnknownContacts(ctx, perTick)
	if d.disk(err) != nil {
		return
	}
	for _, id := range ids {
		if d.roomForReads(ctx) != nil {
			return
		}
		if _, err := d.fetchContact(ctx, id); err != nil {
			return
		}
	}
	if len(ids) > 0 {
		return // names come first
	}
	ids, err = d.store.WithoutCompanies(ctx, 1)
	if d.disk(err) != nil || len(ids) == 0 || d.roomForReads(ctx) != nil {
		return
	}
	if _, err := d.Companies(ctx, ids[0]); err != nil {
		d.log.Info("companies not read", "contact", ids[0], "error", err)
	}
}

func (d *Desk) toRead(ctx context.Context) []api.ID {
	s := &d.sync
	s.mu.Lock()
	var ids []api.ID
	for id := range s.want {
		if len(ids) < perTick {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	if len(ids) < perTick {
		for _, d := range d.everyone() {
			more, err := d.store.Incomplete(ctx, string(d.adminID()), perTick-len(ids))
			if d.disk(err) == nil {
				ids = append(ids, more...)
			}
		}
	}
	return ids
}
