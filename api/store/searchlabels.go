package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"parley/api"
)

// Labelled is a conversation that a search found by its label.
type Labelled struct {
	ConversationID api.ID
	UpdatedAt      time.Time
	Who            string // name, address and companies of the customer
	Subject        string
}

// rankLabels is how many labels are ranked.
const rankLabels = 300

// SearchLabels finds conversations whose customer or subject holds all the
// phrases, or words that begin so, and that fulfil the conditions: the best
// first, the customer counting for more than the subject. All reports whether
// there are no more; what is too common to be ranked comes newest first.
func (s *Store) SearchLabels(ctx context.Context, phrases []string, conds []Cond, limit int) (found []Labelled, all bool, err error) {
	newest, err := s.newestLabels(ctx, phrases, rankLabels)
	if err != nil || len(newest) == 0 {
		return nil, true, err
	}
	hits, order := `SELECT rowid AS n, bm25(label_words, 4.0, 1.0) AS worth FROM label_words WHERE label_words MATCH ?`, `hit.worth, c.updated_at DESC`
	args := []any{match(phrases, true)}
	if len(newest) > rankLabels {
		hits, order = `SELECT n FROM labels WHERE n IN (`+marks(len(newest))+`)`, `c.updated_at DESC`
		args = newest
	}
	found, err = s.labelled(ctx, hits, order, args, conds, limit+1)
	all = len(newest) <= rankLabels && len(found) <= limit
	return found[:min(limit, len(found))], all, err
}

// RareLabels is SearchLabels, newest first, except that it finds nothing, and
// rare is false, when more than most labels hold the phrases.
func (s *Store) RareLabels(ctx context.Context, phrases []string, conds []Cond, most int) (found []Labelled, rare bool, err error) {
	newest, err := s.newestLabels(ctx, phrases, most)
	if err != nil || len(newest) == 0 || len(newest) > most {
		return nil, len(newest) <= most, err
	}
	found, err = s.labelled(ctx, `SELECT n FROM labels WHERE n IN (`+marks(len(newest))+`)`, `c.updated_at DESC`, newest, conds, most)
	return found, true, err
}

// newestLabels returns the numbers of the newest labels that hold the
// phrases, up to one more than most.
func (s *Store) newestLabels(ctx context.Context, phrases []string, most int) ([]any, error) {
	expr := match(phrases, true)
	if expr == "" {
		return nil, nil
	}
	ns, err := read(ctx, s.cache, func(r *sql.Rows) (any, error) { return scanNumber(r) },
		`SELECT rowid FROM label_words WHERE label_words MATCH ? ORDER BY rowid DESC LIMIT ?`, expr, most+1)
	if err != nil {
		return nil, fmt.Errorf("search customers and subjects: %w", err)
	}
	return ns, nil
}

// Labels returns the labels of some conversations, in no order.
func (s *Store) Labels(ctx context.Context, ids []api.ID) ([]Labelled, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = string(id)
	}
	return s.labelled(ctx, `SELECT n FROM labels WHERE conversation_id IN (`+marks(len(ids))+`)`, `l.n`, args, nil, len(ids))
}

func (s *Store) labelled(ctx context.Context, hits, order string, args []any, conds []Cond, limit int) ([]Labelled, error) {
	w, more, err := where(conds)
	if err != nil {
		return nil, err
	}
	found, err := read(ctx, s.cache, scanLabelled, `SELECT c.id, c.updated_at, l.who, l.subject FROM (`+hits+`) AS hit
		CROSS JOIN labels l ON l.n = hit.n CROSS JOIN conversations c ON c.id = l.conversation_id WHERE `+w+` ORDER BY `+order+` LIMIT ?`,
		slices.Concat(args, more, []any{limit})...)
	if err != nil {
		return nil, fmt.Errorf("search customers and subjects: %w", err)
	}
	return found, nil
}

func scanLabelled(r *sql.Rows) (Labelled, error) {
	var l Labelled
	var id string
	var at int64
	err := r.Scan(&id, &at, &l.Who, &l.Subject)
	l.ConversationID, l.UpdatedAt = api.ID(id), timeOf(at)
	return l, err
}

// Messages returns the messages with text of some conversations, newest first,
// at most limit; 0 is all.
func (s *Store) Messages(ctx context.Context, ids []api.ID, limit int) ([]Match, error) {
	args := make([]any, 0, len(ids)+1)
	for _, id := range ids {
		args = append(args, string(id))
	}
	if limit <= 0 {
		limit = -1
	}
	ms, err := read(ctx, s.cache, scanMatch, `SELECT `+matchColumns+` FROM messages WHERE conversation_id IN (`+marks(len(ids))+`) AND text <> ''
		ORDER BY n DESC LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	return ms, nil
}
