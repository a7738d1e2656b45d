package conversation

import (
	"slices"

	"parley/keymap"
)

// position is a line of an item.
type position struct{ item, line int }

// height is how many lines of the thread are on the screen.
func (p *Pane) height() int {
	if p.find.active() && p.h > 1 {
		return p.h - 1
	}
	return p.h
}

// window returns the lines on the screen, from the top.
func (p *Pane) window() []position {
	rows := make([]position, 0, p.height())
	at := p.top
	for at.item < len(p.items) && len(rows) < p.height() {
		b := p.block(at.item)
		for len(rows) < p.height() {
			if _, ok := b.line(at.line); !ok {
				break
			}
			rows = append(rows, at)
			at.line++
		}
		at = position{at.item + 1, 0}
	}
	return rows
}

// fills reports whether at least n lines stand from pos on.
func (p *Pane) fills(pos position, n int) bool {
	n += pos.line
	for i := pos.item; i < len(p.items); i++ {
		b := p.block(i)
		if b.atLeast(n) {
			return true
		}
		n -= b.height()
	}
	return n <= 0
}

// end returns the position that has the last line at the bottom.
func (p *Pane) end() position {
	need := p.height()
	for i := range slices.Backward(p.items) {
		h := p.block(i).height()
		if h >= need {
			return position{i, h - need}
		}
		need -= h
	}
	return position{}
}

// settle keeps the screen full and notes whether it shows the end.
func (p *Pane) settle() {
	if p.w <= 0 || p.h <= 0 || len(p.items) == 0 {
		return
	}
	p.top.item = min(max(p.top.item, 0), len(p.items)-1)
	if b := p.block(p.top.item); !b.atLeast(p.top.line + 1) {
		p.top.line = max(b.height()-1, 0)
	}
	if p.follow || !p.fills(p.top, p.height()) {
		p.top = p.end()
	}
	p.follow = !p.fills(p.top, p.height()+1)
	p.forget()
}

// forget drops what came on the screen from the count of what is below it.
func (p *Pane) forget() {
	if len(p.below) == 0 {
		return
	}
	if p.follow {
		clear(p.below)
		return
	}
	for _, row := range p.window() {
		delete(p.below, p.items[row.item].key)
	}
}

// goTo puts pos at the top, as far as there is enough below it.
func (p *Pane) goTo(pos position) {
	p.top, p.follow, p.pin, p.dirty = pos, false, nil, true
	p.settle()
}

// move carries out the actions that scroll.
func (p *Pane) move(a keymap.Action) bool {
	page := max(p.height()-1, 1) // one line stays, to read on from
	switch a {
	case keymap.Down:
		p.down(1)
	case keymap.Up:
		p.up(1)
	case keymap.PageDown:
		p.down(page)
	case keymap.PageUp:
		p.up(page)
	case keymap.First:
		p.goTo(position{})
	case keymap.Last:
		p.follow, p.pin, p.dirty = true, nil, true
		p.settle()
	case keymap.NextMessage:
		p.nextMessage()
	case keymap.PrevMessage:
		p.prevMessage()
	default:
		return false
	}
	return true
}

func (p *Pane) down(n int) {
	pos := p.top
	for {
		b := p.block(pos.item)
		if b.atLeast(pos.line + n + 1) {
			pos.line += n
			break
		}
		if pos.item == len(p.items)-1 {
			pos.line = b.height()
			break
		}
		n -= b.height() - pos.line
		pos = position{pos.item + 1, 0}
	}
	p.goTo(pos)
}

func (p *Pane) up(n int) { p.goTo(p.above(p.top, n)) }

// above returns the position n lines above pos, or the first one.
func (p *Pane) above(pos position, n int) position {
	for n > pos.line && pos.item > 0 {
		n -= pos.line
		pos.item--
		pos.line = p.block(pos.item).height()
	}
	pos.line = max(pos.line-n, 0)
	return pos
}

func (p *Pane) nextMessage() {
	for i := p.top.item; i < len(p.items); i++ {
		it := &p.items[i]
		if it.kind == kindMessage && (i > p.top.item || p.top.line < it.gap) {
			p.goTo(position{i, it.gap})
			return
		}
	}
	p.move(keymap.Last)
}

func (p *Pane) prevMessage() {
	for i := min(p.top.item, len(p.items)-1); i >= 0; i-- {
		it := &p.items[i]
		if it.kind == kindMessage && (i < p.top.item || p.top.line > it.gap) {
			p.goTo(position{i, it.gap})
			return
		}
	}
	p.move(keymap.First)
}

// unfold shows what is folded on the screen, or folds it again when nothing
// is left to unfold.
func (p *Pane) unfold() {
	folded, unfolded := []string{}, []string{}
	for _, i := range p.visible() {
		it := &p.items[i]
		switch {
		case p.open[it.key]:
			unfolded = append(unfolded, it.key)
		case p.block(i).folds:
			folded = append(folded, it.key)
		}
	}
	for _, k := range folded {
		p.open[k] = true
	}
	if len(folded) == 0 {
		for _, k := range unfolded {
			delete(p.open, k)
		}
		if len(unfolded) == 0 {
			p.notice = "nothing is folded here"
		}
	}
	p.follow, p.pin, p.dirty = false, nil, true
	p.settle()
}

// visible returns the indexes of the items on the screen, from the top.
func (p *Pane) visible() []int {
	var out []int
	for _, row := range p.window() {
		if n := len(out); n == 0 || out[n-1] != row.item {
			out = append(out, row.item)
		}
	}
	return out
}
