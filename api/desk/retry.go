package desk

import (
	"context"
	"slices"

	"parley/api"
	"parley/api/store"
)

// Retry sends an entry that asks, or that its program left behind, and waits
// for the outcome as SendNow does. One of unknown fate is looked for first,
// and when it is found it is not sent again. One that cannot leave now stays
// in the outbox.
func (d *Desk) Retry(ctx context.Context, id int64) (Entry, *api.Conversation, error) {
	if d.readOnly() {
		return Entry{}, nil, ErrReadOnly
	}
	row, err := d.store.Entry(ctx, id)
	if err != nil {
		return Entry{}, nil, d.notFoundOr(err)
	}
	sub := d.Subscribe()
	defer sub.Close()
	step, err := d.store.Group(ctx, row.Group)
	if d.disk(err) != nil {
		return Entry{}, nil, err
	}
	d.sender.adopt(id)
	for _, e := range step {
		if follows(e, id) {
			d.sender.adopt(e.ID)
		}
	}
	d.startSender()
	if EntryState(row.State) == EntryUnknown && row.Asking {
		if _, err := d.get(ctx, row.ConversationID); err != nil { // reading it settles what arrived: see noticed
			return d.entry(ctx, row), nil, err
		}
	}
	if row.SettledAt.IsZero() && !row.Asking && row.State != string(EntryQueued) {
		if row, err = d.await(ctx, sub, id); err != nil {
			return d.entry(context.WithoutCancel(ctx), row), nil, err
		}
	} else if row, err = d.store.Entry(ctx, id); err != nil {
		return Entry{}, nil, d.notFoundOr(err)
	}
	if row.State != string(EntrySent) {
		if err := d.blocked(ctx, row.ConversationID, id); err != nil {
			return d.entry(ctx, row), nil, err
		}
		if e, err := d.Resend(ctx, id); err != nil {
			return e, nil, err
		}
		if row, err = d.await(ctx, sub, id); err != nil {
			return d.entry(context.WithoutCancel(ctx), row), nil, err
		}
	}
	for _, e := range step {
		if !follows(e, id) || row.State != string(EntrySent) {
			continue
		}
		if _, err := d.await(ctx, sub, e.ID); err != nil {
			break // the reply is sent all the same
		}
	}
	return d.outcome(ctx, row)
}

// follows reports whether a row of a step waits for another, or for one that
// does.
func follows(e store.Entry, id int64) bool { return e.After != 0 && e.ID > id }

// Withdraw takes back an entry that has not left, and its text is a draft
// again. It returns ErrTooLate when it has left.
func (d *Desk) Withdraw(ctx context.Context, id int64) (Entry, error) {
	return d.answer(context.WithoutCancel(ctx), id, func(c *store.Change) error {
		if c.State != string(EntryQueued) {
			return ErrTooLate
		}
		d.settle(c, EntryUndone, "")
		return d.giveBack(c)
	})
}

// AddDraft keeps a draft after what was begun in the same conversation and
// mode, and returns what is kept now.
func (d *Desk) AddDraft(ctx context.Context, dr Draft) (Draft, error) {
	live, ok, err := d.Draft(ctx, dr.ConversationID, dr.Mode)
	if err != nil {
		return Draft{}, err
	}
	if ok {
		dr = joinDrafts(live, encode(dr))
	}
	dr.UpdatedAt = d.now()
	return dr, d.SaveDraft(ctx, dr)
}

// Entry returns one entry, settled or not; ErrNoEntry when there is none.
func (d *Desk) Entry(ctx context.Context, id int64) (Entry, error) {
	row, err := d.store.Entry(ctx, id)
	if err != nil {
		return Entry{}, d.notFoundOr(err)
	}
	return d.entry(ctx, row), nil
}

// Step returns all entries that were confirmed by one step, oldest first.
func (d *Desk) Step(ctx context.Context, group int64) ([]Entry, error) {
	rows, err := d.store.Group(ctx, group)
	return d.entries(ctx, rows), d.disk(err)
}

// Reason returns the error of an entry's last attempt in this program, nil
// when it had none.
func (d *Desk) Reason(id int64) error { return d.sender.lastError(id) }

// adopt has an entry worked on although another program queued it.
func (s *sender) adopt(id int64) {
	s.mu.Lock()
	s.adopted = append(s.adopted, id)
	s.mu.Unlock()
	s.poke()
}

func (s *sender) isAdopted(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.adopted, id)
}
