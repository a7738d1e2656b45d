package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/api"
	"parley/api/store"
)

// payload is what an entry does. It never changes once it is confirmed.
type payload struct {
	Draft     Draft        `json:"draft,omitzero"` // replies: as it was confirmed
	HTML      string       `json:"html,omitempty"`
	Email     string       `json:"email,omitempty"`
	UserID    string       `json:"user_id,omitempty"`
	Change    ActionChange `json:"change,omitzero"`
	AdminID   api.ID       `json:"admin_id,omitempty"`
	Workspace string       `json:"workspace,omitempty"`
	Undo      bool         `json:"undo,omitempty"`      // there is a time to take it back
	Once      bool         `json:"once,omitempty"`      // not kept for later when the network is down
	Unguarded bool         `json:"unguarded,omitempty"` // sent whatever was written meanwhile
	UndoOf    int64        `json:"undo_of,omitempty"`   // it takes back that entry
}

// memo is what was known when.
type memo struct {
	Seen     api.ID   `json:"seen,omitempty"`      // newest part the agent knew when confirming
	Known    []api.ID `json:"known,omitempty"`     // parts that were there before the attempt
	HasParts bool     `json:"has_parts,omitempty"` // its parts were held, even if there were none
	HasBase  bool     `json:"has_base,omitempty"`
	State    api.State
	Admin    api.ID
	Team     api.ID
	Read     bool
	Snoozed  int64
	Tagged   bool     // the tag in question was there
	ServerAt int64    `json:"server_at,omitempty"` // the attempt, by the server's clock
	New      []api.ID `json:"new,omitempty"`       // held or asking: what was written meanwhile
	Resent   bool     `json:"resent,omitempty"`    // the agent chose to send again
	LookedAt int64    `json:"looked_at,omitempty"` // milliseconds
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil { // only unsupported types fail, and there are none
		return []byte("{}")
	}
	return b
}

func decodePayload(e store.Entry) (payload, error) {
	var p payload
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		return p, fmt.Errorf("read outbox entry %d: %w", e.ID, err)
	}
	return p, nil
}

func decodeMemo(e store.Entry) memo {
	var m memo
	_ = json.Unmarshal(e.Memo, &m) // what cannot be read is not known
	return m
}

// entry makes of a row what others see of it.
func (d *Desk) entry(ctx context.Context, e store.Entry) Entry {
	p, err := decodePayload(e)
	m := decodeMemo(e)
	out := Entry{
		ID: e.ID, Group: e.Group, ConversationID: e.ConversationID, Kind: ActionKind(e.Kind), Mode: Mode(e.Mode),
		State: EntryState(e.State), Text: p.Draft.Text, Change: p.Change, CreatedAt: e.CreatedAt, SettledAt: e.SettledAt,
		Attachments: p.Draft.Attachments, AttachmentURLs: p.Draft.AttachmentURLs,
		UndoOf: p.UndoOf, Asking: e.Asking, Attempts: e.Attempts, Error: e.Error, PartID: e.PartID,
	}
	if err != nil {
		out.Error = "This entry cannot be read. Discard it."
		out.Asking = e.SettledAt.IsZero()
	}
	if out.State == EntryQueued {
		out.NotBefore = e.NotBefore
		out.Undoable = true
	}
	if (out.State == EntrySent || out.State == EntrySending) && out.Kind != ActReply {
		_, out.Undoable = inverse(p.Change, m)
	}
	if e.SettledAt.IsZero() && len(m.New) > 0 {
		out.NewParts = d.partsOf(ctx, e.ConversationID, m.New)
	}
	return out
}

func (d *Desk) partsOf(ctx context.Context, id api.ID, parts []api.ID) []api.Part {
	c, err := d.store.Conversation(ctx, id, true)
	if err != nil {
		return nil
	}
	var out []api.Part
	for _, p := range c.Parts.Items {
		if slices.Contains(parts, p.ID) {
			out = append(out, p)
		}
	}
	return out
}

// readOutbox brings what is answered from memory in step with the outbox, and
// returns what it was and is. Of two who read at once the later one has the
// last word: what is settled must not come back.
func (d *Desk) readOutbox(ctx context.Context) (old, entries []Entry, err error) {
	d.reading.Lock()
	defer d.reading.Unlock()
	rows, err := d.store.Unsettled(ctx)
	if err != nil {
		return nil, nil, err
	}
	entries = make([]Entry, len(rows))
	for i, r := range rows {
		entries[i] = d.entry(ctx, r)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	old, d.s.outbox = d.s.outbox, entries
	return old, entries, nil
}

// refreshOutbox reads the unsettled entries again and announces those that
// changed.
func (d *Desk) refreshOutbox(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	old, entries, err := d.readOutbox(ctx)
	if d.disk(err) != nil {
		return
	}
	var events []Event
	for _, e := range entries {
		i := slices.IndexFunc(old, func(o Entry) bool { return o.ID == e.ID })
		if i < 0 || !sameEntry(old[i], e) {
			events = append(events, OutboxChanged{Entry: e})
		}
	}
	for _, o := range old {
		if slices.ContainsFunc(entries, func(e Entry) bool { return e.ID == o.ID }) {
			continue
		}
		if row, err := d.store.Entry(ctx, o.ID); err == nil {
			events = append(events, OutboxChanged{Entry: d.entry(ctx, row)})
		}
	}
	if len(events) > 0 {
		d.watch.announce(append(events, StatusChanged{}, ListChanged{})...)
	}
}

func sameEntry(a, b Entry) bool {
	return a.State == b.State && a.Asking == b.Asking && a.Error == b.Error && a.Attempts == b.Attempts &&
		a.NotBefore.Equal(b.NotBefore) && len(a.NewParts) == len(b.NewParts)
}

// Outbox returns the entries whose fate is open, oldest first.
func (d *Desk) Outbox(ctx context.Context) ([]Entry, error) {
	rows, err := d.store.Unsettled(ctx)
	return d.entries(ctx, rows), d.disk(err)
}

// Journal returns what became of the newest settled entries, newest first.
func (d *Desk) Journal(ctx context.Context, limit int) ([]Entry, error) {
	if limit <= 0 {
		limit = 100
	}
	rows, err := d.store.Settled(ctx, limit)
	return d.entries(ctx, rows), d.disk(err)
}

func (d *Desk) entries(ctx context.Context, rows []store.Entry) []Entry {
	out := make([]Entry, len(rows))
	for i, r := range rows {
		out[i] = d.entry(ctx, r)
	}
	return out
}

// serverTime is what the server's clock says at a local moment.
func (d *Desk) serverTime(at time.Time) time.Time {
	if skew, ok := d.client.ClockSkew(); ok {
		return at.Add(skew)
	}
	return at
}
