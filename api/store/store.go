package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Options say where a Store lives.
type Options struct {
	// Dir is the profile's directory, made with mode 0700 when it is not
	// there. Empty: everything stays in memory and is gone after Close.
	Dir string
	// NoCache keeps what customers wrote in memory; drafts and the outbox
	// still go to Dir.
	NoCache bool
	// Cache is an open Store whose copy of what customers wrote this one reads
	// and writes too: several agents on one workspace. It must stay open for
	// longer than this one. NoCache then does not count.
	Cache *Store
	// BusyTimeout is how long to wait for another program that is writing;
	// 0 means five seconds.
	BusyTimeout time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time

	network func(dir string) string // nil is networkFS
}

// Store is an open profile.
type Store struct {
	dir      string
	owner    string
	desk     *db
	cache    *db
	borrowed bool      // cache is another Store's
	hay      *haystack // of the cache, whoever borrows it
	home     *cacheHome
	lock     *fileLock
	now      func() time.Time
	readOnly bool
	warnings []string
}

// Open opens the profile, creating what is missing. A damaged file is set
// aside under another name, drafts and outbox are saved from it first, and
// Warnings says so.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{dir: o.Dir, now: o.Now, owner: newOwner()}
	if s.now == nil {
		s.now = time.Now
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	if err := s.open(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenOrMemory is Open, except that a directory that refuses to serve leads
// to an empty store in memory that is ReadOnly and whose Warnings say why.
func OpenOrMemory(ctx context.Context, o Options) (*Store, error) {
	s, err := Open(ctx, o)
	if err == nil {
		return s, nil
	}
	m, memErr := Open(ctx, Options{Cache: o.Cache, BusyTimeout: o.BusyTimeout, Now: o.Now})
	if memErr != nil {
		return nil, errors.Join(err, memErr)
	}
	m.readOnly = true
	m.warnings = append(m.warnings, Sentence(err)+" Until then nothing is kept and nothing can be sent.")
	return m, nil
}

func (s *Store) open(ctx context.Context, o Options) error {
	if o.Dir == "" {
		o.NoCache = true
	} else if err := s.moveIn(o); err != nil {
		return err
	}
	var err error
	if s.desk, err = s.openDesk(ctx, o); err != nil {
		return err
	}
	if o.Cache != nil {
		s.cache, s.hay, s.home, s.borrowed = o.Cache.cache, o.Cache.hay, o.Cache.home, true
		return nil
	}
	s.hay = &haystack{}
	if s.cache, err = s.openCache(ctx, o); err != nil {
		return err
	}
	s.home = &cacheHome{dir: o.Dir, busy: o.BusyTimeout, is: fileAt(s.cache.path)}
	return nil
}

// moveIn takes its place among the programs that share the directory.
func (s *Store) moveIn(o Options) error {
	if err := privateDir(o.Dir); err != nil {
		return err
	}
	lock, err := lockOwner(filepath.Join(o.Dir, ownersDir), s.owner)
	if err != nil {
		return err
	}
	s.lock = lock
	if o.network == nil {
		o.network = networkFS
	}
	if name := o.network(o.Dir); name != "" {
		s.warnings = append(s.warnings, networkWarning(name))
	}
	return nil
}

// Close closes the files. What was committed stays.
func (s *Store) Close() error {
	var errs []error
	if s.cache != nil && !s.borrowed {
		errs = append(errs, s.cache.close())
	}
	if s.desk != nil {
		errs = append(errs, s.desk.close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	return errors.Join(errs...)
}

// Warnings are sentences to be said once, when the program starts.
func (s *Store) Warnings() []string { return s.warnings }

// ReadOnly reports whether the disk refused, so that nothing may be sent: an
// outbox that does not survive could lose a reply or send it twice.
func (s *Store) ReadOnly() bool { return s.readOnly }

// Shares reports whether both have the same copy of what customers wrote.
func (s *Store) Shares(other *Store) bool { return s.cache == other.cache }

// Dir is the profile's directory, "" in memory.
func (s *Store) Dir() string { return s.dir }

// Owner names this Store among those that share the directory.
func (s *Store) Owner() string { return s.owner }

// Alive reports whether the Store of that name is still open, in this or
// another program. It is false as soon as its program ended, however it ended.
func (s *Store) Alive(owner string) bool {
	if owner == s.owner {
		return true
	}
	if s.dir == "" || owner == "" {
		return false
	}
	return lockHeld(filepath.Join(s.dir, ownersDir), owner)
}

const ownersDir = "running"

func newOwner() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}

// privateDir makes dir with mode 0700, and narrows one that is wider: SQLite
// gives its files the rights they are created with, but names are data too.
func privateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	fi, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("look at the data directory: %w", err)
	}
	if fi.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(dir, 0o700); err != nil {
			return fmt.Errorf("make the data directory private: %w", err)
		}
	}
	return nil
}
