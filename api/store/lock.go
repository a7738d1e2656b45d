package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// fileLock is an exclusive lock on a file, held until release or until the
// program ends in whatever way.
type fileLock struct {
	f    *os.File
	path string
}

// lockOwner takes the lock file of a Store and clears away those of programs
// that are gone.
func lockOwner(dir, owner string) (*fileLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the lock directory: %w", err)
	}
	sweep(dir)
	path := filepath.Join(dir, owner)
	for range 10 {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, fmt.Errorf("make the lock file: %w", err)
		}
		ok, err := tryLock(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
		}
		// Another program's sweep may have taken the file before it was locked.
		if ok && sameFile(f, path) {
			return &fileLock{f: f, path: path}, nil
		}
		_ = f.Close() // nothing was written to it
	}
	return nil, fmt.Errorf("lock %s: another program keeps removing it", path)
}

func sameFile(f *os.File, path string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}

func (l *fileLock) release() error {
	// Removed first: whoever opens the name afterwards finds nobody.
	err := os.Remove(l.path)
	return errors.Join(err, l.f.Close())
}

// lockHeld reports whether somebody holds the owner's lock file.
func lockHeld(dir, owner string) bool {
	f, err := os.OpenFile(filepath.Join(dir, filepath.Base(owner)), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	free, err := tryLock(f)
	return err == nil && !free
}

// sweep removes lock files that nobody holds. One that was made this moment
// and is not locked yet may be among them: lockOwner then makes it again.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !lockHeld(dir, e.Name()) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
