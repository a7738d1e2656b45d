package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"parley/api"
)

// straw is a conversation with what its row shows.
type straw struct {
	id  api.ID
	hay []byte
}

// haystack keeps the conversations that a view shows while somebody types a
// filter: only the filter changes from key to key, and looking through what
// is in memory costs a twentieth of a query.
type haystack struct {
	mu     sync.Mutex
	query  string
	args   []any
	at     version
	straws []straw
}

// maxHay bounds the memory, in bytes. Beyond it each key is a query.
const maxHay = 16 << 20

// version changes with every commit to a file, whoever makes it.
type version struct {
	commits int64     // our own
	at      time.Time // when the log was last written
	size    int64
}

func (d *db) version() version {
	v := version{commits: d.commits.Load()}
	if d.rdb.Load() == nil { // in memory nobody else writes
		return v
	}
	if fi, err := os.Stat(d.path + "-wal"); err == nil {
		v.at, v.size = fi.ModTime(), fi.Size()
	}
	return v
}

// filtered returns the ids of the conversations that fulfil a selection of
// which one condition or more look into the hay.
func (s *Store) filtered(ctx context.Context, sel Select) ([]api.ID, error) {
	var needles, others []Cond
	for _, c := range sel.Where {
		if c.Field == FieldHay {
			needles = append(needles, c)
		} else {
			others = append(others, c)
		}
	}
	straws, err := s.straws(ctx, others, sel.Order)
	if err != nil {
		return nil, err
	}
	ids := make([]api.ID, 0, min(len(straws), 1024))
	for i := range straws {
		if hasAll(straws[i].hay, needles) {
			ids = append(ids, straws[i].id)
		}
	}
	ids = ids[min(sel.Offset, len(ids)):]
	if sel.Limit > 0 {
		ids = ids[:min(sel.Limit, len(ids))]
	}
	return ids, nil
}

// straws returns the conversations that fulfil the conditions, in order.
func (s *Store) straws(ctx context.Context, conds []Cond, order Order) ([]straw, error) {
	w, args, err := where(conds)
	if err != nil {
		return nil, err
	}
	stmt := `SELECT c.id, c.hay FROM conversations c` + indexFor(conds) + ` WHERE ` + w + ` ORDER BY ` + string(order)
	h := s.hay
	h.mu.Lock()
	defer h.mu.Unlock()
	now := s.cache.version()
	if h.query == stmt && h.at == now && slices.Equal(h.args, args) {
		return h.straws, nil
	}
	size := 0
	straws, err := read(ctx, s.cache, func(r *sql.Rows) (straw, error) {
		var id string
		var hay []byte
		err := r.Scan(&id, &hay)
		size += len(id) + len(hay)
		return straw{api.ID(id), hay}, err
	}, stmt, args...)
	if err != nil {
		return nil, fmt.Errorf("read what rows show: %w", err)
	}
	if size > maxHay {
		h.query, h.straws = "", nil
		return straws, nil
	}
	h.query, h.args, h.at, h.straws = stmt, args, now, straws
	return straws, nil
}

// indexFor names the index that answers the conditions by itself, "" when
// SQLite is to choose.
func indexFor(conds []Cond) string {
	for _, c := range conds {
		if c.Field != FieldState && c.Field != FieldUpdated {
			return ""
		}
	}
	return " INDEXED BY conversations_updated"
}

func hasAll(hay []byte, needles []Cond) bool {
	for _, c := range needles {
		has := slices.ContainsFunc(c.Values, func(v string) bool { return bytes.Contains(hay, []byte(v)) })
		if has == c.Not {
			return false
		}
	}
	return true
}
