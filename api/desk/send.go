package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/api"
	"parley/api/store"
)

// Send commits a reply to the outbox and returns its entry. When it returns
// without an error the reply is on the disk and will be sent, once, after its
// undo window; with an error nothing was taken over and the draft is as it
// was.
func (d *Desk) Send(ctx context.Context, r Reply) (Entry, error) {
	entry, err := d.newReply(ctx, r)
	if err != nil {
		return Entry{}, err
	}
	adds := []store.NewEntry{entry}
	adds = append(adds, d.thenActions(ctx, r, payload{})...)
	return d.add(ctx, r.ConversationID, adds)
}

// thenActions makes the actions that wait until the reply is posted.
func (d *Desk) thenActions(ctx context.Context, r Reply, p payload) []store.NewEntry {
	var out []store.NewEntry
	for _, c := range r.Then {
		then := d.newAction(ctx, r.ConversationID, c, p, r.Undo)
		then.Then = true
		out = append(out, then)
	}
	return out
}

func (d *Desk) add(ctx context.Context, id api.ID, adds []store.NewEntry) (Entry, error) {
	d.mu.RLock()
	done := d.done
	d.mu.RUnlock()
	if done {
		return Entry{}, ErrClosed
	}
	rows, err := d.store.Add(ctx, adds...)
	if err := d.disk(err); err != nil {
		return Entry{}, err
	}
	d.refreshOutbox(ctx)
	d.draftsChanged(ctx, id)
	d.sender.poke()
	return d.entry(ctx, rows[0]), nil
}

// SendNow sends a reply at once and waits until it is known what became of
// it, or ctx ends. It returns the conversation as Intercom returned it. The
// error is why it was not sent; with api.Unknown as its fate the entry stays
// in the outbox and is looked for. A reply that cannot leave because the
// network is down is given back as a draft, not kept for later.
func (d *Desk) SendNow(ctx context.Context, r Reply) (Entry, *api.Conversation, error) {
	r.Undo = 0
	entry, err := d.newReply(ctx, r)
	if err != nil {
		return Entry{}, nil, err
	}
	adds := []store.NewEntry{entry}
	adds = append(adds, d.thenActions(ctx, r, payload{Once: true})...)
	return d.addAndWait(ctx, adds, r.ConversationID)
}

// addAndWait adds entries and waits for the last of them.
func (d *Desk) addAndWait(ctx context.Context, adds []store.NewEntry, id api.ID) (Entry, *api.Conversation, error) {
	for i := range adds {
		p, err := decodePayload(adds[i].Entry)
		if err != nil {
			return Entry{}, nil, err
		}
		p.Once = true
		adds[i].Payload = encode(p)
	}
	sub := d.Subscribe()
	defer sub.Close()
	d.startSender()
	first, err := d.add(ctx, id, adds)
	if err != nil {
		return Entry{}, nil, err
	}
	for {
		rows, err := d.store.Group(context.WithoutCancel(ctx), first.Group)
		if err != nil {
			return first, nil, d.disk(err)
		}
		if nothingMore(rows) {
			return d.outcome(ctx, rows[0])
		}
		if _, err := sub.Next(ctx); err != nil {
			return d.entry(context.WithoutCancel(ctx), rows[0]), nil, err
		}
	}
}

// nothingMore reports whether waiting for entries that follow each other
// brings nothing more.
func nothingMore(rows []store.Entry) bool {
	for _, r := range rows {
		if !decided(r) {
			return false
		}
		if r.SettledAt.IsZero() {
			break // it asks, and the others wait for the answer
		}
	}
	return len(rows) > 0
}

// decided reports whether waiting brings nothing more.
func decided(e store.Entry) bool {
	return !e.SettledAt.IsZero() || e.Asking || e.State == string(EntryHeld)
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
	if entry.PartID == "" {
		// The answer did not show it; it is sent all the same.
		if c, err := d.get(ctx, e.ConversationID); err == nil {
			d.followUp(ctx, e, c)
		}
		if row, err := d.store.Entry(ctx, e.ID); err == nil {
			entry = d.entry(ctx, row)
		}
	}
	c, err := d.store.Conversation(ctx, e.ConversationID, true)
	if err != nil {
		return entry, nil, nil // only the copy is missing
	}
	return entry, c.Conversation, nil
}

