package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parley/api"
	"parley/api/store"
)

// BlockedError says that a conversation has an older outbox entry that does
// not get on by itself: nothing overtakes it.
type BlockedError struct{ Entry Entry }

// Error says which entry is in the way.
func (e *BlockedError) Error() string {
	return fmt.Sprintf("outbox entry %d of conversation %s comes first", e.Entry.ID, e.Entry.ConversationID)
}

// Introduce asks Intercom who acts and for which workspace the token is; with
// names, for the names of teammates, teams and tags too. Programs that run for
// a moment call it before anything else; Start does so by itself.
func (d *Desk) Introduce(ctx context.Context, names bool) error {
	if names {
		return d.introduce(ctx)
	}
	if err := d.identify(ctx); err != nil {
		return err
	}
	d.sender.setRefused(false)
	return nil
}

// SendNow sends a reply at once and waits until it is known what became of
// it, or ctx ends. It returns the conversation as Intercom returned it, nil
// when that could not be read. The error is why it was not sent; with
// api.Unknown as its fate the entry stays in the outbox and is looked for. A
// reply that cannot leave because the network is down is given back as a
// draft, not kept for later. A *BlockedError says what is in the way.
func (d *Desk) SendNow(ctx context.Context, r Reply) (Entry, *api.Conversation, error) {
	r.Undo = 0
	entry, err := d.newReply(ctx, r)
	if err != nil {
		return Entry{}, nil, err
	}
	adds := []store.NewEntry{entry}
	adds = append(adds, d.thenActions(ctx, r, payload{})...)
	return d.addAndWait(ctx, adds, r.ConversationID)
}

// DoNow carries out changes to one conversation, in their order and as one
// step, and waits for the outcome as SendNow does. The entry is the first that
// was not carried out, else the last.
func (d *Desk) DoNow(ctx context.Context, id api.ID, changes ...ActionChange) (Entry, *api.Conversation, error) {
	var adds []store.NewEntry
	for _, c := range changes {
		more, err := d.newActions(ctx, Action{IDs: []api.ID{id}, ActionChange: c})
		if err != nil {
			return Entry{}, nil, err
		}
		adds = append(adds, more...)
	}
	return d.addAndWait(ctx, adds, id)
}

// addAndWait adds entries of one conversation and waits for them.
func (d *Desk) addAndWait(ctx context.Context, adds []store.NewEntry, id api.ID) (Entry, *api.Conversation, error) {
	for i := range adds {
		p, err := decodePayload(adds[i].Entry)
		if err != nil {
			return Entry{}, nil, err
		}
		p.Once = true
		adds[i].Payload = encode(p)
	}
	if err := d.blocked(ctx, id, 0); err != nil {
		return Entry{}, nil, err
	}
	sub := d.Subscribe()
	defer sub.Close()
	d.startSender()
	first, err := d.add(ctx, id, adds)
	if err != nil {
		return Entry{}, nil, err
	}
	var result store.Entry // the first that was not carried out, else the last
	for i := range adds {
		e, err := d.await(ctx, sub, first.ID+int64(i))
		if err != nil {
			return d.takeBack(ctx, first.ID, len(adds)), nil, err
		}
		if result.ID == 0 || result.State == string(EntrySent) && e.After == 0 {
			result = e // what follows a reply is the caller's to look at: the reply is sent
		}
		if e.SettledAt.IsZero() {
			if adds[len(adds)-1].Then {
				break // it follows when the reply is found, or sent again
			}
			d.takeBack(ctx, e.ID+1, len(adds)-1-i)
			break
		}
	}
	return d.outcome(ctx, result)
}

// takeBack withdraws what has not left of some entries, and returns the first.
func (d *Desk) takeBack(ctx context.Context, first int64, n int) Entry {
	for i := range n {
		_, _ = d.Withdraw(ctx, first+int64(i)) // what has left is on its way
	}
	e, err := d.Entry(context.WithoutCancel(ctx), first)
	if err != nil {
		e.ID = first
	}
	return e
}

