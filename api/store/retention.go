package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"parley/api"
)

// sweepBatch bounds how long one removal keeps others from writing.
const sweepBatch = 200

// Sweep removes closed conversations that last changed before a moment, and
// settled outbox rows and contacts of that age. Those in keep stay. It
// returns how many conversations went.
func (s *Store) Sweep(ctx context.Context, before time.Time, keep map[api.ID]bool) (int, error) {
	ids, err := read(ctx, s.cache, scanString, `SELECT id FROM conversations
		WHERE updated_at < ? AND state IN ('closed', 'gone') ORDER BY updated_at`, before.Unix())
	if err != nil {
		return 0, fmt.Errorf("find old conversations: %w", err)
	}
	removed := 0
	for len(ids) > 0 {
		batch := ids[:min(sweepBatch, len(ids))]
		ids = ids[len(batch):]
		err := s.cache.write(ctx, "remove old conversations", func(tx *txn) error {
			for _, id := range batch {
				if keep[api.ID(id)] {
					continue
				}
				if err := remove(ctx, tx, id); err != nil {
					return err
				}
				removed++
			}
			return nil
		})
		if err != nil {
			return removed, err
		}
	}
	err = s.cache.write(ctx, "remove old contacts", func(tx *txn) error {
		_, err := tx.exec(ctx, `DELETE FROM contacts WHERE at < ?
			AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = contacts.id)`, before.Unix())
		if err != nil {
			return err
		}
		_, err = tx.exec(ctx, `DELETE FROM companies WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = companies.contact_id)`)
		return err
	})
	if err != nil {
		return removed, err
	}
	return removed, s.desk.write(ctx, "remove old outbox entries", func(tx *txn) error {
		if _, err := tx.exec(ctx, `DELETE FROM outbox WHERE settled_at > 0 AND settled_at < ?`, before.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.exec(ctx, `DELETE FROM seen WHERE at < ?`, before.Unix())
		return err
	})
}

func remove(ctx context.Context, tx *txn, id string) error {
	for _, stmt := range []string{
		`DELETE FROM words WHERE rowid IN (SELECT n FROM messages WHERE conversation_id = ? AND text <> '')`,
		`DELETE FROM messages WHERE conversation_id = ?`,
		`DELETE FROM label_words WHERE rowid IN (SELECT n FROM labels WHERE conversation_id = ?)`,
		`DELETE FROM labels WHERE conversation_id = ?`,
		`DELETE FROM tags WHERE conversation_id = ?`,
		`DELETE FROM heads WHERE id = ?`,
		`DELETE FROM conversations WHERE id = ?`,
	} {
		if _, err := tx.exec(ctx, stmt, id); err != nil {
			return err
		}
	}
	return nil
}

// Incomplete returns conversations that are not closed and whose messages are
// not held, or not those of the newest change: first those of an admin, then
// the others, newest first.
func (s *Store) Incomplete(ctx context.Context, admin string, limit int) ([]api.ID, error) {
	ids, err := read(ctx, s.cache, func(r *sql.Rows) (api.ID, error) {
		var v string
		err := r.Scan(&v)
		return api.ID(v), err
	}, `SELECT id FROM conversations WHERE full_updated < updated_at AND state IN ('open', 'snoozed')
		ORDER BY admin_id <> ?, state <> 'open', updated_at DESC LIMIT ?`, admin, limit)
	if err != nil {
		return nil, fmt.Errorf("find incomplete conversations: %w", err)
	}
	return ids, nil
}
