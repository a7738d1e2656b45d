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
// fulfil the conditions: ranked where the words are rare, newest first where
// they are common. Kinds restricts the messages; none means all.
func (s *Store) Search(ctx context.Context, phrases, kinds []string, conds []Cond, limit int) (Matches, error) {
	expr := match(phrases)
	if expr == "" {
		return Matches{}, nil
	}
	var found int
	err := s.cache.r.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)`,
		expr, rankUpTo+1).Scan(&found)
	if err != nil {
		return Matches{}, fmt.Errorf("search: %w", err)
	}
	if found == 0 {
		return Matches{Ranked: true}, nil
	}
	w, args, err := where(conds)
	if err != nil {
		return Matches{}, err
	}
	kindSQL := ""
	if len(kinds) > 0 {
		kindSQL = " AND m.kind IN (" + marks(len(kinds)) + ")"
	}
	out := Matches{Ranked: found <= rankUpTo}
	var stmt string
	if out.Ranked {
		stmt = `SELECT m.n FROM words JOIN messages m ON m.n = words.rowid JOIN conversations c ON c.id = m.conversation_id
			WHERE words MATCH ? AND ` + w + kindSQL + ` ORDER BY bm25(words), m.n DESC LIMIT ?`
		args = append(append([]any{expr}, args...), anys(kinds)...)
	} else {
		stmt = `SELECT m.n FROM (SELECT rowid AS n FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) AS hit
			JOIN messages m ON m.n = hit.n JOIN conversations c ON c.id = m.conversation_id
			WHERE ` + w + kindSQL + ` ORDER BY hit.n DESC LIMIT ?`
		args = append(append([]any{expr, scanUpTo}, args...), anys(kinds)...)
	}
	ns, err := query(ctx, s.cache.r, func(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) }, stmt, append(args, limit+1)...)
	if err != nil {
		return Matches{}, fmt.Errorf("search: %w", err)
	}
	out.Truncated = len(ns) > limit || !out.Ranked
	out.Matches, err = s.matches(ctx, ns[:min(limit, len(ns))])
	return out, err
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
	out := make([]Match, len(ns))
	_, err := query(ctx, s.cache.r, func(r *sql.Rows) (struct{}, error) {
		var n int64
		var m Match
		var conversation, part string
		err := r.Scan(&n, &conversation, &part, &m.Kind, &m.Author, &m.Text)
		m.ConversationID, m.PartID, m.At = api.ID(conversation), api.ID(part), timeOf(n>>numberBits)
		out[place[n]] = m
		return struct{}{}, err
	}, `SELECT n, conversation_id, part_id, kind, author, text FROM messages WHERE n IN (`+marks(len(ns))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read what was found: %w", err)
	}
	return out, nil
}

// Words returns what the index takes a text for: its words, as the phrases of
// a search are compared with them. It serves highlighting.
func Words(text string) []string { return strings.Fields(segment(text)) }
