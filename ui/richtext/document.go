// Package richtext turns what customers and teammates write into lines for a terminal, and what an agent
// types into the HTML that Intercom takes.
//
// HTML is read token by token into a flat list of lines (no recursion, no limit on depth), each with its
// runs of style, its links and the quotes and lists around it. To draw them, runs become a goldmark AST
// that glamour's ANSI renderer styles; wrapping, bars, bullets and hyperlinks are put around the result
// here, and every drawn block is checked against its text, with a plain rendering when they differ.
//
// A body may have any length: [Body] cuts a long one into pieces that are documents of their own, so that
// reading, masking and drawing cost what is looked at. A piece begins where a block begins, or between
// sentences of a text that has none, with all that is open there.
//
// The package does not fetch anything, does not know conversations or keys, names no colour (ui/theme
// does) and never goes through Markdown text on the way in.
package richtext

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// Document is a parsed body. It is immutable and safe for concurrent use; its Layouts are not.
type Document struct {
	text   string // the text of all lines, one after another
	runs   []run
	leaves []leaf
	cells  []leaf // the cells of tables, in order; rows refer to them
	boxes  []box
	tables []table
	links  []Link
	folds  []fold

	continued bool  // it is a later piece of a body
	seam      int32 // then, the box in which it goes on
}

// Link is something in a body that can be opened: a link, a bare address in the text, or an image.
type Link struct {
	Text  string // what is shown for it, one line
	URL   string // the target, cleaned for showing; of any scheme, so check it before opening
	Image bool
}

// attr is a set of styles and roles of a run of text.
type attr uint16

const (
	bold attr = 1 << iota
	italic
	strike
	underline
	code
	target  // " <https://…>" behind the text of a link
	picture // "[image: …]" in place of an image
	divider // between cells
)

// run is text of one style; it begins where the run before it ends.
type run struct {
	end  int32 // offset in Document.text
	link int32 // index in Document.links plus one, or 0
	attr attr
}

type kind uint8

const (
	para kind = iota
	heading1
	heading2
	heading3
	heading4
	heading5
	heading6
	verbatim // preformatted: spaces count, looks like code
	spaced   // spaces count, looks like a paragraph
	rule
	row   // a row of a table: run0 to run1 are indices in Document.cells
	empty // a cell without text
)

// flags say where a line was found; they decide what is folded.
type flags uint8

const (
	inCite      flags = 1 << iota // in a quotation of an earlier message
	isCredit                      // "On …, Ada wrote:", marked as such
	inSignature                   // marked as a signature
	inHeader                      // sender and date of the earlier message, marked as such
)

// leaf is one line as written: it ends at a line break or at the end of its block.
type leaf struct {
	from, to   int32 // in Document.text; for a row, from is its index in Document.tables
	run0, run1 int32 // in Document.runs; the text of run0 begins at from
	box        int32 // in Document.boxes
	blanks     int32 // empty lines above, as written
	fold       int32 // index in Document.folds plus one, or 0
	area       int32 // index in builder.areas plus one, or 0
	kind       kind
	flags      flags
	gap        bool // a blank line is wanted above
}

// box is a quote, a list item or an indent around lines. Box 0 is the body itself.
type box struct {
	parent int32
	first  int32 // the first line inside, or -1; it carries the marker
	marker string
	quote  bool
}

// Parse reads an HTML body as a whole. It takes anything: broken, deeply nested or plain text, in time
// proportional to its length. For what is to be shown, see [NewBody].
func Parse(html string) *Document {
	shown := map[atom.Atom]bool{}
	for {
		b := newBuilder(html, shown)
		b.parse(html, false)
		if b.skip == 0 {
			return b.finish()
		}
		// An element whose content is not shown never ends: it would hide the rest of the body.
		shown[b.skip] = true
	}
}

// ParsePlain reads a body of plain text: line breaks and spaces count, addresses become links.
func ParsePlain(text string) *Document {
	b := newBuilder(text, nil)
	b.el.kind = spaced
	b.addText([]byte(text))
	return b.finish()
}

// Links returns the links, bare addresses and images of the body in their order. The slice is shared: do
// not change it.
func (d *Document) Links() []Link { return d.links }

// HasFold reports whether the body has quoted history or a signature that Layout folds.
func (d *Document) HasFold() bool { return len(d.folds) > 0 }

// Text returns the visible text without style: one line for each line as written, folded ones too, without
// the targets of links.
func (d *Document) Text() string {
	text, _ := d.lines(true)
	return text
}

// Fresh is Text without the lines that Layout folds, and how many those are.
func (d *Document) Fresh() (text string, folded int) { return d.lines(false) }

func (d *Document) lines(all bool) (text string, folded int) {
	var b strings.Builder
	b.Grow(len(d.text) + len(d.leaves))
	for i := range d.leaves {
		l := &d.leaves[i]
		if l.fold > 0 && !all {
			folded++
			continue
		}
		if l.kind == rule {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		if l.kind != row {
			d.plain(&b, l)
			continue
		}
		for j := l.run0; j < l.run1; j++ {
			if j > l.run0 {
				b.WriteString(cellBar)
			}
			d.plain(&b, &d.cells[j])
		}
	}
	return strings.ReplaceAll(b.String(), nbsp, " "), folded
}

func (d *Document) plain(b *strings.Builder, l *leaf) {
	from := l.from
	for _, r := range d.runs[l.run0:l.run1] {
		if r.attr&target == 0 {
			b.WriteString(d.text[from:r.end])
		}
		from = r.end
	}
}
