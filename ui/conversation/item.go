package conversation

import (
	"slices"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
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
	env    *pane.Env
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
