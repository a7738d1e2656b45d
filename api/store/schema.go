package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

const (
	deskFile  = "desk.db"
	cacheFile = "cache.db"
)

// deskMigrations change desk.db, one version each; a released one is never
// edited.
var deskMigrations = []string{`
CREATE TABLE drafts (
	conversation_id TEXT NOT NULL,
	mode            TEXT NOT NULL,
	entry_id        INTEGER NOT NULL DEFAULT 0, -- the outbox row it became; 0: still a draft
	body            BLOB NOT NULL,
	updated_at      INTEGER NOT NULL,
	PRIMARY KEY (conversation_id, mode, entry_id)
) WITHOUT ROWID;

CREATE TABLE outbox (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	grp             INTEGER NOT NULL,
	after           INTEGER NOT NULL DEFAULT 0, -- row that must have been sent before
	conversation_id TEXT NOT NULL,
	kind            TEXT NOT NULL,
	mode            TEXT NOT NULL,
	state           TEXT NOT NULL,
	owner           TEXT NOT NULL,              -- who queued it, then who claimed it
	payload         BLOB NOT NULL,              -- what is sent; never changes
	memo            BLOB NOT NULL,              -- what was known when
	created_at      INTEGER NOT NULL,
	not_before      INTEGER NOT NULL,
	attempts        INTEGER NOT NULL DEFAULT 0,
	attempt_at      INTEGER NOT NULL DEFAULT 0,
	looks           INTEGER NOT NULL DEFAULT 0,
	asking          INTEGER NOT NULL DEFAULT 0,
	error           TEXT NOT NULL DEFAULT '',
	part_id         TEXT NOT NULL DEFAULT '',
	settled_at      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_open ON outbox (state) WHERE settled_at = 0;
CREATE INDEX outbox_settled ON outbox (settled_at);
CREATE INDEX outbox_sent ON outbox (conversation_id, settled_at);
CREATE UNIQUE INDEX outbox_part ON outbox (conversation_id, part_id) WHERE part_id <> '';

CREATE TABLE files (
	entry_id     INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
	n            INTEGER NOT NULL,
	name         TEXT NOT NULL,
	content_type TEXT NOT NULL,
	data         BLOB NOT NULL,
	PRIMARY KEY (entry_id, n)
);

CREATE TABLE seen (
	conversation_id TEXT PRIMARY KEY,
	part_id         TEXT NOT NULL,
	at              INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
`}

// cacheVersion is the shape of cache.db. A file of another version is thrown
// away: everything in it can be read from Intercom again.
const cacheVersion = 3

