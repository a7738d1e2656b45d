package mask

import (
	"slices"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/richtext"
)

// The methods below return masked copies of what a desk gives, for drawing.
// What they are given is never changed, and ids stay as they are: they are how
// a program speaks of a conversation. Bodies of parts are left alone, since
// most are never drawn: whoever draws one asks for HTML.

// HTML masks the text, links and descriptions in a body, or blurs it.
func (m *Mask) HTML(body string) string {
	return m.masking(body, func(blurred bool) string {
		if blurred {
			return richtext.Rewrite(body, blur, nil)
		}
		return richtext.Rewrite(body, m.text, m.link)
	})
}

// Row masks a conversation of a list. Of the conversation, what was written in
// it is left out: rows are drawn often, and show none of that.
func (m *Mask) Row(r desk.Row) desk.Row {
	if !m.On() {
		return r
	}
	if r.Conversation != nil {
		c := *r.Conversation
		c.Raw, c.Parts.Items, c.Source.Body, c.Source.Attachments = nil, nil, "", nil
		r.Conversation = m.Conversation(&c)
	}
	r.Contact, r.Assignee, r.Team, r.Preview = m.Name(r.Contact), m.Name(r.Assignee), m.Text(r.Team), m.Body(r.Preview)
	return r
}

// Rows masks several.
func (m *Mask) Rows(rows []desk.Row) []desk.Row {
	if !m.On() {
		return rows
	}
	out := make([]desk.Row, len(rows))
	for i, r := range rows {
		out[i] = m.Row(r)
	}
	return out
}

// Thread masks a conversation, as [Mask.Conversation] does, and its contact.
func (m *Mask) Thread(t desk.Thread) desk.Thread {
	if !m.On() {
		return t
	}
	t.Conversation, t.Contact = m.Conversation(t.Conversation), m.Contact(t.Contact)
	return t
}

// Conversation masks a conversation, but for what was written in it: bodies are
// masked by who shows them, and only as far as they are shown.
func (m *Mask) Conversation(c *api.Conversation) *api.Conversation {
	if c == nil || !m.On() {
		return c
	}
	out := *c
	out.Raw = nil
	out.Title = m.Text(c.Title)
	out.Source.Subject, out.Source.URL = m.Text(c.Source.Subject), m.Link(c.Source.URL)
	out.Source.Author, out.Source.Attachments = m.Author(c.Source.Author), m.Attachments(c.Source.Attachments)
	out.Tags.Items = m.tags(c.Tags.Items)
	out.Contacts.Items = slices.Clone(c.Contacts.Items)
	for i := range out.Contacts.Items {
		out.Contacts.Items[i].ExternalID = m.Code(out.Contacts.Items[i].ExternalID)
	}
	if c.Rating != nil {
		r := *c.Rating
		r.Remark = m.Body(r.Remark)
		out.Rating = &r
	}
	if c.FirstContactReply != nil {
		r := *c.FirstContactReply
		r.URL = m.Link(r.URL)
		out.FirstContactReply = &r
	}
	if c.Ticket != nil {
		t := *c.Ticket
		t.Title = m.Text(t.Title)
		out.Ticket = &t
	}
	if c.AIAgent != nil {
		a := *c.AIAgent
		a.RatingRemark, a.SourceTitle = m.Body(a.RatingRemark), m.Text(a.SourceTitle)
		out.AIAgent = &a
	}
	if c.Company != nil {
		out.Company = new(m.company(*c.Company))
	}
	out.CustomAttributes = m.Attributes(c.CustomAttributes)
	out.Parts.Items = slices.Clone(c.Parts.Items)
	for i := range out.Parts.Items {
		m.envelope(&out.Parts.Items[i])
	}
	return &out
}

// envelope masks a part in place, but for its body.
func (m *Mask) envelope(p *api.Part) {
	p.Author, p.Attachments, p.Tags.Items = m.Author(p.Author), m.Attachments(p.Attachments), m.tags(p.Tags.Items)
	p.ExternalID = m.Code(p.ExternalID)
	if p.EmailMetadata != nil {
		e := *p.EmailMetadata
		e.Subject, e.Headers = m.Text(e.Subject), slices.Clone(e.Headers)
		for i := range e.Headers {
			e.Headers[i].Email, e.Headers[i].Name = m.Email(e.Headers[i].Email), m.Name(e.Headers[i].Name)
		}
		p.EmailMetadata = &e
	}
}

// Author masks who wrote. Bots are nobody.
func (m *Mask) Author(a api.Author) api.Author {
	if !a.Bot() && a.Type != "team" {
		a.Name, a.Email = m.Name(a.Name), m.Email(a.Email)
	}
	return a
}

// Attachments masks the names of files; their addresses stay, for opening.
func (m *Mask) Attachments(list []api.Attachment) []api.Attachment {
	if !m.On() {
		return list
	}
	list = slices.Clone(list)
	for i := range list {
		list[i].Name = m.FileName(list[i].Name)
	}
	return list
}

