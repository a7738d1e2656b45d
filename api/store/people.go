package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Person is somebody who is held, as far as is known.
type Person struct {
	Name, Email, Phone, ExternalID string
	Company                        bool
}

// People returns the contacts that were read, the customers of conversations
// whose contact was not, and the companies that conversations name.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	out, err := read(ctx, s.cache, scanPerson, `
		SELECT coalesce(j ->> '$.name', ''), coalesce(j ->> '$.email', ''), coalesce(j ->> '$.phone', ''),
			coalesce(j ->> '$.external_id', ''), 0 FROM (SELECT CAST(raw AS TEXT) j FROM contacts WHERE gone = 0) WHERE json_valid(j)
		UNION SELECT contact, CASE instr(who, char(10)) WHEN 0 THEN '' ELSE substr(who, instr(who, char(10)) + 1) END, '', '', 0
			FROM conversations WHERE named = 1
		UNION SELECT j ->> '$.company.name', '', '', '', 1 FROM (SELECT CAST(raw AS TEXT) j FROM heads WHERE instr(raw, '"company":{') > 0)
			WHERE json_valid(j) AND j ->> '$.company.name' IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("read who is known: %w", err)
	}
	return out, nil
}

func scanPerson(r *sql.Rows) (p Person, err error) {
	return p, r.Scan(&p.Name, &p.Email, &p.Phone, &p.ExternalID, &p.Company)
}

// KeepMeta keeps a value under a key of what must not be lost, unless there is
// one already, and returns the one that is kept.
func (s *Store) KeepMeta(ctx context.Context, key string, value []byte) ([]byte, error) {
	var held []byte
	err := s.desk.write(ctx, "keep "+key, func(tx *txn) error {
		if _, err := tx.exec(ctx, `INSERT OR IGNORE INTO meta VALUES (?, ?)`, key, value); err != nil {
			return err
		}
		return tx.scan(ctx, []any{&held}, `SELECT value FROM meta WHERE key = ?`, key)
	})
	return held, err
}
