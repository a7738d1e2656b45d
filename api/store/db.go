package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver, without cgo
)

// db is one SQLite file with one connection that writes and a few that read.
// In memory there is one connection for both.
type db struct {
	name string // for errors
	path string // "" in memory

	rdb atomic.Pointer[sql.DB] // nil in memory

	mu    sync.Mutex // guards the connection that writes
	wdb   *sql.DB
	w     *sql.Conn
	stmts map[string]*sql.Stmt // prepared on w
	old   []*db                // what it was before: somebody may still be reading there

	commits atomic.Int64
}

// readers is how many reads may run beside each other. Each connection costs
// up to 2 MB of page cache.
const readers = 3

func openDB(ctx context.Context, name, path, synchronous string, busy time.Duration) (*db, error) {
	d := &db{name: name, path: path, stmts: map[string]*sql.Stmt{}}
	if err := d.connect(ctx, synchronous, busy); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", name, err), d.close())
	}
	return d, nil
}

func (d *db) connect(ctx context.Context, synchronous string, busy time.Duration) error {
	q := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds()),
		"journal_mode(WAL)", "synchronous(" + synchronous + ")", "foreign_keys(1)", "fullfsync(1)", "temp_store(memory)",
	}}
	u := url.URL{Scheme: "file", Path: d.path, RawQuery: q.Encode()}
	dsn := u.String()
	if d.path == "" {
		dsn = ":memory:"
	} else if err := precreate(d.path); err != nil {
		return err
	}
	var err error
	if d.wdb, err = sql.Open("sqlite", dsn); err != nil {
		return err
	}
	if d.w, err = d.wdb.Conn(ctx); err != nil || d.path == "" {
		return err
	}
	rdb, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	rdb.SetMaxOpenConns(readers)
	rdb.SetMaxIdleConns(readers)
	d.rdb.Store(rdb)
	return nil
}

func (d *db) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for _, st := range d.stmts {
		errs = append(errs, st.Close())
	}
	clear(d.stmts)
	for _, old := range d.old {
		_ = old.close() // it was given up
	}
	if rdb := d.rdb.Load(); rdb != nil {
		errs = append(errs, rdb.Close())
	}
	if d.w != nil {
		errs = append(errs, d.w.Close())
	}
	if d.wdb != nil {
		errs = append(errs, d.wdb.Close())
	}
	return errors.Join(errs...)
}

// write runs f in one immediate transaction. Once begun it runs to its end
// whatever becomes of ctx: a commit that was half asked for helps nobody.
func (d *db) write(ctx context.Context, doing string, f func(tx *txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	if _, err := d.w.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return fmt.Errorf("%s: %w", doing, d.named(err))
	}
	done := false
	defer func() {
		if !done { // the first error, or the panic, says more than this one
			_, _ = d.w.ExecContext(ctx, `ROLLBACK`)
		}
	}()
	if err := f(&txn{d: d}); err != nil {
		return fmt.Errorf("%s: %w", doing, d.named(err))
	}
	if _, err := d.w.ExecContext(ctx, `COMMIT`); err != nil {
		return fmt.Errorf("%s: %w", doing, d.named(err))
	}
	done = true
	d.commits.Add(1)
	return nil
}

// txn is a transaction under way. Its statements are prepared once for all
// transactions.
type txn struct{ d *db }

func (t *txn) prepared(ctx context.Context, stmt string) (*sql.Stmt, error) {
	if st, ok := t.d.stmts[stmt]; ok {
		return st, nil
	}
	st, err := t.d.w.PrepareContext(context.WithoutCancel(ctx), stmt)
	if err == nil && len(t.d.stmts) < maxPrepared {
		t.d.stmts[stmt] = st
	}
	return st, err
}

// maxPrepared bounds the prepared statements; there are some forty.
const maxPrepared = 200

func (t *txn) exec(ctx context.Context, stmt string, args ...any) (sql.Result, error) {
	st, err := t.prepared(ctx, stmt)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(context.WithoutCancel(ctx), args...)
}

// script runs several statements at once, without arguments.
func (t *txn) script(ctx context.Context, stmts string) error {
	_, err := t.d.w.ExecContext(context.WithoutCancel(ctx), stmts)
	return err
}

func (t *txn) query(ctx context.Context, stmt string, args ...any) (*sql.Rows, error) {
	st, err := t.prepared(ctx, stmt)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(context.WithoutCancel(ctx), args...)
}

func (t *txn) scan(ctx context.Context, into []any, stmt string, args ...any) error {
	st, err := t.prepared(ctx, stmt)
	if err != nil {
		return err
	}
	return st.QueryRowContext(context.WithoutCancel(ctx), args...).Scan(into...)
}

// read collects the rows of a query outside a transaction.
func read[T any](ctx context.Context, d *db, scan func(*sql.Rows) (T, error), stmt string, args ...any) ([]T, error) {
	if rdb := d.rdb.Load(); rdb != nil {
		rows, err := rdb.QueryContext(ctx, stmt, args...)
		out, err := collect(rows, err, scan)
		return out, d.named(err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	rows, err := (&txn{d: d}).query(ctx, stmt, args...)
	out, err := collect(rows, err, scan)
	return out, d.named(err)
}

// query collects the rows of a query within a transaction.
func query[T any](ctx context.Context, tx *txn, scan func(*sql.Rows) (T, error), stmt string, args ...any) ([]T, error) {
	rows, err := tx.query(ctx, stmt, args...)
	return collect(rows, err, scan)
}

func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// scan reads one row outside a transaction.
func (d *db) scan(ctx context.Context, into []any, stmt string, args ...any) error {
	if rdb := d.rdb.Load(); rdb != nil {
		return d.named(rdb.QueryRowContext(ctx, stmt, args...).Scan(into...))
	}
	return d.scanWriter(ctx, into, stmt, args...)
}

// scanWriter reads one row by the connection that writes.
func (d *db) scanWriter(ctx context.Context, into []any, stmt string, args ...any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.named(d.w.QueryRowContext(context.WithoutCancel(ctx), stmt, args...).Scan(into...))
}

// changedOutside returns a number that changes when another program commits
// to the file. It asks the only connection of this Store that writes, so that
// its own commits do not count.
func (d *db) changedOutside(ctx context.Context) (int64, error) {
	var v int64
	err := d.scanWriter(ctx, []any{&v}, `PRAGMA data_version`)
	return v, err
}

// replace goes over to another database, which is d's from then on. Those who
// read from the one before finish there.
func (d *db) replace(by *db) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := &db{name: d.name, path: d.path, wdb: d.wdb, w: d.w, stmts: d.stmts}
	before.rdb.Store(d.rdb.Load())
	d.old = append(d.old, before)
	d.wdb, d.w, d.stmts = by.wdb, by.w, by.stmts
	d.rdb.Store(by.rdb.Load())
	d.commits.Add(1)
}

// named says of which file an error of SQLite came.
func (d *db) named(err error) error {
	if code(err) == 0 {
		return err
	}
	return &fileError{file: d.name, err: err}
}

// precreate makes the file with mode 0600, which the log files of SQLite
// then inherit.
func precreate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the local database: %w", err)
	}
	fi, err := f.Stat()
	if err == nil && fi.Mode().Perm()&0o077 != 0 {
		err = f.Chmod(0o600)
	}
	return errors.Join(err, f.Close())
}
