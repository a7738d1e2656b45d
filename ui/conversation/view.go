package conversation

import (
	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/pane"
)

// View returns what is on the screen, exactly w×h cells. It is drawn anew only
// after something changed.
func (p *Pane) View() string {
	if p.dirty || p.drawnAt != p.env.Version {
		if p.drawnAt != p.env.Version {
			p.settle()
		}
		p.drawn, p.drawnAt, p.dirty = p.draw(), p.env.Version, false
	}
	return p.drawn
}

func (p *Pane) draw() string {
	if p.w <= 0 || p.h <= 0 {
		return ""
	}
	lines := p.placeholder()
	if lines == nil {
		lines = p.lines()
	}
	bottom := p.bottom()
	if len(bottom) > 0 {
		for len(lines) < p.h {
			lines = append(lines, "")
		}
		lines = append(lines[:p.h-len(bottom)], bottom...)
	}
	return p.env.Fill(lines, p.w, p.h)
}

// placeholder is what is there when no message is.
func (p *Pane) placeholder() []string {
	t := p.env.Theme
	switch {
	case p.failed != "":
		lines := []string{""}
		for _, l := range p.wrap(p.failed) {
			lines = append(lines, p.indent(" ")+t.Bad.Render(l))
		}
		return lines
	case p.loading:
		return []string{"", p.indent(" ") + t.Dim.Render("Loading…")}
	case p.thread.Conversation == nil:
		return []string{
			"", p.indent(" ") + t.Dim.Render("No conversation is open."),
			p.indent(" ") + t.Dim.Render(pane.Joined(" · ", p.env.KeyDoes(keymap.List, keymap.OpenIt, "opens the selected one"),
				p.env.KeyDoes(keymap.List, keymap.Search, "searches"), p.env.KeyDoes(keymap.Global, keymap.Help, "shows all keys"))),
		}
	case len(p.items) == 0:
		return []string{"", p.indent(" ") + t.Dim.Render("Nothing was written here yet.")}
	default:
		return nil
	}
}

// lines draws the lines of the thread that are on the screen.
func (p *Pane) lines() []string {
	now := p.env.Now()
	rows := p.window()
	out := make([]string, 0, p.h)
	var hits []hit
	for k, row := range rows {
		b, it := p.block(row), &p.items[row.item]
		s, _ := b.line(row.line)
		if b.header > 0 && row.line == b.gap {
			s = p.header(it, now)
		}
		if p.find.want.text != "" {
			if k == 0 || rows[k-1].block() != row.block() {
				hits = p.hits(row)
			}
			s = p.markFound(row, s, hits)
		}
		if p.hints.shown() {
			s = p.markHints(row, s)
		}
		out = append(out, s)
	}
	return out
}

// bottom is what covers the last lines.
func (p *Pane) bottom() []string {
	switch t := p.env.Theme; {
	case p.hints.shown():
		lines := p.hintLines(max(p.h/2, 1))
		head := p.rule("open which? esc cancels", t.Hint)
		if p.h > len(lines)+1 {
			lines = append([]string{head}, lines...)
		}
		return lines
	case p.find.active():
		return []string{p.findLine()}
	case p.notice != "":
		return []string{p.indent(" ") + t.Warn.Render(layout.Cut(p.notice, max(p.w-4, 1)))}
	default:
		return nil
	}
}
