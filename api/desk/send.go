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
	wire := p.reply(r.Mode, "1", files) // who acts may not be known yet
	if err := wire.Validate(d.client.Version()); err != nil {
		return store.NewEntry{}, err
	}
	entry := store.NewEntry{
		Entry: store.Entry{
			ConversationID: r.ConversationID, Kind: string(ActReply), Mode: string(r.Mode),
			Payload: encode(p), Memo: encode(m), CreatedAt: now, NotBefore: now.Add(r.Undo),
		},
		Files: files,
	}
	if !r.Apart {
		entry.Draft = encode(r.Draft)
	}
	return entry, nil
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
