package board

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/api/desk"
	"parley/ui/layout"
)

// The names of those who have none.
const (
	nobody = "nobody"
	noTeam = "no team"
	others = "others" // bots, and who is gone
)

// quietWords say how many were left out.
func quietWords(n int) string {
	if n == 1 {
		return "1 more has nothing open"
	}
	return fmt.Sprintf("%d more have nothing open", n)
}

// rows returns the loads as they are told: those who are not of the workspace
// in one, and quiet how many of it have nothing.
func rows(loads []desk.Load, none string) (out []desk.Load, quiet int) {
	var rest *desk.Load
	for _, l := range loads {
		l.Name = clean(l.Name)
		switch {
		case l.ID == "":
			l.Name = none
			out = append(out, l)
		case !l.Listed && rest == nil:
			l.Name = others
			rest = &l
		case !l.Listed:
			rest.Open, rest.Waiting, rest.Late, rest.Closed = rest.Open+l.Open, rest.Waiting+l.Waiting, rest.Late+l.Late, rest.Closed+l.Closed
		case l.Open == 0 && l.Closed == 0:
			quiet++
		default:
			out = append(out, l)
		}
	}
	if rest != nil {
		out = append(out, *rest)
	}
	return out, quiet
}

func (d *drawing) teammates(w int) []string {
	return d.loads("Teammate", d.b.Teammates, nobody, w)
}

func (d *drawing) teams(w int) []string {
	return d.loads("Team", d.b.Teams, noTeam, w)
}

// loadColumns are the columns of numbers, each as wide as its title and a gap.
var loadColumns = []string{" open", " waits", " late", " closed"}

// The cells that a name and a bar may take.
const (
	leastName = 8
	mostName  = 28
	leastBar  = 6
	mostBar   = 24
)

// loads draws a table with a bar for what is open.
func (d *drawing) loads(title string, loads []desk.Load, none string, w int) []string {
	list, quiet := rows(loads, none)
	if len(list) == 0 {
		return nil
	}
	numbers := len(strings.Join(loadColumns, ""))
	name, most := layout.Widest(title)+1, 0
	for _, l := range list {
		name, most = max(name, layout.Widest(called(l))+1), max(most, l.Open)
	}
	name = max(min(name, mostName, w-numbers), leastName)
	room := min(w-numbers-name-2, mostBar)
	if room < leastBar {
		room = 0
	}
	head := d.env.Measure.Fit(d.t.Strong.Render(title), name) + d.t.Dim.Render(strings.Join(loadColumns, ""))
	out := []string{layout.Cut(head, w)}
	for _, l := range list {
		out = append(out, layout.Cut(d.loadLine(l, name, room, most), w))
	}
	if quiet > 0 {
		out = append(out, d.t.Dim.Render(layout.Cut(quietWords(quiet), w)))
	}
	return out
}

// called is the name with whether somebody is away.
func called(l desk.Load) string {
	if l.Away {
		return l.Name + " (away)"
	}
	return l.Name
}

func (d *drawing) loadLine(l desk.Load, name, room, most int) string {
	style := d.t.Text
	if !l.Listed || l.Away {
		style = d.t.Dim
	}
	var b strings.Builder
	b.WriteString(style.Render(d.env.Measure.Fit(layout.Cut(called(l), name-1), name)))
	for i, c := range []struct {
		n     int
		style lipgloss.Style
	}{{l.Open, d.t.Strong}, {l.Waiting, d.t.Text}, {l.Late, d.t.Bad}, {l.Closed, d.t.Text}} {
		if c.n == 0 {
			b.WriteString(d.t.Dim.Render(fmt.Sprintf("%*s", len(loadColumns[i]), "·")))
			continue
		}
		b.WriteString(c.style.Render(fmt.Sprintf("%*d", len(loadColumns[i]), c.n)))
	}
	if room > 0 && l.Open > 0 {
		b.WriteString("  " + d.t.Accent.Render(bar(l.Open, most, room)))
	}
	return b.String()
}
