package store

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"parley/api"
)

// putter stores one conversation within a transaction.
type putter struct {
	ctx   context.Context
	tx    *txn
	c     *api.Conversation
	from  Origin
	now   time.Time
	plain func(string) string

	held struct {
		updated, fullAt, fullUpdated, localAt, contactAt, headAt int64
		gone                                                     bool
	}
	heldRaw []byte
}

// touchEvery is in seconds.
const touchEvery = 60

// put reports whether anything changed that somebody may be looking at.
func (p *putter) put() (bool, error) {
	if p.c.ID == "" {
		return false, nil
	}
	known, err := p.load()
	if err != nil {
		return false, err
	}
	if known && p.stale() {
		return false, nil
	}
	if c := p.c; known && !c.Parts.Known && !p.held.gone && bytes.Equal(c.Raw, p.heldRaw) {
		return false, p.touch(false)
	}
	head, parts, full, err := split(p.c.Raw)
	if err != nil {
		return false, err
	}
	if err := p.putSource(); err != nil {
		return false, err
	}
	differs := !known || !bytes.Equal(head, p.heldRaw) || p.held.gone
	changed := differs && (!known || p.held.gone || !sameButLinks(head, p.heldRaw))
	if full {
		news, err := p.putParts(parts)
		if err != nil {
			return false, err
		}
		changed = changed || news
		differs = differs || news // the preview may be another
	}
	if !differs {
		return false, p.touch(full)
	}
	return changed, p.putHead(head, full)
}

// signed is what Intercom makes anew in the address of an attachment each
// time it is asked.
var signed = regexp.MustCompile(`(expires|signature|req)=[^"&\\<> ]*`)

// sameButLinks reports whether two answers differ at most in how the
// addresses of attachments are signed: that is kept, but it is no news.
func sameButLinks(a, b []byte) bool {
	return bytes.Equal(signed.ReplaceAll(a, nil), signed.ReplaceAll(b, nil))
}

// touch notes that Intercom said the same again. What searches repeat every
// few seconds is noted once in a while.
func (p *putter) touch(full bool) error {
	if age := p.now.Unix() - p.held.headAt; p.from == FromSearch && age >= 0 && age < touchEvery {
		return nil
	}
	_, err := p.tx.exec(p.ctx, `UPDATE conversations SET head_at = ?1,
		full_at = iif(?2, ?1, full_at), full_updated = iif(?2, updated_at, full_updated), local_at = iif(?3, ?1, local_at)
		WHERE id = ?4`, p.now.Unix(), full, p.from == FromMutation, string(p.c.ID))
	return err
}

func (p *putter) load() (bool, error) {
	h := &p.held
	into := []any{&h.updated, &h.fullAt, &h.fullUpdated, &h.localAt, &h.contactAt, &h.headAt, &h.gone, &p.heldRaw}
	err := p.tx.scan(p.ctx, into, `
		SELECT c.updated_at, c.full_at, c.full_updated, c.local_at, c.contact_at, c.head_at, c.state = 'gone', h.raw
		FROM conversations c JOIN heads h ON h.id = c.id WHERE c.id = ?`, string(p.c.ID))
	if isNoRows(err) {
		return false, nil
	}
	return err == nil, err
}

// stale reports whether what is held says more. Tagging and closing do not
// always move updated_at, so that at the same updated_at the newer answer
// counts, unless it comes from an index that may lag behind our own call.
func (p *putter) stale() bool {
	updated := seconds(p.c.UpdatedAt)
	if p.from == FromMutation {
		return false
	}
	if updated != p.held.updated {
		return updated < p.held.updated
	}
	since := p.now.Sub(time.Unix(max(p.held.localAt, p.held.fullAt), 0))
	return p.from == FromSearch && since >= 0 && since < grace
}

