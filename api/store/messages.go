package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode"

	"parley/api"
)

// The kinds of messages.
const (
	KindSource  = "source"
	KindComment = "comment"
	KindNote    = "note"
	KindEvent   = "event"
)

type heldMessage struct {
	n    int64
	raw  []byte
	text string
}

// putParts makes the stored parts those that Intercom sent. Parts that are
// not sent any more, because only the newest 500 are, stay.
func (p *putter) putParts(raws map[api.ID][]byte) (changed bool, err error) {
	held := map[string]heldMessage{}
	_, err = query(p.ctx, p.tx, func(r *sql.Rows) (struct{}, error) {
		var id string
		var m heldMessage
		err := r.Scan(&id, &m.n, &m.raw, &m.text)
		held[id] = m
		return struct{}{}, err
	}, `SELECT part_id, n, raw, text FROM messages WHERE conversation_id = ? AND part_id <> ''`, string(p.c.ID))
	if err != nil {
		return false, fmt.Errorf("read the held parts: %w", err)
	}
	for i := range p.c.Parts.Items {
		part := &p.c.Parts.Items[i]
		raw, old := raws[part.ID], held[string(part.ID)]
		if raw == nil || bytes.Equal(raw, old.raw) {
			continue
		}
		changed = changed || old.raw == nil || !sameButLinks(raw, old.raw)
		if err := p.putMessage(old, part.ID, partKind(part), part.Author, seconds(part.CreatedAt), seconds(part.UpdatedAt), raw, part.Body); err != nil {
			return false, fmt.Errorf("part %s: %w", part.ID, err)
		}
	}
	return changed, nil
}

// putSource keeps the message that started the conversation, with the HTML
// it was made from, so that unchanged ones cost nothing.
func (p *putter) putSource() error {
	var old heldMessage
	err := p.tx.scan(p.ctx, []any{&old.n, &old.raw, &old.text}, `SELECT n, raw, text FROM messages WHERE conversation_id = ? AND part_id = ''`,
		string(p.c.ID))
	if err != nil && !isNoRows(err) {
		return fmt.Errorf("read the held source: %w", err)
	}
	src := &p.c.Source
	body := src.Body
	if src.Subject != "" {
		body = "<p>" + src.Subject + "</p>" + body
	}
	if old.n != 0 && string(old.raw) == body {
		return nil
	}
	return p.putMessage(old, "", KindSource, src.Author, seconds(p.c.CreatedAt), seconds(p.c.UpdatedAt), []byte(body), body)
}

// putMessage stores one message and, when its text changed, indexes it.
func (p *putter) putMessage(old heldMessage, id api.ID, kind string, by api.Author, created, updated int64, raw []byte, body string) error {
	text := ""
	if strings.TrimSpace(body) != "" {
		text = p.plain(body)
	}
	n := old.n
	if n == 0 {
		var err error
		if n, err = p.tx.number(p.ctx, "messages", created); err != nil {
			return err
		}
	}
	_, err := p.tx.exec(p.ctx, `INSERT OR REPLACE INTO messages
		(n, conversation_id, part_id, kind, author, updated_at, raw, text) VALUES (?,?,?,?,?,?,?,?)`,
		n, string(p.c.ID), string(id), kind, by.Name, updated, raw, text)
	if err != nil || text == old.text {
		return err
	}
	if old.text != "" {
		if _, err := p.tx.exec(p.ctx, `DELETE FROM words WHERE rowid = ?`, n); err != nil {
			return err
		}
	}
	if text != "" {
		_, err = p.tx.exec(p.ctx, `INSERT INTO words (rowid, text) VALUES (?, ?)`, n, segment(text))
	}
	return err
}

// numberBits is how many messages may be of one second.
const numberBits = 20

// number makes a number for a row of messages or labels: its second, and then
// the order in which it came. Parts are stored in the order in which they are
// shown.
func (t *txn) number(ctx context.Context, table string, created int64) (int64, error) {
	const mask = 1<<numberBits - 1
	base := max(created, 0) << numberBits
	n := base
	err := t.scan(ctx, []any{&n}, `SELECT coalesce(max(n) + 1, ?) FROM `+table+` WHERE n BETWEEN ? AND ?`,
		base, base, base|mask)
	if err == nil && n > base|mask {
		err = fmt.Errorf("more than %d %s in one second", mask, table)
	}
	return n, err
}

func partKind(p *api.Part) string {
	switch {
	case !p.Message():
		return KindEvent
	case p.Internal():
		return KindNote
	default:
		return KindComment
	}
}

// segment puts spaces around ideographs and kana, so that the tokenizer,
// which knows no words in those scripts, makes each a token and a phrase of
// them finds them in a row.
func segment(s string) string {
	if strings.IndexFunc(s, Spaceless) < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/2)
	for _, r := range s {
		if Spaceless(r) {
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Spaceless reports whether a rune is of a script that writes words without
// spaces between them, where the index takes each sign for a word.
func Spaceless(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Hangul)
}
