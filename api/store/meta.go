package store

import (
	"context"
	"fmt"

	"parley/api"
)

// Meta returns what was kept under a key of the cache, nil when nothing was.
func (s *Store) Meta(ctx context.Context, key string) ([]byte, error) {
	var v []byte
	err := s.cache.scan(ctx, []any{&v}, `SELECT value FROM meta WHERE key = ?`, key)
	if isNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return v, nil
}

// SetMeta keeps a value under a key of the cache.
func (s *Store) SetMeta(ctx context.Context, key string, value []byte) error {
	return s.cache.write(ctx, "keep "+key, func(tx *txn) error {
		_, err := tx.exec(ctx, `INSERT OR REPLACE INTO meta VALUES (?, ?)`, key, value)
		return err
	})
}

// Kept returns what was kept under a key with Keep, nil when nothing was.
func (s *Store) Kept(ctx context.Context, key string) ([]byte, error) {
	var v []byte
	err := s.desk.scan(ctx, []any{&v}, `SELECT value FROM meta WHERE key = ?`, key)
	if isNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return v, nil
}

// Keep keeps a value beside the drafts: unlike SetMeta, for what cannot be
// read from Intercom again.
func (s *Store) Keep(ctx context.Context, key string, value []byte) error {
	return s.desk.write(ctx, "keep "+key, func(tx *txn) error {
		_, err := tx.exec(ctx, `INSERT OR REPLACE INTO meta VALUES (?, ?)`, key, value)
		return err
	})
}

// Seen returns the newest part that was on the agent's screen, "" when none.
func (s *Store) Seen(ctx context.Context, id api.ID) (api.ID, error) {
	var part string
	err := s.desk.scan(ctx, []any{&part}, `SELECT part_id FROM seen WHERE conversation_id = ?`, string(id))
	if err != nil && !isNoRows(err) {
		return "", fmt.Errorf("read what was seen: %w", err)
	}
	return api.ID(part), nil
}

// SetSeen keeps the newest part that was on the agent's screen.
func (s *Store) SetSeen(ctx context.Context, id, part api.ID) error {
	return s.desk.write(ctx, "keep what was seen", func(tx *txn) error {
		_, err := tx.exec(ctx, `INSERT OR REPLACE INTO seen VALUES (?, ?, ?)`, string(id), string(part), s.now().Unix())
		return err
	})
}

// Outside returns two numbers that change when another program commits to
// what must not be lost, and to the cache. Of a cache that is borrowed its
// owner knows: that number stays.
func (s *Store) Outside(ctx context.Context) (desk, cache int64, err error) {
	if desk, err = s.desk.changedOutside(ctx); err != nil {
		return 0, 0, err
	}
	if s.borrowed {
		return desk, 0, nil
	}
	cache, err = s.cache.changedOutside(ctx)
	return desk, cache, err
}

// ResetCache empties the cache: it belongs to another workspace.
func (s *Store) ResetCache(ctx context.Context) error {
	return s.cache.write(ctx, "empty the cache", func(tx *txn) error {
		for _, table := range []string{"conversations", "heads", "tags", "messages", "labels", "companies", "contacts", "meta"} {
			if _, err := tx.exec(ctx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		for _, index := range []string{"words", "label_words"} {
			if _, err := tx.exec(ctx, `INSERT INTO `+index+` (`+index+`) VALUES ('delete-all')`); err != nil {
				return err
			}
		}
		return nil
	})
}
