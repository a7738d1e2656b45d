package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parley/api"
	"parley/api/store"
)

// introduce learns who acts and the names, once and now and then.
func (d *Desk) introduce(ctx context.Context) error {
	s := &d.sync
	s.mu.Lock()
	due := s.directory.IsZero() || time.Since(s.directory) > directoryEvery
	s.mu.Unlock()
	if !due {
		return nil
	}
	if err := d.identify(ctx); errors.Is(err, ErrOtherWorkspace) {
		return err
	} else if err != nil {
		return fmt.Errorf("read who acts: %w", err)
	}
	d.sender.setRefused(false)
	if err := d.readDirectory(ctx); err != nil {
		d.log.Info("directory", "error", err)
		if k := api.Kind(err); k == api.KindNetwork || k == api.KindRateLimited {
			return err
		}
	}
	s.mu.Lock()
	s.directory = time.Now()
	s.mu.Unlock()
	return nil
}

// readFocus reads the conversations on the screens when they changed, or were
// not read for a while.
func (d *Desk) readFocus(ctx context.Context) error {
	for id, due := range d.sync.focused() {
		c, err := d.store.Conversation(ctx, id, false)
		if err == nil && !due && c.FullUpdated >= c.UpdatedAt.Unix() {
			continue
		}
		d.sync.looked(id)
		if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
			return err
		}
	}
	return nil
}

// firstSync reads the beginning of the views that an agent looks at first.
func (d *Desk) firstSync(ctx context.Context) error {
	for _, id := range []string{"mine", "unassigned", "open", "snoozed", "closed"} {
		if err := d.readView(ctx, d.view(id), false); err != nil {
			return err
		}
	}
	s, now := &d.sync, d.serverTime(d.now())
	s.mu.Lock()
	s.primed = true
	if s.began.IsZero() {
		s.began = now.Add(-time.Since(s.started))
	}
	s.mu.Unlock()
	return nil
}

// incremental reads what changed since the newest change that was seen.
func (d *Desk) incremental(ctx context.Context) error {
	s := &d.sync
	s.mu.Lock()
	since := s.watermark
	s.mu.Unlock()
	if since == 0 {
		since = d.serverTime(d.now()).Unix()
	}
	since -= int64(overlap / time.Second)
	req := api.SearchRequest{
		Query: api.Where("updated_at", api.Greater, since), SortField: "updated_at", PerPage: d.o.PageSize,
	}
	for range maxPages {
		page, err := d.search(ctx, req)
		if err != nil {
			return fmt.Errorf("read what changed: %w", err)
		}
		if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
			return err
		}
		s.seen(page.Items)
		if page.Next == "" {
			return nil
		}
		req.StartingAfter = page.Next
	}
	// More changed than that: the full read will find the rest.
	s.mu.Lock()
	s.fullAt = time.Time{}
	s.mu.Unlock()
	return nil
}

// seen moves the watermark to the newest change. It is Intercom's time, so
// that the local clock does not matter.
func (s *syncer) seen(cs []api.Conversation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range cs {
		if at := cs[i].UpdatedAt; !at.IsZero() {
			s.watermark = max(s.watermark, at.Unix())
		}
	}
}

// fullSync reads everything open, and looks after what is held as open and
// was not among it.
func (d *Desk) fullSync(ctx context.Context) error {
	began := d.now()
	open := d.view("open")
	found := map[api.ID]bool{}
	req := api.SearchRequest{
		Query: api.Where("state", api.Equal, string(api.StateOpen)), SortField: "updated_at", PerPage: 150,
	}
	complete := false
	var total api.Number
	for len(found) < maxOpen && !complete {
		if err := d.roomForReads(ctx); err != nil {
			return err
		}
		page, err := d.search(ctx, req)
		if err != nil {
			return fmt.Errorf("read all open conversations: %w", err)
		}
		if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
			return err
		}
		d.sync.seen(page.Items)
		for i := range page.Items {
			found[page.Items[i].ID] = true
		}
		total = page.TotalCount
		req.StartingAfter, complete = page.Next, page.Next == "" || len(page.Items) == 0
	}
	s := viewSync{At: d.now(), Total: -1, Complete: complete}
	if n, ok := total.Get(); ok {
		s.Total = n
	}
	d.setViewSync(open.ID, s)
	d.sync.mu.Lock()
	d.sync.fullAt = time.Now()
	d.sync.mu.Unlock()
	if complete {
		return d.lookAfterMissing(ctx, found, began)
	}
	return nil
}

// lookAfterMissing reads conversations that are open here and not at
// Intercom: closed without moving updated_at, deleted, or missed while the
// pages shifted.
func (d *Desk) lookAfterMissing(ctx context.Context, found map[api.ID]bool, began time.Time) error {
	ids, err := d.store.IDs(ctx, store.Select{Where: []store.Cond{{Field: store.FieldState, Values: []string{string(api.StateOpen)}}}})
	if err != nil {
		return d.disk(err)
	}
	left := 20 // the others in the next full read
	for _, id := range ids {
		if found[id] || left == 0 {
			continue
		}
		if c, err := d.store.Conversation(ctx, id, false); err != nil || c.HeadAt.After(began) {
			continue
		}
		left--
		if err := d.roomForReads(ctx); err != nil {
			return err
		}
		if _, err := d.get(ctx, id); err != nil && api.Kind(err) != api.KindNotFound {
			return err
		}
	}
	return nil
}
