package richtext

import (
	"maps"
	"strings"

	"golang.org/x/net/html/atom"
)

// What a piece of a body may cost, in bytes of text; a line, a cell and a tag count for some as well.
// Laying the first one out takes about as long as a blink, a later one less than a key may.
const (
	firstCost = 64 << 10
	pieceCost = 16 << 10
	lineCost  = 16
	tagCost   = 4
)

// Body is the HTML of a body of any length. A long one is cut into pieces, each of which is read, masked
// and laid out alone, so that what nobody looks at costs nothing. A body that is not much longer than its
// first piece would be has only one. It belongs to one goroutine.
type Body struct {
	html string
	cuts []cut
	done bool     // all cuts are known
	used *builder // of the cut before, for its memory

	first, piece int // what pieces cost
}

// cut is where a piece begins.
type cut struct {
	at    int       // in Body.html
	raw   atom.Atom // it goes on in the text of this element, which holds no tags
	state *builder  // what is open there; nil at the beginning
}

// NewBody begins to read a body.
func NewBody(html string) *Body { return newBody(html, firstCost, pieceCost) }

func newBody(html string, first, piece int) *Body {
	b := &Body{html: html, cuts: make([]cut, 1), first: first, piece: piece}
	if len(html) <= piece { // shorter than any first piece that is followed by others
		b.done = true
		return b
	}
	for cost := first; cost < 2*first; cost += piece {
		if !b.skim() {
			b.cuts = b.cuts[:1]
			break
		}
	}
	return b
}

// Has reports whether there is a piece i, counted from 0, and reads the body up to there to know it.
func (b *Body) Has(i int) bool {
	for more := true; more && len(b.cuts) <= i; {
		more = b.skim()
	}
	return i >= 0 && i < len(b.cuts)
}

// Len returns the number of pieces. It reads the body to its end, which takes about as long as a blink for
// 5 MB.
func (b *Body) Len() int {
	for more := true; more; {
		more = b.skim()
	}
	return len(b.cuts)
}

// Known reports whether it is known where the body ends, so that nothing has to be read to tell.
func (b *Body) Known() bool { return b.done }

// Bytes returns the length of the HTML.
func (b *Body) Bytes() int { return len(b.html) }

// Source returns the bytes of HTML that piece i is made of.
func (b *Body) Source(i int) int {
	if !b.Has(i) {
		return 0
	}
	return b.end(i) - b.cuts[i].at
}

// end returns where piece i ends, of which there is one.
func (b *Body) end(i int) int {
	if b.Has(i + 1) {
		return b.cuts[i+1].at
	}
	return len(b.html)
}

// Piece reads piece i, of which there must be one. Rewrite, unless it is nil, is given its HTML first and
// may replace the text in it, as [Rewrite] does. Only the first piece folds quoted history: the others are
// there to be seen.
func (b *Body) Piece(i int, rewrite func(string) string) *Document {
	c, end := b.cuts[i], b.end(i)
	s := b.html[c.at:end]
	s = opening(c.raw) + s
	if rewrite != nil {
		s = rewrite(s)
	}
	if i == 0 && end == len(b.html) {
		return Parse(s)
	}
	w := c.start()
	w.text = make([]byte, 0, len(s))
	w.parse(s, c.raw != 0)
	return w.finish()
}

// Text returns the visible text of all pieces, as [Document.Text] does. It takes little more memory than
// the text.
func (b *Body) Text() string {
	if !b.Has(1) {
		return b.Piece(0, nil).Text()
	}
	var all strings.Builder
	for i := 0; b.Has(i); i++ {
		if s := b.Piece(i, nil).Text(); s != "" {
			all.WriteString(s)
			all.WriteByte('\n')
		}
	}
	return strings.TrimSuffix(all.String(), "\n")
}

// opening is the tag in front of text that begins within raw.
func opening(raw atom.Atom) string {
	if raw == 0 {
		return ""
	}
	return "<" + raw.String() + ">"
}

// start returns a builder that goes on at the cut.
func (c *cut) start() *builder {
	if c.state == nil {
		return newBuilder("", nil)
	}
	return c.state.carry()
}

// skim looks for the next cut and reports whether there is one.
func (b *Body) skim() bool {
	if b.done {
		return false
	}
	last := &b.cuts[len(b.cuts)-1]
	limit := b.piece
	if len(b.cuts) == 1 {
		limit = b.first
	}
	for {
		s := skimmer{builder: last.start(), html: b.html, at: last.at, raw: last.raw, limit: limit, piece: b.piece}
		s.reuse(b.used)
		b.used = s.builder
		switch {
		case s.read():
			b.cuts = append(b.cuts, s.cut())
			return true
		case s.skip == 0:
			b.done, b.used = true, nil
			return false
		}
		// An element whose content is not shown never ends: from this piece on it is shown.
		shown := maps.Clone(s.shown)
		if shown == nil {
			shown = map[atom.Atom]bool{}
		}
		shown[s.skip] = true
		last.state = last.start()
		last.state.shown = shown
	}
}
