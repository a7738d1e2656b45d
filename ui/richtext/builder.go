package richtext

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"parley/api/safetext"
)

const (
	// maxLeaf is where a long line is cut in two, so that drawing one line stays cheap.
	maxLeaf = 8 << 10
	// maxBlanks is how many empty lines may follow one another.
	maxBlanks = 1000
	// tabStop is the distance of tab stops where spaces count.
	tabStop = 8
)

const nbsp = "\u00a0"

var oneSpace = []byte(" ")

// builder collects the lines of a Document.
type builder struct {
	d      *Document
	text   []byte
	from   int   // where the current line begins in text
	run0   int   // its first run
	gap    bool  // a blank line is wanted above it
	blanks int32 // empty lines above it, as written
	fresh  bool  // nothing is written yet in the innermost item, cell or quote
	space  bool  // a space is due before the next word
	column int   // cells in the line so far, where spaces count

	el     element   // the innermost block element
	open   []element // the block elements around it
	fuel   int       // steps left for finding the start tags of end tags
	areas  []area
	tables []tableContext

	formats []format // inline elements that change the style
	base    int      // where the formats of this table cell begin
	counts  [5]int32 // how many formats set bold, italic, strike, underline, code
	style   attr     // what they come to
	link    int32    // open link, as in run.link
	linkAt  int      // where its text begins

	skip     atom.Atom          // element whose content is not shown
	depth    int                // how many of it are open
	shown    map[atom.Atom]bool // elements whose content is shown because they never end
	dropText bool               // the next text is the content of a script or the like
	afterPre bool               // a line break right behind <pre> does not count
}

// element is an open block element; what it changes is restored when it ends.
type element struct {
	tag   atom.Atom
	box   int32
	area  int32
	kind  kind
	flags flags
	tight bool  // paragraph: asks for no blank lines
	items bool  // list: has an item already
	style byte  // list: type of its numbers, 0 for bullets
	next  int32 // list: number of the next item
	lists int32 // how many lists this is in
	base  int32 // cell: builder.base outside
}

func newBuilder(source string, shown map[atom.Atom]bool) *builder {
	b := &builder{d: &Document{boxes: []box{{parent: -1, first: -1}}}, shown: shown, fuel: 1 << 20}
	b.text = make([]byte, 0, len(source))
	if len(source) > 64<<10 { // growing large slices costs as much as parsing
		tags := strings.Count(source, "<")
		b.d.leaves = make([]leaf, 0, tags+1)
		b.d.runs = make([]run, 0, tags+1)
	}
	return b
}

// finish returns the document.
func (b *builder) finish() *Document {
	for len(b.open) > 0 {
		b.pop()
	}
	b.endLink()
	b.flush()
	b.d.text = string(b.text)
	b.orderLinks()
	if !b.d.continued {
		b.fold()
	}
	return b.d
}

// addText takes the text of one token, entities already decoded.
func (b *builder) addText(t []byte) {
	if !isPlainASCII(t) {
		t = []byte(safetext.Block(string(t)))
	}
	if b.el.kind == verbatim || b.el.kind == spaced {
		b.addSpaced(t)
		return
	}
	for len(t) > 0 {
		n := 0
		for n < len(t) && !isSpace(t[n]) {
			n++
		}
		if n > 0 {
			b.dueSpace()
			b.write(t[:n])
			t = t[n:]
		}
		for n = 0; n < len(t) && isSpace(t[n]); n++ {
			b.space = true
		}
		t = t[n:]
	}
}

// dueSpace writes the space before a word; a line that has become long is cut there.
func (b *builder) dueSpace() {
	if b.space && len(b.text)-b.from > maxLeaf {
		b.flush()
	}
	if b.space && len(b.text) > b.from {
		r := run{attr: b.style}
		if last := b.d.runs[len(b.d.runs)-1]; last.link == b.link {
			r.link = b.link
			r.attr &= last.attr
		} else {
			r.attr = 0
		}
		b.put(oneSpace, r)
	}
	b.space = false
}

