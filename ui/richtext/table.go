package richtext

import "golang.org/x/net/html/atom"

// maxGridRows is the longest table whose columns are measured; longer ones are shown as lines.
const maxGridRows = 1000

// cellBar stands between cells.
const cellBar = " │ "

// tableContext is a table that is being read.
type tableContext struct {
	leaf0  int
	row    int32
	cells  []cell
	nested bool // there is a table inside
}

type cell struct {
	leaf0, leaf1 int
	row          int32
	head         bool
}

// table is a table of single-line cells.
type table struct {
	leaf0, leaf1 int32 // its rows, in Document.leaves
	columns      int32
	header       bool // the first row is a header
}

func (b *builder) startTable() {
	b.wantGap()
	if n := len(b.tables); n > 0 {
		b.tables[n-1].nested = true
	}
	b.tables = append(b.tables, tableContext{leaf0: len(b.d.leaves), row: -1})
}

func (b *builder) startRow() {
	if n := len(b.tables); n > 0 {
		b.tables[n-1].row++
	}
}

func (b *builder) startCell() {
	b.el.kind = para
	b.el.base = b.base
	b.base = len(b.formats)
	b.fresh = true
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
	t.cells = append(t.cells, cell{leaf0: len(b.d.leaves), leaf1: -1, row: t.row, head: b.el.tag == atom.Th})
}

func (b *builder) endCell(e element) {
	b.dropFormats()
	b.base = e.base
	b.fresh = false
	if n := len(b.tables); n > 0 && len(b.tables[n-1].cells) > 0 {
		c := &b.tables[n-1].cells[len(b.tables[n-1].cells)-1]
		c.leaf1 = len(b.d.leaves)
	}
}

// endTable turns the lines of the table into rows where its cells are single lines. Tables that only
// arrange a page, with tables or paragraphs inside, stay the lines they are.
func (b *builder) endTable() {
	t := b.tables[len(b.tables)-1]
	b.tables = b.tables[:len(b.tables)-1]
	if !t.nested && b.isGrid(&t) {
		b.rows(&t)
	}
	b.wantGap()
}

// isGrid reports whether all lines of the table are cells of one line each, with two beside each other.
func (b *builder) isGrid(t *tableContext) bool {
	at, wide := t.leaf0, false
	for i, c := range t.cells {
		if c.leaf0 != at || c.leaf1 < c.leaf0 || c.leaf1 > c.leaf0+1 {
			return false
		}
		at = c.leaf1
		wide = wide || i > 0 && c.row == t.cells[i-1].row
		if c.leaf1 > c.leaf0 {
			l := &b.d.leaves[c.leaf0]
			if l.kind > heading6 || l.box != b.el.box || l.blanks > 0 {
				return false
			}
		}
	}
	return wide && at == len(b.d.leaves)
}

// rows replaces the lines of the table by rows.
func (b *builder) rows(t *tableContext) {
	if len(b.d.leaves) == t.leaf0 {
		return
	}
	lines := append([]leaf(nil), b.d.leaves[t.leaf0:]...)
	b.d.leaves = b.d.leaves[:t.leaf0]
	index := int32(len(b.d.tables))
	tab := table{leaf0: int32(t.leaf0)}
	for i := 0; i < len(t.cells); {
		r := leaf{kind: row, from: index, run0: int32(len(b.d.cells)), box: lines[0].box}
		head, seen := true, false
		first := i
		for ; i < len(t.cells) && t.cells[i].row == t.cells[first].row; i++ {
			c := t.cells[i]
			l := leaf{kind: empty}
			if c.leaf1 > c.leaf0 {
				l = lines[c.leaf0-t.leaf0]
				if !seen {
					r.gap, r.flags, r.area = l.gap, l.flags, l.area
				}
				seen = true
				head = head && c.head
			}
			b.d.cells = append(b.d.cells, l)
		}
		if !seen {
			b.d.cells = b.d.cells[:r.run0]
			continue
		}
		r.run1 = int32(len(b.d.cells))
		tab.columns = max(tab.columns, r.run1-r.run0)
		tab.header = tab.header || head && len(b.d.leaves) == t.leaf0
		b.d.leaves = append(b.d.leaves, r)
	}
	tab.leaf1 = int32(len(b.d.leaves))
	b.d.tables = append(b.d.tables, tab)
}
