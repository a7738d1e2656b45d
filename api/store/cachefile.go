package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// openCache opens cache.db. A cache that cannot be read, or is of another
// version, is replaced by an empty one; where the disk takes none it is kept
// in memory. Everything in it can be read from Intercom again.
func (s *Store) openCache(ctx context.Context, o Options) (*db, error) {
	if o.NoCache {
		return memoryCache(ctx, o)
	}
	path := filepath.Join(o.Dir, cacheFile)
	d, err := cacheAt(ctx, path, o)
	if Corrupt(err) || errors.Is(err, errOldCache) {
		if Corrupt(err) {
			s.warnings = append(s.warnings, cacheWasDamaged)
		}
		if err = removeCache(path, nil); err == nil {
			d, err = cacheAt(ctx, path, o)
		}
	}
	if err == nil {
		return d, nil
	}
	m, memErr := memoryCache(ctx, o)
	if memErr != nil {
		return nil, errors.Join(err, memErr)
	}
	s.warnings = append(s.warnings, noRoomForCache)
	return m, nil
}

const cacheWasDamaged = "The local copy of the conversations was damaged and is read from Intercom again. Drafts are not affected."

const noRoomForCache = "The disk takes no copy of the conversations, so they are read anew at each start. " +
	"Free some space, or correct the rights of the data directory; drafts and replies are kept as long as they fit."

func memoryCache(ctx context.Context, o Options) (*db, error) {
	d, err := openDB(ctx, cacheFile, "", "NORMAL", o.BusyTimeout)
	if err != nil {
		return nil, err
	}
	if err := createCache(ctx, d); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// cacheAt opens a cache and looks whether it can be used.
func cacheAt(ctx context.Context, path string, o Options) (*db, error) {
	d, err := openDB(ctx, cacheFile, path, "NORMAL", o.BusyTimeout)
	if err != nil {
		return nil, err
	}
	if err := checkCache(ctx, d); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// removeCache removes a cache that cannot be used, unless the file is not the
// one that was: another program has made a new one then.
func removeCache(path string, was os.FileInfo) error {
	if was != nil {
		if now, err := os.Stat(path); err == nil && !os.SameFile(was, now) {
			return nil
		}
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove the damaged %s: %w", cacheFile, err)
		}
	}
	return nil
}

// cacheHome is where a cache lives, for whoever shares it.
type cacheHome struct {
	dir  string
	busy time.Duration

	mu     sync.Mutex
	is     os.FileInfo // nil in memory
	mended time.Time
}

// mendRest is for how long errors may still come from the cache before.
const mendRest = 5 * time.Second

// MendCache replaces a cache that turned out to be damaged, see
// [CacheDamaged], by an empty one, and returns a sentence that says so. Who
// calls it reads from Intercom what it needs. Of those who share the cache,
// only the first replaces it.
func (s *Store) MendCache(ctx context.Context) (string, error) {
	h := s.home
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.mended.IsZero() && time.Since(h.mended) < mendRest {
		return cacheWasDamaged, nil
	}
	fresh, err := h.fresh(ctx)
	if err != nil { // the disk refuses altogether
		if fresh, err = memoryCache(ctx, Options{BusyTimeout: h.busy}); err != nil {
			return "", err
		}
	}
	s.cache.replace(fresh)
	h.is, h.mended = fileAt(fresh.path), time.Now()
	return cacheWasDamaged, nil
}

// fresh opens an empty cache in place of the damaged one.
func (h *cacheHome) fresh(ctx context.Context) (*db, error) {
	o := Options{BusyTimeout: h.busy}
	if h.is == nil {
		return memoryCache(ctx, o)
	}
	path := filepath.Join(h.dir, cacheFile)
	if err := removeCache(path, h.is); err != nil {
		return nil, err
	}
	return cacheAt(ctx, path, o)
}

// fileAt says which file lies there, nil when none does.
func fileAt(path string) os.FileInfo {
	if path == "" {
		return nil
	}
	fi, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return fi
}
