package board

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/api/desk"
	"parley/ui/layout"
)

// named is a figure with what it is called.
type named struct {
	desk.Figure
	label string
	bad   bool // more than none needs somebody
	today bool // it begins anew each day: no change is said
}

// queue returns the figures of a board that are known, in their order.
func queue(b desk.Board) []named {
	q := b.Queue
	var out []named
	for _, n := range []named{
		{Figure: q.Open, label: "open"},
		{Figure: q.Unassigned, label: "unassigned"},
		{Figure: q.Late, label: "late", bad: true},
		{Figure: q.DueWithinHour, label: "due <1h"},
		{Figure: q.Waiting, label: "waiting"},
		{Figure: q.Snoozed, label: "snoozed"},
		{Figure: q.Reopened, label: "reopened"},
		{Figure: q.OpenedToday, label: "new today", today: true},
		{Figure: q.ClosedToday, label: "closed today", today: true},
	} {
		if known(n.Figure) {
			out = append(out, n)
		}
	}
	return out
}

func known(f desk.Figure) bool {
	_, ok := f.N.Get()
	return ok
}

// value writes the number, with est where it was computed here.
func (n named) value() string {
	v, _ := n.N.Get()
	if n.Source == desk.SourceEstimate && v > 0 {
		return fmt.Sprintf("%d est", v)
	}
	return fmt.Sprint(v)
}

// change writes by how much it changed since the last standup, "" where that
// is not known.
func (n named) change() string {
	v, ok := n.Change()
	switch {
	case !ok || n.today:
		return ""
	case v == 0:
		return "±0"
	case v < 0:
		return fmt.Sprintf("−%d", -v)
	default:
		return fmt.Sprintf("+%d", v)
	}
}

func (d *drawing) changeStyle(n named) lipgloss.Style {
	switch v, _ := n.Change(); {
	case v < 0:
		return d.t.Good
	case v > 0 && n.label != "snoozed":
		return d.t.Warn
	default:
		return d.t.Dim
	}
}

func (d *drawing) valueStyle(n named) lipgloss.Style {
	if v, _ := n.N.Get(); n.bad && v > 0 {
		return d.t.Bad
	}
	if n.label == "open" {
		return d.t.Accent
	}
	return d.t.Strong
}

// listed is the width below which the figures are a list.
const listed = 60

// figures draws the figures of the queue: a list on a narrow screen, else
// tiles.
func (d *drawing) figures(w int) []string {
	all := queue(d.b)
	if len(all) == 0 {
		return prose(d.t.Dim, "Nothing was read from Intercom yet, so there is nothing to count.", "", w)
	}
	if w < listed {
		return d.list(all, w)
	}
	perRow, widths := d.arrange(all, w)
	var out []string
	for len(all) > 0 {
		row := all[:min(perRow, len(all))]
		all = all[len(row):]
		if len(out) > 0 && d.large {
			out = append(out, "")
		}
		out = append(out, d.tiles(row, widths)...)
	}
	return append(out, "")
}

// The cells between tiles.
const (
	leastGap = 2
	mostGap  = 12
)

// arrange finds as few rows of tiles as fit, and the width of each column
// with the gap behind it.
func (d *drawing) arrange(all []named, w int) (perRow int, widths []int) {
	for rows := 1; ; rows++ {
		perRow = (len(all) + rows - 1) / rows
		widths = make([]int, perRow)
		sum := 0
		for i, n := range all {
			c := i % perRow
			grown := max(widths[c], d.tileWidth(n))
			sum += grown - widths[c]
			widths[c] = grown
		}
		if room := w - sum; room >= leastGap*perRow || perRow == 1 {
			gap := max(min(room/perRow, mostGap), 1)
			for i := range widths {
				widths[i] += gap
			}
			return perRow, widths
		}
	}
}

// tileWidth is what a figure needs under its label.
func (d *drawing) tileWidth(n named) int {
	v, _ := n.N.Get()
	value := layout.Widest(n.value())
	if c := n.change(); c != "" && !d.large {
		value += 2 + layout.Widest(c)
	}
	if d.large {
		value = 4*len(fmt.Sprint(v)) - 1
	}
	return max(layout.Widest(d.label(n)), value)
}

func (d *drawing) label(n named) string {
	label := strings.ToUpper(n.label)
	if n.Source == desk.SourceEstimate && d.large {
		label += " est"
	}
	return label
}

// list draws figures below each other.
func (d *drawing) list(all []named, w int) []string {
	out := make([]string, 0, len(all)+1)
	for _, n := range all {
		value := fmt.Sprintf("%7s", n.value())
		out = append(out, layout.Cut(d.t.Dim.Render(d.env.Measure.Fit(n.label, 14))+
			d.valueStyle(n).Render(value)+"  "+d.changeStyle(n).Render(n.change()), w))
	}
	return append(out, "")
}

// tiles draws figures beside each other, each under its label.
func (d *drawing) tiles(row []named, widths []int) []string {
	lines := make([]strings.Builder, 5)
	put := func(y, column int, style lipgloss.Style, s string) {
		lines[y].WriteString(d.cell(style, s, widths[column]))
	}
	changed := false
	for i, n := range row {
		put(0, i, d.t.Dim, d.label(n))
		change := n.change()
		changed = changed || change != ""
		if !d.large {
			words := d.valueStyle(n).Render(n.value())
			if change != "" {
				words += "  " + d.changeStyle(n).Render(change)
			}
			lines[1].WriteString(d.env.Measure.Fit(words, widths[i]))
			continue
		}
		v, _ := n.N.Get()
		for y, s := range enlarge(fmt.Sprint(v)) {
			put(y+1, i, d.valueStyle(n), s)
		}
		put(4, i, d.changeStyle(n), change)
	}
	used := 2
	if d.large {
		used = 4
		if changed {
			used = 5
		}
	}
	out := make([]string, used)
	for y := range out {
		out[y] = lines[y].String()
	}
	return out
}

// cell is styled text in a column; blanks take no style.
func (d *drawing) cell(style lipgloss.Style, s string, w int) string {
	s = layout.Cut(s, w)
	return style.Render(s) + strings.Repeat(" ", max(w-layout.Widest(s), 0))
}
