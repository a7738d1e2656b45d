package cli

import (
	"fmt"

	"parley/api"
	"parley/ui/pane"
)

// statistics adds Intercom's figures in words. What is unknown is left out,
// never shown as 0.
func (p *page) statistics(s *api.Statistics) {
	if s == nil {
		return
	}
	for _, d := range []struct {
		label string
		value api.Number
	}{
		{"Time to assignment", s.TimeToAssignment},
		{"Time to first reply", s.TimeToAdminReply},
		{"Median time to reply", s.MedianTimeToReply},
		{"Time to first close", s.TimeToFirstClose},
		{"Time to last close", s.TimeToLastClose},
		{"Handling time", s.HandlingTime},
		{"Adjusted handling time", s.AdjustedHandlingTime},
	} {
		if v, ok := d.value.Duration(); ok {
			p.field(d.label, pane.Length(v))
		}
	}
	for _, m := range []struct {
		label string
		value api.Time
	}{
		{"Contact first replied", s.FirstContactReplyAt},
		{"First assigned", s.FirstAssignmentAt},
		{"Teammate first replied", s.FirstAdminReplyAt},
		{"First closed", s.FirstCloseAt},
		{"Last assigned", s.LastAssignmentAt},
		{"First reply since assigned", s.LastAssignmentAdminReplyAt},
		{"Contact last replied", s.LastContactReplyAt},
		{"Teammate last replied", s.LastAdminReplyAt},
		{"Last closed", s.LastCloseAt},
	} {
		p.field(m.label, p.when(m.value))
	}
	p.field("Last closed by", p.names.admin(s.LastClosedByID))
	for _, n := range []struct {
		label string
		value api.Number
	}{
		{"Reopened", s.CountReopens},
		{"Assigned", s.CountAssignments},
		{"Parts", s.CountParts},
	} {
		if v, ok := n.value.Get(); ok {
			p.field(n.label, count(n.label, v))
		}
	}
}

// count says a count in words: parts are things, the others are times.
func count(label string, n int64) string {
	if label == "Parts" {
		return fmt.Sprint(n)
	}
	return plural(int(n), "time", "times")
}

// more adds what only some conversations and newer versions have.
func (p *page) more(c *api.Conversation) {
	var topics, linked string
	for _, t := range c.Topics.Items {
		topics = joined(", ", topics, t.Name)
	}
	p.field("Topics", topics)
	if t := c.Ticket; t != nil {
		p.field("Ticket", joined(", ", labelled("#", string(t.TicketID)), oneLine(t.Title), humanise(t.State), labelled("id", string(t.ID))))
	}
	for _, l := range c.LinkedObjects.Items {
		linked = joined("\n", linked, joined(", ", humanise(l.Type)+" "+string(l.ID), humanise(l.Category)))
	}
	if c.LinkedObjects.HasMore {
		linked = joined("\n", linked, "and more")
	}
	p.field("Linked", linked)
	p.aiAgent(c)
	p.company(c.Company)
	for _, a := range c.CustomAttributes {
		p.field(a.Name, a.Value)
	}
}

// aiAgent adds how Intercom's AI agent took part.
func (p *page) aiAgent(c *api.Conversation) {
	g := c.AIAgent
	if g == nil {
		if c.AIAgentParticipated {
			p.field("AI agent", "took part")
		}
		return
	}
	words := []string{
		humanise(g.ResolutionState), labelled("last answer:", humanise(g.LastAnswerType)),
		labelled("from", joined(" ", humanise(g.SourceType), quoted(g.SourceTitle))),
	}
	if n, ok := g.Rating.Get(); ok {
		words = append(words, fmt.Sprintf("rated %d", n))
	}
	words = append(words, quoted(oneLine(g.RatingRemark)), p.when(g.CreatedAt), labelled("changed", p.when(g.UpdatedAt)))
	p.field("AI agent", joined(", ", append([]string{map[bool]string{true: "took part", false: ""}[c.AIAgentParticipated]}, words...)...))
}

// company adds the company that the conversation is about.
func (p *page) company(c *api.Company) {
	if c == nil {
		return
	}
	words := []string{c.Name, c.Industry, c.Website}
	if c.Plan != nil {
		words = append(words, labelled("plan", c.Plan.Name))
	}
	if n, ok := c.MonthlySpend.Get(); ok {
		words = append(words, fmt.Sprintf("spends %d a month", n))
	}
	if n, ok := c.UserCount.Get(); ok {
		words = append(words, plural(int(n), "user", "users"))
	}
	p.field("Company", joined(", ", append(words, labelled("id", c.CompanyID))...))
}
