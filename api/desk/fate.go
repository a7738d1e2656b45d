package desk

import (
	"context"
	"errors"
	"time"

	"parley/api"
	"parley/api/store"
)

// sent records that an entry was carried out. The conversation is stored
// before: whoever hears that the reply is sent finds it there. If the program
// ends between the two, the entry is found sending, and looked for.
func (d *Desk) sent(ctx context.Context, e store.Entry, c *api.Conversation) {
	if c != nil {
		_ = d.keep(ctx, store.FromMutation, c) // said in the status; read again by the sync
	} else {
		d.sender.noteBare(e.ID)
	}
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntrySending) {
			return errMoved
		}
		d.settle(ch, EntrySent, "")
		ch.DropDraft()
		if c != nil && ch.Kind == string(ActReply) {
			return d.findPart(ch, c)
		}
		return nil
	})
	d.sender.setRefused(false)
	if c == nil {
		// The answer was cut, or the call returns no conversation.
		var err error
		if c, err = d.get(ctx, e.ConversationID); err != nil {
			d.lead().sync.wanted(e.ConversationID)
			return
		}
		d.followUp(ctx, e, c)
	}
	d.rebase(ctx, c)
}

// followUp gives a sent reply its part when the answer did not.
func (d *Desk) followUp(ctx context.Context, e store.Entry, c *api.Conversation) {
	row, err := d.store.Entry(ctx, e.ID)
	if err != nil || row.Kind != string(ActReply) || row.PartID != "" {
		return
	}
	_, _ = d.change(ctx, e.ID, func(ch *store.Change) error { // without its part it is sent all the same
		if ch.State != string(EntrySent) || ch.PartID != "" {
			return errMoved
		}
		return d.findPart(ch, c)
	})
}

// rebase tells the entries that wait in a conversation what our own call
// changed, so that it does not look to them like somebody else's doing.
func (d *Desk) rebase(ctx context.Context, c *api.Conversation) {
	rows, err := d.store.Unsettled(ctx)
	if d.disk(err) != nil {
		return
	}
	for _, r := range rows {
		if r.ConversationID != c.ID || r.State != string(EntryQueued) {
			continue
		}
		_, _ = d.change(ctx, r.ID, func(ch *store.Change) error { // at worst the agent is asked
			if ch.State != string(EntryQueued) {
				return errMoved
			}
			p, err := decodePayload(ch.Entry)
			if err != nil {
				return err
			}
			m := decodeMemo(ch.Entry)
			m.base(c, p.Change)
			ch.Memo = encode(m)
			return nil
		})
	}
}

// notSent records that an entry was certainly not carried out. What passes
// by itself is tried again; what does not goes back to the agent.
func (d *Desk) notSent(e store.Entry, err error, from EntryState) {
	if d.sender.ctx.Err() != nil && from == EntryQueued {
		return // the desk closes: it stays queued
	}
	d.sender.noteError(e.ID, err)
	p, decodeErr := decodePayload(e)
	kind := api.Kind(err)
	var at time.Time
	switch {
	case decodeErr != nil:
	case kind == api.KindRateLimited:
		at = retryAt(err, d.now())
		d.sender.hold(at.Sub(d.now()))
		if p.Once && d.tooLong(e, at) {
			at = time.Time{}
		}
	case p.Once:
	case kind == api.KindNetwork, kind == api.KindCanceled, from == EntryQueued && transient(err):
		at = d.now().Add(backoff(e.Attempts))
	}
	if kind == api.KindUnauthorized {
		d.sender.setRefused(true)
	}
	sentence := withDetails(api.Sentence(err), err)
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(from) {
			return errMoved
		}
		if !at.IsZero() {
			ch.State, ch.NotBefore, ch.Error = string(EntryQueued), at, sentence
			if from == EntryQueued {
				ch.Attempts++ // so that the waits grow
			}
			return nil
		}
		d.settle(ch, EntryFailed, sentence)
		return d.giveBack(ch)
	})
}

// transient reports whether the failure of a read passes by itself.
func transient(err error) bool {
	return errors.Is(err, api.ErrServer) || errors.Is(err, context.DeadlineExceeded)
}

func retryAt(err error, now time.Time) time.Time {
	at := now.Add(10 * time.Second)
	if e, ok := errors.AsType[*api.RateLimitError](err); ok && !e.Reset.IsZero() {
		at = e.Reset
	} else if e, ok := errors.AsType[*api.Error](err); ok && !e.RetryAt.IsZero() {
		at = e.RetryAt
	}
	return at.Add(backoff(0) / 4)
}

// unknown records that nobody knows whether an entry was carried out.
func (d *Desk) unknown(e store.Entry, err error) {
	d.sender.noteError(e.ID, err)
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntrySending) {
			return errMoved
		}
		d.doubt(ch)
		return nil
	})
}

func (d *Desk) doubt(ch *store.Change) {
	ch.State, ch.Looks, ch.Owner = string(EntryUnknown), 0, d.store.Owner()
	ch.NotBefore = d.now().Add(d.looks[0])
	ch.Error = "It is not known whether this arrived. Parley is looking."
}

// recover takes over an entry whose program ended while it was sending.
func (d *Desk) recover(_ context.Context, e store.Entry) {
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntrySending) || ch.Owner != e.Owner {
			return errMoved
		}
		d.doubt(ch)
		ch.NotBefore = d.now()
		return nil
	})
}

// hold puts an entry before the agent.
func (d *Desk) hold(_ context.Context, e store.Entry, why string, parts []api.ID) {
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntryQueued) {
			return errMoved
		}
		m := decodeMemo(ch.Entry)
		m.New = parts
		ch.Memo = encode(m)
		ch.State, ch.Asking, ch.Error = string(EntryHeld), true, why
		return nil
	})
}

// later leaves an entry queued.
func (d *Desk) later(_ context.Context, e store.Entry, at time.Time, why string) {
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntryQueued) {
			return errMoved
		}
		ch.NotBefore, ch.Error = at, why
		return nil
	})
}

// record changes an entry, however long the disk refuses: what is known of a
// send must not be forgotten while the program runs. If it ends before, the
// entry is found sending, and looked for.
func (d *Desk) record(id int64, f func(*store.Change) error) {
	for n := 0; ; n++ {
		_, err := d.change(context.Background(), id, f)
		if err == nil || errors.Is(err, errMoved) || errors.Is(err, store.ErrNotFound) {
			return
		}
		d.log.Error("outbox entry not recorded", "entry", id, "error", err)
		if !pause(d.sender.ctx, backoff(n)) {
			return
		}
	}
}
