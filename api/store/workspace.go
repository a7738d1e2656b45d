package store

import (
	"context"
	"database/sql"
	"fmt"
)

const metaWorkspace = "workspace"

// Workspace returns the workspace that the profile belongs to, by Intercom's
// id_code; "" when none was noted yet.
func (s *Store) Workspace(ctx context.Context) (string, error) {
	var id string
	err := s.desk.r.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, metaWorkspace).Scan(&id)
	if err != nil && !isNoRows(err) {
		return "", fmt.Errorf("read whose profile it is: %w", err)
	}
	return id, nil
}

// ClaimWorkspace notes the workspace that the profile belongs to from now on. It
// reports false, and changes nothing, where the profile holds drafts, or
// replies and actions that are not settled, of another: they name that one's
// conversations.
func (s *Store) ClaimWorkspace(ctx context.Context, workspace string) (ok bool, err error) {
	err = s.desk.write(ctx, "note whose profile it is", func(tx *sql.Tx) error {
		ok = true
		var have string
		err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, metaWorkspace).Scan(&have)
		switch {
		case err == nil && have == workspace:
			return nil
		case err == nil:
			var precious int
			err := tx.QueryRowContext(ctx,
				`SELECT (SELECT count(*) FROM drafts) + (SELECT count(*) FROM outbox WHERE settled_at = 0)`).Scan(&precious)
			if err != nil || precious > 0 {
				ok = false
				return err
			}
		case !isNoRows(err):
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO meta VALUES (?, ?)`, metaWorkspace, workspace)
		return err
	})
	return ok && err == nil, err
}
