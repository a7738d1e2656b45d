package conversation

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/safetext"
	"parley/ui/layout"
	"parley/ui/richtext"
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
	counts []int              // matches of each item
	total  int
	origin int    // item at which the search began
	item   string // key of the item with the current match, "" when there is none
	nth    int    // which of its matches
	found  map[string]found
}

// found are the matches in the lines of one block.
type found struct {
	block *block
	hits  []hit
}

// active reports whether the line of the search is on the screen.
func (f *find) active() bool { return f.texts != nil }

// indexed is the text of an item as a search sees it.
type indexed struct {
	stamp int64
	size  int
	exact string
	lower string
}

// Indexed carries the text of a conversation, prepared in the background for
// a search. It belongs to the pane's Update.
type Indexed struct {
	id    api.ID
	texts map[string]indexed
}

// wide is so wide that no paragraph is wrapped.
const wide = 4096

// large bodies are searched by their plain text: laying them out takes long.
const large = 256 << 10

// textOf is everything that is drawn of an item, in that order. It may run
// in the background.
func textOf(it item) indexed {
	words := slices.Concat([]string{it.author}, it.lead, []string{it.subject})
	if strings.TrimSpace(it.body) != "" {
		doc := richtext.Parse(it.body)
		if len(it.body) > large {
			words = append(words, doc.Text())
		} else {
			body := doc.Layout(richtext.Options{Width: wide, Unfold: true})
			for i := 0; ; i++ {
				l, ok := body.Line(i)
				if !ok {
					break
				}
				words = append(words, strings.TrimLeft(l, gutter))
			}
		}
	}
	for _, o := range it.options {
		words = append(words, "["+o.text+"]")
	}
	for i := range it.attachments {
		words = append(words, safetext.Line(it.attachments[i].Name), strings.Join(attachmentFacts(&it.attachments[i]), " · "))
	}
	for _, e := range it.events {
		words = append(words, e.text+",")
	}
	words = append(words, it.label)
	exact := collapse(strings.Join(words, "\n"))
	return indexed{it.stamp, it.size(), exact, strings.ToLower(exact)}
}

// openFind begins a search, with the query of the one before selected by
// simply typing over it.
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
	id, items := p.id, p.items
	return tea.Batch(focus, func() tea.Msg {
		texts := make(map[string]indexed, len(items))
		for _, it := range items {
			texts[it.key] = textOf(it)
		}
		return Indexed{id, texts}
	})
}

func (p *Pane) indexed(m Indexed) {
	if m.id != p.id || !p.find.active() {
		return
	}
	p.find.texts, p.find.ready, p.dirty = m.texts, true, true
	p.reindex()
	p.search()
}

// reindex brings the prepared text up to date after a refresh.
func (p *Pane) reindex() {
	f := &p.find
	if !f.active() || !f.ready {
		return
	}
	for i := range p.items {
		it := &p.items[i]
		if t, ok := f.texts[it.key]; !ok || t.stamp != it.stamp || t.size != it.size() {
			f.texts[it.key] = textOf(*it)
		}
	}
	p.count()
}

// count counts the matches of each item.
func (p *Pane) count() {
	f := &p.find
	f.counts, f.total = make([]int, len(p.items)), 0
	if !f.ready || f.want.text == "" {
		return
	}
	for i := range p.items {
		t := f.texts[p.items[i].key]
		s := t.lower
		if f.want.exact {
			s = t.exact
		}
		f.counts[i] = strings.Count(s, f.want.text)
		f.total += f.counts[i]
	}
}

// search looks for what is typed, from where the search began.
func (p *Pane) search() {
	f := &p.find
	f.want, f.found = newPattern(f.input.Value()), map[string]found{}
	p.count()
	f.item, f.nth, p.dirty = "", 0, true
	if f.total == 0 {
		return
	}
	for n := range p.items {
		if i := (f.origin + n) % len(p.items); f.counts[i] > 0 {
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
	for nth < 0 || nth >= f.counts[at] {
		if by > 0 {
			nth -= f.counts[at]
			at = (at + 1) % len(p.items)
		} else {
			at = (at + len(p.items) - 1) % len(p.items)
			nth += f.counts[at]
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
	hits := p.hits(i)
	if len(hits) < f.counts[i] && p.block(i).folds && !p.open[f.item] {
		p.open[f.item] = true
		hits = p.hits(i)
	}
	line := p.items[i].gap
	if len(hits) > 0 {
		line = hits[min(nth, len(hits)-1)].from.line
	}
	if slices.Contains(p.window(), position{i, line}) {
		p.settle()
		return
	}
	p.goTo(p.above(position{i, line}, p.height()/3))
}

// hits returns the matches in the lines of item i, of which only the author
// counts in a header.
func (p *Pane) hits(i int) []hit {
	b, it := p.block(i), &p.items[i]
	if f, ok := p.find.found[it.key]; ok && f.block == b {
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
	p.find.found[it.key] = found{b, hits}
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

// ordinal is the number of the current match, from 1.
func (f *find) ordinal(items []item) int {
	n := 0
	for i := range items {
		if items[i].key == f.item {
			return n + f.nth + 1
		}
		n += f.counts[i]
	}
	return 0
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

// findLine draws the line of the search.
func (p *Pane) findLine() string {
	f, t := &p.find, p.env.Theme
	count := ""
	switch {
	case f.want.text == "":
	case !f.ready:
		count = "…"
	case f.total == 0:
		count = "not found"
	default:
		count = fmt.Sprintf("%d/%d", f.ordinal(p.items), f.total)
	}
	query := safetext.Line(f.input.Value())
	left := t.Key.Render("/") + t.Text.Render(query)
	if f.typing && query == "" {
		left += t.Placeholder.Render("find in this conversation")
	}
	style := t.Accent
	if f.total == 0 {
		style = t.Warn
	}
	right := style.Render(count)
	if f.typing && f.total > 1 {
		right += t.Dim.Render("  ↓ ↑ next, previous")
	}
	return p.env.Measure.Spread(" "+left, right+" ", p.w)
}

// Cursor returns where the text cursor stands within the pane while a search
// is typed, nil otherwise.
func (p *Pane) Cursor() *tea.Cursor {
	if !p.find.typing || p.w <= 0 || p.h <= 0 {
		return nil
	}
	before := []rune(p.find.input.Value())
	before = before[:min(p.find.input.Position(), len(before))]
	x := 2 + layout.Widest(safetext.Line(string(before)))
	return tea.NewCursor(min(x, p.w-1), p.h-1)
}

// markFound restyles what was found in a line of item i.
func (p *Pane) markFound(i, line int, s string, hits []hit) string {
	t, f := p.env.Theme, &p.find
	current := -1
	if p.items[i].key == f.item && len(hits) > 0 {
		current = min(f.nth, len(hits)-1)
	}
	return markHits(s, line, hits, func(k int) lipgloss.Style {
		if k == current {
			return t.MatchCurrent
		}
		return t.Match
	})
}