// await waits until nothing more is to be expected of an entry, or ctx ends.
func (d *Desk) await(ctx context.Context, sub *Subscription, id int64) (store.Entry, error) {
	for {
		e, err := d.store.Entry(context.WithoutCancel(ctx), id)
		if err != nil {
			return store.Entry{ID: id}, d.disk(err)
		}
		if decided(e) || d.stalled(e) {
			return e, nil
		}
		if e.State == string(EntryQueued) {
			if err := d.blocked(ctx, e.ConversationID, id); err != nil {
				return e, err
			}
		}
		if err := d.next(ctx, sub, e); errors.Is(err, errNoLook) {
			return e, nil
		} else if err != nil {
			return e, err
		}
	}
}

// decided reports whether waiting brings nothing more.
func decided(e store.Entry) bool {
	return !e.SettledAt.IsZero() || e.Asking || e.State == string(EntryHeld)
}

// stalled reports whether an entry that was to leave now has to wait for
// longer than anybody sits before a command.
func (d *Desk) stalled(e store.Entry) bool {
	if e.State != string(EntryQueued) || e.Error == "" || d.o.Patience == 0 {
		return false
	}
	switch api.Kind(d.sender.lastError(e.ID)) {
	case api.KindNone, api.KindUnknownSent:
		return false
	case api.KindRateLimited:
		return e.NotBefore.Sub(d.now()) > d.o.Patience
	default:
		return true
	}
}

// next waits for the next events. An entry that cannot be looked for, because
// the network went down behind it, is waited for only so long: then it returns
// errNoLook.
func (d *Desk) next(ctx context.Context, sub *Subscription, e store.Entry) error {
	if e.State != string(EntryUnknown) || d.o.Patience == 0 {
		_, err := sub.Next(ctx)
		return err
	}
	left := e.AttemptAt.Add(d.looks[len(d.looks)-1] + d.o.Patience).Sub(d.now())
	bounded, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	_, err := sub.Next(bounded)
	if err != nil && ctx.Err() == nil && bounded.Err() != nil {
		return errNoLook
	}
	return err
}

// errNoLook says that an entry of unknown fate could not be looked for.
var errNoLook = errors.New("it could not be looked for")

// blocked returns a *BlockedError when a conversation has an entry that keeps
// those after it from leaving until somebody decides. Before is the id of the
// entry that waits, 0 for a new one.
func (d *Desk) blocked(ctx context.Context, id api.ID, before int64) error {
	rows, err := d.store.Unsettled(context.WithoutCancel(ctx))
	if d.disk(err) != nil {
		return err
	}
	for _, e := range rows {
		if e.ConversationID != id || before != 0 && e.ID >= before {
			continue
		}
		if decided(e) || !d.handles(e) && !d.store.Alive(e.Owner) {
			return &BlockedError{Entry: d.entry(ctx, e)}
		}
	}
	return nil
}

// handles reports whether this desk works on an entry.
func (d *Desk) handles(e store.Entry) bool {
	return !d.o.OwnOnly || e.Owner == d.store.Owner() || d.sender.isAdopted(e.ID)
}

func (d *Desk) outcome(ctx context.Context, e store.Entry) (Entry, *api.Conversation, error) {
	entry := d.entry(ctx, e)
	if entry.State != EntrySent {
		err := d.sender.lastError(e.ID)
		if err == nil {
			err = errors.New(entry.Error)
		}
		return entry, nil, err
	}
	if d.sender.isBare(e.ID) || entry.Kind == ActReply && entry.PartID == "" {
		// The answer did not show it; it is done all the same.
		c, err := d.get(ctx, e.ConversationID)
		if err != nil {
			return entry, nil, nil //nolint:nilerr // only the copy is missing
		}
		d.followUp(ctx, e, c)
		if row, err := d.store.Entry(ctx, e.ID); err == nil {
			entry = d.entry(ctx, row)
		}
	}
	c, err := d.store.Conversation(ctx, e.ConversationID, true)
	if err != nil {
		return entry, nil, nil //nolint:nilerr // only the copy is missing
	}
	return entry, c.Conversation, nil
}

// tooLong reports whether an entry that is not kept for later would have to
// wait for longer than the agent.
func (d *Desk) tooLong(e store.Entry, at time.Time) bool {
	return d.o.Patience > 0 && at.Sub(e.CreatedAt) > d.o.Patience
}

// noteBare notes that the answer to an entry held no conversation.
func (s *sender) noteBare(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.bare) > 1000 {
		clear(s.bare)
	}
	s.bare[id] = true
}

func (s *sender) isBare(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bare[id]
}