const cacheSchema = `
CREATE TABLE conversations (
	id            TEXT PRIMARY KEY,
	state         TEXT NOT NULL,    -- gone: deleted at Intercom
	hay           TEXT NOT NULL,    -- lower case: contact, address, subject, preview
	who           TEXT NOT NULL,    -- lower case: contact, address
	admin_id      TEXT NOT NULL,
	team_id       TEXT NOT NULL,
	priority      TEXT NOT NULL,
	urgency       INTEGER NOT NULL, -- priority as a rank, most urgent highest
	read          INTEGER NOT NULL,
	channel       TEXT NOT NULL,
	sla_name      TEXT NOT NULL,
	sla_status    TEXT NOT NULL,
	sla_rank      INTEGER NOT NULL, -- missed 0, active 1, others 2
	created_at    INTEGER NOT NULL,
	updated_at    INTEGER NOT NULL,
	waiting       INTEGER NOT NULL, -- waiting_since; nobody waits: 1 << 62, so that they come last
	snoozed_until INTEGER NOT NULL,
	closed_at     INTEGER NOT NULL,
	closed_by     TEXT NOT NULL,    -- the admin of the last close
	reply_time    INTEGER NOT NULL, -- seconds to the first reply, -1: unknown
	reply_median  INTEGER NOT NULL, -- median of all waits for a reply in seconds, -1: unknown
	reopens       INTEGER NOT NULL, -- -1: unknown
	rating        INTEGER NOT NULL, -- 0: none
	rated_at      INTEGER NOT NULL,
	contact_id    TEXT NOT NULL,
	contact       TEXT NOT NULL,    -- what to call the customer
	named         INTEGER NOT NULL, -- contact is a name or an address
	preview       TEXT NOT NULL,
	head_at       INTEGER NOT NULL, -- when Intercom last said anything of it
	full_at       INTEGER NOT NULL, -- when its parts were read; 0: never
	full_updated  INTEGER NOT NULL, -- updated_at of the copy that had the parts
	local_at      INTEGER NOT NULL, -- when one of our own calls last returned it
	contact_at    INTEGER NOT NULL  -- when the contact last wrote, as far as known
) WITHOUT ROWID;
-- Filtering a whole view while somebody types reads nothing but this.
CREATE INDEX conversations_updated ON conversations (state, updated_at, id, waiting, urgency, sla_rank, hay);
CREATE INDEX conversations_waiting ON conversations (state, waiting);
CREATE INDEX conversations_admin ON conversations (state, admin_id, team_id, updated_at);
CREATE INDEX conversations_team ON conversations (state, team_id, updated_at);
CREATE INDEX conversations_urgency ON conversations (state, urgency, waiting);
CREATE INDEX conversations_sla ON conversations (state, sla_status, waiting);
CREATE INDEX conversations_closed ON conversations (state, closed_at);
CREATE INDEX conversations_recent ON conversations (updated_at, state, reply_time);
CREATE INDEX conversations_contact ON conversations (contact_id);
CREATE INDEX conversations_full ON conversations (state) WHERE full_at > 0;
CREATE INDEX conversations_behind ON conversations (state, admin_id, updated_at) WHERE full_updated < updated_at;
CREATE INDEX conversations_nameless ON conversations (state, contact_id, updated_at) WHERE named = 0;

CREATE TABLE heads (id TEXT PRIMARY KEY, raw BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE tags (
	conversation_id TEXT NOT NULL,
	tag_id          TEXT NOT NULL,
	name            TEXT NOT NULL,  -- lower case
	PRIMARY KEY (conversation_id, tag_id)
) WITHOUT ROWID;

-- The number of a message begins with its time, so that the newest come first
-- when the index is read backwards.
CREATE TABLE messages (
	n               INTEGER PRIMARY KEY,
	conversation_id TEXT NOT NULL,
	part_id         TEXT NOT NULL,   -- '' is the source
	kind            TEXT NOT NULL,   -- source, comment, note, event
	author          TEXT NOT NULL,
	updated_at      INTEGER NOT NULL,
	raw             BLOB,            -- the part as Intercom said it
	text            TEXT NOT NULL    -- plain
);
CREATE UNIQUE INDEX messages_part ON messages (conversation_id, part_id);
CREATE INDEX messages_order ON messages (conversation_id, n);

CREATE VIRTUAL TABLE words USING fts5 (
	text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);

-- What a conversation is called by. Its number begins with the time when the
-- conversation did.
CREATE TABLE labels (
	n               INTEGER PRIMARY KEY,
	conversation_id TEXT NOT NULL UNIQUE,
	who             TEXT NOT NULL,   -- name, address and companies of the customer
	subject         TEXT NOT NULL
);

CREATE VIRTUAL TABLE label_words USING fts5 (
	who, subject, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE companies (contact_id TEXT PRIMARY KEY, names TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE contacts (
	id    TEXT PRIMARY KEY,
	label TEXT NOT NULL,
	address TEXT NOT NULL,
	raw   BLOB NOT NULL,
	at    INTEGER NOT NULL,
	gone  INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
`

func userVersion(ctx context.Context, d *db) (int, error) {
	var v int
	err := d.scanWriter(ctx, []any{&v}, `PRAGMA user_version`)
	return v, err
}

// migrate brings d to the last of the migrations. A file that is newer than
// this program is refused: its drafts must not be handled by halves.
func migrate(ctx context.Context, d *db, migrations []string) error {
	v, err := userVersion(ctx, d)
	if err != nil {
		return fmt.Errorf("read the version of %s: %w", d.name, err)
	}
	if v > len(migrations) {
		return fmt.Errorf("open %s: %w", d.name, ErrNewer)
	}
	if v == len(migrations) {
		return nil
	}
	return d.write(ctx, "update "+d.name, func(tx *txn) error {
		// Another program may have been quicker.
		var v int
		if err := tx.scan(ctx, []any{&v}, `PRAGMA user_version`); err != nil {
			return err
		}
		for i := v; i < len(migrations); i++ {
			if err := tx.script(ctx, migrations[i]); err != nil {
				return fmt.Errorf("version %d: %w", i+1, err)
			}
		}
		return tx.script(ctx, `PRAGMA user_version = `+strconv.Itoa(len(migrations)))
	})
}

var errOldCache = errors.New("the cache is of another version")

func checkCache(ctx context.Context, d *db) error {
	v, err := userVersion(ctx, d)
	switch {
	case err != nil:
		return err
	case v == 0:
		return createCache(ctx, d)
	case v != cacheVersion:
		return errOldCache
	}
	var n int
	return d.scanWriter(ctx, []any{&n}, `SELECT count(*) FROM (SELECT 1 FROM conversations LIMIT 1)`)
}

func createCache(ctx context.Context, d *db) error {
	return d.write(ctx, "make "+d.name, func(tx *txn) error {
		// Another program may have been quicker.
		var v int
		if err := tx.scan(ctx, []any{&v}, `PRAGMA user_version`); err != nil || v == cacheVersion {
			return err
		}
		return tx.script(ctx, cacheSchema+`PRAGMA user_version = `+strconv.Itoa(cacheVersion))
	})
}
