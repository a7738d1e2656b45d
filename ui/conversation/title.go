package conversation

import (
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// Title returns what the frame says: the title, the subject or the customer
// on the left; on the right the channel, and how much arrived below.
func (p *Pane) Title() (left, right string) {
	c := p.thread.Conversation
	if c == nil {
		return p.env.Mask.Text(richtext.Inline(p.title)), ""
	}
	left = p.env.Mask.Text(richtext.Inline(c.Title))
	if left == "" {
		left = p.env.Mask.Text(richtext.Inline(c.Source.Subject))
	}
	if left == "" {
		names := newNames(p.thread, desk.Directory{})
		left = p.env.Mask.Name(names.author(&api.Author{Type: "contact", Name: sourceContact(c)}))
	}
	right = channel(c.Source.Type)
	if c.Channel != nil && c.Channel.Current != "" {
		right = channel(c.Channel.Current)
	}
	if n := len(p.below); n > 0 {
		right = strings.TrimSuffix(pane.Count(n, "new message")+" below ↓ · "+right, " · ")
	}
	return left, right
}

// sourceContact is the name of the contact who started the conversation.
func sourceContact(c *api.Conversation) string {
	if c.Source.Author.Contact() {
		return c.Source.Author.Name
	}
	return ""
}

// LastMessage returns the text of the newest message, without style: what
// "copy" copies. It is "" where there is none. Of a very long one it is the
// beginning, and more says how much follows.
func (p *Pane) LastMessage() (text, more string) {
	for i := len(p.items) - 1; i >= 0; i-- {
		if it := &p.items[i]; it.kind == kindMessage && !it.pending && strings.TrimSpace(it.body) != "" {
			return p.document(it, 0).Text(), rest(p.body(it).body, false)
		}
	}
	return "", ""
}
