package richtext

import (
	"strings"

	"parley/ui/theme"
)

// minWidth is the narrowest layout; narrower panes have to cut.
const minWidth = 8

// Options say how a Document is laid out.
type Options struct {
	Width      int          // cells; no line is wider, by either rule for the width of characters. At least 8.
	Theme      *theme.Theme // nil: plain text without any sequence
	Hyperlinks bool         // write OSC 8 hyperlinks for http, https, mailto and tel
	Unfold     bool         // show quoted history, signatures, and the rest of what is very long
	FoldKey    string       // the key that unfolds, named where something is folded; empty: none is named
	Rest       string       // what of the body is left out below, in words; a line stands for it
}

// Layout is a Document as lines of a width. Nothing is laid out before it is asked for, and then only as
// far as needed. It belongs to one goroutine. A line ends in the style it began with: none.
type Layout struct {
	d     *Document
	o     Options
	pen   *pen
	lines []string
	next  int // the next leaf to lay out

	styles  []string // styles of the runs drawn last
	run0    int32    // the first of them
	drawn   int      // leaves before this one are drawn
	targets []string // OSC 8 sequences of the links, once needed
	widths  map[int32][]int
	lastBox int32 // the box of lastBar
	lastBar prefix
	bar     string
	bullet  string // SGR parameters of bullets and numbers
	b       strings.Builder
	marks   []mark
}

// mark is the end of a stretch of one style in a line to write.
type mark struct {
	end    int
	style  string
	target string
}

// Layout begins to lay out the document.
func (d *Document) Layout(o Options) *Layout {
	o.Width = max(o.Width, minWidth)
	l := &Layout{d: d, o: o, pen: newPen(o.Theme), bar: "▎"}
	if t := o.Theme; t != nil {
		l.bar = t.Rich.QuoteBar.Render(l.bar)
		l.bullet = paramsOf(t.Rich.Bullet)
	}
	return l
}

// Line returns line i, counted from 0, and whether there is one.
func (l *Layout) Line(i int) (string, bool) {
	if i < 0 || !l.AtLeast(i+1) {
		return "", false
	}
	return l.lines[i], true
}

// Lines returns the lines from one to before the other, as far as they exist. The slice is shared.
func (l *Layout) Lines(from, to int) []string {
	l.AtLeast(to)
	from, to = max(from, 0), min(to, len(l.lines))
	if from >= to {
		return nil
	}
	return l.lines[from:to:to]
}

// AtLeast reports whether there are n lines or more.
func (l *Layout) AtLeast(n int) bool {
	for more := true; more && len(l.lines) < n; {
		more = l.advance()
	}
	return len(l.lines) >= n
}

// Height returns the number of lines. It lays out the whole document.
func (l *Layout) Height() int {
	for more := true; more; {
		more = l.advance()
	}
	return len(l.lines)
}

// advance lays out the next leaf, and below the last one what stands for the rest.
func (l *Layout) advance() bool {
	i := l.next
	if i == len(l.d.leaves) {
		if l.o.Rest == "" {
			return false
		}
		l.lines = append(l.lines, "", l.foldLine(l.o.Rest))
		l.o.Rest = ""
		return true
	}
	lf := &l.d.leaves[i]
	l.separate(i)
	if lf.fold > 0 && !l.o.Unfold {
		f := &l.d.folds[lf.fold-1]
		l.lines = append(l.lines, l.foldLine(f.words()))
		l.next = int(f.end)
		return true
	}
	l.next++
	switch lf.kind {
	case rule:
		p := l.prefix(lf.box, i)
		l.lines = append(l.lines, p.first+styled(strings.Repeat("─", min(l.o.Width-p.cells, 40)), l.pen.roles[divider]))
	case row:
		l.row(i)
	default:
		l.drawFrom(i)
		l.mark(lf)
		p := l.prefix(lf.box, i)
		if lf.kind == verbatim && l.o.Width-p.cells >= 20 {
			p.first, p.rest, p.cells = p.first+"  ", p.rest+"  ", p.cells+2
		}
		l.write(l.d.text[lf.from:lf.to], p)
	}
	return true
}

// separate puts the blank lines between leaf i and the one before it.
func (l *Layout) separate(i int) {
	if len(l.lines) == 0 && !l.d.continued {
		return
	}
	lf := &l.d.leaves[i]
	above := leaf{box: l.d.seam} // of the piece before
	if i > 0 {
		above = l.d.leaves[i-1]
	}
	n := int(lf.blanks)
	if lf.gap || above.fold != lf.fold {
		n = max(n, 1)
	}
	if n == 0 {
		return
	}
	blank := strings.TrimRight(l.prefix(l.common(above.box, lf.box), -1).rest, " ")
	for range n {
		l.lines = append(l.lines, blank)
	}
}

// common returns the innermost box around both.
func (l *Layout) common(a, b int32) int32 {
	for a != b { // a box has a larger index than the box around it
		if a > b {
			a = l.d.boxes[a].parent
		} else {
			b = l.d.boxes[b].parent
		}
	}
	return a
}

// foldLine stands for what is folded.
func (l *Layout) foldLine(what string) string {
	s := "▸ " + what
	if long := s + " · " + l.o.FoldKey + " unfolds"; l.o.FoldKey != "" && width(long) <= l.o.Width {
		s = long
	}
	s = s[:len(s)-max(0, len(s)-len("▸")+1-l.o.Width)] // all but the first character is ASCII
	if l.o.Theme != nil {
		return l.o.Theme.Rich.Fold.Render(s)
	}
	return s
}

// styled puts text into an SGR sequence.
func styled(s, params string) string {
	if params == "" {
		return s
	}
	return "\x1b[" + params + "m" + s + "\x1b[m"
}

// prefix is what stands before the lines of a leaf.
type prefix struct {
	first, rest string
	cells       int
}

// prefix returns the bars, bullets and indents before leaf i in box x. They take at most half the width:
// the innermost come first.
func (l *Layout) prefix(x int32, i int) prefix {
	boxes := l.d.boxes
	if x == 0 {
		return prefix{}
	}
	begins := boxes[x].first == int32(i)
	if x == l.lastBox && !begins {
		return l.lastBar
	}
	var p prefix
	box := x
	for ; x > 0; x = boxes[x].parent {
		b := &boxes[x]
		first, rest, cells := l.bar+" ", l.bar+" ", 2
		if !b.quote {
			cells = width(b.marker) + 1
			rest = strings.Repeat(" ", cells)
			first = rest
			if b.first == int32(i) && strings.TrimSpace(b.marker) != "" {
				first = styled(b.marker, l.bullet) + " "
			}
		}
		if p.cells+cells > l.o.Width/2 {
			break
		}
		p.first, p.rest, p.cells = first+p.first, rest+p.rest, p.cells+cells
	}
	if !begins {
		l.lastBox, l.lastBar = box, p
	}
	return p
}
