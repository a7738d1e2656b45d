package richtext

import "strings"

// row lays out a row of a table: in columns where the table fits, else as one line.
func (l *Layout) row(i int) {
	l.drawFrom(i)
	lf := &l.d.leaves[i]
	p := l.prefix(lf.box, i)
	t := &l.d.tables[lf.from]
	widths := l.columns(lf.from)
	total := 0
	for _, w := range widths {
		if w > 0 {
			total += w + width(cellBar)
		}
	}
	grid := total > 0 && total-width(cellBar) <= l.o.Width-p.cells
	if !grid {
		widths = nil
	}
	l.write(l.joinCells(lf, widths), p)
	if grid && t.header && i == int(t.leaf0) {
		l.lines = append(l.lines, p.rest+styled(ruler(widths), l.pen.roles[divider]))
	}
}

// columns returns the widths of the columns of a table. Empty columns are 0; a table that cannot fit has
// none.
func (l *Layout) columns(index int32) []int {
	if w, ok := l.widths[index]; ok {
		return w
	}
	if l.widths == nil {
		l.widths = map[int32][]int{}
	}
	l.widths[index] = l.measure(&l.d.tables[index])
	return l.widths[index]
}

func (l *Layout) measure(t *table) []int {
	if t.leaf1-t.leaf0 > maxGridRows || int(t.columns) > l.o.Width {
		return nil
	}
	w := make([]int, t.columns)
	for _, r := range l.d.leaves[t.leaf0:t.leaf1] {
		if r.kind != row {
			continue
		}
		for k, c := range l.d.cells[r.run0:r.run1] {
			if c.kind == empty {
				continue
			}
			if int(c.to-c.from) > 16*l.o.Width {
				return nil
			}
			if w[k] = max(w[k], width(l.d.text[c.from:c.to])); w[k] > l.o.Width {
				return nil
			}
		}
	}
	return w
}

// joinCells returns the text of a row, with the marks for it taken. Without widths empty cells are left out.
func (l *Layout) joinCells(lf *leaf, widths []int) string {
	var b strings.Builder
	l.marks = l.marks[:0]
	pad := 0
	for k := range l.d.cells[lf.run0:lf.run1] {
		c := &l.d.cells[int(lf.run0)+k]
		if widths == nil && c.kind == empty || widths != nil && widths[k] == 0 {
			continue
		}
		if b.Len() > 0 || pad > 0 {
			b.WriteString(strings.Repeat(" ", pad))
			b.WriteString(cellBar)
			l.marks = append(l.marks, mark{end: b.Len(), style: l.pen.roles[divider]})
		}
		pad = 0
		if widths != nil {
			pad = widths[k]
		}
		if c.kind != empty {
			at := b.Len()
			text := l.d.text[c.from:c.to]
			b.WriteString(text)
			l.addMarks(c, at)
			pad -= min(pad, width(text))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// ruler is the line under the header of a table.
func ruler(widths []int) string {
	var b strings.Builder
	for _, w := range widths {
		if w == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("─┼─")
		}
		b.WriteString(strings.Repeat("─", w))
	}
	return b.String()
}
