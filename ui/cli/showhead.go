package cli

import (
	"cmp"
	"fmt"
	"strings"

	"parley/api"
)

// conversation adds everything that is known of a conversation.
func (p *page) conversation(c *api.Conversation) {
	p.text("", p.theme.Strong.Render, subject(c))
	p.line("")
	p.facts(c)
	p.people(c)
	p.service(c)
	p.statistics(c.Statistics)
	p.more(c)
	p.line("")
	p.thread(c)
}

// subject says what a conversation is about, in one line.
func subject(c *api.Conversation) string {
	return cmp.Or(oneLine(c.Title), oneLine(c.Source.Subject), "Conversation "+string(c.ID))
}

// facts adds what the conversation is and how it stands.
func (p *page) facts(c *api.Conversation) {
	p.field("Conversation", string(c.ID))
	p.field("Channel", channel(c))
	p.field("State", p.state(c))
	p.field("Priority", humanise(string(c.Priority)))
	p.field("Waiting since", p.when(c.WaitingSince))
	p.field("Created", p.when(c.CreatedAt))
	p.field("Updated", p.when(c.UpdatedAt))
}

// channel says how the conversation came and goes on.
func channel(c *api.Conversation) string {
	words := []string{humanise(c.Source.Type), humanise(c.Source.DeliveredAs)}
	if c.Channel != nil {
		words = append(words, labelled("began on", humanise(c.Channel.Initial)), labelled("now on", humanise(c.Channel.Current)))
	}
	return joined(", ", words...)
}

// state says the state in words, with the end of a snooze. The API calls a
// snoozed conversation open too, so that flag is only told where it is not
// implied.
func (p *page) state(c *api.Conversation) string {
	words := []string{strings.ToUpper(string(c.State))}
	if !c.SnoozedUntil.IsZero() {
		words = append(words, "until "+p.when(c.SnoozedUntil))
	}
	if c.Open != (c.State != api.StateClosed) {
		words = append(words, map[bool]string{true: "flagged open", false: "flagged not open"}[c.Open])
	}
	return joined(", ", append(words, map[bool]string{true: "read", false: "unread"}[c.Read])...)
}

// people adds who takes part.
func (p *page) people(c *api.Conversation) {
	p.field("Assignee", cmp.Or(p.names.admin(c.AdminAssigneeID), "nobody"))
	p.field("Team", cmp.Or(p.names.team(c.TeamAssigneeID), "none"))
	var contacts, teammates []string
	for _, r := range c.Contacts.Items {
		contacts = append(contacts, fmt.Sprintf("%s (%s)", p.names.label(r.ID), joined(", ", string(r.ID), labelled("external id", r.ExternalID))))
	}
	for _, r := range c.Teammates.Items {
		teammates = append(teammates, p.names.admin(r.ID))
	}
	p.field("Contacts", strings.Join(contacts, "\n"))
	p.field("Teammates", strings.Join(teammates, ", "))
	if f := c.FirstContactReply; f != nil {
		p.field("First contact reply", joined(", ", p.when(f.CreatedAt), labelled("by", humanise(f.Type)), f.URL))
	}
}

// service adds tags, SLA and rating.
func (p *page) service(c *api.Conversation) {
	p.field("Tags", p.tags(c.Tags.Items))
	if c.SLA != nil {
		p.field("SLA", joined(": ", cmp.Or(c.SLA.Name, "unnamed"), joined("; ", cmp.Or(humanise(c.SLA.Status), "removed by hand"), p.deadline())))
	}
	r := c.Rating
	if r == nil {
		return
	}
	score := "asked, not answered"
	if n, ok := r.Score.Get(); ok {
		score = fmt.Sprintf("%d of 5", n)
	}
	words := []string{score, quoted(oneLine(r.Remark))}
	if r.Contact != nil {
		words = append(words, "by "+p.names.label(r.Contact.ID))
	}
	if r.Teammate != nil && !r.Teammate.ID.IsZero() {
		words = append(words, "for "+p.names.admin(r.Teammate.ID))
	}
	p.field("Rating", joined(", ", append(words, p.when(r.CreatedAt), labelled("changed", p.when(r.UpdatedAt)))...))
}

// deadline says what the clock here tells of an SLA, "" where Intercom's word
// says it all.
func (p *page) deadline() string {
	k := p.sla
	if !k.Est {
		return ""
	}
	due := ""
	if !k.Due.IsZero() {
		due = "due " + p.clock.moment(k.Due)
	}
	return joined(", ", joined(" ", string(k.Kind), k.Words()), due)
}

// tags lists tags, with when and by whom they were put on as far as the API
// says.
func (p *page) tags(tags []api.Tag) string {
	list := make([]string, len(tags))
	for i, t := range tags {
		list[i] = t.Name
		by := ""
		if t.AppliedBy != nil && !t.AppliedBy.ID.IsZero() {
			by = "by " + p.names.admin(t.AppliedBy.ID)
			if t.AppliedBy.Type != "admin" {
				by = "by " + p.names.label(t.AppliedBy.ID)
			}
		}
		if detail := joined(" ", p.when(t.AppliedAt), by); detail != "" {
			list[i] += " (" + detail + ")"
		}
		if p.all {
			list[i] += " #" + string(t.ID)
		}
	}
	return strings.Join(list, ", ")
}

// when says a moment, "" when it is not known.
func (p *page) when(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.clock.moment(t.Time)
}

// joined joins what is not empty.
func joined(sep string, words ...string) string {
	var some []string
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	return strings.Join(some, sep)
}

// labelled puts a label before a value that is not empty.
func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}