// newReply checks a reply and makes its outbox row.
func (d *Desk) newReply(ctx context.Context, r Reply) (store.NewEntry, error) {
	if d.readOnly() {
		return store.NewEntry{}, ErrReadOnly
	}
	files, err := readFiles(r.Attachments)
	if err != nil {
		return store.NewEntry{}, err
	}
	now := d.now()
	if r.UpdatedAt.IsZero() {
		r.UpdatedAt = now
	}
	p := payload{
		Draft: r.Draft, HTML: r.HTML, Email: r.Email, UserID: r.UserID,
		Undo: r.Undo > 0, Unguarded: r.Unguarded,
	}
	d.sign(&p)
	m := d.remember(ctx, r.ConversationID, ActionChange{})
	if p.Draft.ContactID == "" && p.Email == "" && p.UserID == "" && r.Mode == ModeContact {
		if p.Draft.ContactID, err = d.onlyContact(ctx, r.ConversationID); err != nil {
			return store.NewEntry{}, err
		}
	}
	wire := p.reply(Mode(r.Mode), "1", files) // who acts may not be known yet
	if err := wire.Validate(d.client.Version()); err != nil {
		return store.NewEntry{}, err
	}
	return store.NewEntry{
		Entry: store.Entry{
			ConversationID: r.ConversationID, Kind: string(ActReply), Mode: string(r.Mode),
			Payload: encode(p), Memo: encode(m), CreatedAt: now, NotBefore: now.Add(r.Undo),
		},
		Files: files, Draft: encode(r.Draft),
	}, nil
}

// sign says who acts, as far as that is known.
func (d *Desk) sign(p *payload) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	p.AdminID = d.s.admin
	p.Workspace = d.s.identity.App.IDCode
}

// reply is what goes over the wire.
func (p *payload) reply(mode Mode, admin api.ID, files []store.File) api.Reply {
	if p.AdminID != "" {
		admin = p.AdminID
	}
	w := api.Reply{As: api.AsAdmin, Body: p.HTML, AdminID: admin, AttachmentURLs: p.Draft.AttachmentURLs}
	switch mode {
	case ModeNote:
		w.As = api.AsNote
	case ModeContact:
		w.As, w.AdminID = api.AsContact, ""
		w.IntercomUserID, w.Email, w.UserID = p.Draft.ContactID, p.Email, p.UserID
	}
	for _, f := range files {
		w.AttachmentFiles = append(w.AttachmentFiles, api.File{ContentType: f.ContentType, Name: f.Name, Data: f.Data})
	}
	return w
}

// remember notes what the agent could know at this moment.
func (d *Desk) remember(ctx context.Context, id api.ID, change ActionChange) memo {
	var m memo
	c, err := d.store.Conversation(ctx, id, false)
	if err != nil {
		return m // nothing is held: nothing is known
	}
	m.base(c.Conversation, change)
	m.HasParts = !c.FullAt.IsZero()
	if m.Known, err = d.store.PartIDs(ctx, id); err != nil {
		return m
	}
	if m.Seen, err = d.store.Seen(ctx, id); err != nil || m.Seen == "" {
		if n := len(m.Known); n > 0 {
			m.Seen = m.Known[n-1]
		}
	}
	return m
}

// base notes the state of the conversation that a change is meant for.
func (m *memo) base(c *api.Conversation, change ActionChange) {
	m.HasBase = true
	m.State, m.Admin, m.Team, m.Read = c.State, c.AdminAssigneeID, c.TeamAssigneeID, c.Read
	m.Snoozed = 0
	if !c.SnoozedUntil.IsZero() {
		m.Snoozed = c.SnoozedUntil.Unix()
	}
	m.Tagged = hasTag(c, change.Tag)
}

func hasTag(c *api.Conversation, tag api.ID) bool {
	return slices.ContainsFunc(c.Tags.Items, func(t api.Tag) bool { return t.ID == tag })
}

// onlyContact finds on whose behalf a reply is when nobody was named.
func (d *Desk) onlyContact(ctx context.Context, id api.ID) (api.ID, error) {
	c, err := d.store.Conversation(ctx, id, false)
	if errors.Is(err, store.ErrNotFound) {
		return "", &api.FieldError{Field: "intercom_user_id", Problem: "is missing: the conversation is not held, so its contact is not known"}
	}
	if err != nil {
		return "", d.disk(err)
	}
	if n := len(c.Contacts.Items); n > 1 {
		return "", &api.FieldError{Field: "intercom_user_id", Problem: fmt.Sprintf("is missing: the conversation has %d contacts", n)}
	}
	if contact := contactID(c.Conversation); contact != "" {
		return contact, nil
	}
	return "", &api.FieldError{Field: "intercom_user_id", Problem: "is missing: the conversation has no contact"}
}

// newAction makes the outbox row of one change to one conversation.
func (d *Desk) newAction(ctx context.Context, id api.ID, change ActionChange, p payload, delay time.Duration) store.NewEntry {
	p.Change = change
	p.Undo = delay > 0
	d.sign(&p)
	now := d.now()
	return store.NewEntry{Entry: store.Entry{
		ConversationID: id, Kind: string(change.Kind), Payload: encode(p), Memo: encode(d.remember(ctx, id, change)),
		CreatedAt: now, NotBefore: now.Add(delay),
	}}
}
