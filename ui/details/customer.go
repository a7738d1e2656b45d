package details

import (
	"fmt"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/mask"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// customer is all that the panel shows. What is nil or empty is left out.
type customer struct {
	thread    desk.Thread
	directory desk.Directory
	companies []api.Company
	earlier   []desk.Row // other conversations of the contact
}

// masked is the customer as it may be shown.
func (c *customer) masked(m *mask.Mask) customer {
	return customer{m.Thread(c.thread), m.Directory(c.directory), m.Companies(c.companies), m.Rows(c.earlier)}
}

// collect puts the panel into facts.
func (c *customer) collect(f *facts) {
	f.heading("Contact")
	f.contact(c.thread)
	conv := c.thread.Conversation
	companies := c.companies
	if len(companies) == 0 && conv != nil && conv.Company != nil {
		companies = []api.Company{*conv.Company}
	}
	for i := range companies {
		f.heading("Company")
		f.company(&companies[i])
	}
	if contact := c.thread.Contact; contact != nil {
		f.heading("Attributes")
		f.attributes(contact.CustomAttributes)
	}
	if conv != nil {
		f.aboutConversation(conv, c.thread.Contact)
	}
	f.heading("Earlier conversations")
	for i := range c.earlier {
		f.earlier(&c.earlier[i])
	}
}

func (f *facts) contact(t desk.Thread) {
	c := t.Contact
	if c == nil {
		if t.Gone {
			f.add("name", "Deleted contact")
		} else if t.Conversation != nil && t.Conversation.Source.Author.Contact() {
			a := &t.Conversation.Source.Author
			f.html("name", a.Name)
			f.add("email", a.Email)
		}
		return
	}
	f.html("name", c.Label())
	if t.Gone {
		f.add("deleted", "no longer at Intercom")
	}
	f.word("role", c.Role)
	f.add("email", c.Email)
	f.add("phone", c.Phone)
	if c.HardBounced {
		f.add(undelivered, "BOUNCED: mail does not reach them")
	}
	if c.Unsubscribed {
		f.add(undelivered, "UNSUBSCRIBED from mailings")
	}
	if l := c.Location; l != nil {
		f.add("location", join(", ", l.City, l.Region, l.Country))
	}
	f.add("language", c.Language)
	f.add("last seen", f.ago(c.LastSeenAt))
	f.add("last wrote", f.ago(c.LastRepliedAt))
	f.add("signed up", f.ago(c.SignedUpAt))
	f.add("since", f.ago(c.CreatedAt))
	f.add("browser", join(" · ", c.Browser, c.OS))
	if c.OwnerID != "" {
		f.add("owner", f.who(&api.Reference{Type: "admin", ID: c.OwnerID}))
	}
	f.add("external id", c.ExternalID)
	f.id("id", c.ID)
	for i := range c.Tags.Items {
		f.add("tag", f.tag(&c.Tags.Items[i]))
	}
}

func (f *facts) company(c *api.Company) {
	f.html("name", c.Name)
	if c.Plan != nil {
		f.html("plan", c.Plan.Name)
	}
	f.html("industry", c.Industry)
	f.add("website", c.Website)
	f.count("people", c.Size)
	f.count("users", c.UserCount)
	f.count("sessions", c.SessionCount)
	f.count("monthly spend", c.MonthlySpend)
	f.add("last active", f.ago(c.LastRequestAt))
	f.add("since", f.ago(c.CreatedAt))
	f.add("company id", c.CompanyID)
	f.attributes(c.CustomAttributes)
}

// aboutConversation is what concerns the open conversation.
func (f *facts) aboutConversation(c *api.Conversation, contact *api.Contact) {
	f.heading("Tags")
	for i := range c.Tags.Items {
		f.add("", f.tag(&c.Tags.Items[i]))
	}
	f.heading("Rating")
	f.rating(c.Rating)
	f.heading("Linked")
	f.linked(c)
	f.heading("AI agent")
	f.aiAgent(c)
	f.heading("Conversation")
	f.add("began at", c.Source.URL)
	for _, t := range c.Topics.Items {
		f.html("topic", t.Name)
	}
	f.attributes(c.CustomAttributes)
	f.heading("Participants")
	f.participants(c, contact)
}

// participants are the contacts of a group, and the teammates who wrote.
func (f *facts) participants(c *api.Conversation, contact *api.Contact) {
	for i := range c.Contacts.Items {
		r := &c.Contacts.Items[i]
		if len(c.Contacts.Items) < 2 {
			break
		}
		name := api.VisitorLabel(r.ID)
		if contact != nil && contact.ID == r.ID {
			name = contact.Label()
		} else if a := &c.Source.Author; a.Contact() && a.ID == r.ID && a.Name != "" {
			name = a.Name
		}
		f.html("contact", name)
	}
	for i := range c.Teammates.Items {
		f.add("teammate", f.who(&c.Teammates.Items[i]))
	}
}

// tag is a tag with when and by whom it was put on, where that is known.
func (f *facts) tag(t *api.Tag) string {
	name := richtext.Inline(t.Name)
	if name == "" {
		for i := range f.dir.Tags {
			if f.dir.Tags[i].ID == t.ID {
				name = richtext.Inline(f.dir.Tags[i].Name)
			}
		}
	}
	if name == "" {
		name = "tag #" + string(t.ID)
	}
	return join(" · ", name, join(" ", f.ago(t.AppliedAt), known("by", f.who(t.AppliedBy))))
}

func (f *facts) rating(r *api.Rating) {
	if r == nil {
		return
	}
	score := pane.Rating(r.Score)
	if score == "" && !r.CreatedAt.IsZero() {
		score = "asked, not answered yet"
	}
	f.add("rating", score)
	f.html("remark", r.Remark)
	f.add("given", f.ago(r.CreatedAt))
	if !r.UpdatedAt.IsZero() && !r.UpdatedAt.Equal(r.CreatedAt.Time) {
		f.add("changed", f.ago(r.UpdatedAt))
	}
	f.add("about", f.who(r.Teammate))
}

func (f *facts) linked(c *api.Conversation) {
	if t := c.Ticket; t != nil {
		number := t.TicketID
		if number == "" {
			number = t.ID
		}
		f.add("ticket", join(" · ", numbered(number), richtext.Inline(t.Title), pane.Human(t.State)))
	}
	for i := range c.LinkedObjects.Items {
		o := &c.LinkedObjects.Items[i]
		f.add(pane.Human(o.Type), join(" · ", string(o.ID), pane.Human(o.Category)))
	}
	if n, known := c.LinkedObjects.TotalCount.Get(); known && n > int64(len(c.LinkedObjects.Items)) {
		f.add("more", fmt.Sprintf("%d in all", n))
	}
}

func numbered(id api.ID) string {
	if id == "" {
		return ""
	}
	return "#" + string(id)
}

func (f *facts) aiAgent(c *api.Conversation) {
	if c.AIAgentParticipated {
		f.add("took part", "yes")
	}
	a := c.AIAgent
	if a == nil {
		return
	}
	f.word("outcome", a.ResolutionState)
	f.word("last answer", a.LastAnswerType)
	f.add("came in by", join(" · ", pane.Human(a.SourceType), richtext.Inline(a.SourceTitle)))
	f.add("rating", pane.Rating(a.Rating))
	f.html("remark", a.RatingRemark)
	f.add("began", f.ago(a.CreatedAt))
	f.add("ended", f.ago(a.UpdatedAt))
}

func (f *facts) attributes(list api.Attributes) {
	for _, a := range list {
		f.add(pane.Human(a.Name), a.Value)
	}
}

// earlier is one other conversation: what about, in which state, when.
func (f *facts) earlier(r *desk.Row) {
	c := r.Conversation
	if c == nil {
		return
	}
	about := richtext.Inline(c.Title)
	if about == "" {
		about = richtext.Inline(c.Source.Subject)
	}
	if about == "" {
		about = r.Preview
	}
	if strings.TrimSpace(about) == "" {
		about = "conversation " + string(c.ID)
	}
	when := c.UpdatedAt
	if when.IsZero() {
		when = c.CreatedAt
	}
	f.add(pane.Moment(when.Time, f.now), join(" · ", about, strings.ToLower(pane.State(c, f.now)), r.Assignee))
}
