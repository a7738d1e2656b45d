package store

import (
	"context"
	"fmt"
)

const metaWorkspace = "workspace"

// Workspace returns the workspace that the profile belongs to, by Intercom's
// id_code; "" when none was noted yet.
func (s *Store) Workspace(ctx context.Context) (string, error) {
	var id string
	err := s.desk.scan(ctx, []any{&id}, `SELECT value FROM meta WHERE key = ?`, metaWorkspace)
	if err != nil && !isNoRows(err) {
		return "", fmt.Errorf("read whose profile it is: %w", err)
	}
	return id, nil
}

// ClaimWorkspace notes the workspace that the profile belongs to from now on.
// It reports false, and changes nothing, where the profile holds drafts, or
// replies and actions that are not settled, of another: they name that one's
// conversations.
func (s *Store) ClaimWorkspace(ctx context.Context, workspace string) (ok bool, err error) {
	if have, err := s.Workspace(ctx); err != nil || have == workspace {
		return err == nil, err
	}
	err = s.desk.write(ctx, "note whose profile it is", func(tx *txn) error {
		ok = true
		var have string
		err := tx.scan(ctx, []any{&have}, `SELECT value FROM meta WHERE key = ?`, metaWorkspace)
		switch {
		case err == nil && have == workspace:
			return nil
		case err == nil:
			var precious int
			err := tx.scan(ctx, []any{&precious},
				`SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM outbox WHERE settled_at = 0)`)
			if err != nil || precious > 0 {
				ok = false
				return err
			}
		case !isNoRows(err):
			return err
		}
		_, err = tx.exec(ctx, `INSERT OR REPLACE INTO meta VALUES (?, ?)`, metaWorkspace, workspace)
		return err
	})
	return ok && err == nil, err
}
