package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"parley/api"
)

// Match is a message in which all words of a search occur.
type Match struct {
	ConversationID api.ID
	PartID         api.ID // "" is the source
	Kind           string
	Author         string
	At             time.Time
	Text           string // plain, whole

	n int64
}

// Matches are what a search found. Ranked says that the best come first, else
// the newest; Truncated that there are more.
type Matches struct {
	Matches   []Match
	Ranked    bool
	Truncated bool
}

const (
	// rankUpTo is how many matches are ranked: ranking reads each, and what
	// is that common is looked for by time.
	rankUpTo = 1000
	// scanUpTo is how many of the newest matches are compared with the other
	// conditions.
	scanUpTo = 5000
)

// Search finds messages that hold all the phrases and whose conversations
// fulfil the conditions. A single word also finds words that begin with it,
// unless it is common by itself. They are ranked where the words are rare, newest first where
// they are common. Kinds restricts the messages; none means all.
func (s *Store) Search(ctx context.Context, phrases, kinds []string, conds []Cond, limit int) (Matches, error) {
	expr := match(phrases, false)
	if expr == "" {
		return Matches{}, nil
	}
	newest, err := s.newestWith(ctx, expr)
	if wide := match(phrases, true); err == nil && len(newest) <= rankUpTo && wide != expr {
		expr = wide
		newest, err = s.newestWith(ctx, expr)
	}
	if err != nil {
		return Matches{}, fmt.Errorf("search: %w", err)
	}
	q := searching{s: s, ctx: ctx, expr: expr, limit: limit}
	if err := q.conditions(kinds, conds); err != nil {
		return Matches{}, err
	}
	out := Matches{Ranked: len(newest) <= rankUpTo}
	var ns []int64
	switch {
	case len(newest) == 0:
	case out.Ranked:
		ns, err = q.ranked()
	default:
		out.Truncated = true
		if ns, err = q.among(newest); err == nil && len(ns) <= limit && len(conds)+len(kinds) > 0 {
			ns, err = q.newest()
		}
	}
	if err != nil {
		return Matches{}, fmt.Errorf("search: %w", err)
	}
	out.Truncated = out.Truncated || len(ns) > limit
	out.Matches, err = s.matches(ctx, ns[:min(limit, len(ns))])
	return out, err
}

// newestWith returns the newest messages that match, up to one more than are
// ranked.
func (s *Store) newestWith(ctx context.Context, expr string) ([]int64, error) {
	return read(ctx, s.cache, scanNumber, `SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?`, expr, rankUpTo+1)
}

func scanNumber(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) }

// searching is one search under way.
type searching struct {
	s     *Store
	ctx   context.Context
	expr  string
	limit int
	where string
	args  []any
}

func (q *searching) conditions(kinds []string, conds []Cond) error {
	w, args, err := where(conds)
	if err != nil {
		return err
	}
	if len(kinds) > 0 {
		w += " AND m.kind IN (" + marks(len(kinds)) + ")"
		args = append(args, anys(kinds)...)
	}
	args = append(args, q.limit+1)
	q.where, q.args = w, args
	return nil
}

const joined = ` CROSS JOIN messages m ON m.n = hit.n CROSS JOIN conversations c ON c.id = m.conversation_id WHERE `

// ranked returns the best of all matches.
func (q *searching) ranked() ([]int64, error) {
	return read(q.ctx, q.s.cache, scanNumber, `SELECT m.n FROM (SELECT rowid AS n, bm25(words) AS worth FROM words WHERE words MATCH ?) AS hit`+
		joined+q.where+` ORDER BY hit.worth, m.n DESC LIMIT ?`, append([]any{q.expr}, q.args...)...)
}

// newest returns the newest of many matches.
func (q *searching) newest() ([]int64, error) {
	return read(q.ctx, q.s.cache, scanNumber, `SELECT m.n FROM (SELECT rowid AS n FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) AS hit`+
		joined+q.where+` ORDER BY hit.n DESC LIMIT ?`, append([]any{q.expr, scanUpTo}, q.args...)...)
}

// among returns the newest of some matches.
func (q *searching) among(ns []int64) ([]int64, error) {
	args := make([]any, 0, len(ns)+len(q.args))
	for _, n := range ns {
		args = append(args, n)
	}
	return read(q.ctx, q.s.cache, scanNumber, `SELECT m.n FROM (SELECT n FROM messages WHERE n IN (`+marks(len(ns))+`)) AS hit`+
		joined+q.where+` ORDER BY hit.n DESC LIMIT ?`, append(args, q.args...)...)
}

// matches reads messages by number, in that order.
func (s *Store) matches(ctx context.Context, ns []int64) ([]Match, error) {
	if len(ns) == 0 {
		return nil, nil
	}
	args := make([]any, len(ns))
	place := make(map[int64]int, len(ns))
	for i, n := range ns {
		args[i], place[n] = n, i
	}
	found, err := read(ctx, s.cache, scanMatch, `SELECT `+matchColumns+` FROM messages WHERE n IN (`+marks(len(ns))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read what was found: %w", err)
	}
	out := make([]Match, len(ns))
	for _, m := range found {
		out[place[m.n]] = m
	}
	return out, nil
}

const matchColumns = `n, conversation_id, part_id, kind, author, text`

func scanMatch(r *sql.Rows) (Match, error) {
	var m Match
	var conversation, part string
	err := r.Scan(&m.n, &conversation, &part, &m.Kind, &m.Author, &m.Text)
	m.ConversationID, m.PartID, m.At = api.ID(conversation), api.ID(part), timeOf(m.n>>numberBits)
	return m, err
}

// Words returns what the index takes a text for: its words, as the phrases of
// a search are compared with them. It serves highlighting.
func Words(text string) []string { return strings.Fields(segment(text)) }
