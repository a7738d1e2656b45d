package conversation

import (
	"slices"
	"strings"

	"parley/api"
	"parley/api/safetext"
	"parley/ui/mask"
	"parley/ui/richtext"
)

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
func textOf(it item, m *mask.Mask) indexed {
	words := slices.Concat([]string{it.author}, it.lead, []string{it.subject})
	if strings.TrimSpace(it.body) != "" {
		doc := richtext.Parse(m.HTML(it.body))
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
			f.texts[it.key] = textOf(*it, p.env.Mask)
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
