package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/api"
)

// The most parts that the API returns of one conversation: the newest.
const returnedParts = 500

// thread adds the message that began the conversation, and its parts.
func (p *page) thread(c *api.Conversation) {
	p.source(c)
	if earlier := missingParts(c); earlier != "" {
		p.line("")
		p.event(earlier)
	}
	for i := range c.Parts.Items {
		part := &c.Parts.Items[i]
		if !p.all && bookkeeping[part.PartType] && !part.Message() {
			continue
		}
		p.line("")
		p.part(part)
	}
}

// missingParts says that the API kept older parts back, "" when it did not.
func missingParts(c *api.Conversation) string {
	if !c.Parts.Known {
		return ""
	}
	shown := len(c.Parts.Items)
	if shown < returnedParts {
		return ""
	}
	if c.Statistics != nil {
		if total, ok := c.Statistics.CountParts.Get(); ok && total > int64(shown) {
			return fmt.Sprintf("%d earlier parts are not available from the API", total-int64(shown))
		}
	}
	return "earlier parts are not available from the API"
}

// source adds the message that began the conversation.
func (p *page) source(c *api.Conversation) {
	s := &c.Source
	p.author(s.Author, "", p.when(c.CreatedAt))
	if p.all {
		p.field("Source", string(s.ID))
	}
	if about := oneLine(s.Subject); about != subject(c) {
		p.field("Subject", about)
	}
	p.field("Page", s.URL)
	p.body(s.Body, s.Redacted, s.Attachments)
}

// part adds what happened: who, when, what was done, what was written.
func (p *page) part(part *api.Part) {
	kind, event := "", p.names.event(part)
	if part.Internal() {
		kind = "NOTE, internal"
	}
	if !part.Message() {
		words := joined(" · ", joined(" ", event, eventDetail(part)), p.names.author(part.Author), p.when(part.CreatedAt))
		p.event(words)
		p.details(part)
		return
	}
	p.author(part.Author, joined(", ", kind, event), p.when(part.CreatedAt))
	p.details(part)
	p.body(part.Body, part.Redacted, part.Attachments)
	if part.Metadata != nil {
		for _, o := range part.Metadata.QuickReplyOptions {
			p.text("  ", p.theme.Text.Render, "( "+o.Text+" )")
		}
	}
}

// eventDetail says what an event changed, where the API tells.
func eventDetail(part *api.Part) string {
	var d struct {
		Workflow, Attribute, Action struct{ Name string }
		Value                       struct{ Name, Previous string }
	}
	if json.Unmarshal(part.EventDetails, &d) != nil {
		return ""
	}
	words := joined(": ", joined(" ", d.Attribute.Name, d.Action.Name), joined(", ", d.Value.Name, labelled("before", d.Value.Previous)))
	return oneLine(joined(", ", words, labelled("workflow", d.Workflow.Name)))
}

// details adds the small print of a part: its envelope, and with everything
// asked for also its ids and times.
func (p *page) details(part *api.Part) {
	if m := part.EmailMetadata; m != nil {
		p.field("Mail subject", oneLine(m.Subject))
		for _, h := range m.Headers {
			p.field("Mail "+h.Type, joined(" ", h.Name, "<"+h.Email+">"))
		}
	}
	p.field("Tagged", p.tags(part.Tags.Items))
	if !p.all {
		return
	}
	p.field("Part", joined(", ", string(part.ID), part.PartType, part.AppPackageCode))
	if part.AssignedTo != nil {
		p.field("Assigned to", p.names.assignedTo(part.AssignedTo))
	}
	p.field("State then", humanise(string(part.State)))
	p.field("External id", part.ExternalID)
	p.field("Notified", p.when(part.NotifiedAt))
	p.field("Updated", p.when(part.UpdatedAt))
}

// author adds the line above a message.
func (p *page) author(a api.Author, did, when string) {
	style := p.authorStyle(&a, did)
	role := map[string]string{"admin": "teammate", "user": "contact", "lead": "contact", "contact": "contact"}[a.Type]
	switch {
	case a.FromAIAgent || a.IsAIAnswer:
		role = "AI agent"
	case a.Bot():
		role = "bot"
	case role == "":
		role = humanise(a.Type)
	}
	email := ""
	if p.all && a.Email != p.names.author(a) {
		email = a.Email
	}
	head := style.Render(p.names.author(a))
	rest := joined(" · ", joined(" ", email, role), did, when)
	p.text("", func(s ...string) string { return strings.Join(s, "") }, head+"  "+p.theme.Dim.Render(rest))
}

// authorStyle is the style of the author's name.
func (p *page) authorStyle(a *api.Author, did string) lipgloss.Style {
	switch {
	case strings.HasPrefix(did, "NOTE"):
		return p.theme.Note
	case a.Bot():
		return p.theme.AuthorBot
	case a.Contact():
		return p.theme.AuthorContact
	default:
		return p.theme.AuthorTeammate
	}
}

// body adds what was written and attached.
func (p *page) body(html string, redacted bool, attachments []api.Attachment) {
	if redacted {
		p.line("  " + p.theme.Dim.Render("[redacted]"))
	}
	if strings.TrimSpace(html) != "" {
		p.html(html, "  ")
	}
	for _, f := range attachments {
		p.text("  ", p.theme.Attachment.Render, attachment(f))
		p.text("    ", p.theme.Dim.Render, f.URL)
	}
}

// attachment describes a file: name, type, size and dimensions.
func attachment(f api.Attachment) string {
	words := []string{f.Name, f.ContentType}
	if n, ok := f.Size.Get(); ok {
		words = append(words, bytesize(n))
	}
	w, okW := f.Width.Get()
	h, okH := f.Height.Get()
	if okW && okH && w > 0 && h > 0 {
		words = append(words, fmt.Sprintf("%d×%d", w, h))
	}
	return "[" + joined("  ", words...) + "]"
}
