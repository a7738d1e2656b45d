package conversation

import "parley/keymap"

// position is a line of a block of an item.
type position struct{ item, piece, line int }

// block returns the beginning of the block that the line is in.
func (at position) block() position { return position{item: at.item, piece: at.piece} }

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
	for at, ok := p.top, p.has(p.top); ok && len(rows) < p.height(); at, ok = p.next(at) {
		b := p.block(at)
		for len(rows) < p.height() {
			if _, ok := b.line(at.line); !ok {
				break
			}
			rows = append(rows, at)
			at.line++
		}
	}
	return rows
}

// fills reports whether at least n lines stand from pos on.
func (p *Pane) fills(pos position, n int) bool {
	n += pos.line
	for ok := true; ok; pos, ok = p.next(pos) {
		b := p.block(pos)
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
	for at, ok := p.last(len(p.items)-1), true; ok; at, ok = p.prev(at) {
		h := p.block(at).height()
		if h >= need {
			at.line = h - need
			return at
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
	if !p.has(p.top) { // it was folded
		p.top = position{item: p.top.item, line: p.items[p.top.item].gap}
	}
	if b := p.block(p.top); !b.atLeast(p.top.line + 1) {
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
		b := p.block(pos)
		if b.atLeast(pos.line + n + 1) {
			pos.line += n
			break
		}
		below, ok := p.next(pos)
		if !ok {
			pos.line = b.height()
			break
		}
		n -= b.height() - pos.line
		pos = below
	}
	p.goTo(pos)
}

func (p *Pane) up(n int) { p.goTo(p.above(p.top, n)) }

// above returns the position n lines above pos, or the first one.
func (p *Pane) above(pos position, n int) position {
	for n > pos.line {
		at, ok := p.prev(pos)
		if !ok {
			break
		}
		n -= pos.line
		pos = at
		pos.line = p.block(pos).height()
	}
	pos.line = max(pos.line-n, 0)
	return pos
}

func (p *Pane) nextMessage() {
	for i := p.top.item; i < len(p.items); i++ {
		it := &p.items[i]
		if it.kind == kindMessage && (i > p.top.item || p.top.piece == 0 && p.top.line < it.gap) {
			p.goTo(position{item: i, line: it.gap})
			return
		}
	}
	p.toEnd()
}

func (p *Pane) prevMessage() {
	for i := min(p.top.item, len(p.items)-1); i >= 0; i-- {
		it := &p.items[i]
		if it.kind == kindMessage && (i < p.top.item || p.top.piece > 0 || p.top.line > it.gap) {
			p.goTo(position{item: i, line: it.gap})
			return
		}
	}
	p.move(keymap.First)
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
