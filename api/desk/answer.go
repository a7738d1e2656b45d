package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"parley/api"
	"parley/api/store"
)

// Undo takes back an entry, and with it all that was confirmed by the same
// step: what is queued does not leave, and its text is a draft again; an
// action that was carried out is followed by its opposite. It returns
// ErrTooLate when neither is possible.
func (d *Desk) Undo(ctx context.Context, entryID int64) (Entry, error) {
	row, err := d.store.Entry(ctx, entryID)
	if err != nil {
		return Entry{}, d.notFoundOr(err)
	}
	rows, err := d.store.Group(ctx, row.Group)
	if d.disk(err) != nil {
		return Entry{}, err
	}
	undone, back, err := d.undoStep(ctx, rows)
	if err != nil {
		return Entry{}, err
	}
	if len(back) > 0 {
		if _, err := d.addAll(ctx, back); err != nil {
			return Entry{}, err
		}
	}
	if undone == 0 && len(back) == 0 {
		return d.entry(ctx, row), ErrTooLate
	}
	row, err = d.store.Entry(ctx, entryID)
	return d.entry(ctx, row), d.disk(err)
}

// undoStep takes back what is queued of a step, the last first, and returns
// how many that were, and the opposites of what was carried out.
func (d *Desk) undoStep(ctx context.Context, rows []store.Entry) (undone int, back []store.NewEntry, err error) {
	for _, r := range slices.Backward(rows) {
		if r.State == string(EntryQueued) {
			_, err := d.change(ctx, r.ID, func(c *store.Change) error {
				if c.State != string(EntryQueued) {
					return ErrTooLate
				}
				d.settle(c, EntryUndone, "")
				return d.giveBack(c)
			})
			if err == nil {
				undone++
			} else if !errors.Is(err, ErrTooLate) {
				return undone, back, err
			}
			continue
		}
		if add, ok := d.opposite(ctx, r); ok {
			back = append(back, add)
		}
	}
	return undone, back, nil
}

// opposite makes the entry that undoes an action that was carried out, or is
// on its way: it waits for that one, as all of a conversation do.
func (d *Desk) opposite(ctx context.Context, r store.Entry) (store.NewEntry, bool) {
	p, err := decodePayload(r)
	left := r.State == string(EntrySent) || r.State == string(EntrySending)
	if err != nil || !left || r.Kind == string(ActReply) || p.UndoOf != 0 || d.readOnly() {
		return store.NewEntry{}, false
	}
	change, ok := inverse(p.Change, decodeMemo(r))
	if !ok || change.Kind == ActSnooze && !change.Until.After(d.now()) {
		return store.NewEntry{}, false
	}
	return d.newAction(ctx, r.ConversationID, change, payload{UndoOf: r.ID}, 0), true
}

// Resend answers an entry that asks: send it, although it may be there
// already, or although something was written meanwhile. A queued entry leaves
// at once.
func (d *Desk) Resend(ctx context.Context, entryID int64) (Entry, error) {
	if d.readOnly() {
		return Entry{}, ErrReadOnly
	}
	return d.answer(ctx, entryID, func(c *store.Change) error {
		m := decodeMemo(c.Entry)
		// What was shown with the question is seen, and not what stops it again.
		if n := len(m.New); n > 0 {
			m.Seen = m.New[n-1]
		}
		if conv, err := d.store.Conversation(ctx, c.ConversationID, false); err == nil {
			p, err := decodePayload(c.Entry)
			if err != nil {
				return err
			}
			m.base(conv.Conversation, p.Change)
		}
		m.New, m.Resent = nil, true
		c.Memo = encode(m)
		c.State, c.Asking, c.Error, c.NotBefore, c.Looks = string(EntryQueued), false, "", d.now(), 0
		c.Owner = d.store.Owner() // who was told to send it does so
		return nil
	})
}

// Keep answers an entry that asks: do not send it, its text is a draft again.
func (d *Desk) Keep(ctx context.Context, entryID int64) (Entry, error) {
	return d.answer(ctx, entryID, func(c *store.Change) error {
		d.settle(c, EntryDropped, "")
		return d.giveBack(c)
	})
}

// Discard answers an entry that asks: do not send it, and its text is not
// wanted. The journal keeps it.
func (d *Desk) Discard(ctx context.Context, entryID int64) (Entry, error) {
	return d.answer(ctx, entryID, func(c *store.Change) error {
		d.settle(c, EntryDropped, "")
		c.DropDraft()
		return nil
	})
}

// answer changes an entry that is not on its way.
func (d *Desk) answer(ctx context.Context, id int64, f func(*store.Change) error) (Entry, error) {
	row, err := d.change(ctx, id, func(c *store.Change) error {
		switch {
		case !c.SettledAt.IsZero():
			return fmt.Errorf("outbox entry %d: %w", id, ErrTooLate)
		case c.State == string(EntrySending):
			return fmt.Errorf("outbox entry %d: %w", id, ErrTooLate)
		}
		return f(c)
	})
	if err != nil {
		return Entry{}, d.notFoundOr(err)
	}
	return d.entry(ctx, row), nil
}

// change changes an entry, announces that, and wakes the sender.
func (d *Desk) change(ctx context.Context, id int64, f func(*store.Change) error) (store.Entry, error) {
	row, err := d.store.Change(ctx, id, f)
	if err != nil {
		return row, d.notFoundOr(err)
	}
	d.refreshOutbox(ctx)
	doubt := row.State == string(EntryUnknown) && row.Looks == 0
	if d.o.Fate != nil && (doubt || !row.SettledAt.IsZero()) {
		d.o.Fate(d.entry(ctx, row))
	}
	if !row.SettledAt.IsZero() && row.Kind == string(ActReply) {
		d.draftsChanged(ctx, row.ConversationID)
	}
	d.sender.poke()
	return row, nil
}

// notFoundOr passes on errors that say nothing of the disk.
func (d *Desk) notFoundOr(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, ErrTooLate) || errors.Is(err, errMoved) {
		return err
	}
	return d.disk(err)
}

// settle ends an entry.
func (d *Desk) settle(c *store.Change, s EntryState, why string) {
	c.State, c.Error, c.Asking, c.SettledAt = string(s), why, false, d.now()
}

// giveBack makes an entry's text a draft again, before what was begun since.
func (d *Desk) giveBack(c *store.Change) error {
	if c.Kind != string(ActReply) {
		return nil
	}
	p, err := decodePayload(c.Entry)
	if err != nil {
		return err
	}
	live, err := c.LiveDraft()
	if err != nil {
		return err
	}
	back := joinDrafts(p.Draft, live)
	back.UpdatedAt = d.now()
	body, err := json.Marshal(back)
	if err != nil {
		return err
	}
	c.RestoreDraft(body)
	return nil
}

// unseen returns what others wrote since the agent looked: messages by
// people, in the order in which they came.
func unseen(c *api.Conversation, m memo, me api.ID, ours map[api.ID]bool) []api.ID {
	after := -1
	known := map[api.ID]bool{}
	for _, id := range m.Known {
		known[id] = true
	}
	for i, p := range c.Parts.Items {
		if p.ID == m.Seen {
			after = i
		}
	}
	if m.Seen == "" && !m.HasParts {
		return nil // its messages were never held here: there is nothing to compare with
	}
	var out []api.ID
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		if i <= after || after < 0 && known[p.ID] {
			continue
		}
		if !p.Message() || p.Author.Bot() || ours[p.ID] || (p.Author.Type == "admin" && p.Author.ID == me) {
			continue
		}
		out = append(out, p.ID)
	}
	return out
}