// addSpaced takes text whose spaces and line breaks count.
func (b *builder) addSpaced(t []byte) {
	if b.afterPre {
		t = bytes.TrimPrefix(t, []byte("\n"))
		b.afterPre = false
	}
	for len(t) > 0 {
		i := bytes.IndexAny(t, "\n\t")
		if i < 0 {
			i = len(t)
		}
		if i > 0 {
			b.write(t[:i])
			b.column += width(string(t[:i]))
		}
		if i == len(t) {
			return
		}
		if t[i] == '\n' {
			b.newline()
		} else {
			n := tabStop - b.column%tabStop
			b.write([]byte("        ")[:n])
			b.column += n
		}
		t = t[i+1:]
	}
}

// newline ends the line, or leaves an empty one.
func (b *builder) newline() {
	if !b.flush() {
		b.blank()
	}
}

// blank leaves an empty line; more than a screen of them is no more to see.
func (b *builder) blank() { b.blanks = min(b.blanks+1, maxBlanks) }

// write appends text in the current style.
func (b *builder) write(t []byte) { b.put(t, run{attr: b.style, link: b.link}) }

// put appends text; a line without a place to break is cut when it gets long.
func (b *builder) put(t []byte, r run) {
	for len(b.text)-b.from+len(t) > 2*maxLeaf {
		n := cutAt(t, max(1, maxLeaf-(len(b.text)-b.from)))
		b.append(t[:n], r)
		b.flush()
		t = t[n:]
	}
	b.append(t, r)
}

func (b *builder) append(t []byte, r run) {
	if len(t) == 0 {
		return
	}
	b.text = append(b.text, t...)
	r.end = int32(len(b.text))
	if n := len(b.d.runs); n > b.run0 && b.d.runs[n-1].attr == r.attr && b.d.runs[n-1].link == r.link {
		b.d.runs[n-1].end = r.end
		return
	}
	b.d.runs = append(b.d.runs, r)
}

// flush ends the current line and reports whether there was one.
func (b *builder) flush() bool {
	b.space, b.column = false, 0
	if len(b.text) == b.from {
		return false
	}
	if isBlank(b.text[b.from:]) {
		spaces := b.el.kind == verbatim || b.el.kind == spaced
		b.text, b.d.runs = b.text[:b.from], b.d.runs[:b.run0]
		if !spaces { // a paragraph that only holds a no-break space is an empty line
			b.blank()
		}
		return !spaces
	}
	b.linkify()
	b.emit(leaf{from: int32(b.from), to: int32(len(b.text)), run0: int32(b.run0), run1: int32(len(b.d.runs)), kind: b.el.kind})
	return true
}

// emit appends a line and begins the next one.
func (b *builder) emit(l leaf) {
	l.box, l.area, l.flags = b.el.box, b.el.area, b.el.flags
	l.gap, l.blanks = b.gap, b.blanks
	b.place(l)
	b.gap, b.blanks, b.fresh = false, 0, false
	b.from, b.run0 = len(b.text), len(b.d.runs)
}

// place appends a line; it may be the first in the boxes around it.
func (b *builder) place(l leaf) {
	n := int32(len(b.d.leaves))
	for x := l.box; x >= 0 && b.d.boxes[x].first < 0; x = b.d.boxes[x].parent {
		b.d.boxes[x].first = n
	}
	b.d.leaves = append(b.d.leaves, l)
}

// push appends v, and takes twice the room when it is out of it: growing by a quarter, as append does with
// large slices, copies all elements four times over.
func push[T any](s []T, v T) []T {
	if len(s) == cap(s) {
		s = slices.Grow(s, len(s)+1)
	}
	return append(s, v)
}

// wantGap asks for a blank line here, except right at the beginning of an item, cell or quote.
func (b *builder) wantGap() {
	if !b.fresh {
		b.gap = true
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func isPlainASCII(t []byte) bool {
	for _, c := range t {
		if c >= 0x7F || c < 0x20 && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// isBlank reports whether t has nothing but spaces and no-break spaces.
func isBlank(t []byte) bool {
	if t[0] != ' ' && t[0] != nbsp[0] {
		return false
	}
	return strings.Trim(string(t), " "+nbsp) == ""
}
