package conversation

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// glyph is one character of drawn lines and where it stands. Runs of blanks
// are one glyph, and so is the end of a line.
type glyph struct {
	r          rune
	line, col  int
	width      int
	lineBroken bool
}

// hit is a match within drawn lines.
type hit struct{ from, to glyph }

// gutter are the characters that stand in front of lines and are no text.
const gutter = " \u00a0│┊▌▎"

// glyphs reads drawn lines, styles and what stands in front of them aside.
// first is the number of the first line.
func glyphs(lines []string, first int) []glyph {
	var out []glyph
	for i, l := range lines {
		l = ansi.Strip(l)
		if len(out) > 0 {
			out = append(out, glyph{r: ' ', line: first + i - 1, lineBroken: true})
		}
		col, begun := 0, false
		for l != "" {
			cluster, w := ansi.FirstGraphemeCluster(l, ansi.GraphemeWidth)
			if cluster == "" {
				break
			}
			for _, r := range cluster {
				if !begun && strings.ContainsRune(gutter, r) {
					break
				}
				begun = true
				if unicode.IsSpace(r) {
					r = ' '
				}
				if n := len(out); r == ' ' && n > 0 && out[n-1].r == ' ' {
					break
				}
				out = append(out, glyph{r: r, line: first + i, col: col, width: w})
			}
			col += w
			l = l[len(cluster):]
		}
	}
	return out
}

// pattern is what is looked for.
type pattern struct {
	runes []rune
	exact bool // case counts
	text  string
}

// newPattern reads a query: blanks are one blank, and case counts once a
// capital is in it.
func newPattern(query string) pattern {
	text := collapse(strings.TrimLeftFunc(query, unicode.IsSpace))
	p := pattern{exact: strings.ContainsFunc(text, unicode.IsUpper), text: text}
	if !p.exact {
		p.text = strings.ToLower(text)
	}
	p.runes = []rune(p.text)
	return p
}

// collapse makes one blank of each run of them.
func collapse(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			blank = true
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	if blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// find returns the matches, which do not overlap. A blank in the pattern is a
// blank or the end of a line; a word may go on in the next line.
func (p pattern) find(g []glyph) []hit {
	var hits []hit
	if len(p.runes) == 0 {
		return nil
	}
	for i := 0; i < len(g); {
		if end, ok := p.at(g, i); ok {
			hits = append(hits, hit{g[i], g[end-1]})
			i = end
		} else {
			i++
		}
	}
	return hits
}

func (p pattern) at(g []glyph, i int) (end int, ok bool) {
	for k, want := range p.runes {
		if k > 0 && want != ' ' && i < len(g) && g[i].lineBroken {
			i++
		}
		if i >= len(g) {
			return 0, false
		}
		got := g[i].r
		if !p.exact {
			got = unicode.ToLower(got)
		}
		if got != want {
			return 0, false
		}
		i++
	}
	return i, true
}

// mark returns the line with the parts of it that lie in hits restyled.
func markHits(line string, i int, hits []hit, style func(k int) lipgloss.Style) string {
	var ranges []lipgloss.Range
	for k, h := range hits {
		if i < h.from.line || i > h.to.line {
			continue
		}
		from, to := h.from.col, ansi.StringWidth(line)
		if i != h.from.line {
			from = margin(line)
		}
		if i == h.to.line {
			to = min(to, h.to.col+h.to.width)
		}
		if from < to {
			ranges = append(ranges, lipgloss.NewRange(from, to, style(k)))
		}
	}
	return lipgloss.StyleRanges(line, ranges...)
}

// margin is the width of what stands in front of a line.
func margin(line string) int {
	s := ansi.Strip(line)
	return ansi.StringWidth(s) - ansi.StringWidth(strings.TrimLeft(s, gutter))
}
