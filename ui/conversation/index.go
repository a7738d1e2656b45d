package conversation

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/safetext"
	"parley/ui/mask"
	"parley/ui/richtext"
)

// indexed is the text of an item as a search sees it: of each block that it
// has when it is unfolded.
type indexed struct {
	stamp  int64
	size   int
	blocks []text
	body   *richtext.Body // read to its end
}

// text is what stands in a block, with and without capitals.
type text struct{ exact, lower string }

// Indexed carries the text of a conversation, prepared in the background for
// a search. It belongs to the pane's Update.
type Indexed struct {
	id         api.ID
	generation int // of the mask
	texts      map[string]indexed
}

// wide is so wide that no paragraph is wrapped.
const wide = 4096

// large bodies are searched by their plain text: laying them out takes long.
const large = 256 << 10

// textOf is everything that is drawn of an item, in that order. It may run
// in the background.
func textOf(it item, m *mask.Mask) indexed {
	out := indexed{stamp: it.stamp, size: it.size(), body: richtext.NewBody(it.body)}
	words := slices.Concat([]string{it.author}, it.lead, []string{it.subject})
	for piece := 0; out.body.Has(piece); piece++ {
		if piece > 0 {
			out.blocks = append(out.blocks, textFrom(words))
			words = nil
		}
		if strings.TrimSpace(it.body) != "" {
			words = appendBody(words, out.body.Piece(piece, m.HTML), len(it.body) > large)
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
	out.blocks = append(out.blocks, textFrom(append(words, it.label)))
	return out
}

// appendBody appends the lines of a piece of a body.
func appendBody(words []string, doc *richtext.Document, plain bool) []string {
	if plain {
		return append(words, doc.Text())
	}
	body := doc.Layout(richtext.Options{Width: wide, Unfold: true})
	for i := 0; ; i++ {
		l, ok := body.Line(i)
		if !ok {
			return words
		}
		words = append(words, strings.TrimLeft(l, gutter))
	}
}

func textFrom(words []string) text {
	exact := collapse(strings.Join(words, "\n"))
	return text{exact, strings.ToLower(exact)}
}

// prepare reads in the background what a search needs and does not have; nil
// when there is nothing to do.
func (p *Pane) prepare() tea.Cmd {
	if !p.find.active() || p.find.ready || p.find.preparing {
		return nil
	}
	p.find.preparing = true
	id, items, m := p.id, p.items, p.env.Mask
	return func() tea.Msg {
		generation := m.Generation()
		texts := make(map[string]indexed, len(items))
		for _, it := range items {
			texts[it.key] = textOf(it, m)
		}
		return Indexed{id, generation, texts}
	}
}

func (p *Pane) indexed(m Indexed) {
	f := &p.find
	if m.id != p.id || !f.active() || f.ready {
		return
	}
	f.preparing = false
	if m.generation != p.env.Mask.Generation() {
		return // it is prepared again
	}
	f.texts, f.ready, p.dirty = m.texts, true, true
	for i := range p.items {
		it := &p.items[i]
		if t, ok := f.texts[it.key]; ok && t.stamp == it.stamp && t.size == it.size() {
			p.body(it).body = t.body
		}
	}
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
			f.texts[it.key] = textOf(*it, p.env.Mask)
		}
	}
	p.count()
}

// count counts the matches of each block of each item.
func (p *Pane) count() {
	f := &p.find
	f.counts, f.total = make([]counts, len(p.items)), 0
	if !f.ready || f.want.text == "" {
		return
	}
	for i := range p.items {
		for _, t := range f.texts[p.items[i].key].blocks {
			s := t.lower
			if f.want.exact {
				s = t.exact
			}
			n := strings.Count(s, f.want.text)
			f.counts[i].blocks = append(f.counts[i].blocks, n)
			f.counts[i].all += n
		}
		f.total += f.counts[i].all
	}
}

// counts are the numbers of matches in an item.
type counts struct {
	all    int
	blocks []int
}

// find returns the block of match nth, and which of its matches that is.
func (c *counts) find(nth int) (block, n int) {
	for block = 0; block < len(c.blocks)-1 && nth >= c.blocks[block]; block++ {
		nth -= c.blocks[block]
	}
	return block, nth
}
