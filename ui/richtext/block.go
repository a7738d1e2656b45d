package richtext

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// maxOpen is how deep block elements nest, as in browsers: one that is opened deeper stands beside the
// innermost, not in it.
const maxOpen = 512

// startBlock opens a block element.
func (b *builder) startBlock(tag atom.Atom, a attributes) {
	if tag == atom.Body {
		return
	}
	b.closeParagraph()
	b.closeImplied(tag)
	b.flush()
	for len(b.open) >= maxOpen {
		b.pop()
	}
	b.afterPre = false
	parent := b.el
	b.open = push(b.open, parent)
	e := &b.el
	e.tag, e.tight, e.items, e.style, e.next = tag, false, false, 0, 0
	switch tag {
	case atom.P:
		e.tight = isTight(a)
		if !e.tight {
			b.wantGap()
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		e.kind = headingLevel(tag)
		b.wantGap()
	case atom.Pre, atom.Listing:
		e.kind = verbatim
		b.afterPre = true
		b.wantGap()
	case atom.Blockquote:
		b.wantGap()
		e.box = b.newBox(box{quote: true})
		b.fresh = true
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		b.startList(a)
	case atom.Li:
		b.startItem(a)
	case atom.Dl:
		b.wantGap()
	case atom.Dd:
		e.box = b.newBox(box{marker: " "})
		b.fresh = true
	case atom.Table:
		b.startTable()
	case atom.Tr:
		b.startRow()
	case atom.Td, atom.Th:
		b.startCell()
	}
	if strings.Contains(a.style, "white-space") {
		b.whiteSpace(a.style)
	}
	b.markMail(tag, a)
}

// whiteSpace follows the style of that name.
func (b *builder) whiteSpace(style string) {
	_, v, _ := strings.Cut(style, "white-space")
	v = strings.TrimLeft(v, " :\t")
	switch {
	case strings.HasPrefix(v, "pre-line"):
	case strings.HasPrefix(v, "pre-wrap"), strings.HasPrefix(v, "break-spaces"), strings.HasPrefix(v, "pre") && b.el.kind == para:
		b.el.kind = spaced
	case strings.HasPrefix(v, "normal") && b.el.kind == spaced:
		b.el.kind = para
	}
}

// isTight reports whether a paragraph is written without a blank line to the next.
func isTight(a attributes) bool {
	if strings.Contains(a.class, "no-margin") || strings.Contains(a.class, "MsoNormal") {
		return true
	}
	if a.style == "" {
		return false
	}
	return zeroMargin(a.style, "margin:") || zeroMargin(a.style, "margin-top:") && zeroMargin(a.style, "margin-bottom:")
}

// zeroMargin reports whether all lengths of a property are 0.
func zeroMargin(style, property string) bool {
	_, v, ok := strings.Cut(style, property)
	v, _, _ = strings.Cut(v, ";")
	for n := range strings.FieldsSeq(v) {
		ok = ok && strings.Trim(n, "0.pxincmteu%") == ""
	}
	return ok
}

func (b *builder) newBox(x box) int32 {
	x.parent, x.first = b.el.box, -1
	b.d.boxes = push(b.d.boxes, x)
	return int32(len(b.d.boxes) - 1)
}

func (b *builder) startList(a attributes) {
	e := &b.el
	if e.lists == 0 {
		b.wantGap()
	} else {
		b.gap = false
	}
	if isList(b.open[len(b.open)-1].tag) { // a list right in a list is written to indent it
		e.box = b.newBox(box{marker: " "})
	}
	e.lists++
	if e.tag != atom.Ol {
		return
	}
	e.style, e.next = '1', 1
	if n, ok := number(a.start); ok {
		e.next = n
	}
	if len(a.kind) == 1 && strings.ContainsAny(a.kind, "aAiI") {
		e.style = a.kind[0]
	}
}

func isList(tag atom.Atom) bool {
	return tag == atom.Ul || tag == atom.Ol || tag == atom.Menu || tag == atom.Dir
}

// number reads the number of an item.
func number(s string) (int32, bool) {
	if s == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 32)
	return int32(n), err == nil && n > -1e6 && n < 1e6
}

