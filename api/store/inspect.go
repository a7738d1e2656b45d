package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// Report is the state of a profile's directory, for a person who asks what
// is wrong with it.
type Report struct {
	Dir     string
	Exists  bool
	Mode    fs.FileMode // of the directory
	Files   []FileReport
	Running int // programs that have it open
	Disk    Disk
}

// Disk is the file system below a directory. What it does not tell is zero.
type Disk struct {
	Kind    string // such as "ext4"
	Network bool   // locks and shared memory cannot be relied on there
	Free    uint64 // bytes that this user may still write
	Known   bool   // Free was told
}

// FileReport is one file of a profile.
type FileReport struct {
	Name  string
	Bytes int64 // with its log
	Mode  fs.FileMode
	// Err says what a check of all pages found: [Corrupt], [Busy], or the
	// context's error where the time did not suffice. nil is sound.
	Err error
}

// Inspect looks at a profile's directory and changes nothing in it. The check
// of a large file takes seconds; ctx bounds it.
func Inspect(ctx context.Context, dir string) (Report, error) {
	r := Report{Dir: dir}
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		r.Disk = diskOf(existing(dir))
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("look at the data directory: %w", err)
	}
	r.Exists, r.Mode, r.Disk = true, info.Mode().Perm(), diskOf(dir)
	for _, name := range []string{deskFile, cacheFile} {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil { // it is made at the next start
			continue
		}
		f := FileReport{Name: name, Bytes: info.Size(), Mode: info.Mode().Perm(), Err: checkFile(ctx, path)}
		if log, err := os.Stat(path + "-wal"); err == nil {
			f.Bytes += log.Size()
		}
		r.Files = append(r.Files, f)
	}
	owners := filepath.Join(dir, ownersDir)
	entries, _ := os.ReadDir(owners) // where there is none nobody runs
	for _, e := range entries {
		if lockHeld(owners, e.Name()) {
			r.Running++
		}
	}
	return r, nil
}

// existing returns the nearest directory above one that is not there.
func existing(dir string) string {
	for {
		up := filepath.Dir(dir)
		if _, err := os.Stat(dir); err == nil || up == dir {
			return dir
		}
		dir = up
	}
}

// checkFile looks at every page of a database, as a reader. One without a log
// is in nobody's use: it is read as if it could not change, so that SQLite
// leaves no files beside it. What is found then may come of a program that
// began at this moment, and is looked at again.
func checkFile(ctx context.Context, path string) error {
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		if err := checkPages(ctx, path, "immutable=1"); !Corrupt(err) {
			return err
		}
	}
	return checkPages(ctx, path, "mode=ro")
}

func checkPages(ctx context.Context, path, mode string) (err error) {
	u := url.URL{Scheme: "file", Path: path, RawQuery: mode + "&_pragma=busy_timeout(1000)&_pragma=query_only(1)"}
	d, err := sql.Open("sqlite", u.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	var verdict string
	if err := d.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		if ctx.Err() != nil { // the driver calls it an interrupt
			return ctx.Err()
		}
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	return nil
}
