package statusbar

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
	"parley/ui/theme"
)

// Subject is the conversation that the second row speaks of.
type Subject struct {
	Conversation   *api.Conversation
	Assignee, Team string
	Draft          bool
	SLA            desk.SLAClock // what can be said of its SLA now
}

// Conversation draws the state, priority, SLA and statistics of the
// conversation at hand.
func Conversation(env *pane.Env, s Subject, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	c := s.Conversation
	s.Assignee, s.Team = env.Mask.Name(s.Assignee), env.Mask.Text(s.Team)
	if c == nil {
		left.add(0, t.BarDim, "no conversation open")
		return bar(left, right, w)
	}
	now := env.Now()
	left.add(1, t.BarStrong, pane.State(c, now))
	left.add(3, t.BarWarn, pane.Priority(c.Priority))
	left.addWords(2, slaStyle(t, s.SLA.State), sla(c, s.SLA)...)
	if !c.WaitingSince.IsZero() {
		left.add(3, t.BarWarn, "waiting "+pane.Span(now.Sub(c.WaitingSince.Time)))
	}
	left.addWords(4, t.Bar, assignment(s)...)
	if c.Rating != nil {
		if n, ok := c.Rating.Score.Get(); ok {
			left.add(8, t.Bar, fmt.Sprintf("rating %d/5", n))
		}
	}
	if s.Draft {
		left.add(0, t.BarAccent, "draft")
	}
	statistics(right, c.Statistics, now)
	return bar(left, right, w)
}

// sla says how it stands with the SLA, in fewer and fewer words: what the
// clock tells, and else what Intercom said.
func sla(c *api.Conversation, k desk.SLAClock) []string {
	if c.SLA == nil || c.SLA.Status == "" {
		return nil
	}
	name, state := strings.TrimSpace("SLA "+strings.TrimSpace(c.SLA.Name)), k.Words()
	if state == "" {
		state = pane.Human(c.SLA.Status)
	}
	kind, then := ": ", " "
	if strings.Contains(name, ":") { // a name that speaks of a time itself
		kind, then = " · ", " · "
	}
	ways := []string{name + then + state, "SLA " + state}
	if k.Kind != "" {
		return append([]string{name + kind + string(k.Kind) + " " + state}, ways...)
	}
	return ways
}

func slaStyle(t *theme.Theme, s desk.SLAState) lipgloss.Style {
	switch s {
	case desk.SLALate, desk.SLAMissed:
		return t.BarBad
	case desk.SLASoon:
		return t.BarWarn
	default:
		return t.Bar
	}
}

// statistics adds what Intercom counted, each figure only where it is known.
func statistics(r *row, s *api.Statistics, now time.Time) {
	if s == nil {
		return
	}
	t := r.env.Theme
	span := func(rank int, label string, n api.Number) {
		if d, ok := n.Duration(); ok {
			r.add(rank, t.BarDim, label+" "+pane.Span(d))
		}
	}
	count := func(rank int, label string, n api.Number) {
		if v, ok := n.Get(); ok {
			r.add(rank, t.BarDim, fmt.Sprintf("%s %d", label, v))
		}
	}
	span(5, "first reply", s.TimeToAdminReply)
	span(6, "median", s.MedianTimeToReply)
	count(7, "parts", s.CountParts)
	count(10, "assigned", s.CountAssignments)
	count(8, "reopens", s.CountReopens)
	if !s.LastCloseAt.IsZero() {
		r.add(9, t.BarDim, "closed "+pane.Moment(s.LastCloseAt.Time, now))
	}
}

// assignment says whose the conversation is, and in fewer words.
func assignment(s Subject) []string {
	switch {
	case s.Assignee != "" && s.Team != "":
		return []string{s.Assignee + " > " + s.Team, s.Assignee}
	case s.Assignee != "":
		return []string{s.Assignee}
	case s.Team != "":
		return []string{"nobody > " + s.Team}
	default:
		return []string{"unassigned"}
	}
}
