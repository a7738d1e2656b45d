// Package layout is geometry: how wide text is, and which rectangle of the
// screen belongs to which pane. It knows no styles and no content.
package layout

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Measure tells how many cells text takes. Terminals disagree about emoji and
// joined characters: most count code points, those that confirm mode 2027
// count grapheme clusters. The zero Measure counts code points, as the
// renderer does until the terminal has confirmed.
type Measure struct{ Graphemes bool }

// Width returns the cells that s takes by the rule in force, styles aside.
func (m Measure) Width(s string) int {
	if m.Graphemes {
		return ansi.GraphemeWidth.StringWidth(s)
	}
	return ansi.WcWidth.StringWidth(s)
}

// Widest returns the cells that s takes by whichever rule counts more: text
// that must not be cut off is measured with it.
func Widest(s string) int {
	if ascii(s) {
		return ansi.GraphemeWidth.StringWidth(s)
	}
	return max(ansi.GraphemeWidth.StringWidth(s), ansi.WcWidth.StringWidth(s))
}

// Cut returns s shortened to at most w cells by either rule, ending in an
// ellipsis where something was left out. Styles are kept and closed.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if Widest(s) <= w {
		return s
	}
	for limit := w; limit > 0; limit-- {
		if c := ansi.Truncate(s, limit, "…"); Widest(c) <= w {
			return c
		}
	}
	return ""
}

// Column returns where, by the rule in force, the cluster of line stands that
// begins in column x if clusters are counted.
func (m Measure) Column(line string, x int) int {
	if m.Graphemes || ascii(line) {
		return x
	}
	return x + m.Width(ansi.Truncate(line, x, "")) - min(x, ansi.GraphemeWidth.StringWidth(line))
}

// Fit returns s as exactly w cells by the rule in force: cut, or padded with
// spaces at the end.
func (m Measure) Fit(s string, w int) string {
	s = Cut(s, w)
	if gap := w - m.Width(s); gap > 0 {
		s += strings.Repeat(" ", gap)
	}
	return s
}

// Spread returns left and right with the gap between them filled, as exactly
// w cells. Where both do not fit, the left is cut first, down to a third.
func (m Measure) Spread(left, right string, w int) string {
	left, gap, right := m.Gap(left, right, w)
	return left + strings.Repeat(" ", gap) + right
}

// Gap is Spread for callers who draw the gap themselves: left and right, cut
// where they must be, and the cells between them.
func (m Measure) Gap(left, right string, w int) (l string, gap int, r string) {
	if right == "" {
		left = Cut(left, w)
		return left, max(w-m.Width(left), 0), ""
	}
	if Widest(left)+1+Widest(right) > w {
		left = Cut(left, max(w-1-Widest(right), w/3))
		right = Cut(right, w-1-Widest(left))
	}
	return left, max(w-m.Width(left)-m.Width(right), 0), right
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Wrap breaks plain text into lines of at most w cells by either rule.
func Wrap(s string, w int) string {
	wrapped := ansi.Wrap(s, max(w, 1), "")
	if ascii(wrapped) {
		return wrapped
	}
	lines := strings.Split(wrapped, "\n")
	for i, l := range lines {
		if Widest(l) > w {
			lines[i] = ansi.WrapWc(l, max(w, 1), "")
		}
	}
	return strings.Join(lines, "\n")
}
