package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"parley/api"
)

// label is what a conversation is called by: its customer and its subject.
// It is indexed apart from the messages, so that a name finds a conversation
// once, however many messages it has.
type label struct {
	n            int64
	who, subject string
}

func scanLabel(r *sql.Rows) (l label, err error) { return l, r.Scan(&l.n, &l.who, &l.subject) }

// putLabel indexes a conversation's label when it is new or changed.
func putLabel(ctx context.Context, tx *txn, id string, created int64, who, subject string) error {
	held, err := query(ctx, tx, scanLabel, `SELECT n, who, subject FROM labels WHERE conversation_id = ?`, id)
	if err != nil {
		return fmt.Errorf("read the held label: %w", err)
	}
	var l label
	switch {
	case len(held) == 0:
		if l.n, err = tx.number(ctx, "labels", created); err != nil {
			return err
		}
	case held[0].who == who && held[0].subject == subject:
		return nil
	default:
		l = held[0]
		if _, err := tx.exec(ctx, `DELETE FROM label_words WHERE rowid = ?`, l.n); err != nil {
			return err
		}
	}
	if _, err := tx.exec(ctx, `INSERT OR REPLACE INTO labels (n, conversation_id, who, subject) VALUES (?,?,?,?)`, l.n, id, who, subject); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO label_words (rowid, who, subject) VALUES (?,?,?)`, l.n, segment(who), segment(subject))
	return err
}

// customer is how a label names a customer: what to call them, their address,
// and their companies.
func customer(name, address, companies string) string {
	if address == name {
		address = ""
	}
	var words []string
	for _, s := range []string{oneLine(name), oneLine(address), oneLine(companies)} {
		if s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, " · ")
}

// companiesOf returns the names of a contact's companies, as far as they were
// read.
func companiesOf(ctx context.Context, tx *txn, contact string) (string, error) {
	names, err := query(ctx, tx, scanString, `SELECT names FROM companies WHERE contact_id = ?`, contact)
	return strings.Join(names, ""), err
}

// relabel brings the labels of a contact's conversations up to date.
func relabel(ctx context.Context, tx *txn, contact string) error {
	companies, err := companiesOf(ctx, tx, contact)
	if err != nil {
		return err
	}
	type held struct{ id, name, who, subject string }
	rows, err := query(ctx, tx, func(r *sql.Rows) (h held, err error) {
		return h, r.Scan(&h.id, &h.name, &h.who, &h.subject)
	}, `SELECT c.id, c.contact, c.who, l.subject FROM conversations c JOIN labels l ON l.conversation_id = c.id WHERE c.contact_id = ?`, contact)
	if err != nil {
		return err
	}
	for _, h := range rows {
		_, address, _ := strings.Cut(h.who, "\n")
		if err := putLabel(ctx, tx, h.id, 0, customer(h.name, address, companies), h.subject); err != nil {
			return err
		}
	}
	return nil
}

// PutCompanies keeps the names of the companies a contact belongs to, so that
// a search for one finds the contact's conversations.
func (s *Store) PutCompanies(ctx context.Context, contact api.ID, names []string) error {
	joined := strings.Join(names, ", ")
	return s.cache.write(ctx, "keep companies", func(tx *txn) error {
		held, err := query(ctx, tx, scanString, `SELECT names FROM companies WHERE contact_id = ?`, string(contact))
		if err != nil || len(held) == 1 && held[0] == joined {
			return err
		}
		if _, err := tx.exec(ctx, `INSERT OR REPLACE INTO companies (contact_id, names) VALUES (?,?)`, string(contact), joined); err != nil {
			return err
		}
		return relabel(ctx, tx, string(contact))
	})
}

// WithoutCompanies returns contacts of conversations that are not closed and
// whose companies were never read, newest conversation first.
func (s *Store) WithoutCompanies(ctx context.Context, limit int) ([]api.ID, error) {
	ids, err := read(ctx, s.cache, scanID, `SELECT c.contact_id FROM conversations c
		WHERE c.contact_id <> '' AND c.state = 'open' AND NOT EXISTS (SELECT 1 FROM companies k WHERE k.contact_id = c.contact_id)
		ORDER BY c.updated_at DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("find contacts without companies: %w", err)
	}
	return slices.Compact(ids), nil
}
