package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
	"time"
)

// workspace is all state behind the API. It does no locking of its own.
type workspace struct {
	now   func() time.Time
	lag   time.Duration
	seed  uint64
	start int64 // unix seconds of New

	app           app
	admins        []*admin
	teams         []*team
	tags          []*tag
	companies     []*company
	contacts      []*contact
	segments      []*segment
	macros        []*macro
	awayReasons   []*awayReason
	slas          []slaPolicy
	attributes    []string // names of conversation attributes
	ticketTypes   []*ticketType
	conversations []*conversation
	deletedIDs    []string
	files         map[string]*file

	lastPart, lastConversation, lastMessage int64
	lastTag, lastNote, lastTicket           int64
	secret                                  []byte // signs attachment URLs

	telling bool // somebody wants to be told of changes
	notices []notice
}

type app struct {
	IDCode   string `json:"id_code"`
	Name     string `json:"name"`
	Region   string `json:"region"`
	Timezone string `json:"timezone"`
	Age      string `json:"age"`
}

const (
	firstPart         = 30_418_000_000
	firstConversation = 215_470_900_000_000
	firstMessage      = 2_403_918_000
	firstTag          = 8_801_000
	firstNote         = 55_020_000
	firstTicket       = 1_200
)

func newWorkspace(o Options) *workspace {
	w := &workspace{
		now: o.Now, start: o.Now().Unix(), seed: o.Seed,
		files:    map[string]*file{},
		lastPart: firstPart, lastConversation: firstConversation, lastMessage: firstMessage,
		lastTag: firstTag, lastNote: firstNote, lastTicket: firstTicket,
	}
	sum := sha256.Sum256([]byte("attachments of sandbox " + strconv.FormatUint(o.Seed, 10)))
	w.secret = sum[:]
	w.load(o)
	w.lag = o.IndexLag // the sample itself is indexed
	return w
}

func (w *workspace) nextPartID() int64 { w.lastPart++; return w.lastPart }

func (w *workspace) nextConversationID() string {
	w.lastConversation += 11
	return strconv.FormatInt(w.lastConversation, 10)
}

// sampleID is the id of a hand-written conversation: it follows from the key,
// so that others can be added without moving it.
func sampleID(key string) string {
	return strconv.FormatInt(215_470_000_000_000+int64(crc32.ChecksumIEEE([]byte(key))%800_000_000), 10)
}

func (w *workspace) nextMessageID() string {
	w.lastMessage++
	return strconv.FormatInt(w.lastMessage, 10)
}

// hexID makes a stable 24-digit id, as contacts and companies have.
func hexID(kind, key string) string {
	sum := sha256.Sum256([]byte(kind + "/" + key))
	return "66" + hex.EncodeToString(sum[:11])
}

// freeze keeps c as it is now for searches that lag behind; it must be called
// before c changes.
func (w *workspace) freeze(c *conversation) {
	if w.lag <= 0 {
		return
	}
	c.indexed = append(c.indexed, snapshot{until: w.now().UnixMilli(), was: c.frozen()})
	const enough = 64
	if len(c.indexed) > enough {
		c.indexed = slices.Delete(c.indexed, 0, len(c.indexed)-enough)
	}
}

// seen is c as search and list know it, nil while a new one is not indexed.
func (w *workspace) seen(c *conversation) *conversation {
	if w.lag <= 0 || len(c.indexed) == 0 {
		return c
	}
	horizon := w.now().Add(-w.lag).UnixMilli()
	for _, s := range c.indexed {
		if s.until > horizon {
			return s.was
		}
	}
	return c
}

func (w *workspace) conversation(id string) *conversation {
	for _, c := range w.conversations {
		if c.id == id && !c.deleted {
			return c
		}
	}
	return nil
}

func (w *workspace) admin(id string) *admin {
	return find(w.admins, func(a *admin) bool { return a.id == id })
}

func (w *workspace) team(id string) *team {
	return find(w.teams, func(t *team) bool { return t.id == id })
}

func (w *workspace) tag(id string) *tag {
	return find(w.tags, func(t *tag) bool { return t.id == id })
}

func (w *workspace) tagNamed(name string) *tag {
	return find(w.tags, func(t *tag) bool { return strings.EqualFold(t.name, name) })
}

func (w *workspace) company(id string) *company {
	return find(w.companies, func(c *company) bool { return c.id == id })
}

// contact returns the contact with that Intercom id, deleted and merged ones
// included.
func (w *workspace) contact(id string) *contact {
	return find(w.contacts, func(c *contact) bool { return c.id == id })
}

func (w *workspace) contactsWithEmail(email string) []*contact {
	var out []*contact
	for _, c := range w.contacts {
		if email != "" && strings.EqualFold(c.email, email) && c.live() {
			out = append(out, c)
		}
	}
	return out
}

func (w *workspace) contactWithExternalID(id string) *contact {
	return find(w.contacts, func(c *contact) bool { return id != "" && c.externalID == id && c.live() })
}

func (c *contact) live() bool { return !c.deleted && c.mergedInto == "" }

func find[T any](in []*T, ok func(*T) bool) *T {
	if i := slices.IndexFunc(in, ok); i >= 0 {
		return in[i]
	}
	return nil
}

func adminAuthor(a *admin) author {
	return author{kind: "admin", id: a.id, name: a.name, email: a.email}
}

func (w *workspace) contactAuthor(c *contact) author {
	return author{kind: c.role, id: c.id, name: c.name, email: c.email}
}

func (w *workspace) botAuthor() author {
	return author{
		kind: "bot", id: botID, name: "Operator",
		email: fmt.Sprintf("operator+%s@intercom.io", w.app.IDCode),
	}
}

func (w *workspace) finAuthor() author {
	a := w.botAuthor()
	a.name, a.ai, a.aiAnswer = "Fin", true, true
	return a
}

// botID is the Operator's id in authors; operatorID is the same Operator
// where the API lists it as an admin.
const (
	botID      = "7310000"
	operatorID = "7310099"
)
