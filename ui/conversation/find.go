package conversation

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/api/safetext"
)

// find is a search within the thread. The text of all items is prepared in
// the background; only matches on the screen are ever looked up in lines.
type find struct {
	typing bool
	input  textinput.Model
	last   string // the query of the search before
	want   pattern
	ready  bool
	texts  map[string]indexed // by item key
	counts []counts           // of each item
	total  int
	origin int    // item at which the search began
	item   string // key of the item with the current match, "" when there is none
	nth    int    // which of its matches
	found  map[foundKey]found

	preparing bool
}

type foundKey struct {
	key   string
	piece int
}

// found are the matches in the lines of one block.
type found struct {
	block *block
	hits  []hit
}

// active reports whether the line of the search is on the screen.
func (f *find) active() bool { return f.texts != nil }

// openFind begins a search, or goes on typing the one that is there.
func (p *Pane) openFind() tea.Cmd {
	p.dirty = true
	if p.find.active() {
		p.find.typing = true
		return p.find.input.Focus()
	}
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = 200
	in.SetVirtualCursor(false)
	in.KeyMap.Paste.SetEnabled(false) // it would read the clipboard of the host
	p.find = find{typing: true, input: in, last: p.find.last, texts: map[string]indexed{}, origin: p.top.item}
	focus := p.find.input.Focus()
	p.settle()
	return tea.Batch(focus, p.prepare())
}

// search looks for what is typed, from where the search began.
func (p *Pane) search() {
	f := &p.find
	f.want, f.found = newPattern(p.env.Mask.Text(f.input.Value())), map[foundKey]found{}
	p.count()
	f.item, f.nth, p.dirty = "", 0, true
	if f.total == 0 {
		return
	}
	for n := range p.items {
		if i := (f.origin + n) % len(p.items); f.counts[i].all > 0 {
			p.jump(i, 0)
			return
		}
	}
}

// step goes to the next or previous match, around the ends.
func (p *Pane) step(by int) tea.Cmd {
	f := &p.find
	if !f.active() {
		if f.last == "" {
			p.notice, p.dirty = "nothing was searched for yet", true
			return nil
		}
		cmd := p.openFind()
		p.find.typing = false
		p.find.input.SetValue(p.find.last)
		p.search()
		return cmd
	}
	if f.total == 0 {
		return nil
	}
	at := slices.IndexFunc(p.items, func(it item) bool { return it.key == f.item })
	if at < 0 {
		p.search()
		return p.announce()
	}
	nth := f.nth + by
	for nth < 0 || nth >= f.counts[at].all {
		if by > 0 {
			nth -= f.counts[at].all
			at = (at + 1) % len(p.items)
		} else {
			at = (at + len(p.items) - 1) % len(p.items)
			nth += f.counts[at].all
		}
	}
	p.jump(at, nth)
	return p.announce()
}

// jump makes a match the current one and brings it on the screen, unfolding
// what hides it.
func (p *Pane) jump(i, nth int) {
	f := &p.find
	f.item, f.nth, p.dirty = p.items[i].key, nth, true
	at := position{item: i, line: p.items[i].gap}
	hits := p.hits(at)
	if len(hits) < f.counts[i].all && p.block(at).folds {
		p.open[f.item] = true
		if at.piece, nth = f.counts[i].find(nth); !p.has(at) {
			at.piece = 0
		}
		hits = p.hits(at)
	}
	if len(hits) > 0 {
		at.line = hits[min(nth, len(hits)-1)].from.line
	}
	if slices.Contains(p.window(), at) {
		p.settle()
		return
	}
	p.goTo(p.above(at, p.height()/3))
}

// hits returns the matches in the lines of a block, of which only the author
// counts in a header.
func (p *Pane) hits(at position) []hit {
	b, it := p.block(at), &p.items[at.item]
	k := foundKey{it.key, at.piece}
	if f, ok := p.find.found[k]; ok && f.block == b {
		return f.hits
	}
	lines := make([]string, 0, 64)
	for n := 0; ; n++ {
		l, ok := b.line(n)
		if !ok {
			break
		}
		if b.header > 0 && n == b.gap {
			l = p.headerText(it)
		}
		lines = append(lines, l)
	}
	hits := p.find.want.find(glyphs(lines, 0))
	p.find.found[k] = found{b, hits}
	return hits
}

// headerText is the header up to the end of the author's name.
func (p *Pane) headerText(it *item) string {
	s := ansi.Strip(p.header(it, p.env.Now()))
	if n := strings.Index(s, it.author); n >= 0 {
		return s[:n+len(it.author)]
	}
	return ""
}

// closeFind ends a search; false when there was none.
func (p *Pane) closeFind() bool {
	if !p.find.active() {
		return false
	}
	last := p.find.last
	if v := p.find.input.Value(); strings.TrimSpace(v) != "" {
		last = v
	}
	p.find, p.dirty = find{last: last}, true
	p.settle()
	return true
}

// typeFind takes a key of the search.
func (p *Pane) typeFind(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc", "ctrl+c":
			p.closeFind()
			return nil
		case "enter":
			return p.endTyping()
		case "down", "tab", "ctrl+n":
			return p.step(1)
		case "up", "shift+tab", "ctrl+p":
			return p.step(-1)
		}
	}
	if m, ok := msg.(tea.PasteMsg); ok {
		m.Content = safetext.Line(m.Content)
		msg = m
	}
	before := p.find.input.Value()
	var cmd tea.Cmd
	p.find.input, cmd = p.find.input.Update(msg)
	if p.find.input.Value() != before {
		p.search()
	}
	return cmd
}

// endTyping keeps the matches and gives the keys back; an empty query ends
// the search.
func (p *Pane) endTyping() tea.Cmd {
	if strings.TrimSpace(p.find.input.Value()) == "" {
		p.closeFind()
		return nil
	}
	p.find.typing = false
	p.find.input.Blur()
	return nil
}
