package conversation

import (
	"cmp"
	"slices"
	"strings"

	"parley/api"
	"parley/ui/richtext"
)

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
