package board

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/api/desk"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/theme"
)

// The widths from which sections stand beside each other, and the cells
// between them.
const (
	twoColumns   = 72
	threeColumns = 144
	between      = 3
)

// drawing is one drawing of a board.
type drawing struct {
	env   *pane.Env
	t     *theme.Theme
	b     desk.Board
	large bool // for a room
	rows  int  // of the charts
}

// section draws a part of the board, w cells wide at most.
type section func(w int) []string

// Draw returns the lines of a board, none wider than w cells. Large figures
// can be read from the back of a room.
func Draw(env *pane.Env, b desk.Board, w int, large bool) []string {
	if large {
		return draw(env, b, w, largeRows)
	}
	return draw(env, b, w, smallRows)
}

// How high the charts are, in cells: as they are drawn small, and at least
// and at most when they are large.
const (
	smallRows = 2
	largeRows = 3
	mostRows  = 8
)

// draw draws a board with charts of a height.
func draw(env *pane.Env, b desk.Board, w, rows int) []string {
	d := &drawing{env: env, t: env.Theme, b: env.Mask.Board(b), large: rows >= largeRows, rows: rows}
	margin := 1
	if w >= twoColumns+4 {
		margin = 2
	}
	inner := max(w-2*margin, 1)
	lines := d.figures(inner)
	lines = append(lines, d.sentences(inner)...)
	lines = append(lines, "")
	lines = append(lines, d.body(inner)...)
	lines = append(lines, "")
	lines = append(lines, d.notes(inner)...)
	for i, l := range lines {
		if l != "" {
			lines[i] = layout.Cut(strings.Repeat(" ", margin)+strings.TrimRight(l, " "), w)
		}
	}
	return lines
}

// body arranges the sections in as many columns as there is room for.
func (d *drawing) body(w int) []string {
	people, teams := d.teammates, d.teams
	switch {
	case w >= threeColumns:
		return d.columns(w, []section{people, teams}, []section{d.days, d.replies}, []section{d.waits, d.ratings})
	case w >= twoColumns:
		return d.columns(w, []section{people, teams, d.replies}, []section{d.days, d.waits, d.ratings})
	default:
		return d.stack(w, []section{d.days, d.waits, people, teams, d.replies, d.ratings})
	}
}

