package store

import (
	"context"
	"fmt"
	"time"

	"parley/api"
)

// The states of an outbox row on which this package depends.
const (
	StateQueued  = "queued"
	StateSending = "sending"
	StateHeld    = "held"
	StateDropped = "dropped"
	StateSent    = "sent"
)

// Entry is an outbox row. Payload is what is sent and never changes; Memo is
// what was known when; both are the desk's own encoding.
type Entry struct {
	ID             int64
	Group          int64 // rows that were confirmed together; 0 when added: its own
	After          int64 // row that must have been sent before; 0: none
	ConversationID api.ID
	Kind           string
	Mode           string
	State          string
	Owner          string // the Store that queued it, then the one that claimed it
	Payload        []byte
	Memo           []byte
	CreatedAt      time.Time
	NotBefore      time.Time
	Attempts       int
	AttemptAt      time.Time // when it was claimed last; zero: never
	Looks          int       // how often its outcome was looked for
	Asking         bool
	Error          string
	PartID         api.ID
	SettledAt      time.Time // zero: not settled
}

// File is an attachment as it was when the agent confirmed it.
type File struct {
	Name        string
	ContentType string
	Data        []byte
}

// NewEntry is a row to be added.
type NewEntry struct {
	Entry
	Files []File
	Draft []byte // text that stays a draft, out of sight, until the row is settled; nil: none
	Then  bool   // it must wait until the row before it was sent
}

