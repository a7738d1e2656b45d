package details

import (
	"fmt"
	"strings"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// About is what is known of a customer besides the conversation.
type About struct {
	Thread    desk.Thread
	Directory desk.Directory
	Companies []api.Company
	Earlier   []desk.Row // other conversations of the contact
}

// Facts returns what the panel shows, in words and under headings.
func (a About) Facts(now time.Time) []Fact {
	f := &facts{now: now, dir: a.Directory}
	c := customer{a.Thread, a.Directory, a.Companies, a.Earlier}
	c.collect(f)
	return f.list
}

// Statistics returns everything that Intercom says of a conversation and that
// has no other place on the screen, in words and under headings: ids and
// moments, assignment, SLA, all statistics, and what each part carries beside
// its text. Unknown figures are left out.
func Statistics(t desk.Thread, dir desk.Directory, now time.Time) []Fact {
	c := t.Conversation
	if c == nil {
		return nil
	}
	f := &facts{now: now, dir: dir}
	f.conversation(c)
	f.source(&c.Source)
	f.statistics(c.Statistics)
	f.firstReply(c.FirstContactReply)
	f.customerSays(c)
	f.parts(c)
	if !t.FetchedAt.IsZero() {
		f.heading("Parley")
		f.when("read from Intercom", api.Time{Time: t.FetchedAt})
	}
	return f.list
}

func (f *facts) conversation(c *api.Conversation) {
	f.heading("Conversation")
	f.id("id", c.ID)
	f.word("type", c.Type)
	f.html("title", c.Title)
	f.word("state", string(c.State))
	f.add("open", yes(c.Open))
	f.add("read", yes(c.Read))
	f.word("priority", string(c.Priority))
	f.when("created", c.CreatedAt)
	f.when("updated", c.UpdatedAt)
	f.when("waiting since", c.WaitingSince)
	f.when("snoozed until", c.SnoozedUntil)
	f.add("assignee", f.who(&api.Reference{Type: "admin", ID: c.AdminAssigneeID}))
	f.id("assignee id", c.AdminAssigneeID)
	f.add("team", f.team(c.TeamAssigneeID))
	f.id("team id", c.TeamAssigneeID)
	for _, r := range c.Teammates.Items {
		f.add("wrote in it", join(" · ", f.who(&r), "id "+string(r.ID)))
	}
	for _, r := range c.Contacts.Items {
		f.add("contact", join(" · ", pane.Human(r.Type), "id "+string(r.ID), known("external id", r.ExternalID)))
	}
	for _, tag := range c.Tags.Items {
		f.add("tag", f.tag(&tag)+" · id "+string(tag.ID))
	}
	if c.SLA != nil {
		f.add("SLA", join(" · ", c.SLA.Name, pane.Human(c.SLA.Status)))
	}
	if c.Channel != nil {
		f.add("channel", join(" → ", pane.Human(c.Channel.Initial), pane.Human(c.Channel.Current)))
	}
	if c.Company != nil {
		f.add("company", join(" · ", c.Company.Name, known("id", string(c.Company.ID))))
	}
	for _, topic := range c.Topics.Items {
		f.add("topic", topic.Name)
	}
}

func (f *facts) source(s *api.Source) {
	f.heading("First message")
	f.id("id", s.ID)
	f.word("channel", s.Type)
	f.word("delivered as", s.DeliveredAs)
	f.html("subject", s.Subject)
	f.add("author", author(&s.Author))
	f.add("page", s.URL)
	if s.Redacted {
		f.add("redacted", "yes")
	}
	f.attachments(s.Attachments)
}

func (f *facts) statistics(s *api.Statistics) {
	if s == nil {
		return
	}
	f.heading("Statistics")
	f.span("time to assignment", s.TimeToAssignment)
	f.span("time to first reply", s.TimeToAdminReply)
	f.span("time to first close", s.TimeToFirstClose)
	f.span("time to last close", s.TimeToLastClose)
	f.span("median time to reply", s.MedianTimeToReply)
	f.span("handling time", s.HandlingTime)
	f.span("adjusted handling time", s.AdjustedHandlingTime)
	f.when("first contact reply", s.FirstContactReplyAt)
	f.when("first assignment", s.FirstAssignmentAt)
	f.when("first teammate reply", s.FirstAdminReplyAt)
	f.when("first close", s.FirstCloseAt)
	f.when("last assignment", s.LastAssignmentAt)
	f.when("first reply since the last assignment", s.LastAssignmentAdminReplyAt)
	f.when("last contact reply", s.LastContactReplyAt)
	f.when("last teammate reply", s.LastAdminReplyAt)
	f.when("last close", s.LastCloseAt)
	if s.LastClosedByID != "" {
		f.add("last closed by", f.who(&api.Reference{Type: "admin", ID: s.LastClosedByID}))
		f.id("last closed by id", s.LastClosedByID)
	}
	f.count("reopens", s.CountReopens)
	f.count("assignments", s.CountAssignments)
	f.count("parts", s.CountParts)
}

func (f *facts) firstReply(r *api.FirstContactReply) {
	if r == nil {
		return
	}
	f.heading("First reply of the contact")
	f.when("written", r.CreatedAt)
	f.word("channel", r.Type)
	f.add("page", r.URL)
}

// customerSays is the rating and how the AI agent did.
func (f *facts) customerSays(c *api.Conversation) {
	f.heading("Rating")
	f.rating(c.Rating)
	if r := c.Rating; r != nil && r.Contact != nil {
		f.add("by", join(" · ", known("id", string(r.Contact.ID)), known("external id", r.Contact.ExternalID)))
	}
	f.heading("AI agent")
	f.aiAgent(c)
	f.heading("Linked")
	f.linked(c)
	f.heading("Conversation attributes")
	f.attributes(c.CustomAttributes)
}

// parts lists what each part carries beside its text, one part a line.
func (f *facts) parts(c *api.Conversation) {
	f.heading("Parts")
	f.count("total at Intercom", c.Parts.TotalCount)
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		words := []string{
			pane.Human(p.PartType), author(&p.Author), known("created", f.moment(p.CreatedAt)),
		}
		if !p.UpdatedAt.IsZero() && !p.UpdatedAt.Equal(p.CreatedAt.Time) {
			words = append(words, "updated "+f.moment(p.UpdatedAt))
		}
		if !p.NotifiedAt.IsZero() && !p.NotifiedAt.Equal(p.CreatedAt.Time) {
			words = append(words, "notified "+f.moment(p.NotifiedAt))
		}
		words = append(words, known("assigned to", f.who(p.AssignedTo)), known("external id", p.ExternalID),
			known("state", pane.Human(string(p.State))), known("app", p.AppPackageCode))
		if p.Redacted {
			words = append(words, "redacted")
		}
		if m := p.EmailMetadata; m != nil {
			words = append(words, known("subject", richtext.Inline(m.Subject)))
			for _, h := range m.Headers {
				words = append(words, known(h.Type, join(" ", h.Name, known("", h.Email))))
			}
		}
		f.add("#"+string(p.ID), join(" · ", words...))
		f.attachments(p.Attachments)
	}
}

func (f *facts) attachments(list []api.Attachment) {
	for i := range list {
		a := &list[i]
		var size string
		if n, known := a.Size.Get(); known {
			size = pane.Bytes(n)
		}
		f.add("attachment", join(" · ", a.Name, pane.Human(a.Type), a.ContentType, size))
	}
}

func author(a *api.Author) string {
	s := join(" ", pane.Human(a.Type), richtext.Inline(a.Name), known("", a.Email))
	if a.ID != "" {
		s = join(" · ", s, "author id "+string(a.ID))
	}
	if a.FromAIAgent {
		s = join(" · ", s, "from the AI agent")
	}
	if a.IsAIAnswer {
		s = join(" · ", s, "AI answer")
	}
	return s
}

// known puts a word in front of a value, or nothing where there is none.
func known(label, value string) string {
	switch {
	case strings.TrimSpace(value) == "":
		return ""
	case label == "":
		return fmt.Sprintf("<%s>", value)
	default:
		return label + " " + value
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
