package desk

import (
	"context"
	"fmt"
	"time"

	"parley/api"
	"parley/api/store"
)

// metaHistory is the key of how far the past was read.
const metaHistory = "history"

// history is how far the past was read.
type history struct {
	Since    int64     // everything that changed after it is held, if Complete
	At       time.Time // when that was so
	Complete bool
	Total    int64 // if not: how many there are at Intercom
}

const (
	// maxHistory is how many conversations are read for the board at once.
	maxHistory = 3000
	// historyEvery is how old what was read may be.
	historyEvery = time.Minute
)

// ReadBoard reads from Intercom what the board is made of and is not in step:
// names, all open and snoozed conversations, and those that changed within
// BoardDays, the newest first, some thousands of them at most. What was read
// before is not read again. Of a team's agents it is read once for all.
func (d *Desk) ReadBoard(ctx context.Context) error {
	if d.o.Team != nil {
		return d.o.Team.ReadBoard(ctx)
	}
	if err := d.introduce(ctx); err != nil {
		return err
	}
	d.sync.mu.Lock()
	kept := d.sync.primed || !d.sync.fullAt.IsZero() // the sync loop reads what is open
	d.sync.mu.Unlock()
	if !kept {
		if err := d.fullSync(ctx); err != nil {
			return err
		}
	}
	if err := d.readSnoozed(ctx); err != nil {
		return err
	}
	if err := d.readHistory(ctx); err != nil {
		return err
	}
	if !kept {
		d.justSynced()
	}
	d.saveSync()
	d.countSoon()
	return nil
}

// readSnoozed reads all snoozed conversations, unless that was done.
func (d *Desk) readSnoozed(ctx context.Context) error {
	v := d.view("snoozed")
	d.mu.RLock()
	s := d.s.synced[v.ID]
	d.mu.RUnlock()
	if s.Complete && d.now().Sub(s.At) < historyEvery {
		return nil
	}
	complete, total, err := d.readAll(ctx, api.Where("state", api.Equal, string(api.StateSnoozed)))
	if err != nil {
		return fmt.Errorf("read the snoozed conversations: %w", err)
	}
	d.setViewSync(v.ID, viewSync{At: d.now(), Total: total, Complete: complete})
	return nil
}

// readHistory reads what changed within the days of the board. Where that was
// done before, it reads what changed since.
func (d *Desk) readHistory(ctx context.Context) error {
	now := d.now()
	want := boardDays(now)[0].Date.Add(-24 * time.Hour).Unix() // for whoever lives further west
	h := history{Since: want}
	var held history
	if d.recallMeta(ctx, metaHistory, &held) && held.Complete && held.Since <= want && !now.Before(held.At) {
		if now.Sub(held.At) < historyEvery {
			return nil
		}
		h.Since = held.Since
		want = d.serverTime(held.At).Add(-overlap).Unix()
	}
	complete, total, err := d.readAll(ctx, api.Where("updated_at", api.Greater, want-1))
	if err != nil {
		return fmt.Errorf("read what changed within %d days: %w", BoardDays, err)
	}
	h.At, h.Complete, h.Total = now, complete, total
	d.saveMeta(ctx, metaHistory, h)
	if complete { // today is among it
		d.setViewSync("closed", viewSync{At: now, Total: -1, Complete: true})
	}
	return nil
}

// readAll reads the conversations that fulfil a filter, the newest change
// first. It reports whether all were read, and how many there are, -1 when
// Intercom did not say.
func (d *Desk) readAll(ctx context.Context, filter api.Filter) (complete bool, total int64, err error) {
	req := api.SearchRequest{Query: filter, SortField: "updated_at", PerPage: 150}
	total = -1
	for read := 0; read < maxHistory; {
		if err := d.roomForReads(ctx); err != nil {
			return false, total, err
		}
		page, err := d.search(ctx, req)
		if err != nil {
			return false, total, err
		}
		if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
			return false, total, err
		}
		if n, known := page.TotalCount.Get(); known {
			total = n
		}
		if page.Next == "" || len(page.Items) == 0 {
			return true, total, nil
		}
		read += len(page.Items)
		req.StartingAfter = page.Next
	}
	return false, total, nil
}
