package conversation

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/api/safetext"
	"parley/ui/layout"
	"parley/ui/richtext"
)

// hints are letters on what can be opened; typing the letters opens it.
type hints struct {
	list  []hint
	typed string
}

type hint struct {
	letters string
	target  Followed
	at      position // its line is -1 when it is only in the list
	col     int
}

func (h *hints) shown() bool { return len(h.list) > 0 }

// homeRow are the letters of hints, the easiest first.
const homeRow = "asdfghjkl"

// labels returns n combinations of letters, none of which begins another.
func labels(n int) []string {
	out := []string{""}
	for len(out) < n || out[0] == "" {
		longer := make([]string, 0, len(out)*len(homeRow))
		for _, l := range out {
			for _, r := range homeRow {
				longer = append(longer, l+string(r))
			}
		}
		out = longer
	}
	return out[:n]
}

// Links returns what can be opened of the messages on the screen, from the
// top: links and images that are in view, and attachments.
func (p *Pane) Links() []Followed {
	var out []Followed
	for _, h := range p.targets() {
		out = append(out, h.target)
	}
	return out
}

// targets finds what can be opened on the screen. Links are found by their
// address, which is always drawn in full: a word like "here" would not do.
func (p *Pane) targets() []hint {
	var out []hint
	rows := p.window()
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].block() == rows[0].block() {
			n++
		}
		out = append(out, p.targetsOf(rows[0], rows[n-1].line+1)...)
		rows = rows[n:]
	}
	return out
}

// targetsOf finds what can be opened in a block, from a line up to line to.
func (p *Pane) targetsOf(at position, to int) []hint {
	it, from := &p.items[at.item], at.line
	if it.kind != kindMessage {
		return nil
	}
	var out []hint
	b := p.block(at)
	if b.body != nil {
		var lines []string
		for n := from; n < to; n++ {
			l, _ := b.line(n)
			lines = append(lines, l)
		}
		out = locate(p.document(it, at.piece).Links(), glyphs(lines, from), !b.atLeast(to+1) && from <= b.gap+b.header)
	}
	for n := from; n < to; n++ {
		if f, ok := b.fileAt(n); ok && it.attachments[f].URL != "" {
			a := &it.attachments[f]
			out = append(out, hint{target: Followed{a.URL, true, safetext.Line(a.Name)}, at: position{line: n}, col: layout.Widest(b.mark)})
		}
	}
	for k := range out {
		out[k].at.item, out[k].at.piece = at.item, at.piece
	}
	return out
}

// locate returns the links whose address is among the glyphs, in order, and
// where. Where the whole body is there, links that are not found come too.
func locate(links []richtext.Link, g []glyph, whole bool) []hint {
	var out []hint
	seen := map[string]bool{}
	rest := g
	for _, l := range links {
		if l.URL == "" || seen[l.URL] {
			continue
		}
		name := safetext.Line(l.Text)
		h := hint{target: Followed{URL: l.URL, Name: name}, at: position{line: -1}}
		want := pattern{runes: []rune(l.URL), exact: true}
		for k := range rest {
			if _, ok := want.at(rest, k); ok {
				h.at.line, h.col = rest[k].line, rest[k].col
				if k > 0 && rest[k-1].r == '<' && rest[k-1].line == h.at.line {
					h.col = rest[k-1].col // so that the address stays whole
				}
				rest = rest[k+1:]
				break
			}
		}
		if h.at.line >= 0 || whole {
			seen[l.URL] = true
			out = append(out, h)
		}
	}
	return out
}

// openHints puts letters on what can be opened.
func (p *Pane) openHints() {
	p.dirty = true
	list := p.targets()
	if len(list) == 0 {
		p.notice = "no link or attachment here"
		return
	}
	for i, l := range labels(len(list)) {
		list[i].letters = l
	}
	p.hints = hints{list: list}
}

func (p *Pane) closeHints() {
	if p.hints.shown() {
		p.hints, p.dirty = hints{}, true
	}
}

// typeHint takes a letter of a hint; any other key cancels.
func (p *Pane) typeHint(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	h := &p.hints
	if k.String() == "backspace" && h.typed != "" {
		h.typed = h.typed[:len(h.typed)-1]
		return nil
	}
	typed := h.typed + strings.ToLower(k.Text)
	for i := range h.list {
		switch {
		case k.Text == "":
		case h.list[i].letters == typed:
			target := h.list[i].target
			p.closeHints()
			return func() tea.Msg { return target }
		case strings.HasPrefix(h.list[i].letters, typed):
			h.typed = typed
			return nil
		}
	}
	p.closeHints()
	return nil
}

// markHints puts the letters on a line.
func (p *Pane) markHints(at position, s string) string {
	t := p.env.Theme
	for k := len(p.hints.list) - 1; k >= 0; k-- {
		h := &p.hints.list[k]
		if h.at != at || !strings.HasPrefix(h.letters, p.hints.typed) {
			continue
		}
		before, after := ansi.Cut(s, 0, h.col), ansi.TruncateLeft(s, h.col+len(h.letters), "")
		s = before + t.MatchCurrent.Render(h.letters) + after
	}
	return s
}

// hintLines says where each hint leads: the address, not what the customer
// calls it.
func (p *Pane) hintLines(room int) []string {
	t := p.env.Theme
	var lines []string
	for i := range p.hints.list {
		h := &p.hints.list[i]
		if !strings.HasPrefix(h.letters, p.hints.typed) {
			continue
		}
		target := safetext.Line(h.target.URL)
		if h.target.Attachment {
			target = h.target.Name
		}
		lines = append(lines, " "+t.Hint.Render(h.letters)+"  "+t.Text.Render(layout.Cut(target, p.w-8)))
	}
	if len(lines) > room && room > 0 {
		more := len(lines) - room + 1
		lines = append(lines[:room-1], t.Dim.Render(fmt.Sprintf("    and %d more, marked above", more)))
	}
	return lines
}