func (b *builder) startItem(a attributes) {
	e := &b.el
	list := &b.open[len(b.open)-1]
	if !isList(list.tag) {
		list = &element{lists: 1}
	}
	if list.items {
		b.gap = false
	}
	list.items = true
	if n, ok := number(a.value); ok {
		list.next = n
	}
	e.box = b.newBox(box{marker: list.marker()})
	list.next++
	b.fresh = true
}

// closeParagraph ends a paragraph that is open right here: blocks do not nest in paragraphs.
func (b *builder) closeParagraph() {
	if b.el.tag == atom.P {
		b.pop()
	}
}

// closeImplied ends the elements that a start tag ends.
func (b *builder) closeImplied(tag atom.Atom) {
	switch tag {
	case atom.Li:
		b.closeUpTo([]atom.Atom{atom.Li}, atom.Ul, atom.Ol, atom.Menu, atom.Dir, atom.Blockquote, atom.Table, atom.Td, atom.Th)
	case atom.Dd, atom.Dt:
		b.closeUpTo([]atom.Atom{atom.Dd, atom.Dt}, atom.Dl, atom.Blockquote, atom.Table, atom.Td, atom.Th)
	case atom.Td, atom.Th:
		b.closeUpTo([]atom.Atom{atom.Td, atom.Th, atom.Caption}, atom.Tr, atom.Table)
	case atom.Tr:
		b.closeUpTo([]atom.Atom{atom.Tr, atom.Caption}, atom.Table)
	case atom.Tbody, atom.Thead, atom.Tfoot:
		b.closeUpTo([]atom.Atom{atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Caption}, atom.Table)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if isHeading(b.el.tag) {
			b.pop()
		}
	}
}

// closeUpTo ends the innermost open element of the given tags unless one of the fences lies before it.
func (b *builder) closeUpTo(tags []atom.Atom, fences ...atom.Atom) {
	depth := len(b.open)
	for e := &b.el; depth > 0 && b.fuel > 0; e = &b.open[depth] {
		b.fuel--
		depth--
		if slices.Contains(tags, e.tag) {
			for len(b.open) > depth {
				b.pop()
			}
			return
		}
		if slices.Contains(fences, e.tag) {
			return
		}
	}
}

// endBlock handles the end tag of a block element. One that was never opened is passed over; those opened
// since end with it.
func (b *builder) endBlock(tag atom.Atom) {
	if tag == atom.Body {
		return
	}
	b.flush()
	switch tag {
	case atom.Table:
		b.closeUpTo([]atom.Atom{atom.Table})
	case atom.Tr:
		b.closeUpTo([]atom.Atom{atom.Tr}, atom.Table)
	case atom.Tbody, atom.Thead, atom.Tfoot:
		b.closeUpTo([]atom.Atom{tag}, atom.Table)
	case atom.Td, atom.Th, atom.Caption:
		b.closeUpTo([]atom.Atom{tag}, atom.Table)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.closeUpTo([]atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}, atom.Table, atom.Td, atom.Th)
	case atom.P:
		if b.el.tag == atom.P {
			b.pop()
		} else {
			b.wantGap()
		}
	default:
		b.closeUpTo([]atom.Atom{tag}, atom.Table, atom.Td, atom.Th)
	}
}

// pop ends the innermost block element.
func (b *builder) pop() {
	if b.el.tag == atom.Td || b.el.tag == atom.Th {
		b.endCellLink()
	}
	b.flush()
	b.afterPre = false
	e := b.el
	b.el = b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	switch e.tag {
	case atom.P:
		if !e.tight {
			b.wantGap()
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Listing, atom.Blockquote, atom.Dl:
		b.wantGap()
	case atom.Li:
		b.gap, b.fresh = false, false
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		b.gap = b.el.lists == 0
	case atom.Caption:
		b.endCaption()
	case atom.Table:
		b.endTable()
	case atom.Td, atom.Th:
		b.endCell(e)
	}
}
