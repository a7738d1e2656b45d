package conversation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/ui/richtext"
)

// partLimit is how many parts Intercom returns at most, the most recent ones.
const partLimit = 500

// kind is what an item of the thread is.
type kind int

const (
	kindMessage kind = iota // somebody says something
	kindEvents              // something happened, once or several times in a row
	kindDay                 // a new day begins
	kindNew                 // what follows was not seen before
	kindLimit               // older parts exist and cannot be had
)

// voice is who speaks, as far as the shape of a message tells.
type voice int

const (
	voiceContact voice = iota
	voiceTeammate
	voiceBot
	voiceNote
)

// item is one thing of the thread from top to bottom.
type item struct {
	key   string // the same across refreshes
	kind  kind
	part  api.ID // newest part in it; "" for what is not a part
	at    time.Time
	stamp int64 // grows when the content changes
	gap   int   // blank lines above

	voice       voice
	author      string
	word        string   // what kind of message, never dropped: "contact", "note — internal"
	facts       []string // what else it did: "reopened"
	lead        []string // lines of ours above the body
	subject     string
	body        string // HTML
	dim         bool
	attachments []api.Attachment
	options     []option
	pending     bool

	events []event
	label  string // of days and marks
}

// option is an answer that was offered to the contact.
type option struct {
	text  string
	taken bool
}

// size tells contents apart that share key and stamp.
func (it *item) size() int {
	n := len(it.body) + len(it.events)<<24 + len(it.attachments)<<16 + len(it.subject) + len(it.label)
	for _, e := range it.events {
		n += len(e.text)
	}
	return n
}

// builder turns a thread into items.
type builder struct {
	thread desk.Thread
	names  names
	loc    *time.Location
	now    time.Time
	seen   api.ID // the newest part that was seen before
	items  []item
}

// build returns the items of the thread, the source first.
func (b *builder) build() []item {
	c := b.thread.Conversation
	if c == nil {
		return nil
	}
	parts := sorted(c.Parts.Items)
	b.items = make([]item, 0, len(parts)+8)
	if it, ok := b.source(); ok {
		b.add(it)
	}
	if limited(c) {
		b.add(item{key: "limit", kind: kindLimit, label: "earlier messages are not available: Intercom returns the latest 500 parts"})
	}
	pendingNew := false
	for i := range parts {
		part := &parts[i]
		if !hidden(part) {
			it := b.part(part)
			if pendingNew {
				b.add(item{key: "new", kind: kindNew, label: "new since you last looked", at: it.at})
				pendingNew = false
			}
			b.add(it)
		}
		if b.seen != "" && part.ID == b.seen {
			pendingNew = true
		}
	}
	for i := range b.thread.Pending {
		if it, ok := b.entry(&b.thread.Pending[i]); ok {
			b.add(it)
		}
	}
	return b.items
}

// add appends an item below what is there: with the day it begins, and
// events into the run they continue.
func (b *builder) add(it item) {
	if day := b.day(it.at); day != "" && it.kind != kindDay && !it.pending && day != b.lastDay() {
		b.add(item{key: "day " + it.at.In(b.loc).Format(time.DateOnly), kind: kindDay, at: it.at, label: day})
	}
	if n := len(b.items); n > 0 {
		last := &b.items[n-1]
		if it.kind == kindEvents && last.kind == kindEvents && it.pending == last.pending {
			last.events = append(last.events, it.events...)
			last.part, last.stamp = it.part, max(last.stamp, it.stamp)
			return
		}
		it.gap = 1
		if last.kind == kindDay && it.kind == kindNew {
			it.gap = 0
		}
	}
	b.items = append(b.items, it)
}

// lastDay is the day of the newest dated item.
func (b *builder) lastDay() string {
	for _, it := range slices.Backward(b.items) {
		if day := b.day(it.at); day != "" {
			return day
		}
	}
	return ""
}

// day names the day of t, with the year where it is not this one.
func (b *builder) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(b.loc)
	if t.Year() != b.now.Year() {
		return t.Format("Monday 2 January 2006")
	}
	return t.Format("Monday 2 January")
}

