package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/api"
	"parley/api/store"
)

// Open returns a conversation with its parts from what is held, and
// ErrNotHeld when its parts were never read.
func (d *Desk) Open(ctx context.Context, id api.ID) (Thread, error) {
	c, err := d.store.Conversation(ctx, id, true)
	if errors.Is(err, store.ErrNotFound) || err == nil && !c.Parts.Known {
		return Thread{}, fmt.Errorf("conversation %s: %w", id, ErrNotHeld)
	}
	if err != nil {
		return Thread{}, d.disk(err)
	}
	t := Thread{Conversation: c.Conversation, Gone: c.Gone, FetchedAt: c.FullAt}
	if t.SeenPart, err = d.store.Seen(ctx, id); err != nil {
		return Thread{}, d.disk(err)
	}
	t.SeenPart = afterOwn(c.Parts.Items, t.SeenPart, d.adminID())
	if contact := contactID(c.Conversation); contact != "" {
		k, err := d.store.Contact(ctx, contact)
		switch {
		case err == nil && k.Gone:
			t.Gone = true
		case err == nil:
			t.Contact = k.Contact
		case !errors.Is(err, store.ErrNotFound):
			return Thread{}, d.disk(err)
		}
	}
	for _, e := range d.Status().Outbox {
		if e.ConversationID == id {
			t.Pending = append(t.Pending, e)
		}
	}
	return t, nil
}

// afterOwn returns the last of the parts that follow seen without a break and
// were made by admin, or else seen: what agents did themselves is not new to
// them.
func afterOwn(parts []api.Part, seen, admin api.ID) api.ID {
	i := slices.IndexFunc(parts, func(p api.Part) bool { return seen != "" && p.ID == seen })
	if i < 0 || admin == "" {
		return seen
	}
	for _, p := range parts[i+1:] {
		if p.Author.ID != admin {
			break
		}
		seen = p.ID
	}
	return seen
}

// Fetch reads a conversation from Intercom, and its contact when that was
// never read. A conversation that was deleted there is returned as held, with
// Gone set, together with the error.
func (d *Desk) Fetch(ctx context.Context, id api.ID) (Thread, error) {
	c, err := d.get(ctx, id)
	if err != nil {
		if t, heldErr := d.Open(ctx, id); heldErr == nil {
			return t, err
		}
		return Thread{}, err
	}
	if contact := contactID(c); contact != "" {
		if _, err := d.store.Contact(ctx, contact); errors.Is(err, store.ErrNotFound) {
			if _, err := d.fetchContact(ctx, contact); err != nil && api.Kind(err) != api.KindNotFound {
				d.log.Info("contact not read", "contact", contact, "error", err)
			}
		}
	}
	return d.Open(ctx, id)
}

// get reads a conversation and stores and announces it.
func (d *Desk) get(ctx context.Context, id api.ID) (*api.Conversation, error) {
	if err := d.foreign(); err != nil {
		return nil, err
	}
	c, err := d.client.Conversations.Get(ctx, id, nil)
	d.setOnline(err)
	if err != nil {
		if errors.Is(err, api.ErrNotFound) || errors.Is(err, api.ErrGone) {
			if err := d.disk(d.store.Forget(ctx, id)); err == nil {
				d.lead().tell(ConversationChanged{ID: id}, ListChanged{})
			}
		}
		return nil, fmt.Errorf("read conversation %s: %w", id, err)
	}
	return c, d.keep(ctx, store.FromRead, c)
}

// keep stores what Intercom said, announces what changed, and settles what
// it proves.
func (d *Desk) keep(ctx context.Context, from store.Origin, cs ...*api.Conversation) error {
	changed, err := d.store.Put(ctx, from, d.plain, cs...)
	if d.disk(err) != nil {
		return err
	}
	if from == store.FromRead {
		for _, c := range cs {
			d.sender.noticed(d, c)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	events := make([]Event, 0, len(changed)+1)
	for _, c := range changed {
		events = append(events, ConversationChanged{ID: c.ID})
	}
	lead := d.lead()
	lead.tell(append(events, ListChanged{})...)
	lead.sync.noticed(lead, from, changed)
	lead.countSoon()
	return nil
}

// Seen keeps which part is the newest that was on the agent's screen.
func (d *Desk) Seen(ctx context.Context, id, part api.ID) error {
	if part == "" {
		return nil
	}
	d.seeing.Lock()
	defer d.seeing.Unlock()
	old, err := d.store.Seen(ctx, id)
	if err == nil && old != part && !d.older(ctx, id, part, old) {
		err = d.store.SetSeen(ctx, id, part)
	}
	return d.disk(err)
}

// older reports whether a part comes before another one: what was seen stays
// seen, in whichever order it is told.
func (d *Desk) older(ctx context.Context, id, part, than api.ID) bool {
	if than == "" {
		return false
	}
	parts, err := d.store.PartIDs(ctx, id)
	if err != nil {
		return false
	}
	at := slices.Index(parts, part)
	return at >= 0 && slices.Index(parts, than) > at
}

// ContactOf returns the contact of a conversation: the held copy, else from
// Intercom. It is nil when the contact was deleted there.
func (d *Desk) ContactOf(ctx context.Context, id api.ID) (*api.Contact, error) {
	c, err := d.store.Conversation(ctx, id, false)
	if err != nil {
		return nil, err
	}
	contact := contactID(c.Conversation)
	if contact == "" {
		return nil, nil
	}
	k, err := d.store.Contact(ctx, contact)
	switch {
	case err == nil && k.Gone:
		return nil, nil
	case err == nil:
		return k.Contact, nil
	case !errors.Is(err, store.ErrNotFound):
		return nil, d.disk(err)
	}
	return d.fetchContact(ctx, contact)
}

func (d *Desk) fetchContact(ctx context.Context, id api.ID) (*api.Contact, error) {
	c, err := d.client.Contacts.Get(ctx, id)
	d.setOnline(err)
	var ids []api.ID
	switch {
	case errors.Is(err, api.ErrNotFound), errors.Is(err, api.ErrGone):
		ids, err = d.store.ContactGone(ctx, id)
	case err != nil:
		return nil, fmt.Errorf("read contact %s: %w", id, err)
	default:
		ids, err = d.store.PutContact(ctx, c)
	}
	if d.disk(err) != nil {
		return nil, err
	}
	for _, id := range ids {
		d.lead().tell(ConversationChanged{ID: id}, ListChanged{})
	}
	return c, nil
}

// Earlier returns the conversations of a contact that are held, newest first.
func (d *Desk) Earlier(ctx context.Context, contact api.ID) ([]Row, error) {
	ids, err := d.store.IDs(ctx, store.Select{
		Where: []store.Cond{{Field: store.FieldContact, Values: []string{string(contact)}}}, Limit: 50,
	})
	if d.disk(err) != nil {
		return nil, err
	}
	rows, err := d.rows(ctx, ids)
	return rows, d.disk(err)
}

func contactID(c *api.Conversation) api.ID {
	if len(c.Contacts.Items) > 0 {
		return c.Contacts.Items[0].ID
	}
	if c.Source.Author.Contact() {
		return c.Source.Author.ID
	}
	return ""
}
