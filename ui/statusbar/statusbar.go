// Package statusbar draws the three status rows: the queue, the open
// conversation, and the system. Every figure is a fact from the API or the
// store; an unknown one is left out.
package statusbar

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/ui/layout"
	"parley/ui/pane"
)

// segment is one figure or word of a row. The segments of the highest rank
// are dropped first where the row is too narrow; rank 0 never is. Before one
// of the ranks up to essential goes, what can be said in fewer words is.
type segment struct {
	text  string
	style lipgloss.Style
	rank  int
	fewer []string // the same in fewer words, and fewer still
}

// essential is the last rank of what an agent decides by.
const essential = 4

// row collects the segments of one status row.
type row struct {
	env  *pane.Env
	segs []segment
}

func (r *row) add(rank int, style lipgloss.Style, text string) {
	if text != "" {
		r.segs = append(r.segs, segment{text: text, style: style, rank: rank})
	}
}

// addWords adds the first of several ways to say the same; the others are in
// fewer words.
func (r *row) addWords(rank int, style lipgloss.Style, ways ...string) {
	if len(ways) > 0 && ways[0] != "" {
		r.segs = append(r.segs, segment{ways[0], style, rank, ways[1:]})
	}
}

const between = "  "

// fit drops segments until the rest takes at most w cells, and returns it
// drawn, without padding.
func (r *row) fit(w int) string {
	segs, room := r.segs, w
	if width(segs) > w {
		segs = slices.Clone(segs)
	}
	for width(segs) > w {
		worst, at, wordy := 0, -1, -1
		for i, s := range segs {
			if s.rank > 0 && s.rank >= worst {
				worst, at = s.rank, i
			}
			if len(s.fewer) > 0 && (wordy < 0 || len(s.fewer) >= len(segs[wordy].fewer)) {
				wordy = i
			}
		}
		switch {
		case wordy >= 0 && worst <= essential:
			segs[wordy].text, segs[wordy].fewer = segs[wordy].fewer[0], segs[wordy].fewer[1:]
		case at >= 0:
			segs = slices.Delete(segs, at, at+1)
		default:
			w = width(segs) // it is cut
		}
	}
	var b strings.Builder
	for i, s := range segs {
		b.WriteString(s.style.Render(s.text))
		if i < len(segs)-1 {
			b.WriteString(r.blank(s.style).Render(between))
		}
	}
	return layout.Cut(b.String(), room)
}

// blank is the style of blanks behind text of that style. They look as all
// blanks of the bar do, but take no sequence of their own on the wire.
func (r *row) blank(after lipgloss.Style) lipgloss.Style {
	return after.Underline(false).Reverse(r.env.Theme.Bar.GetReverse())
}

// squeeze cuts the first segment so that no other one that is never dropped
// loses its place.
func (r *row) squeeze(w int) {
	if len(r.segs) > 0 {
		rest := row{segs: r.segs[1:]}
		r.segs[0].text = layout.Cut(r.segs[0].text, max(w-rest.kept(), 4))
	}
}

// kept returns the cells of what is never dropped, with the gaps to the rest.
func (r *row) kept() int {
	n := 0
	for _, s := range r.segs {
		if s.rank == 0 {
			n += layout.Widest(s.text) + len(between)
		}
	}
	return n
}

func width(segs []segment) int {
	n := 0
	for i, s := range segs {
		if i > 0 {
			n += len(between)
		}
		n += layout.Widest(s.text)
	}
	return n
}

// bar joins left and right over the whole width. The right side gives way
// first, down to what is never dropped.
func bar(left, right *row, w int) string {
	if w < 2 {
		return strings.Repeat(" ", max(w, 0))
	}
	t, m := left.env.Theme, left.env.Measure
	inner := w - 2
	l := left.fit(max(inner-right.kept(), inner/2))
	r := right.fit(max(inner-m.Width(l)-len(between), 0))
	l, gap, r := m.Gap(l, r, inner)
	return t.Bar.Render(" ") + l + t.Bar.Render(strings.Repeat(" ", gap)) + r + t.Bar.Render(" ")
}
