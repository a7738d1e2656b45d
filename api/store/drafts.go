package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"parley/api"
)

// Draft is a draft as it is kept; Body is the desk's own encoding.
type Draft struct {
	ConversationID api.ID
	Mode           string
	Body           []byte
	UpdatedAt      time.Time
}

// PutDraft keeps a draft. It is on the disk when PutDraft returns.
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	return s.desk.write(ctx, "keep draft", func(tx *txn) error {
		return putDraft(ctx, tx, d, 0)
	})
}

// MergeDraft keeps what merge makes of the body that is there, nil when none
// is. Nobody writes in between. An empty result leaves all as it is.
func (s *Store) MergeDraft(ctx context.Context, d Draft, merge func(stored []byte) ([]byte, error)) error {
	return s.desk.write(ctx, "keep draft", func(tx *txn) error {
		var stored []byte
		err := tx.scan(ctx, []any{&stored}, `SELECT body FROM drafts WHERE conversation_id = ? AND mode = ? AND entry_id = 0`, string(d.ConversationID), d.Mode)
		if err != nil && !isNoRows(err) {
			return err
		}
		if d.Body, err = merge(stored); err != nil || len(d.Body) == 0 {
			return err
		}
		return putDraft(ctx, tx, d, 0)
	})
}

func putDraft(ctx context.Context, tx *txn, d Draft, entry int64) error {
	_, err := tx.exec(ctx, `INSERT OR REPLACE INTO drafts (conversation_id, mode, entry_id, body, updated_at) VALUES (?,?,?,?,?)`,
		string(d.ConversationID), d.Mode, entry, d.Body, d.UpdatedAt.UnixMilli())
	return err
}

// DeleteDraft removes a draft that did not become an outbox row.
func (s *Store) DeleteDraft(ctx context.Context, id api.ID, mode string) error {
	return s.desk.write(ctx, "discard draft", func(tx *txn) error {
		_, err := tx.exec(ctx, `DELETE FROM drafts WHERE conversation_id = ? AND mode = ? AND entry_id = 0`, string(id), mode)
		return err
	})
}

// Draft returns a draft, false when there is none.
func (s *Store) Draft(ctx context.Context, id api.ID, mode string) (Draft, bool, error) {
	ds, err := read(ctx, s.desk, scanDraft, draftColumns+` WHERE entry_id = 0 AND conversation_id = ? AND mode = ?`, string(id), mode)
	if err != nil {
		return Draft{}, false, fmt.Errorf("read draft: %w", err)
	}
	if len(ds) == 0 {
		return Draft{}, false, nil
	}
	return ds[0], true, nil
}

// Drafts returns all drafts that did not become an outbox row, newest first.
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	ds, err := read(ctx, s.desk, scanDraft, draftColumns+` WHERE entry_id = 0 ORDER BY updated_at DESC`)
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	return ds, nil
}

const draftColumns = `SELECT conversation_id, mode, body, updated_at FROM drafts`

func scanDraft(r *sql.Rows) (Draft, error) {
	var d Draft
	var id string
	var at int64
	err := r.Scan(&id, &d.Mode, &d.Body, &at)
	d.ConversationID, d.UpdatedAt = api.ID(id), time.UnixMilli(at)
	return d, err
}

// CountDrafts returns how many drafts there are.
func (s *Store) CountDrafts(ctx context.Context) (int, error) {
	var n int
	if err := s.desk.scan(ctx, []any{&n}, `SELECT count(*) FROM drafts WHERE entry_id = 0`); err != nil {
		return 0, fmt.Errorf("count drafts: %w", err)
	}
	return n, nil
}

// DraftKeys returns the conversations and modes that have drafts.
func (s *Store) DraftKeys(ctx context.Context) ([]Draft, error) {
	ds, err := read(ctx, s.desk, func(r *sql.Rows) (Draft, error) {
		var d Draft
		var id string
		err := r.Scan(&id, &d.Mode)
		d.ConversationID = api.ID(id)
		return d, err
	}, `SELECT conversation_id, mode FROM drafts WHERE entry_id = 0 ORDER BY conversation_id, mode`)
	if err != nil {
		return nil, fmt.Errorf("read draft keys: %w", err)
	}
	return ds, nil
}
