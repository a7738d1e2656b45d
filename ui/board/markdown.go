package board

import (
	"fmt"
	"strings"
	"time"

	"parley/api/desk"
	"parley/ui/pane"
)

// Markdown writes a board for a chat or a page, with tables. It is told at
// now, and holds nothing that would be read as markup of somebody's name.
func Markdown(b desk.Board, now time.Time) string {
	var m markdown
	m.line("## Standup, " + b.At.Format("Monday 2 January 2006 15:04"))
	m.line("")
	if all := queue(b); len(all) > 0 {
		m.row("", "now", "change")
		m.row("---", "---:", "---:")
		for _, n := range all {
			m.row(n.label, "**"+n.value()+"**", n.change())
		}
		m.line("")
	}
	if o := b.Oldest; o != nil {
		m.line("Longest wait: **" + pane.Length(b.At.Sub(o.Since)) + "**, " + plain(o.Contact) + ", " + plain(whose(o.Assignee, o.Team)) +
			" (conversation " + plain(string(o.ID)) + ").")
		m.line("")
	}
	m.line(sinceWords(b))
	m.loads("Teammate", b.Teammates, nobody)
	m.loads("Team", b.Teams, noTeam)
	m.replies(b)
	m.days(b)
	m.waits(b)
	m.ratings(b)
	m.line("")
	for _, s := range sourceWords(b, now) {
		m.line("*" + s + "*")
	}
	return m.String()
}

// markdown collects lines.
type markdown struct{ strings.Builder }

func (m *markdown) line(s string) { m.WriteString(s + "\n") }

func (m *markdown) row(cells ...string) { m.line("| " + strings.Join(cells, " | ") + " |") }

// plain writes a name so that nothing in it is markup.
func plain(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|~&@:", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (m *markdown) loads(title string, loads []desk.Load, none string) {
	list, quiet := rows(loads, none)
	if len(list) == 0 {
		return
	}
	m.line("")
	m.row(title, "open", "waiting", "late", "closed today")
	m.row("---", "---:", "---:", "---:", "---:")
	for _, l := range list {
		name := plain(l.Name)
		if l.Away {
			name += " (away)"
		}
		m.row(name, fmt.Sprint(l.Open), fmt.Sprint(l.Waiting), fmt.Sprint(l.Late), fmt.Sprint(l.Closed))
	}
	if quiet > 0 {
		m.line("")
		m.line(quietWords(quiet) + ".")
	}
}

func (m *markdown) replies(b desk.Board) {
	r := b.Replies
	if r.First.Over == 0 && r.All.Over == 0 {
		return
	}
	m.line("")
	m.row("median reply time", "today", fmt.Sprintf("%d days", len(b.Days)))
	m.row("---", "---:", "---:")
	m.row("first reply", medianWords(r.FirstToday), medianWords(r.First))
	m.row("all replies", medianWords(r.AllToday), medianWords(r.All))
}

func (m *markdown) days(b desk.Board) {
	if !known(b.Queue.Open) {
		return
	}
	m.line("")
	m.row("day", "opened", "closed")
	m.row("---", "---:", "---:")
	for _, d := range b.Days {
		m.row(d.Date.Format("Mon 2 Jan"), fmt.Sprint(d.Opened), fmt.Sprint(d.Closed))
	}
}

func (m *markdown) waits(b desk.Board) {
	if !known(b.Queue.Waiting) {
		return
	}
	m.line("")
	m.row("waiting for", "conversations")
	m.row("---", "---:")
	for i, w := range b.Waits {
		m.row(plain(bucketName(b.Waits, i)), fmt.Sprint(w.N))
	}
}

func (m *markdown) ratings(b desk.Board) {
	n := b.Ratings.Over()
	if n == 0 {
		return
	}
	m.line("")
	scores := make([]string, 0, len(b.Ratings.Scores))
	for i := len(b.Ratings.Scores) - 1; i >= 0; i-- {
		scores = append(scores, fmt.Sprintf("%d★ %d", i+1, b.Ratings.Scores[i]))
	}
	m.line(fmt.Sprintf("Ratings of %d days: mean **%.1f** of %d (%s).", len(b.Days), b.Ratings.Mean(), n, strings.Join(scores, ", ")))
}