func (m *Mask) tags(list []api.Tag) []api.Tag {
	list = slices.Clone(list)
	for i := range list {
		list[i].Name = m.Text(list[i].Name)
	}
	return list
}

// Contact masks a contact.
func (m *Mask) Contact(c *api.Contact) *api.Contact {
	if c == nil || !m.On() {
		return c
	}
	out := *c
	out.Raw = nil
	out.Name, out.Email, out.Phone, out.ExternalID = m.Name(c.Name), m.Email(c.Email), m.Phone(c.Phone), m.Code(c.ExternalID)
	if c.Location != nil {
		out.Location = &api.Location{Country: c.Location.Country, Region: m.Name(c.Location.Region), City: m.Name(c.Location.City)}
	}
	out.CustomAttributes, out.Tags.Items = m.Attributes(c.CustomAttributes), m.tags(c.Tags.Items)
	return &out
}

// Directory masks the names of teammates. Teams and tags stay.
func (m *Mask) Directory(d desk.Directory) desk.Directory {
	if !m.On() {
		return d
	}
	d.Admins = slices.Clone(d.Admins)
	for i := range d.Admins {
		m.admin(&d.Admins[i])
	}
	d.Tags = m.tags(d.Tags)
	return d
}

func (m *Mask) admin(a *api.Admin) {
	if !operator(a) {
		a.Name, a.Email, a.JobTitle = m.Name(a.Name), m.Email(a.Email), m.Text(a.JobTitle)
	}
}

func operator(a *api.Admin) bool { return strings.HasPrefix(a.Email, "operator+") }

// Status masks who acts, and what the desk says is wrong.
func (m *Mask) Status(s desk.Status) desk.Status {
	if !m.On() {
		return s
	}
	m.admin(&s.Identity.Admin)
	s.Problem = m.Text(s.Problem)
	return s
}

// Entry masks the text of a reply that is on its way, and what was written
// meanwhile.
func (m *Mask) Entry(e desk.Entry) desk.Entry {
	if !m.On() {
		return e
	}
	e.Text, e.Error = m.Body(e.Text), m.Text(e.Error)
	e.Attachments, e.AttachmentURLs = slices.Clone(e.Attachments), slices.Clone(e.AttachmentURLs)
	for i := range e.Attachments {
		e.Attachments[i].Name, e.Attachments[i].Path = m.FileName(e.Attachments[i].Name), m.FileName(e.Attachments[i].Path)
	}
	for i, u := range e.AttachmentURLs {
		e.AttachmentURLs[i] = m.Link(u)
	}
	e.NewParts = slices.Clone(e.NewParts)
	for i := range e.NewParts {
		m.envelope(&e.NewParts[i])
		e.NewParts[i].Body = m.HTML(e.NewParts[i].Body)
	}
	return e
}

// Excerpt masks what a search found; marks are byte offsets, which move along.
func (m *Mask) Excerpt(text string, marks [][2]int) (string, [][2]int) {
	masked := m.Body(text)
	if masked == text {
		return text, marks
	}
	out := make([][2]int, 0, len(marks))
	for _, mark := range marks {
		if mark[0] < 0 || mark[1] > len(text) || mark[0] > mark[1] {
			continue
		}
		out = append(out, [2]int{offset(masked, cells(text[:mark[0]])), offset(masked, cells(text[:mark[1]]))})
	}
	return masked, out
}

// offset returns where in s a cell begins, in bytes.
func offset(s string, cell int) int {
	at := 0
	for i, r := range s {
		if at >= cell {
			return i
		}
		at += cells(string(r))
	}
	return len(s)
}

// Whole masks a conversation with all that was written in it, for printing it.
func (m *Mask) Whole(c *api.Conversation) *api.Conversation {
	if c == nil || !m.On() {
		return c
	}
	out := m.Conversation(c)
	out.Source.Body = m.HTML(out.Source.Body)
	for i := range out.Parts.Items {
		p := &out.Parts.Items[i]
		p.Body = m.HTML(p.Body)
		if p.Metadata != nil {
			meta := *p.Metadata
			meta.QuickReplyOptions = slices.Clone(meta.QuickReplyOptions)
			for k := range meta.QuickReplyOptions {
				meta.QuickReplyOptions[k].Text = m.Body(meta.QuickReplyOptions[k].Text)
			}
			p.Metadata = &meta
		}
	}
	return out
}

// Results masks what a search found.
func (m *Mask) Results(r desk.Results) desk.Results {
	if !m.On() {
		return r
	}
	r.Hits = slices.Clone(r.Hits)
	for i := range r.Hits {
		h := &r.Hits[i]
		h.Row, h.Author = m.Row(h.Row), m.Name(h.Author)
		h.Excerpt, h.Marks = m.Excerpt(h.Excerpt, h.Marks)
	}
	return r
}
