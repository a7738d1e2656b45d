package desk

import (
	"context"
	"time"

	"parley/api"
	"parley/api/store"
)

// maxNews is how many customers' messages of one round are told one by one.
const maxNews = 5

// noticed tells of customers' messages that came from outside.
func (s *syncer) noticed(d *Desk, from store.Origin, changed []store.Changed) {
	s.mu.Lock()
	primed, began := s.primed, s.began
	s.mu.Unlock()
	if !primed || from == store.FromMutation {
		return
	}
	told := 0
	for _, c := range changed {
		if told == maxNews || !d.isNews(c, began) {
			continue
		}
		held, err := d.store.Conversation(d.life, c.ID, false)
		if err != nil || held.State == api.StateClosed {
			continue
		}
		if !d.tellOf(held.AdminAssigneeID, CustomerWrote{ID: c.ID, Contact: held.Label, Preview: held.Preview}) {
			continue // a teammate's
		}
		told++
		if from == store.FromSearch {
			s.mu.Lock()
			s.want[c.ID] = true // its words are not in a search's answer
			s.mu.Unlock()
		}
	}
}

// isNews reports whether the contact wrote since the program began, and since
// Intercom last said anything of the conversation. A message that is only
// read for the first time is none: a search brings old conversations, and
// parts tell of messages that a search's answer does not.
func (d *Desk) isNews(c store.Changed, began time.Time) bool {
	if c.ContactAt <= c.ContactBefore || c.ContactAt < began.Unix() {
		return false
	}
	last := d.now() // of what is new here, only what was written just now
	if c.HeadBefore > 0 {
		last = time.Unix(c.HeadBefore, 0)
	}
	return c.ContactAt >= d.serverTime(last).Add(-overlap).Unix() || last.After(d.now())
}

// savedSync is what is kept of the sync between starts.
type savedSync struct {
	Watermark int64
	SyncedAt  time.Time
	Views     map[string]viewSync
	Counts    map[string]api.Number
	Queue     Queue
}

func (d *Desk) recallSync(ctx context.Context) {
	if d.o.Team != nil {
		d.s.views = d.listViews()
		d.takeCounts(d.s.views)
		return
	}
	var saved savedSync
	if !d.recallMeta(ctx, metaSync, &saved) {
		return
	}
	d.sync.watermark = saved.Watermark
	d.s.syncedAt = saved.SyncedAt
	if saved.Views != nil {
		d.s.synced = saved.Views
	}
	d.s.queue = saved.Queue
	d.s.views = d.listViews()
	for i, v := range d.s.views {
		d.s.views[i].Count = saved.Counts[v.ID]
	}
}

func (d *Desk) saveSync() {
	if d.o.Team != nil {
		return // it is kept of the team's
	}
	d.mu.RLock()
	saved := savedSync{SyncedAt: d.s.syncedAt, Views: d.s.synced, Queue: d.s.queue, Counts: map[string]api.Number{}}
	for _, v := range d.s.views {
		saved.Counts[v.ID] = v.Count
	}
	d.mu.RUnlock()
	d.sync.mu.Lock()
	saved.Watermark = d.sync.watermark
	d.sync.mu.Unlock()
	d.saveMeta(d.life, metaSync, saved)
}

// forgetSync begins anew: the cache was emptied.
func (d *Desk) forgetSync() {
	d.mu.Lock()
	d.s.synced, d.s.syncedAt = map[string]viewSync{}, time.Time{}
	d.mu.Unlock()
	d.sync.mu.Lock()
	d.sync.watermark, d.sync.primed, d.sync.fullAt = 0, false, time.Time{}
	d.sync.mu.Unlock()
}

// keepHouse removes what is too old.
func (d *Desk) keepHouse(ctx context.Context) {
	s := &d.sync
	s.mu.Lock()
	due := s.swept.IsZero() || time.Since(s.swept) > housekeeping
	if due {
		s.swept = time.Now()
	}
	s.mu.Unlock()
	if !due {
		return
	}
	open := map[api.ID]bool{}
	for _, d := range d.everyone() {
		for _, e := range d.Status().Outbox {
			open[e.ConversationID] = true
		}
		drafts, err := d.draftModes(ctx)
		if d.disk(err) != nil {
			return
		}
		for id := range drafts {
			open[id] = true
		}
	}
	n, err := d.store.Sweep(ctx, d.now().Add(-d.o.Retention), open)
	if d.disk(err) == nil && n > 0 {
		d.tell(ListChanged{})
		d.countSoon()
	}
}

// outsideEvery is how often other programs' commits are looked for.
const outsideEvery = time.Second

// watchOutside announces what another program on the same store changed.
func (d *Desk) watchOutside(ctx context.Context) {
	desk, cache, err := d.store.Outside(ctx)
	for pause(ctx, outsideEvery) {
		lastDesk, lastCache, lastErr := desk, cache, err
		if desk, cache, err = d.store.Outside(ctx); err != nil || lastErr != nil {
			continue
		}
		if desk != lastDesk {
			d.refreshOutbox(ctx)
			d.refreshDrafts(ctx)
			d.sender.poke()
			d.watch.announce(DraftsChanged{}, StatusChanged{}, ListChanged{})
		}
		if cache != lastCache {
			d.tell(ConversationChanged{}, ListChanged{})
			d.countSoon()
		}
	}
}
