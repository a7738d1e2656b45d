package conversation

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// pin remembers the text at the top of the screen in a way that does not
// depend on the width: how many characters of its block are above it.
type pin struct {
	key   string
	piece int
	chars int
}

// begin chooses where a conversation opens: the first message that was not
// seen, in view with all below it where that fits; else the end.
func (p *Pane) begin() {
	p.follow = true
	if p.w <= 0 || p.h <= 0 || len(p.items) == 0 {
		return
	}
	p.begun = true
	i := p.firstUnread()
	if last := len(p.items) - 1; i < 0 && len(p.items[last].body) > large {
		i = last // its end is far away
	}
	if i >= 0 && p.fills(position{item: i, line: p.items[i].gap}, p.height()) {
		p.top, p.follow = position{item: i, line: p.items[i].gap}, false
	}
	p.settle()
}

// firstUnread is where reading should begin: the mark of what is new, or in
// a conversation that was never on this screen the first message after the
// last public answer. -1 is the end.
func (p *Pane) firstUnread() int {
	first := 0
	for i := range p.items {
		it := &p.items[i]
		if it.kind == kindNew {
			return i
		}
		if it.kind == kindMessage && it.voice == voiceTeammate {
			first = -1
		} else if it.kind == kindMessage && it.voice == voiceContact && first < 0 && !it.pending {
			first = i
		}
	}
	if p.seen != "" {
		return -1
	}
	return first
}

// stay keeps the text at the top after a refresh, and follows the end if it
// was on the screen, but not past the beginning of what is new.
func (p *Pane) stay(old []item, top position) {
	known := make(map[string]bool, len(old))
	for i := range old {
		known[old[i].key] = true
	}
	fresh := -1
	for i := range p.items {
		it := &p.items[i]
		if it.kind != kindMessage || known[it.key] {
			continue
		}
		if fresh < 0 {
			fresh = i
		}
		if !p.follow && !it.pending {
			p.below[it.key] = true
		}
	}
	if p.follow {
		if fresh >= 0 && p.w > 0 && p.h > 0 && p.fills(position{item: fresh, line: p.items[fresh].gap}, p.height()) {
			p.top, p.follow = position{item: fresh, line: p.items[fresh].gap}, false
		}
	} else if top.item < len(old) {
		p.top = p.sameAs(&old[top.item], top)
	}
	p.settle()
}

// sameAs finds the item in the new list, or what is next to its time.
func (p *Pane) sameAs(was *item, at position) position {
	if i := slices.IndexFunc(p.items, func(it item) bool { return it.key == was.key }); i >= 0 {
		return position{i, at.piece, at.line}
	}
	for i, it := range slices.Backward(p.items) {
		if !it.at.IsZero() && !it.at.After(was.at) {
			return position{item: i}
		}
	}
	return position{}
}

// hold pins the text at the top before the width changes.
func (p *Pane) hold() {
	if p.pin != nil || p.w <= 0 || p.top.item >= len(p.items) {
		return
	}
	it, b := &p.items[p.top.item], p.block(p.top)
	n := 0
	for i := range p.top.line {
		s, _ := b.line(i)
		n += letters(s)
	}
	p.pin = &pin{it.key, p.top.piece, n}
}

// release puts the pinned text back to the top.
func (p *Pane) release() {
	if p.pin == nil || p.follow || p.w <= 0 || p.top.item >= len(p.items) || p.items[p.top.item].key != p.pin.key || p.top.piece != p.pin.piece {
		return
	}
	if p.pin.chars == 0 {
		return // blank lines and headers do not move with the width
	}
	b := p.block(p.top)
	for n, i := 0, 0; ; i++ {
		s, ok := b.line(i)
		n += letters(s)
		if !ok || n > p.pin.chars {
			p.top.line = i
			return
		}
	}
}

// letters counts what is neither blank nor part of a bar.
func letters(s string) int {
	n := 0
	for _, r := range ansi.Strip(s) {
		if !strings.ContainsRune(" \u00a0│┊▌▎", r) {
			n++
		}
	}
	return n
}
