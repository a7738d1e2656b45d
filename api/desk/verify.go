package desk

import (
	"context"
	"strings"
	"time"
	"unicode"

	"parley/api"
	"parley/api/store"
)

// lookAfter is when, after an attempt, the conversation is looked at for what
// may have arrived. One early look proves nothing: the server may still be
// working.
var lookAfter = []time.Duration{2 * time.Second, 10 * time.Second, 60 * time.Second}

const (
	// lookGap is the least time between two looks, after a time offline.
	lookGap = 8 * time.Second
	// serverSlack is how much earlier than the attempt a part may be dated.
	serverSlack = 2 * time.Minute
	// maxRepeats is how often an action, which unlike a reply may be repeated,
	// is tried again after its outcome was looked for in vain.
	maxRepeats = 3
)

// verify looks whether an entry of unknown fate arrived.
func (d *Desk) verify(ctx context.Context, e store.Entry) {
	c, err := d.get(ctx, e.ConversationID)
	if err != nil {
		d.lookFailed(e, err)
		return
	}
	// Reading it has settled the entry if it is there: see noticed.
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntryUnknown) || ch.Asking || ch.Looks != e.Looks {
			return errMoved
		}
		return d.notFound(ch, c)
	})
}

// notFound records a look that found nothing, and asks after the last.
func (d *Desk) notFound(ch *store.Change, c *api.Conversation) error {
	ch.Looks++
	ch.Owner = d.store.Owner()
	if ch.Kind != string(ActReply) && ch.Looks >= 2 && ch.Attempts < maxRepeats {
		ch.State, ch.NotBefore, ch.Error = string(EntryQueued), d.now(), ""
		return nil
	}
	if ch.Looks < len(d.looks) {
		next := ch.AttemptAt.Add(d.looks[ch.Looks])
		if soonest := d.now().Add(min(lookGap, d.looks[ch.Looks])); next.Before(soonest) {
			next = soonest
		}
		ch.NotBefore = next
		return nil
	}
	ch.Asking = true
	ch.Error = "It is not known whether this arrived: it is not in the conversation. Send it again, keep it as a draft, or discard it."
	m := decodeMemo(ch.Entry)
	ours := map[api.ID]bool{}
	m.New = unseen(c, m, "", ours)
	ch.Memo = encode(m)
	return nil
}

// lookFailed records that a look was not possible: it does not count.
func (d *Desk) lookFailed(e store.Entry, err error) {
	gone := api.Kind(err) == api.KindNotFound
	d.record(e.ID, func(ch *store.Change) error {
		if ch.State != string(EntryUnknown) || ch.Asking {
			return errMoved
		}
		if gone {
			ch.Asking = true
			ch.Error = "It is not known whether this arrived, and the conversation is gone. Keep it as a draft, or discard it."
			return nil
		}
		at := d.now().Add(backoff(2))
		if api.Kind(err) == api.KindRateLimited {
			at = retryAt(err, d.now())
		}
		ch.NotBefore = at
		return nil
	})
}

// noticed settles entries of unknown fate, also those that ask already, when
// a conversation that was just read shows that they arrived.
func (s *sender) noticed(d *Desk, c *api.Conversation) {
	for _, e := range d.Status().Outbox {
		if e.ConversationID != c.ID || e.State != EntryUnknown {
			continue
		}
		row, err := d.store.Entry(d.life, e.ID)
		if err != nil || !d.arrived(row, c) {
			continue
		}
		d.record(e.ID, func(ch *store.Change) error {
			if ch.State != string(EntryUnknown) {
				return errMoved
			}
			if ch.Kind == string(ActReply) {
				if err := d.findPart(ch, c); err != nil {
					return err
				}
				if ch.PartID == "" {
					return errMoved // another entry of the same text has that part
				}
			}
			d.settle(ch, EntrySent, "")
			ch.DropDraft()
			return nil
		})
	}
}

// arrived reports whether a conversation may show an entry carried out.
func (d *Desk) arrived(e store.Entry, c *api.Conversation) bool {
	p, err := decodePayload(e)
	if err != nil {
		return false
	}
	if e.Kind != string(ActReply) {
		return p.Change.done(c)
	}
	return len(d.candidates(e, p, c)) > 0
}

// findPart gives an entry the part that it became: of the parts that were
// not there before, by the same author, of the same kind and text, the first
// that no other entry has.
func (d *Desk) findPart(ch *store.Change, c *api.Conversation) error {
	p, err := decodePayload(ch.Entry)
	if err != nil {
		return err
	}
	for _, id := range d.candidates(ch.Entry, p, c) {
		taken, err := ch.Taken(id)
		if err != nil {
			return err
		}
		if !taken {
			ch.PartID = id
			return nil
		}
	}
	return nil
}

func (d *Desk) candidates(e store.Entry, p payload, c *api.Conversation) []api.ID {
	m := decodeMemo(e)
	known := make(map[api.ID]bool, len(m.Known))
	for _, id := range m.Known {
		known[id] = true
	}
	admin := p.AdminID
	if admin == "" {
		admin = d.adminID()
	}
	want := normal(d.plain(p.HTML))
	var out []api.ID
	for i := range c.Parts.Items {
		part := &c.Parts.Items[i]
		if known[part.ID] || !part.Message() || part.Internal() != (Mode(e.Mode) == ModeNote) {
			continue
		}
		if Mode(e.Mode) == ModeContact {
			if !part.Author.Contact() || (p.Draft.ContactID != "" && part.Author.ID != p.Draft.ContactID) {
				continue
			}
		} else if part.Author.ID != admin || part.Author.Contact() {
			continue
		}
		if m.ServerAt > 0 && !part.CreatedAt.IsZero() && part.CreatedAt.Unix() < m.ServerAt-int64(serverSlack/time.Second) {
			continue
		}
		if normal(d.plain(part.Body)) == want {
			out = append(out, part.ID)
		}
	}
	return out
}

// normal leaves of a text what survives a server: letters, digits and signs,
// without any space and in one case.
func normal(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cf) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
