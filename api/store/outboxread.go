package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"parley/api"
)

// Unsettled returns the rows whose fate is open, oldest first.
func (s *Store) Unsettled(ctx context.Context) ([]Entry, error) {
	return s.entries(ctx, `settled_at = 0 ORDER BY id`)
}

// Settled returns the newest settled rows, newest first.
func (s *Store) Settled(ctx context.Context, limit int) ([]Entry, error) {
	return s.entries(ctx, `settled_at <> 0 ORDER BY settled_at DESC, id DESC LIMIT ?`, limit)
}

// Group returns all rows that were confirmed together, oldest first.
func (s *Store) Group(ctx context.Context, group int64) ([]Entry, error) {
	return s.entries(ctx, `grp = ? ORDER BY id`, group)
}

// Entry returns one row, or ErrNotFound.
func (s *Store) Entry(ctx context.Context, id int64) (Entry, error) {
	es, err := s.entries(ctx, `id = ?`, id)
	if err != nil {
		return Entry{}, err
	}
	if len(es) == 0 {
		return Entry{}, fmt.Errorf("outbox entry %d: %w", id, ErrNotFound)
	}
	return es[0], nil
}

func (s *Store) entries(ctx context.Context, where string, args ...any) ([]Entry, error) {
	es, err := read(ctx, s.desk, scanEntry, `SELECT `+entryColumns+` FROM outbox WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return es, nil
}

// Files returns the attachments of an unsettled row.
func (s *Store) Files(ctx context.Context, id int64) ([]File, error) {
	fs, err := read(ctx, s.desk, func(r *sql.Rows) (f File, err error) {
		return f, r.Scan(&f.Name, &f.ContentType, &f.Data)
	}, `SELECT name, content_type, data FROM files WHERE entry_id = ? ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("read attachments: %w", err)
	}
	return fs, nil
}

const entryColumns = `id, grp, after, conversation_id, kind, mode, state, owner, payload, memo,
	created_at, not_before, attempts, attempt_at, looks, asking, error, part_id, settled_at`

func scanEntry(r *sql.Rows) (Entry, error) {
	var e Entry
	var conversation, part string
	var created, notBefore, attempt, settled int64
	err := r.Scan(&e.ID, &e.Group, &e.After, &conversation, &e.Kind, &e.Mode, &e.State, &e.Owner, &e.Payload, &e.Memo,
		&created, &notBefore, &e.Attempts, &attempt, &e.Looks, &e.Asking, &e.Error, &part, &settled)
	e.ConversationID, e.PartID = api.ID(conversation), api.ID(part)
	e.CreatedAt, e.NotBefore = time.UnixMilli(created), time.UnixMilli(notBefore)
	e.AttemptAt, e.SettledAt = milliTime(attempt), milliTime(settled)
	return e, err
}

func milliTime(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// SentParts returns the parts that the outbox made in a conversation.
func (s *Store) SentParts(ctx context.Context, id api.ID) ([]api.ID, error) {
	parts, err := read(ctx, s.desk, func(r *sql.Rows) (api.ID, error) {
		var v string
		err := r.Scan(&v)
		return api.ID(v), err
	}, `SELECT part_id FROM outbox WHERE conversation_id = ? AND part_id <> ''`, string(id))
	if err != nil {
		return nil, fmt.Errorf("read sent parts: %w", err)
	}
	return parts, nil
}

// SentSince returns the rows of a conversation that were sent since a moment.
func (s *Store) SentSince(ctx context.Context, id api.ID, since time.Time) ([]Entry, error) {
	return s.entries(ctx, `conversation_id = ? AND state = 'sent' AND settled_at >= ? ORDER BY id`, string(id), since.UnixMilli())
}