// stack draws sections below each other, with a blank line between them.
func (d *drawing) stack(w int, sections []section) []string {
	var out []string
	for _, s := range sections {
		lines := s(w)
		if len(lines) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	return out
}

// columns draws stacks beside each other, all of one width.
func (d *drawing) columns(w int, stacks ...[]section) []string {
	each := (w - between*(len(stacks)-1)) / len(stacks)
	var cols [][]string
	height := 0
	for _, s := range stacks {
		lines := d.stack(each, s)
		cols = append(cols, lines)
		height = max(height, len(lines))
	}
	out := make([]string, height)
	for y := range out {
		var b strings.Builder
		for i, lines := range cols {
			line := ""
			if y < len(lines) {
				line = lines[y]
			}
			if i == len(cols)-1 {
				b.WriteString(line)
				break
			}
			b.WriteString(d.env.Measure.Fit(line, each) + strings.Repeat(" ", between))
		}
		out[y] = strings.TrimRight(b.String(), " ")
	}
	return out
}

// heading is the title of a section with a quiet word about it.
func (d *drawing) heading(title, about string, w int) string {
	if about == "" || layout.Widest(title)+2+layout.Widest(about) > w {
		return d.t.Strong.Render(layout.Cut(title, w))
	}
	return d.t.Strong.Render(title) + "  " + d.t.Dim.Render(about)
}

// days draws what began and what was closed on each day.
func (d *drawing) days(w int) []string {
	opened, closed := make([]int, len(d.b.Days)), make([]int, len(d.b.Days))
	for i, day := range d.b.Days {
		opened[i], closed[i] = day.Opened, day.Closed
	}
	most := slices.Max(slices.Concat([]int{0}, opened, closed))
	if most == 0 && !known(d.b.Queue.Open) {
		return nil
	}
	const label = 7
	cell := max(min((w-label)/max(len(d.b.Days), 1), 6), 1)
	out := []string{d.heading(fmt.Sprintf("Opened and closed, %d days", len(d.b.Days)), fmt.Sprintf("most %d", most), w)}
	for _, c := range []struct {
		name  string
		n     []int
		style lipgloss.Style
	}{{"opened", opened, d.t.Accent}, {"closed", closed, d.t.Good}} {
		chart := columnChart(c.n, most, cell, d.rows)
		for i, line := range chart {
			head := ""
			if i == len(chart)-1 {
				head = c.name
			}
			out = append(out, d.t.Dim.Render(d.env.Measure.Fit(head, label))+c.style.Render(line))
		}
	}
	var names strings.Builder
	for _, day := range d.b.Days {
		name := day.Date.Format("Mon")
		if cell < 4 {
			name = name[:1]
		}
		names.WriteString(d.env.Measure.Fit(name, cell))
	}
	return append(out, strings.Repeat(" ", label)+d.t.Dim.Render(strings.TrimRight(names.String(), " ")))
}

// waits draws how long the contacts wait.
func (d *drawing) waits(w int) []string {
	if !known(d.b.Queue.Waiting) {
		return nil
	}
	most, sum := 0, 0
	for _, x := range d.b.Waits {
		most, sum = max(most, x.N), sum+x.N
	}
	out := []string{d.heading("How long they wait", fmt.Sprintf("%d now", sum), w)}
	for i, x := range d.b.Waits {
		style := d.t.Accent
		if i >= len(d.b.Waits)-2 {
			style = d.t.Warn
		}
		out = append(out, d.barLine(bucketName(d.b.Waits, i), 7, x.N, most, style, w))
	}
	return out
}

// ratings draws how many gave which score.
func (d *drawing) ratings(w int) []string {
	n := d.b.Ratings.Over()
	if n == 0 {
		return nil
	}
	most := slices.Max(d.b.Ratings.Scores[:])
	out := []string{d.heading(fmt.Sprintf("Ratings, %d days", len(d.b.Days)), fmt.Sprintf("mean %.1f of %d", d.b.Ratings.Mean(), n), w)}
	for i := len(d.b.Ratings.Scores) - 1; i >= 0; i-- {
		style := d.t.Good
		if i < 2 {
			style = d.t.Warn
		}
		out = append(out, d.barLine(fmt.Sprintf("%d ★", i+1), 7, d.b.Ratings.Scores[i], most, style, w))
	}
	return out
}

// barLine is a label, a bar and a number.
func (d *drawing) barLine(label string, labelWidth, n, most int, style lipgloss.Style, w int) string {
	room := max(w-labelWidth-6, 1)
	number := fmt.Sprintf(" %d", n)
	if n == 0 {
		return d.t.Dim.Render(d.env.Measure.Fit(label, labelWidth) + "·")
	}
	return d.t.Dim.Render(d.env.Measure.Fit(label, labelWidth)) + style.Render(bar(n, most, min(room, 36))) + number
}

// replies draws the medians.
func (d *drawing) replies(w int) []string {
	r := d.b.Replies
	if r.First.Over == 0 && r.All.Over == 0 {
		return nil
	}
	const label = 12
	each := max((w-label)/2, 1)
	line := func(name, today, days string, style lipgloss.Style) string {
		return d.t.Dim.Render(d.env.Measure.Fit(name, label)) + style.Render(d.env.Measure.Fit(today, each)+layout.Cut(days, each))
	}
	return []string{
		d.heading("Reply times, medians", "Intercom", w),
		line("", "today", fmt.Sprintf("%d days", len(d.b.Days)), d.t.Dim),
		line("first reply", medianWords(r.FirstToday), medianWords(r.First), d.t.Text),
		line("all replies", medianWords(r.AllToday), medianWords(r.All), d.t.Text),
	}
}

// sentences say who waits longest and what happened since the last standup.
func (d *drawing) sentences(w int) []string {
	var out []string
	if o := d.b.Oldest; o != nil {
		words := "Longest wait " + pane.Length(d.b.At.Sub(o.Since)) + ": " + clean(o.Contact) + ", " + whose(o.Assignee, o.Team)
		out = append(out, prose(d.t.Text, words, "", w)...)
	}
	return append(out, prose(d.t.Dim, sinceWords(d.b), "", w)...)
}

// notes say where the figures come from.
func (d *drawing) notes(w int) []string {
	var out []string
	for _, s := range sourceWords(d.b, d.env.Now()) {
		out = append(out, prose(d.t.Dim, s, "", min(w, 130))...)
	}
	return out
}

// prose breaks a sentence into styled lines.
func prose(style lipgloss.Style, words, indent string, w int) []string {
	if words == "" {
		return nil
	}
	lines := strings.Split(layout.Wrap(words, max(w-len(indent), 1)), "\n")
	for i, l := range lines {
		lines[i] = indent + style.Render(l)
	}
	return lines
}