// source is the message that started the conversation.
func (b *builder) source() (item, bool) {
	c := b.thread.Conversation
	s := &c.Source
	if s.ID == "" && s.Body == "" && s.Subject == "" && s.Author.ID == "" && s.Author.Name == "" {
		return item{}, false
	}
	it := item{
		key: "source", at: c.CreatedAt.Time, subject: richtext.Inline(s.Subject), body: s.Body,
		attachments: s.Attachments,
	}
	it.author, it.voice, it.word = b.speaker(&s.Author)
	it.lead = append(it.lead, origin(s))
	if s.Redacted {
		it.facts = append(it.facts, "redacted")
	}
	if it.silent() {
		it.lead = append(it.lead, emptyBody(s.Redacted))
	}
	return it, true
}

// part is a message or an event, by the rules for part types: whatever has a
// body is a message by its author, whatever else it did.
func (b *builder) part(p *api.Part) item {
	it := item{key: "part " + string(p.ID), part: p.ID, at: p.CreatedAt.Time, stamp: p.UpdatedAt.Unix()}
	if !p.Message() {
		it.kind = kindEvents
		it.events = []event{b.event(p)}
		return it
	}
	it.body, it.attachments, it.dim = p.Body, p.Attachments, dimmed[p.PartType]
	it.author, it.voice, it.word = b.speaker(&p.Author)
	if p.Internal() {
		it.voice, it.word = voiceNote, "note — internal"
	}
	if w := messageWords[p.PartType]; w != "" {
		it.word = w
	}
	if did := b.did(p); did != "" {
		it.facts = append(it.facts, did)
	}
	if p.Redacted {
		it.facts = append(it.facts, "redacted")
	}
	if m := p.Metadata; m != nil {
		for _, o := range m.QuickReplyOptions {
			it.options = append(it.options, option{richtext.Inline(o.Text), o.UUID != "" && o.UUID == m.QuickReplyUUID})
		}
	}
	if m := p.EmailMetadata; m != nil && topic(m.Subject) != topic(b.thread.Conversation.Source.Subject) {
		it.subject = richtext.Inline(m.Subject)
	}
	if it.silent() {
		it.lead = append(it.lead, emptyBody(p.Redacted))
	}
	return it
}

// topic is a mail's subject without what answering and forwarding puts in
// front.
func topic(subject string) string {
	s := strings.ToLower(richtext.Inline(subject))
	for {
		short := s
		for _, prefix := range []string{"re:", "fw:", "fwd:", "aw:", "wg:", "sv:", "rv:", "tr:"} {
			short = strings.TrimSpace(strings.TrimPrefix(short, prefix))
		}
		if short == s {
			return s
		}
		s = short
	}
}

// silent reports that nothing but the header would be drawn.
func (it *item) silent() bool {
	return strings.TrimSpace(it.body) == "" && len(it.attachments) == 0 && it.subject == ""
}

func emptyBody(redacted bool) string {
	if redacted {
		return "(the text was deleted at Intercom)"
	}
	return "(no text)"
}

// origin says how the conversation came about.
func origin(s *api.Source) string {
	words := []string{channel(s.Type)}
	if how, ok := deliveries[s.DeliveredAs]; ok {
		words = append(words, how)
	} else if s.DeliveredAs != "" {
		words = append(words, human(s.DeliveredAs))
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
}

var deliveries = map[string]string{
	"customer_initiated":  "started by the customer",
	"campaigns_initiated": "started by a campaign",
	"operator_initiated":  "started by Operator",
	"automated":           "started automatically",
	"admin_initiated":     "started by a teammate",
}

// limited reports whether the API held older parts back. The total that the
// list itself states always equals what was returned.
func limited(c *api.Conversation) bool {
	if len(c.Parts.Items) >= partLimit {
		return true
	}
	if c.Statistics == nil || !c.Parts.Known {
		return false
	}
	n, known := c.Statistics.CountParts.Get()
	return known && n >= partLimit && n > int64(len(c.Parts.Items))
}

// sorted returns the parts in the order of time: no document promises it.
func sorted(parts []api.Part) []api.Part {
	before := func(a, b api.Part) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt.Time), compareIDs(a.ID, b.ID))
	}
	if slices.IsSortedFunc(parts, before) {
		return parts
	}
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, before)
	return parts
}

// compareIDs orders ids that are numbers by value; others are equal.
func compareIDs(a, b api.ID) int {
	digits := func(id api.ID) bool {
		return id != "" && strings.Trim(string(id), "0123456789") == ""
	}
	if !digits(a) || !digits(b) {
		return 0
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(string(a), string(b)))
}
