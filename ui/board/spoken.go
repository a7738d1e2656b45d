package board

import (
	"fmt"
	"strings"
	"time"

	"parley/api/desk"
	"parley/ui/pane"
)

// Spoken tells a board in sentences, a line each, for who reads or hears it
// line by line. It is told at now.
func Spoken(b desk.Board, now time.Time) []string {
	s := spoken{"Standup, " + b.At.Format("Monday 2 January 2006 15:04") + "."}
	for _, n := range queue(b) {
		s.say("%s: %s%s.", spokenLabel(n.label), n.value(), changeWords(n))
	}
	if o := b.Oldest; o != nil {
		s.say("Longest wait: %s, %s, %s.", pane.Length(b.At.Sub(o.Since)), clean(o.Contact), spokenOwner(o))
	}
	s.say("%s", sinceWords(b))
	s.loads("Teammate", b.Teammates, nobody)
	s.loads("Team", b.Teams, noTeam)
	s.median("First reply, median today", b.Replies.FirstToday)
	s.median(fmt.Sprintf("First reply, median of %d days", len(b.Days)), b.Replies.First)
	s.median("All replies, median today", b.Replies.AllToday)
	s.median(fmt.Sprintf("All replies, median of %d days", len(b.Days)), b.Replies.All)
	if n := b.Ratings.Over(); n > 0 {
		s.say("Ratings of %d days: mean %.1f of 5, over %d.", len(b.Days), b.Ratings.Mean(), n)
	}
	return append(s, sourceWords(b, now)...)
}

// spoken collects lines.
type spoken []string

func (s *spoken) say(format string, args ...any) { *s = append(*s, fmt.Sprintf(format, args...)) }

func (s *spoken) loads(title string, loads []desk.Load, none string) {
	list, quiet := rows(loads, none)
	for _, l := range list {
		away := ""
		if l.Away {
			away = ", away"
		}
		s.say("%s %s%s: %d open, %d waiting, %d late, %d closed today.", title, l.Name, away, l.Open, l.Waiting, l.Late, l.Closed)
	}
	if quiet > 0 {
		s.say("%s.", quietWords(quiet))
	}
}

func (s *spoken) median(what string, m desk.Median) {
	if d, ok := m.Seconds.Duration(); ok {
		s.say("%s: %s, over %d.", what, pane.Length(d), m.Over)
	}
}

func spokenLabel(label string) string {
	label = strings.ReplaceAll(label, "<1h", "within an hour")
	return strings.ToUpper(label[:1]) + label[1:]
}

// changeWords says a change in words: signs are not read out.
func changeWords(n named) string {
	v, ok := n.Change()
	switch {
	case !ok || n.today:
		return ""
	case v == 0:
		return ", as at the last standup"
	case v < 0:
		return fmt.Sprintf(", %d fewer than at the last standup", -v)
	default:
		return fmt.Sprintf(", %d more than at the last standup", v)
	}
}

func spokenOwner(o *desk.Waiting) string {
	return strings.Replace(whose(o.Assignee, o.Team), " > ", ", team ", 1)
}
