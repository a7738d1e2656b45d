package richtext

import (
	"slices"

	"golang.org/x/net/html/atom"
)

// maxGridRows is the longest table whose columns are measured; longer ones are shown as lines.
const maxGridRows = 1000

// maxRowCells is how many cells one line may hold; wider rows are shown as one line for each cell.
const maxRowCells = 100

// cellBar stands between cells.
const cellBar = " │ "

// tableContext is a table that is being read.
type tableContext struct {
	leaf0  int
	row    int32
	cells  []cell
	nested bool // there is a table inside
	box0   int  // the first box inside
}

type cell struct {
	leaf0, leaf1 int
	at           int // where its text begins
	row          int32
	head         bool
}

// table is a table with rows of single-line cells.
type table struct {
	leaf0, leaf1 int32 // its lines, in Document.leaves; some may not be rows
	columns      int32
	header       bool // the first row is a header
}

func (b *builder) startTable() {
	b.wantGap()
	if n := len(b.tables); n > 0 {
		b.tables[n-1].nested = true
	}
	b.tables = append(b.tables, tableContext{leaf0: len(b.d.leaves), box0: len(b.d.boxes), row: -1})
}

func (b *builder) startRow() {
	if n := len(b.tables); n > 0 {
		b.tables[n-1].row++
	}
}

func (b *builder) startCell() {
	b.el.kind = para
	b.el.base = int32(b.base)
	b.base = len(b.formats)
	if b.el.tag == atom.Th && len(b.formats) < maxFormats {
		b.formats = append(b.formats, format{atom.Th, bold})
		b.count(bold, 1)
	}
	n := len(b.tables)
	if n == 0 {
		return
	}
	t := &b.tables[n-1]
	t.row = max(t.row, 0)
	t.cells = push(t.cells, cell{leaf0: len(b.d.leaves), leaf1: -1, at: len(b.text), row: t.row, head: b.el.tag == atom.Th})
}

// endCellLink ends a link that began in the cell that ends.
func (b *builder) endCellLink() {
	n := len(b.tables)
	if b.link == 0 || n == 0 {
		return
	}
	if cells := b.tables[n-1].cells; len(cells) > 0 && b.linkAt >= cells[len(cells)-1].at {
		b.endLink()
	}
}

func (b *builder) endCell(e element) {
	b.dropFormats()
	b.base = int(e.base)
	if n := len(b.tables); n > 0 && len(b.tables[n-1].cells) > 0 {
		c := &b.tables[n-1].cells[len(b.tables[n-1].cells)-1]
		c.leaf1 = len(b.d.leaves)
	}
}

// endCaption moves the beginning of the table behind its caption.
func (b *builder) endCaption() {
	if n := len(b.tables); n > 0 && len(b.tables[n-1].cells) == 0 {
		b.tables[n-1].leaf0 = len(b.d.leaves)
	}
}

// endTable turns the lines of the table into rows where the cells of a row are single lines. Tables around
// other tables only arrange a page: they stay the lines they are.
func (b *builder) endTable() {
	t := b.tables[len(b.tables)-1]
	b.tables = b.tables[:len(b.tables)-1]
	if !t.nested && b.inOrder(&t) {
		b.rows(&t)
	}
	b.wantGap()
}

// inOrder reports whether all lines of the table are in its cells.
func (b *builder) inOrder(t *tableContext) bool {
	at := t.leaf0
	for _, c := range t.cells {
		if c.leaf0 != at || c.leaf1 < c.leaf0 {
			return false
		}
		at = c.leaf1
	}
	return at == len(b.d.leaves) && at > t.leaf0
}

// rows writes the lines of the table again, with one for each row that can be one.
func (b *builder) rows(t *tableContext) {
	lines := append([]leaf(nil), b.d.leaves[t.leaf0:]...)
	b.d.leaves = b.d.leaves[:t.leaf0]
	for i := t.box0; i < len(b.d.boxes); i++ {
		b.d.boxes[i].first = -1 // the lines inside may move up
	}
	b.d.cells = slices.Grow(b.d.cells, len(t.cells))
	index := int32(len(b.d.tables))
	tab := table{leaf0: int32(t.leaf0)}
	for cells := t.cells; len(cells) > 0; {
		n := 1
		for n < len(cells) && cells[n].row == cells[0].row {
			n++
		}
		r := leaf{kind: row, from: index, run0: int32(len(b.d.cells))}
		if b.row(&r, cells[:n], lines, t.leaf0) {
			if n := len(b.d.leaves); n > t.leaf0 && b.d.leaves[n-1].kind == row {
				r.gap = false // paragraphs in cells ask for blank lines
			}
			tab.columns = max(tab.columns, r.run1-r.run0)
			tab.header = tab.header || len(b.d.leaves) == t.leaf0 && allHeads(cells[:n])
			b.place(r)
		} else {
			for _, l := range lines[cells[0].leaf0-t.leaf0 : cells[n-1].leaf1-t.leaf0] {
				b.place(l)
			}
		}
		cells = cells[n:]
	}
	tab.leaf1 = int32(len(b.d.leaves))
	b.d.tables = append(b.d.tables, tab)
}

// row fills r with cells and reports whether they are two or more of at most one line.
func (b *builder) row(r *leaf, cells []cell, lines []leaf, leaf0 int) bool {
	if len(cells) < 2 || len(cells) > maxRowCells {
		return false
	}
	seen, size := false, 0
	for _, c := range cells {
		l := leaf{kind: empty}
		if c.leaf1 > c.leaf0 {
			l = lines[c.leaf0-leaf0]
			size += int(l.to - l.from)
			if c.leaf1 > c.leaf0+1 || l.kind > heading6 || l.box != b.el.box || l.blanks > 0 || size > maxLeaf {
				b.d.cells = b.d.cells[:r.run0]
				return false
			}
			if !seen {
				r.box, r.gap, r.flags, r.area = l.box, l.gap, l.flags, l.area
			}
			seen = true
		}
		b.d.cells = append(b.d.cells, l)
	}
	if !seen {
		b.d.cells = b.d.cells[:r.run0]
		return false
	}
	r.run1 = int32(len(b.d.cells))
	return true
}

func allHeads(cells []cell) bool {
	for _, c := range cells {
		if !c.head && c.leaf1 > c.leaf0 {
			return false
		}
	}
	return true
}
