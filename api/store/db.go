package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	_ "modernc.org/sqlite" // the driver, without cgo
)

// db is one SQLite file with one connection that writes and a few that read.
// In memory there is one connection for both, so nothing may query while it
// holds rows or a transaction open.
type db struct {
	name   string // for errors
	path   string // "" in memory
	w, r   *sql.DB
	keeper *sql.Conn // keeps a database in memory alive
}

// readers is how many reads may run beside each other. Each connection costs
// up to 2 MB of page cache.
const readers = 3

func openDB(ctx context.Context, name, path, synchronous string, busy time.Duration) (*db, error) {
	d := &db{name: name, path: path}
	q := url.Values{"_txlock": {"immediate"}}
	q["_pragma"] = []string{
		fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds()),
		"journal_mode(WAL)", "synchronous(" + synchronous + ")", "foreign_keys(1)", "fullfsync(1)",
		"temp_store(memory)",
	}
	if path == "" {
		q.Set("mode", "memory")
		q.Set("cache", "shared")
		u := url.URL{Scheme: "file", Opaque: "parley-" + newOwner(), RawQuery: q.Encode()}
		return d, d.openMemory(ctx, u.String())
	}
	if err := precreate(path); err != nil {
		return nil, err
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	var err error
	if d.w, err = sql.Open("sqlite", u.String()); err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	d.w.SetMaxOpenConns(1)
	d.r, err = sql.Open("sqlite", u.String()+"&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", name, err), d.w.Close())
	}
	d.r.SetMaxOpenConns(readers)
	d.r.SetMaxIdleConns(readers)
	if err := d.w.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", name, err), d.close())
	}
	return d, nil
}

func (d *db) openMemory(ctx context.Context, dsn string) error {
	w, err := sql.Open("sqlite", dsn)
	if err != nil {
		return fmt.Errorf("open %s in memory: %w", d.name, err)
	}
	d.w, d.r = w, w
	w.SetMaxOpenConns(2)
	if d.keeper, err = w.Conn(ctx); err != nil {
		return errors.Join(fmt.Errorf("open %s in memory: %w", d.name, err), w.Close())
	}
	return nil
}

func (d *db) close() error {
	var errs []error
	if d.keeper != nil {
		errs = append(errs, d.keeper.Close())
	}
	if d.r != nil && d.r != d.w {
		errs = append(errs, d.r.Close())
	}
	if d.w != nil {
		errs = append(errs, d.w.Close())
	}
	return errors.Join(errs...)
}

// write runs f in one immediate transaction. Once begun it runs to its end
// whatever becomes of ctx: a commit that was half asked for helps nobody.
func (d *db) write(ctx context.Context, doing string, f func(tx *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := d.w.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // the first error says more
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// query collects the rows of a query. Each connection is given back before
// it returns, which a database in memory depends on.
func query[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), stmt string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, stmt, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
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

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// changedOutside returns a number that changes when another program commits
// to the file. It asks the only connection of this Store that writes, so that
// its own commits do not count.
func (d *db) changedOutside(ctx context.Context) (int64, error) {
	var v int64
	err := d.w.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&v)
	return v, err
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
