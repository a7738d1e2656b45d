package conversation

import (
	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// long is the body of an item, which may have several pieces. Folded, a
// message shows the first; each further one is a block of its own, which is
// made when it comes on the screen.
type long struct {
	stamp   int64
	size    int
	body    *richtext.Body
	reading bool // it is read to its end in the background
}

// Read carries a body that was read to its end in the background. It belongs
// to the pane's Update.
type Read struct {
	id    api.ID
	key   string
	stamp int64
	size  int
	body  *richtext.Body
}

// body returns the body of an item, for as long as its content is the same.
func (p *Pane) body(it *item) *long {
	l, ok := p.bodies[it.key]
	if !ok || l.stamp != it.stamp || l.size != it.size() {
		l = &long{stamp: it.stamp, size: it.size(), body: richtext.NewBody(it.body)}
		p.bodies[it.key] = l
	}
	return l
}

// has reports whether there is such a block: every item has one, and an
// unfolded message one for each piece of its body.
func (p *Pane) has(at position) bool {
	if at.item < 0 || at.item >= len(p.items) {
		return false
	}
	it := &p.items[at.item]
	return at.piece == 0 || at.piece > 0 && it.kind == kindMessage && p.open[it.key] && p.body(it).body.Has(at.piece)
}

// next returns the beginning of the block below.
func (p *Pane) next(at position) (position, bool) {
	if below := (position{item: at.item, piece: at.piece + 1}); p.has(below) {
		return below, true
	}
	below := position{item: at.item + 1}
	return below, p.has(below)
}

// prev returns the beginning of the block above.
func (p *Pane) prev(at position) (position, bool) {
	if at.piece > 0 {
		return position{item: at.item, piece: at.piece - 1}, true
	}
	if at.item == 0 {
		return position{}, false
	}
	return p.last(at.item - 1), true
}

// last returns the beginning of the last block of item i.
func (p *Pane) last(i int) position {
	it := &p.items[i]
	if it.kind != kindMessage || !p.open[it.key] {
		return position{item: i}
	}
	return position{item: i, piece: p.body(it).body.Len() - 1}
}

// rest says how much of a folded message is not among what is folded.
func rest(b *richtext.Body, open bool) string {
	if open || !b.Has(1) {
		return ""
	}
	return pane.Bytes(int64(b.Bytes()-b.Source(0))) + " more"
}

// read reads the body of an unfolded message to its end in the background,
// which takes a blink for several megabytes; nil when it is known already.
func (p *Pane) read(it *item) tea.Cmd {
	l := p.body(it)
	if l.reading || l.body.Known() {
		return nil
	}
	l.reading = true
	id, key, html := p.id, it.key, it.body
	stamp, size := l.stamp, l.size
	return func() tea.Msg {
		b := richtext.NewBody(html)
		b.Len()
		return Read{id, key, stamp, size, b}
	}
}

// onRead takes a body that was read, and goes on to the end that was asked
// for.
func (p *Pane) onRead(m Read) {
	l := p.bodies[m.key]
	if m.id != p.id || l == nil || l.stamp != m.stamp || l.size != m.size {
		return
	}
	l.body, l.reading = m.body, false
	if p.ending {
		p.ending, p.notice = false, ""
		p.toEnd()
	}
}

// seekEnd goes to the end of the thread. Where that is an unfolded body whose
// end is not known yet, the screen stays as it is until then.
func (p *Pane) seekEnd() tea.Cmd {
	it := &p.items[len(p.items)-1]
	if it.kind == kindMessage && p.open[it.key] && !p.body(it).body.Known() {
		p.ending, p.dirty = true, true
		p.notice = "looking for the end of " + pane.Bytes(int64(len(it.body))) + "…"
		return p.read(it)
	}
	p.toEnd()
	return nil
}

func (p *Pane) toEnd() {
	p.follow, p.pin, p.dirty = true, nil, true
	p.settle()
}

// unfold shows what is folded on the screen, or folds it again when nothing
// is left to unfold.
func (p *Pane) unfold() tea.Cmd {
	var folded, unfolded []*item
	for _, i := range p.visible() {
		it := &p.items[i]
		switch {
		case p.open[it.key]:
			unfolded = append(unfolded, it)
		case p.block(position{item: i}).folds:
			folded = append(folded, it)
		}
	}
	var cmds []tea.Cmd
	for _, it := range folded {
		p.open[it.key] = true
		if it.kind == kindMessage {
			cmds = append(cmds, p.read(it))
		}
	}
	if len(folded) == 0 {
		for _, it := range unfolded {
			delete(p.open, it.key)
		}
		if len(unfolded) == 0 {
			p.notice = "nothing is folded here"
		}
	}
	p.follow, p.pin, p.dirty = false, nil, true
	p.settle()
	return tea.Batch(cmds...)
}
