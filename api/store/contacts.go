package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"parley/api"
)

// Contact is a stored contact.
type Contact struct {
	*api.Contact
	At   time.Time // when Intercom said so
	Gone bool      // deleted at Intercom: only the id is known
}

// PutContact stores a contact and gives its name to its conversations. It
// returns the ids of those conversations.
func (s *Store) PutContact(ctx context.Context, c *api.Contact) ([]api.ID, error) {
	raw := c.Raw
	if len(raw) == 0 {
		var err error
		if raw, err = json.Marshal(c); err != nil {
			return nil, fmt.Errorf("keep contact %s: %w", c.ID, err)
		}
	}
	return s.putContact(ctx, c.ID, oneLine(c.Label()), c.Email, raw, false)
}

// ContactGone notes that Intercom has no such contact any more.
func (s *Store) ContactGone(ctx context.Context, id api.ID) ([]api.ID, error) {
	raw, err := json.Marshal(struct {
		ID api.ID `json:"id"`
	}{id})
	if err != nil {
		return nil, err
	}
	return s.putContact(ctx, id, "", "", raw, true)
}

func (s *Store) putContact(ctx context.Context, id api.ID, label, email string, raw []byte, gone bool) ([]api.ID, error) {
	var ids []string
	err := s.cache.write(ctx, "keep contact", func(tx *txn) error {
		_, err := tx.exec(ctx, `INSERT OR REPLACE INTO contacts (id, label, address, raw, at, gone) VALUES (?,?,?,?,?,?)`,
			string(id), label, email, raw, s.now().Unix(), gone)
		if err != nil || label == "" {
			return err
		}
		ids, err = query(ctx, tx, scanString, `SELECT id FROM conversations WHERE contact_id = ? AND contact <> ?`, string(id), label)
		if err != nil {
			return err
		}
		_, err = tx.exec(ctx, `UPDATE conversations SET contact = ?1, named = 1, who = ?2, hay = ?2 || substr(hay, length(who) + 1)
			WHERE contact_id = ?3`, label, strings.ToLower(label+"\n"+email), string(id))
		if err != nil {
			return err
		}
		return relabel(ctx, tx, string(id))
	})
	out := make([]api.ID, len(ids))
	for i, v := range ids {
		out[i] = api.ID(v)
	}
	return out, err
}

// Contact returns a stored contact, or ErrNotFound.
func (s *Store) Contact(ctx context.Context, id api.ID) (Contact, error) {
	var raw []byte
	var at int64
	var out Contact
	err := s.cache.scan(ctx, []any{&raw, &at, &out.Gone}, `SELECT raw, at, gone FROM contacts WHERE id = ?`, string(id))
	if isNoRows(err) {
		return Contact{}, fmt.Errorf("contact %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return Contact{}, fmt.Errorf("read contact %s: %w", id, err)
	}
	out.At = timeOf(at)
	if out.Contact, err = api.DecodeContact(raw); err != nil {
		return Contact{}, fmt.Errorf("decode contact %s: %w", id, err)
	}
	return out, nil
}

// UnknownContacts returns ids of contacts that were never read and that
// recent conversations call only "Visitor …", newest conversation first.
func (s *Store) UnknownContacts(ctx context.Context, limit int) ([]api.ID, error) {
	ids, err := read(ctx, s.cache, scanString, `SELECT c.contact_id FROM conversations c
		WHERE c.named = 0 AND c.contact_id <> '' AND c.state IN ('open', 'snoozed')
		AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.id = c.contact_id)
		GROUP BY c.contact_id ORDER BY max(c.updated_at) DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("find contacts without a name: %w", err)
	}
	out := make([]api.ID, len(ids))
	for i, v := range ids {
		out[i] = api.ID(v)
	}
	return out, nil
}