// Add queues rows in one transaction. They are on the disk when it returns.
// The live draft of a row's conversation and mode becomes the row's.
func (s *Store) Add(ctx context.Context, entries ...NewEntry) ([]Entry, error) {
	var out []Entry
	err := s.desk.write(ctx, "keep in the outbox", func(tx *txn) error {
		out = out[:0]
		var group int64
		for i := range entries {
			e := entries[i].Entry
			e.State, e.Owner = StateQueued, s.owner
			if entries[i].Then && len(out) > 0 {
				e.After = out[len(out)-1].ID
			}
			if e.Group == 0 {
				e.Group = group
			}
			if err := s.add(ctx, tx, &e, entries[i]); err != nil {
				return err
			}
			group = e.Group
			out = append(out, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (s *Store) add(ctx context.Context, tx *txn, e *Entry, n NewEntry) error {
	res, err := tx.exec(ctx, `INSERT INTO outbox (grp, after, conversation_id, kind, mode, state, owner, payload, memo, created_at, not_before)
		VALUES (?,?,?,?,?,?,?,?,?,?,?)`, e.Group, e.After, string(e.ConversationID), e.Kind, e.Mode, e.State, e.Owner,
		e.Payload, e.Memo, e.CreatedAt.UnixMilli(), e.NotBefore.UnixMilli())
	if err != nil {
		return err
	}
	if e.ID, err = res.LastInsertId(); err != nil {
		return err
	}
	if e.Group == 0 {
		e.Group = e.ID
		if _, err := tx.exec(ctx, `UPDATE outbox SET grp = id WHERE id = ?`, e.ID); err != nil {
			return err
		}
	}
	for i, f := range n.Files {
		_, err := tx.exec(ctx, `INSERT INTO files VALUES (?,?,?,?,?)`, e.ID, i, f.Name, f.ContentType, f.Data)
		if err != nil {
			return fmt.Errorf("attachment %d: %w", i+1, err)
		}
	}
	if n.Draft == nil {
		return nil
	}
	_, err = tx.exec(ctx, `DELETE FROM drafts WHERE conversation_id = ? AND mode = ? AND entry_id = 0`, string(e.ConversationID), e.Mode)
	if err != nil {
		return err
	}
	return putDraft(ctx, tx, Draft{ConversationID: e.ConversationID, Mode: e.Mode, Body: n.Draft, UpdatedAt: e.CreatedAt}, e.ID)
}

// Claim takes a queued row for sending, in one statement: of all programs
// that try, one gets it. It is refused when the row is not as e says any
// more, or when an earlier row of the conversation is not settled. The memo
// and the time of the attempt are on the disk when Claim returns.
func (s *Store) Claim(ctx context.Context, e Entry, memo []byte) (Entry, bool, error) {
	var got []Entry
	err := s.desk.write(ctx, "claim an outbox row", func(tx *txn) error {
		var err error
		got, err = query(ctx, tx, scanEntry, `UPDATE outbox SET state = 'sending', owner = ?, attempts = attempts + 1,
			attempt_at = ?, memo = ?, looks = 0, asking = 0, error = ''
			WHERE id = ? AND state = 'queued' AND attempts = ? AND settled_at = 0 AND NOT EXISTS (
				SELECT 1 FROM outbox b WHERE b.conversation_id = outbox.conversation_id AND b.id < outbox.id AND b.settled_at = 0)
			RETURNING `+entryColumns, s.owner, s.now().UnixMilli(), memo, e.ID, e.Attempts)
		return err
	})
	if err != nil || len(got) == 0 {
		return Entry{}, false, err
	}
	return got[0], true, nil
}

// Change is a row in the hands of the function given to [Store.Change].
type Change struct {
	Entry
	tx    *txn
	ctx   context.Context
	draft draftFate
	body  []byte
}

type draftFate int

const (
	draftStays draftFate = iota
	draftDropped
	draftRestored
)

// DropDraft deletes the draft that the row came from.
func (c *Change) DropDraft() { c.draft = draftDropped }

// RestoreDraft makes body the live draft again.
func (c *Change) RestoreDraft(body []byte) { c.draft, c.body = draftRestored, body }

// LiveDraft returns the draft that was begun in the same conversation and
// mode since the row was queued, nil when there is none.
func (c *Change) LiveDraft() ([]byte, error) {
	ds, err := query(c.ctx, c.tx, scanDraft, draftColumns+` WHERE entry_id = 0 AND conversation_id = ? AND mode = ?`,
		string(c.ConversationID), c.Mode)
	if err != nil || len(ds) == 0 {
		return nil, err
	}
	return ds[0].Body, nil
}

// Taken reports whether another row was settled by that part.
func (c *Change) Taken(part api.ID) (bool, error) {
	var n int
	err := c.tx.scan(c.ctx, []any{&n}, `SELECT count(*) FROM outbox WHERE conversation_id = ? AND part_id = ? AND id <> ?`,
		string(c.ConversationID), string(part), c.ID)
	return n > 0, err
}

// Change lets f change a row, its draft with it, in one transaction. An
// error of f undoes everything. When the row is settled otherwise than as
// sent, the rows that had to wait for it are dropped.
func (s *Store) Change(ctx context.Context, id int64, f func(*Change) error) (Entry, error) {
	var out Entry
	err := s.desk.write(ctx, "keep the fate of an outbox row", func(tx *txn) error {
		rows, err := query(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM outbox WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("entry %d: %w", id, ErrNotFound)
		}
		c := &Change{Entry: rows[0], tx: tx, ctx: ctx}
		if err := f(c); err != nil {
			return err
		}
		out = c.Entry
		return c.save()
	})
	return out, err
}

func (c *Change) save() error {
	_, err := c.tx.exec(c.ctx, `UPDATE outbox SET state=?, owner=?, memo=?, not_before=?, attempts=?, attempt_at=?,
		looks=?, asking=?, error=?, part_id=?, settled_at=? WHERE id=?`,
		c.State, c.Owner, c.Memo, c.NotBefore.UnixMilli(), c.Attempts, millis(c.AttemptAt),
		c.Looks, c.Asking, c.Error, string(c.PartID), millis(c.SettledAt), c.ID)
	if err != nil {
		return err
	}
	if c.draft != draftStays {
		if _, err := c.tx.exec(c.ctx, `DELETE FROM drafts WHERE entry_id = ?`, c.ID); err != nil {
			return err
		}
	}
	if c.draft == draftRestored {
		err := putDraft(c.ctx, c.tx, Draft{ConversationID: c.ConversationID, Mode: c.Mode, Body: c.body, UpdatedAt: c.SettledAt}, 0)
		if err != nil {
			return err
		}
	}
	if c.SettledAt.IsZero() {
		return nil
	}
	if _, err := c.tx.exec(c.ctx, `DELETE FROM files WHERE entry_id = ?`, c.ID); err != nil {
		return err
	}
	if c.State == StateSent {
		return nil
	}
	_, err = c.tx.exec(c.ctx, `WITH RECURSIVE waiting (id) AS (
			SELECT id FROM outbox WHERE after = ? UNION SELECT o.id FROM outbox o JOIN waiting w ON o.after = w.id)
		UPDATE outbox SET state = ?, settled_at = ?, error = 'What it had to wait for was not sent.'
		WHERE settled_at = 0 AND id IN waiting`, c.ID, StateDropped, millis(c.SettledAt))
	return err
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