func (p *putter) putHead(head []byte, full bool) error {
	c := p.c
	contactID, label, address, named, err := p.contact()
	if err != nil {
		return err
	}
	preview, err := p.preview()
	if err != nil {
		return err
	}
	subject := c.Title
	if subject == "" {
		subject = c.Source.Subject
	}
	if strings.ContainsAny(subject, "<&") {
		subject = p.plain(subject)
	}
	fullAt, fullUpdated, localAt := p.held.fullAt, p.held.fullUpdated, p.held.localAt
	if full {
		fullAt, fullUpdated = p.now.Unix(), seconds(c.UpdatedAt)
	}
	if p.from == FromMutation {
		localAt = p.now.Unix()
	}
	f := figuresOf(c)
	var slaName, slaStatus string
	if c.SLA != nil {
		slaName, slaStatus = c.SLA.Name, strings.ToLower(c.SLA.Status)
	}
	who := strings.ToLower(label + "\n" + address)
	hay := who + strings.ToLower("\n"+oneLine(subject)+"\n"+preview)
	_, err = p.tx.exec(p.ctx, `INSERT OR REPLACE INTO conversations (
		id, state, hay, who, admin_id, team_id, priority, urgency, read, channel, sla_name, sla_status, sla_rank,
		created_at, updated_at, waiting, snoozed_until, closed_at, closed_by, reply_time, reply_median, reopens, rating, rated_at,
		contact_id, contact, named, preview, head_at, full_at, full_updated, local_at, contact_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		string(c.ID), string(c.State), hay, who, string(c.AdminAssigneeID), string(c.TeamAssigneeID),
		string(c.Priority), urgency(c.Priority), c.Read, c.Source.Type, strings.ToLower(slaName), slaStatus, slaRank(slaStatus),
		seconds(c.CreatedAt), seconds(c.UpdatedAt), waiting(c), seconds(c.SnoozedUntil),
		f.ClosedAt, string(f.ClosedBy), orUnknown(f.FirstReply), orUnknown(f.MedianReply), orUnknown(f.Reopens), f.Rating, f.RatedAt,
		string(contactID), label, named, preview, p.now.Unix(), fullAt, fullUpdated, localAt, max(contactAt(c), p.held.contactAt))
	if err != nil {
		return err
	}
	if _, err := p.tx.exec(p.ctx, `INSERT OR REPLACE INTO heads (id, raw) VALUES (?, ?)`, string(c.ID), head); err != nil {
		return err
	}
	if err := p.putLabel(string(contactID), label, address, oneLine(subject)); err != nil {
		return err
	}
	return p.putTags()
}

func (p *putter) putLabel(contact, name, address, subject string) error {
	companies, err := companiesOf(p.ctx, p.tx, contact)
	if err != nil {
		return err
	}
	if c := p.c.Company; companies == "" && c != nil {
		companies = c.Name
	}
	return putLabel(p.ctx, p.tx, string(p.c.ID), seconds(p.c.CreatedAt), customer(name, address, companies), subject)
}

func (p *putter) putTags() error {
	if _, err := p.tx.exec(p.ctx, `DELETE FROM tags WHERE conversation_id = ?`, string(p.c.ID)); err != nil {
		return err
	}
	for _, t := range p.c.Tags.Items {
		_, err := p.tx.exec(p.ctx, `INSERT OR REPLACE INTO tags VALUES (?, ?, ?)`,
			string(p.c.ID), string(t.ID), strings.ToLower(t.Name))
		if err != nil {
			return err
		}
	}
	return nil
}

// contact says who the customer is: the contact's own record when it was
// read, else the author of the source when that is the contact.
func (p *putter) contact() (id api.ID, label, address string, named bool, err error) {
	a := p.c.Source.Author
	if len(p.c.Contacts.Items) > 0 {
		id = p.c.Contacts.Items[0].ID
	} else if a.Contact() {
		id = a.ID
	}
	if a.Contact() && (a.ID == id || id == "") {
		label, address = a.Name, a.Email
	}
	var known, knownAddress string
	err = p.tx.scan(p.ctx, []any{&known, &knownAddress}, `SELECT label, address FROM contacts WHERE id = ?`, string(id))
	switch {
	case isNoRows(err):
		err = nil
	case known != "":
		label, address = known, knownAddress
	}
	if label == "" {
		label = address
	}
	named = label != ""
	if !named {
		label = api.VisitorLabel(id)
	}
	return id, oneLine(label), address, named, err
}

// preview is the last message that is held.
func (p *putter) preview() (string, error) {
	var text string
	err := p.tx.scan(p.ctx, []any{&text}, `SELECT text FROM messages
		WHERE conversation_id = ? AND kind IN ('comment','note','source') AND text <> '' ORDER BY n DESC LIMIT 1`,
		string(p.c.ID))
	if err != nil && !isNoRows(err) {
		return "", fmt.Errorf("find the last message: %w", err)
	}
	return oneLine(text), nil
}

// nobody is the waiting of a conversation in which nobody waits.
const nobody = 1 << 62

func waiting(c *api.Conversation) int64 {
	if at := seconds(c.WaitingSince); at > 0 {
		return at
	}
	return nobody
}

// contactAt is when the contact last wrote.
func contactAt(c *api.Conversation) int64 {
	at := int64(0)
	if c.Source.Author.Contact() {
		at = seconds(c.CreatedAt)
	}
	if c.Statistics != nil {
		at = max(at, seconds(c.Statistics.LastContactReplyAt))
	}
	for i := range c.Parts.Items {
		if p := &c.Parts.Items[i]; p.Author.Contact() && p.Message() {
			at = max(at, seconds(p.CreatedAt))
		}
	}
	return at
}

func urgency(p api.Priority) int {
	switch p {
	case api.PriorityUrgent:
		return 5
	case api.PriorityHigh, api.PriorityYes:
		return 4
	case api.PriorityMedium:
		return 3
	case api.PriorityLow:
		return 2
	default:
		return 1
	}
}

func slaRank(status string) int {
	switch status {
	case "missed":
		return 0
	case "active":
		return 1
	default:
		return 2
	}
}
