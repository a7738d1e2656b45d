package statusbar

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
)

// Top draws the queue: the workspace, the view, and how much there is to do.
func Top(env *pane.Env, s desk.Status, view string, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	name := s.Identity.App.Name
	if name == "" {
		name = "parley"
	}
	left.add(0, t.BarAccent, name)
	left.add(1, t.BarStrong, view)
	count := func(r *row, rank int, style lipgloss.Style, label string, n api.Number) {
		if v, ok := n.Get(); ok {
			r.add(rank, style, fmt.Sprintf("%s %d", label, v))
		}
	}
	q := s.Queue
	count(left, 3, t.Bar, "open", q.Open)
	count(left, 4, t.Bar, "unassigned", q.Unassigned)
	if n, ok := q.Late.Get(); ok && n > 0 {
		left.add(2, t.BarBad, fmt.Sprintf("LATE %d", n))
	}
	count(left, 5, t.Bar, "due<1h", q.DueWithinHour)
	if d, ok := q.MedianReply.Duration(); ok {
		right.add(7, t.BarDim, "median reply "+pane.Span(d))
	}
	count(right, 6, t.BarDim, "closed today", q.ClosedToday)
	if s.ReadOnly {
		right.add(0, t.BarWarn, "READ ONLY")
	}
	return bar(left, right, w)
}

// Subject is the conversation that the second row speaks of.
type Subject struct {
	Conversation   *api.Conversation
	Assignee, Team string
	Draft          bool
}

// Conversation draws the state, priority, SLA and statistics of the
// conversation at hand.
func Conversation(env *pane.Env, s Subject, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	c := s.Conversation
	if c == nil {
		left.add(0, t.BarDim, "no conversation open")
		return bar(left, right, w)
	}
	now := env.Now()
	left.add(1, t.BarStrong, pane.State(c, now))
	left.add(2, t.BarWarn, pane.Priority(c.Priority))
	if c.SLA != nil && c.SLA.Status != "" {
		style := t.Bar
		if c.SLA.Status == "missed" {
			style = t.BarBad
		}
		left.add(2, style, "SLA "+strings.TrimSpace(c.SLA.Name)+" "+pane.Human(c.SLA.Status))
	}
	if !c.WaitingSince.IsZero() {
		left.add(3, t.BarWarn, "waiting "+pane.Span(now.Sub(c.WaitingSince.Time)))
	}
	left.add(4, t.Bar, assignment(s))
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

func assignment(s Subject) string {
	switch {
	case s.Assignee != "" && s.Team != "":
		return s.Assignee + " > " + s.Team
	case s.Assignee != "":
		return s.Assignee
	case s.Team != "":
		return "nobody > " + s.Team
	default:
		return "unassigned"
	}
}

// Hint is a key and the word for what it does.
type Hint struct{ Key, Word string }

// System draws what the desk is doing, who acts, and the keys at hand. A
// notice takes the left side while it stands.
func System(env *pane.Env, s desk.Status, notice Notice, hints []Hint, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	now := env.Now()
	if word, style := news(env, s, notice); word != "" {
		left.add(0, style, word)
	} else if !s.SyncedAt.IsZero() {
		left.add(6, t.BarDim, "synced "+synced(now.Sub(s.SyncedAt)))
	}
	left.add(0, t.BarWarn, outbox(s.Outbox, now))
	if s.Drafts > 0 {
		left.add(0, t.Bar, pane.Count(s.Drafts, "draft"))
	}
	if s.RateLimit.Known && s.RateLimit.Remaining == 0 && s.RateLimit.Reset.After(now) {
		left.add(2, t.BarWarn, "rate limit, "+fmt.Sprintf("%ds", int(s.RateLimit.Reset.Sub(now).Seconds())+1))
	}
	if s.Identity.Admin.Name != "" {
		left.add(5, t.BarDim, "as "+s.Identity.Admin.Name)
	}
	for i, h := range hints {
		right.add(10+i, t.BarStrong, h.Key+" "+h.Word)
	}
	left.squeeze(w - 2)
	return bar(left, right, w)
}

// news is what the row begins with when there is something to say: a notice
// while it stands, or what is wrong.
func news(env *pane.Env, s desk.Status, n Notice) (string, lipgloss.Style) {
	t := env.Theme
	switch {
	case n.Text != "" && n.Bad:
		return n.Text, t.BarBad
	case n.Text != "":
		return n.Text, t.BarAccent
	default:
		return s.Problem, t.BarBad
	}
}

// Notice is a passing word to the agent.
type Notice struct {
	Text string
	Bad  bool
}

func synced(d time.Duration) string {
	if d < time.Minute {
		return "just now"
	}
	return pane.Span(d) + " ago"
}

// outbox says what is on its way, and what u can still take back.
func outbox(entries []desk.Entry, now time.Time) string {
	if len(entries) == 0 {
		return ""
	}
	asking := 0
	for _, e := range entries {
		if e.Asking {
			asking++
		}
	}
	words := fmt.Sprintf("outbox %d", len(entries))
	if asking > 0 {
		return words + fmt.Sprintf(" (%s: o)", needs(asking))
	}
	for _, e := range entries {
		if e.Undoable && e.NotBefore.After(now) {
			return words + fmt.Sprintf(" (%ds u undo)", int(e.NotBefore.Sub(now).Seconds())+1)
		}
	}
	return words
}

func needs(n int) string {
	if n == 1 {
		return "1 needs you"
	}
	return fmt.Sprintf("%d need you", n)
}
