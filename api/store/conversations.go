package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"parley/api"
)

// Origin says which call returned a conversation, and so how far it is to be
// believed.
type Origin int

// The origins.
const (
	FromSearch   Origin = iota // the index of Intercom lags behind
	FromRead                   // a single retrieve
	FromMutation               // what a call of ours returned
)

// grace is how long the answer to a call of ours, or a single retrieve,
// outlives search results of the same updated_at: the index at Intercom lags
// some seconds behind.
const grace = 30 * time.Second

// Conversation is a stored conversation. Its Raw is what Intercom said.
type Conversation struct {
	*api.Conversation
	Label       string    // what to call the customer
	Preview     string    // the last message, plain, one line
	HeadAt      time.Time // when Intercom last said anything of it
	FullAt      time.Time // when its parts were read; zero: they are not held
	FullUpdated int64     // updated_at, in unix seconds, of the copy that had the parts
	Gone        bool      // deleted at Intercom
}

// Changed is a conversation that Put changed.
type Changed struct {
	ID  api.ID
	New bool
	// ContactAt is when the contact last wrote, as far as known, and
	// ContactBefore what was known before, in unix seconds.
	ContactAt, ContactBefore int64
	// HeadBefore is when Intercom had last said anything of it, in unix
	// seconds of the clock here; 0: never.
	HeadBefore int64
}

// Put stores conversations that arrived at the same time and returns those
// that changed. PlainText turns a body into text for previews and
// the index. A search result that is older than what is held is left out.
func (s *Store) Put(ctx context.Context, from Origin, plainText func(html string) string, cs ...*api.Conversation) ([]Changed, error) {
	var changed []Changed
	err := s.cache.write(ctx, "keep conversations", func(tx *txn) error {
		changed = changed[:0]
		for _, c := range cs {
			p := putter{ctx: ctx, tx: tx, c: c, from: from, now: s.now(), plain: plainText}
			ok, err := p.put()
			if err != nil {
				return fmt.Errorf("conversation %s: %w", c.ID, err)
			}
			if ok {
				changed = append(changed, Changed{
					ID: c.ID, New: p.held.updated == 0, ContactAt: contactAt(c), ContactBefore: p.held.contactAt, HeadBefore: p.held.headAt,
				})
			}
		}
		return nil
	})
	return changed, err
}

// Conversation returns a conversation, with its parts when full is set and
// they are held. It returns ErrNotFound when nothing is held.
func (s *Store) Conversation(ctx context.Context, id api.ID, full bool) (Conversation, error) {
	rows, err := s.heads(ctx, `c.id = ?`, "", []any{string(id)})
	if err != nil {
		return Conversation{}, fmt.Errorf("read conversation %s: %w", id, err)
	}
	if len(rows) == 0 {
		return Conversation{}, fmt.Errorf("conversation %s: %w", id, ErrNotFound)
	}
	c := rows[0]
	if full && !c.FullAt.IsZero() {
		parts, err := read(ctx, s.cache, scanBytes,
			`SELECT raw FROM messages WHERE conversation_id = ? AND part_id <> '' ORDER BY n`, string(id))
		if err != nil {
			return Conversation{}, fmt.Errorf("read parts of conversation %s: %w", id, err)
		}
		raw, err := join(c.raw, parts)
		if err != nil {
			return Conversation{}, err
		}
		c.Conversation.Conversation, err = api.DecodeParts(raw, c.raw, parts)
		if err != nil {
			return Conversation{}, fmt.Errorf("decode conversation %s: %w", id, err)
		}
		return c.Conversation, nil
	}
	c.Conversation.Conversation, err = api.DecodeConversation(c.raw)
	if err != nil {
		return Conversation{}, fmt.Errorf("decode conversation %s: %w", id, err)
	}
	return c.Conversation, nil
}

// Forget marks a conversation as deleted at Intercom.
func (s *Store) Forget(ctx context.Context, id api.ID) error {
	return s.cache.write(ctx, "mark a deleted conversation", func(tx *txn) error {
		_, err := tx.exec(ctx, `UPDATE conversations SET state = 'gone', head_at = ? WHERE id = ?`, s.now().Unix(), string(id))
		return err
	})
}

// PartIDs returns the ids of the parts that are held of a conversation.
func (s *Store) PartIDs(ctx context.Context, id api.ID) ([]api.ID, error) {
	ids, err := read(ctx, s.cache, scanString,
		`SELECT part_id FROM messages WHERE conversation_id = ? AND part_id <> '' ORDER BY n`, string(id))
	if err != nil {
		return nil, fmt.Errorf("read part ids of conversation %s: %w", id, err)
	}
	out := make([]api.ID, len(ids))
	for i, v := range ids {
		out[i] = api.ID(v)
	}
	return out, nil
}

// headRow is a conversation whose JSON is not decoded yet.
type headRow struct {
	Conversation
	id  api.ID
	raw []byte
}

// heads reads the conversations that fulfil where, c being their table.
func (s *Store) heads(ctx context.Context, where, tail string, args []any) ([]headRow, error) {
	return read(ctx, s.cache, func(r *sql.Rows) (headRow, error) {
		var h headRow
		var id string
		var headAt, fullAt int64
		err := r.Scan(&id, &h.Label, &h.Preview, &headAt, &fullAt, &h.FullUpdated, &h.Gone, &h.raw)
		h.id, h.HeadAt, h.FullAt = api.ID(id), timeOf(headAt), timeOf(fullAt)
		return h, err
	}, `SELECT c.id, c.contact, c.preview, c.head_at, c.full_at, c.full_updated, c.state = 'gone', h.raw
		FROM conversations c JOIN heads h ON h.id = c.id WHERE `+where+` `+tail, args...)
}

func scanBytes(r *sql.Rows) (b []byte, err error)  { return b, r.Scan(&b) }
func scanString(r *sql.Rows) (v string, err error) { return v, r.Scan(&v) }

func timeOf(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0)
}

// oneLine shortens text for a row of a list.
func oneLine(s string) string {
	const limit = 160 // more than any row shows
	if len(s) > 4*limit {
		s = strings.ToValidUTF8(s[:4*limit], "")
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > limit {
		s = string(r[:limit])
	}
	return s
}

func isNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Held returns how many conversations are held, and of how many the parts.
func (s *Store) Held(ctx context.Context) (all, full int64, err error) {
	err = s.cache.scan(ctx, []any{&all, &full}, `SELECT (SELECT count(*) FROM conversations),
		(SELECT count(*) FROM conversations WHERE full_at > 0)`)
	if err != nil {
		return 0, 0, fmt.Errorf("count what is held: %w", err)
	}
	return all, full, nil
}
