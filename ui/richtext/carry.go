package richtext

import (
	"slices"
	"strings"
)

// carry returns a builder for the piece that follows: what is open stays open, but for links, and nothing
// is written yet. It shares nothing that changes.
func (b *builder) carry() *builder {
	n := &builder{
		d: &Document{boxes: []box{{parent: -1, first: -1}}, continued: b.d.continued}, fuel: 1 << 20, shown: b.shown,
		gap: b.gap, blanks: b.blanks, fresh: b.fresh, afterPre: b.afterPre,
		el: b.el, open: slices.Clone(b.open),
		formats: slices.Clone(b.formats), base: b.base, counts: b.counts, style: b.style,
	}
	from, to := int32(0), int32(0) // the innermost box so far, and which one that is now
	for i := range n.open {
		from, to = n.carryBox(b, &n.open[i], from, to)
	}
	_, n.d.seam = n.carryBox(b, &n.el, from, to)
	for i := range b.tables {
		n.tables = append(n.tables, b.tables[i].carry(len(n.d.boxes)))
	}
	return n
}

// carryBox moves an open element of b into its box here. A box is new where it differs from that of the
// element outside.
func (b *builder) carryBox(old *builder, e *element, from, to int32) (innermost, now int32) {
	e.area = 0 // nothing is folded any more
	if e.box == from {
		e.box = to
		return from, to
	}
	from = e.box
	x := old.d.boxes[from]
	if x.first >= 0 { // its number or bullet was shown
		x.marker = strings.Repeat(" ", width(x.marker))
	}
	x.parent, x.first = to, -1
	b.d.boxes = append(b.d.boxes, x)
	e.box = int32(len(b.d.boxes) - 1)
	return from, e.box
}

// carry returns the table as it goes on, with the cell that is open. Box0 is the first box that may be
// inside.
func (t *tableContext) carry(box0 int) tableContext {
	n := tableContext{row: t.row, nested: t.nested, box0: box0}
	if last := len(t.cells) - 1; last >= 0 && t.cells[last].leaf1 < 0 {
		n.cells = []cell{{leaf1: -1, row: t.cells[last].row, head: t.cells[last].head}}
	}
	return n
}

// reuse takes the memory of a builder that is not needed any more; nil has none.
func (b *builder) reuse(used *builder) {
	if used == nil {
		return
	}
	b.text = used.text[:0]
	b.d.leaves, b.d.runs, b.d.cells, b.d.links = used.d.leaves[:0], used.d.runs[:0], used.d.cells[:0], used.d.links[:0]
}
