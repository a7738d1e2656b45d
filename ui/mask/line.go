package mask

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"parley/ui/layout"
)

// Line masks a finished line of the screen, styles and all; it takes as many
// cells as before. Words of ours that are also somebody's name, such as "Mark",
// are left alone unless the whole name stands there: where a field is known to
// hold a name, its owner has masked it already.
func (m *Mask) Line(line string, by layout.Measure) string {
	return m.drawn(lineKey{line: line, by: by})
}

// Lines masks several lines, joined by LF.
func (m *Mask) Lines(lines string, by layout.Measure) string {
	if !m.On() {
		return lines
	}
	return m.each(lines, func(l string) string { return m.Line(l, by) })
}

// Typed masks a line of text that an agent writes, or blurs it. What it says is
// the truth, and nothing else has masked it before.
func (m *Mask) Typed(line string, by layout.Measure) string {
	return m.drawn(lineKey{line: line, by: by, typed: true, blurry: m.Level() == Blurred})
}

// TypedHere is Typed for the line with the cursor, which is never blurred: one
// has to see what one writes.
func (m *Mask) TypedHere(line string, by layout.Measure) string {
	return m.drawn(lineKey{line: line, by: by, typed: true})
}

// Printed masks a line that a command prints. Words of ours are rare there: a
// capital letter is enough for a name.
func (m *Mask) Printed(line string) string { return m.drawn(lineKey{line: line, printed: true}) }

func (m *Mask) each(lines string, f func(string) string) string {
	all := strings.Split(lines, "\n")
	for i, l := range all {
		all[i] = f(l)
	}
	return strings.Join(all, "\n")
}

func (m *Mask) drawn(k lineKey) string {
	return m.masking(k.line, func(bool) string {
		if out, ok := m.lines[k]; ok {
			return out
		}
		if len(m.lines) >= maxLines {
			clear(m.lines)
		}
		out := m.styled(k)
		m.lines[k] = out
		return out
	})
}

// piece is a stretch of a drawn line: text, or a sequence that styles it.
type piece struct {
	text string
	seq  bool
}

// pieces takes a drawn line apart, and returns the text alone as well.
func pieces(line string) (all []piece, plain string) {
	if strings.IndexByte(line, 0x1b) < 0 {
		return []piece{{line, false}}, line
	}
	var b strings.Builder
	for line != "" {
		n := strings.IndexByte(line, 0x1b)
		if n < 0 {
			n = len(line)
		}
		if n > 0 {
			all = append(all, piece{line[:n], false})
			b.WriteString(line[:n])
			line = line[n:]
			continue
		}
		n = layout.Sequence(line)
		all = append(all, piece{line[:n], true})
		line = line[n:]
	}
	return all, b.String()
}

// styled masks the text of a drawn line between its styles, and the targets of
// its links.
func (m *Mask) styled(k lineKey) string {
	all, plain := pieces(k.line)
	if k.blurry {
		var b strings.Builder
		for _, p := range all {
			switch {
			case !p.seq:
				b.WriteString(blur(p.text))
			case !strings.HasPrefix(p.text, "\x1b]"):
				b.WriteString(p.text)
			}
		}
		return b.String()
	}
	edits := m.find(plain, how{drawn: !k.typed && !k.printed, cut: !k.typed})
	var b strings.Builder
	at := 0 // in plain
	for _, p := range all {
		if p.seq {
			b.WriteString(m.target(p.text))
			continue
		}
		edits = k.write(&b, plain, span{at, at + len(p.text)}, edits)
		at += len(p.text)
	}
	return b.String()
}

// write writes a stretch of the text, each pseudonym in the cells of what it
// stands for, and returns the edits that are not done with.
func (k *lineKey) write(b *strings.Builder, plain string, part span, edits []edit) []edit {
	at := part.from
	for len(edits) > 0 && edits[0].from < part.to {
		e := &edits[0]
		if e.from > at {
			b.WriteString(plain[at:e.from])
		}
		from, to := max(e.from, at), min(e.to, part.to)
		w := k.by.Width(plain[from:to])
		with := e.with
		if to < e.to {
			with = ansi.Truncate(e.with, w, "")
			e.with = e.with[len(with):]
		}
		with = ansi.Truncate(with, w, "")
		b.WriteString(with)
		b.WriteString(strings.Repeat(" ", max(w-k.by.Width(with), 0)))
		at = to
		if to < e.to {
			e.from = to
			return edits
		}
		edits = edits[1:]
	}
	b.WriteString(plain[at:part.to])
	return edits
}

// target masks the address in the sequence that begins a link.
func (m *Mask) target(seq string) string {
	rest, ok := strings.CutPrefix(seq, "\x1b]8;")
	if !ok {
		return seq
	}
	params, address, ok := strings.Cut(rest, ";")
	if !ok {
		return seq
	}
	end := "\x1b\\"
	address, found := strings.CutSuffix(address, end)
	if !found {
		end = "\x07"
		address = strings.TrimSuffix(address, end)
	}
	if address == "" {
		return seq
	}
	return "\x1b]8;" + params + ";" + m.link(address) + end
}
