package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// openDesk opens desk.db. A damaged file is set aside and what can still be
// read of drafts and outbox goes into a new one.
func (s *Store) openDesk(ctx context.Context, o Options) (*db, error) {
	path := ""
	if o.Dir != "" {
		path = filepath.Join(o.Dir, deskFile)
	}
	d, err := openDB(ctx, deskFile, path, "FULL", o.BusyTimeout)
	if err == nil {
		if err = s.checkDesk(ctx, d); err == nil {
			return d, nil
		}
		err = errors.Join(err, d.close())
	}
	if path == "" || !Corrupt(err) {
		return nil, err
	}
	aside, err := s.setAside(path)
	if err != nil {
		return nil, err
	}
	if d, err = openDB(ctx, deskFile, path, "FULL", o.BusyTimeout); err != nil {
		return nil, err
	}
	if err := migrate(ctx, d, deskMigrations); err != nil {
		return nil, errors.Join(err, d.close())
	}
	drafts, entries := rescue(ctx, d, aside)
	s.warnings = append(s.warnings, fmt.Sprintf(
		"The file of drafts and outbox was damaged. It was set aside as %s; %d drafts and %d outbox entries were saved from it.",
		filepath.Base(aside), drafts, entries))
	return d, nil
}

// checkDesk brings the file to this version and looks at each of its pages:
// it is small, and what is in it exists nowhere else.
func (s *Store) checkDesk(ctx context.Context, d *db) error {
	if err := migrate(ctx, d, deskMigrations); err != nil {
		return err
	}
	var verdict string
	if err := d.w.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	return nil
}

// setAside renames the file and its log to a name that is free.
func (s *Store) setAside(path string) (string, error) {
	stamp := s.now().UTC().Format("20060102-150405")
	aside := path + ".damaged-" + stamp
	for i := 2; ; i++ {
		if _, err := os.Stat(aside); errors.Is(err, os.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s.damaged-%s-%d", path, stamp, i)
	}
	if err := os.Rename(path, aside); err != nil {
		return "", fmt.Errorf("set the damaged database aside: %w", err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("set the damaged database aside: %w", err)
		}
	}
	return aside, nil
}

// rescue copies what can be read, row by row, so that one bad page does not
// cost the others. What was to be sent is not sent by itself: nobody knows
// which of its changes are lost.
func rescue(ctx context.Context, into *db, aside string) (drafts, entries int) {
	u := url.URL{Scheme: "file", Path: aside}
	from, err := sql.Open("sqlite", u.String())
	if err != nil {
		return 0, 0
	}
	defer func() { _ = from.Close() }()
	from.SetMaxOpenConns(1)

	savedDrafts := map[string]bool{}
	for _, d := range salvage(ctx, from, scanDraft, draftColumns+` ORDER BY conversation_id`) {
		key := string(d.ConversationID) + " " + d.Mode
		if savedDrafts[key] {
			continue
		}
		err := into.write(ctx, "save draft", func(tx *sql.Tx) error { return putDraft(ctx, tx, d, 0) })
		if err == nil {
			savedDrafts[key] = true
		}
	}
	savedEntries := map[int64]bool{}
	for _, e := range salvage(ctx, from, scanEntry, `SELECT `+entryColumns+` FROM outbox WHERE settled_at = 0 ORDER BY id`) {
		if savedEntries[e.ID] {
			continue
		}
		if e.State == StateQueued {
			e.State, e.Asking = StateHeld, true
			e.Error = "The outbox was damaged. Send it, keep it as a draft, or discard it."
		}
		err := into.write(ctx, "save outbox entry", func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO outbox (`+entryColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
				e.ID, e.Group, e.After, string(e.ConversationID), e.Kind, e.Mode, e.State, e.Owner, e.Payload, e.Memo,
				e.CreatedAt.UnixMilli(), e.NotBefore.UnixMilli(), e.Attempts, millis(e.AttemptAt), e.Looks, e.Asking, e.Error,
				string(e.PartID), 0)
			return err
		})
		if err == nil {
			savedEntries[e.ID] = true
		}
	}
	return len(savedDrafts), len(savedEntries)
}

// salvage reads what it can from both ends of an ordered query, so that a
// damaged page in the middle costs only itself. Rows may come twice.
func salvage[T any](ctx context.Context, from *sql.DB, scan func(*sql.Rows) (T, error), stmt string) []T {
	var out []T
	for _, order := range []string{" ASC", " DESC"} {
		rows, err := from.QueryContext(ctx, stmt+order)
		if err != nil {
			continue
		}
		n := len(out)
		for rows.Next() {
			if v, err := scan(rows); err == nil {
				out = append(out, v)
			}
		}
		whole := rows.Err() == nil
		_ = rows.Close() // the rows that were read count, whatever it says
		if whole && len(out) > n {
			break
		}
	}
	return out
}
