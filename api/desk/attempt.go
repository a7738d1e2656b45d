package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"parley/api"
	"parley/api/store"
)

// errMoved says that an entry is not any more what it was when work on it
// began: it was taken back, or another program works on it.
var errMoved = errors.New("the entry changed meanwhile")

// freshFor is for how long an action is carried out without looking whether
// the conversation changed. A reply is never sent without looking, and no
// action on a conversation that is not held: undo must know how it was.
const freshFor = 30 * time.Second

// attempt sends a queued entry: it looks whether the conversation is as the
// agent saw it, claims the entry, makes the call once, and records its fate.
func (d *Desk) attempt(ctx context.Context, e store.Entry) {
	p, err := decodePayload(e)
	if err != nil {
		d.hold(ctx, e, "This entry cannot be read. Discard it.", nil)
		return
	}
	if err := d.confirmIdentity(ctx); err != nil {
		d.notSent(e, err, EntryQueued)
		return
	}
	admin := p.AdminID
	if admin == "" {
		admin = d.adminID()
	}
	if !d.sameWorkspace(p) {
		d.hold(ctx, e, "It was written for another workspace. Keep it as a draft, or discard it.", nil)
		return
	}
	m := decodeMemo(e)
	if e.Kind == string(ActReply) || !m.HasBase || e.Attempts > 0 || d.now().Sub(e.NotBefore) > freshFor || d.now().Before(e.CreatedAt) {
		c, err := d.get(ctx, e.ConversationID)
		if err != nil {
			d.notSent(e, err, EntryQueued)
			return
		}
		if why, parts := d.conflict(ctx, e, p, m, c, admin); why != "" {
			d.hold(ctx, e, why, parts)
			return
		}
		m.Known, m.HasParts = partIDs(c), true
		m.base(c, p.Change)
	}
	files, err := d.store.Files(ctx, e.ID)
	if d.disk(err) != nil {
		d.later(ctx, e, d.now().Add(backoff(e.Attempts)), store.Sentence(err))
		return
	}
	m.ServerAt = d.serverTime(d.now()).Unix()
	m.New = nil
	claimed, ok, err := d.store.Claim(ctx, e, encode(m))
	if d.disk(err) != nil || !ok {
		return // another works on it, or the disk will be tried again
	}
	d.refreshOutbox(ctx)
	d.call(ctx, claimed, p, admin, files)
}

// call makes the call of a claimed entry and records what became of it.
func (d *Desk) call(ctx context.Context, e store.Entry, p payload, admin api.ID, files []store.File) {
	var c *api.Conversation
	var err error
	if e.Kind == string(ActReply) {
		c, err = d.client.Conversations.Reply(ctx, e.ConversationID, p.reply(Mode(e.Mode), admin, files))
	} else {
		c, err = d.perform(ctx, e.ConversationID, p.Change, admin)
	}
	d.setOnline(err)
	switch api.FateOf(err) {
	case api.Posted:
		d.sent(ctx, e, c)
	case api.NotPosted:
		d.notSent(e, err, EntrySending)
	default:
		d.unknown(e, err)
	}
}

// conflict says what happened since the agent confirmed, "" when nothing
// did, and which parts are new.
func (d *Desk) conflict(ctx context.Context, e store.Entry, p payload, m memo, c *api.Conversation, admin api.ID) (string, []api.ID) {
	if p.Unguarded || p.UndoOf != 0 {
		return "", nil
	}
	ours, err := d.ourParts(ctx, e.ConversationID)
	if d.disk(err) != nil {
		return "", nil
	}
	own, err := d.store.SentSince(ctx, e.ConversationID, e.CreatedAt.Add(-freshFor))
	if d.disk(err) != nil {
		return "", nil
	}
	for _, o := range own {
		m.follow(o, c)
	}
	parts := unseen(c, m, admin, ours)
	if e.Kind != string(ActReply) && p.Change.Kind != ActClose && p.Change.Kind != ActSnooze {
		parts = nil // what was written does not bear on it
	}
	var what []string
	if n := len(parts); n == 1 {
		what = append(what, "a new message arrived")
	} else if n > 1 {
		what = append(what, fmt.Sprintf("%d new messages arrived", n))
	}
	if m.HasBase && p.Change.Kind != ActRead && p.Change.Kind != ActUnread {
		what = append(what, d.stateConflict(p, m, c)...)
	}
	if len(what) == 0 {
		return "", nil
	}
	return "Not sent yet, since " + strings.Join(what, " and ") + ". Look at it, then send it, keep it as a draft, or discard it.", parts
}

// follow takes into account what the outbox itself did to the conversation
// at about the time when the entry was confirmed: it was under way then, and
// the agent knew.
func (m *memo) follow(own store.Entry, c *api.Conversation) {
	p, err := decodePayload(own)
	if err != nil {
		return
	}
	switch p.Change.Kind {
	case ActClose, ActOpen, ActSnooze:
		if p.Change.done(c) {
			m.State = c.State
		}
	case ActAssign:
		if p.Change.done(c) && !p.Change.Team {
			m.Admin = c.AdminAssigneeID
		}
		if c.State == api.StateOpen { // assigning reopens
			m.State = c.State
		}
	case "": // a reply reopens, and may assign what was nobody's
		m.State = c.State
		if m.Admin == "" {
			m.Admin = c.AdminAssigneeID
		}
	}
}

// stateConflict says who changed what the agent had before their eyes.
func (d *Desk) stateConflict(p payload, m memo, c *api.Conversation) []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var what []string
	if c.State != m.State && (p.Change.Kind == "" || !p.Change.done(c)) {
		switch c.State {
		case api.StateClosed:
			what = append(what, "the conversation was closed")
		case api.StateSnoozed:
			what = append(what, "the conversation was snoozed")
		case api.StateOpen:
			if p.Change.Kind != ActOpen && p.Draft.Mode == "" {
				what = append(what, "the conversation was reopened")
			}
		}
	}
	if c.AdminAssigneeID != m.Admin && (p.Change.Kind != ActAssign || !p.Change.done(c)) {
		if name := d.adminName(c.AdminAssigneeID); name != "" {
			what = append(what, "it was assigned to "+name)
		} else {
			what = append(what, "it was unassigned")
		}
	}
	return what
}

// ourParts are the parts that the outbox itself made.
func (d *Desk) ourParts(ctx context.Context, id api.ID) (map[api.ID]bool, error) {
	ids, err := d.store.SentParts(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make(map[api.ID]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

func (d *Desk) sameWorkspace(p payload) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	now := d.s.identity.App.IDCode
	return p.Workspace == "" || now == "" || p.Workspace == now
}

func partIDs(c *api.Conversation) []api.ID {
	out := make([]api.ID, len(c.Parts.Items))
	for i := range c.Parts.Items {
		out[i] = c.Parts.Items[i].ID
	}
	return out
}
