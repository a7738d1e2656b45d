package richtext

import "strings"

// drawFrom makes sure that the runs of leaf i are drawn, with those of the following leaves of its kind.
func (l *Layout) drawFrom(i int) {
	if i < l.drawn {
		return
	}
	first := &l.d.leaves[i]
	sk := sketch{kind: first.kind}
	l.run0 = -1
	size := 0
	for l.drawn = i; l.drawn < len(l.d.leaves) && size < maxBatch; l.drawn++ {
		lf := &l.d.leaves[l.drawn]
		if lf.kind != first.kind || lf.fold != first.fold {
			break
		}
		parts := []leaf{*lf}
		if lf.kind == row {
			parts = l.d.cells[lf.run0:lf.run1]
		}
		for k := range parts {
			if parts[k].kind != empty {
				size += l.addSpans(&sk, &parts[k])
			}
		}
	}
	l.styles = l.pen.draw(&sk)
}

// addSpans adds the runs of a line to what is drawn.
func (l *Layout) addSpans(sk *sketch, lf *leaf) int {
	if l.run0 < 0 {
		l.run0 = lf.run0
	}
	from := lf.from
	for _, r := range l.d.runs[lf.run0:lf.run1] {
		sk.spans = append(sk.spans, span{text: l.d.text[from:r.end], attr: r.attr, link: r.link > 0})
		from = r.end
	}
	return int(lf.to - lf.from)
}

// mark takes the styles and hyperlinks of a line for writing it.
func (l *Layout) mark(lf *leaf) {
	l.marks = l.marks[:0]
	l.addMarks(lf, 0)
}

// addMarks appends the marks of a line whose text begins at offset at.
func (l *Layout) addMarks(lf *leaf, at int) {
	for k := lf.run0; k < lf.run1; k++ {
		r := &l.d.runs[k]
		l.marks = append(l.marks, mark{end: at + int(r.end-lf.from), style: l.styles[k-l.run0], target: l.target(r.link)})
	}
}

// target returns the sequence that begins a hyperlink, or nothing.
func (l *Layout) target(link int32) string {
	if link == 0 || !l.o.Hyperlinks {
		return ""
	}
	if l.targets == nil {
		l.targets = make([]string, len(l.d.links))
	}
	t := &l.targets[link-1]
	if *t == "" {
		*t = " "
		if url := hyperlink(l.d.links[link-1].URL); url != "" {
			*t = hyperlinkStart(url, int(link))
		}
	}
	if *t == " " {
		return ""
	}
	return *t
}

// write breaks text into lines and writes them with the marks that were taken.
func (l *Layout) write(text string, p prefix) {
	at, m := 0, 0
	for lead := p.first; at < len(text) || lead == p.first && at == 0; lead = p.rest {
		end, next := breakLine(text[at:], l.o.Width-p.cells)
		l.b.Reset()
		l.b.WriteString(lead)
		m = l.line(text, at, at+end, m)
		l.lines = append(l.lines, l.b.String())
		if next == 0 {
			return
		}
		at += next
	}
}

// line writes text from one offset to another, beginning at mark m, and returns the mark it ends in.
func (l *Layout) line(text string, from, to, m int) int {
	for m < len(l.marks) && l.marks[m].end <= from {
		m++
	}
	style, target := "", ""
	for from < to {
		end := to
		var k mark
		if m < len(l.marks) {
			k = l.marks[m]
			end = min(to, clusterEnd(text, k.end))
		}
		if k.target != target {
			if target != "" {
				l.b.WriteString(hyperlinkEnd)
			}
			l.b.WriteString(k.target)
			target = k.target
		}
		if k.style != style {
			if style != "" {
				l.b.WriteString("\x1b[m")
			}
			if k.style != "" {
				l.b.WriteString("\x1b[")
				l.b.WriteString(k.style)
				l.b.WriteByte('m')
			}
			style = k.style
		}
		l.text(text[from:end])
		from = end
		for m < len(l.marks) && l.marks[m].end <= from {
			m++
		}
	}
	if style != "" {
		l.b.WriteString("\x1b[m")
	}
	if target != "" {
		l.b.WriteString(hyperlinkEnd)
	}
	return max(m-1, 0)
}

// text writes text; no-break spaces have done their work by now.
func (l *Layout) text(s string) {
	for {
		i := strings.Index(s, nbsp)
		if i < 0 {
			l.b.WriteString(s)
			return
		}
		l.b.WriteString(s[:i])
		l.b.WriteByte(' ')
		s = s[i+len(nbsp):]
	}
}

// clusterEnd moves a change of style behind the marks and joiners that belong to the character before it:
// a sequence in between would take the character apart.
func clusterEnd(text string, at int) int {
	if at >= len(text) || at == 0 || text[at] < 0x80 {
		return at
	}
	from := at - 1
	for from > 0 && (text[from]&0xC0 == 0x80 || at-from < 32 && text[from-1] >= 0x80) {
		from--
	}
	for from < at {
		n, _ := first(text[from:])
		from += n
	}
	return from
}
