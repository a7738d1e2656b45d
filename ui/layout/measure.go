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
	r := Widest(right)
	if r == 0 {
		return m.Fit(left, w)
	}
	if Widest(left)+1+r > w {
		left = Cut(left, max(w-1-r, w/3))
		right = Cut(right, w-1-Widest(left))
		if right == "" {
			return m.Fit(left, w)
		}
	}
	gap := max(w-m.Width(left)-m.Width(right), 1)
	return left + strings.Repeat(" ", gap) + right
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
