package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
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
	if err := d.scanWriter(ctx, []any{&verdict}, `PRAGMA quick_check(1)`); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	// A disk that will not take a draft is found out now, not when there is one.
	return d.write(ctx, "try "+d.name, func(*txn) error { return nil })
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
// cost the others. Where the beginning of the file is lost it is read with
// that of the new one, which lies in the same order.
func rescue(ctx context.Context, into *db, aside string) (drafts, entries int) {
	drafts, entries = rescueFrom(ctx, into, aside)
	if drafts+entries > 0 {
		return drafts, entries
	}
	patched := aside + ".patched"
	defer func() { // an aid, not a copy to keep
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			_ = os.Remove(patched + suffix)
		}
	}()
	if err := patch(ctx, into, aside, patched); err != nil {
		return 0, 0
	}
	return rescueFrom(ctx, into, patched)
}

// patch copies a file and gives it the first page of a new database.
func patch(ctx context.Context, fresh *db, from, to string) error {
	if _, err := fresh.w.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return err
	}
	first := make([]byte, pageSize)
	f, err := os.Open(fresh.path)
	if err != nil {
		return err
	}
	_, err = io.ReadFull(f, first)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	whole, err := os.ReadFile(from)
	if err != nil || len(whole) < 2*pageSize {
		return errors.Join(err, errDamaged)
	}
	copy(whole, first)
	binary.BigEndian.PutUint32(whole[28:], uint32(len(whole)/pageSize)) // the header's own count of pages
	return os.WriteFile(to, whole, 0o600)
}

// pageSize is SQLite's default.
const pageSize = 4096

// rescueFrom copies from one file. What was to be sent is not sent by itself:
// nobody knows which of its changes are lost.
func rescueFrom(ctx context.Context, into *db, path string) (drafts, entries int) {
	// A file that is shorter than it says is read as far as it goes.
	u := url.URL{Scheme: "file", Path: path, RawQuery: "_pragma=writable_schema(1)"}
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
		err := into.write(ctx, "save draft", func(tx *txn) error { return putDraft(ctx, tx, d, 0) })
		if err == nil {
			savedDrafts[key] = true
		}
	}
	savedEntries := map[int64]bool{}
	for _, e := range salvage(ctx, from, scanEntry, `SELECT `+entryColumns+` FROM outbox WHERE settled_at = 0 ORDER BY id`) {
		if !savedEntries[e.ID] && saveEntry(ctx, into, e) == nil {
			savedEntries[e.ID] = true
		}
	}
	return len(savedDrafts), len(savedEntries)
}

func saveEntry(ctx context.Context, into *db, e Entry) error {
	if e.State == StateQueued {
		e.State, e.Asking = StateHeld, true
		e.Error = "The outbox was damaged. Send it, keep it as a draft, or discard it."
	}
	return into.write(ctx, "save outbox entry", func(tx *txn) error {
		_, err := tx.exec(ctx, `INSERT INTO outbox (`+entryColumns+`) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
			e.ID, e.Group, e.After, string(e.ConversationID), e.Kind, e.Mode, e.State, e.Owner, e.Payload, e.Memo,
			e.CreatedAt.UnixMilli(), e.NotBefore.UnixMilli(), e.Attempts, millis(e.AttemptAt), e.Looks, e.Asking, e.Error,
			string(e.PartID), 0)
		return err
	})
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
