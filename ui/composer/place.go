package composer

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// SetSize gives the composer its inside, in cells.
func (p *Pane) SetSize(w, h int) {
	if w == p.w && h == p.h {
		return
	}
	p.w, p.h, p.dirty = w, h, true
	p.sizeBox()
	p.reveal()
	p.attach.SetWidth(max(w-len(p.attach.Prompt)-1, 4))
}

func (p *Pane) sizeBox() {
	p.input.SetWidth(max(p.w-promptWidth, leastRoom))
	p.input.SetHeight(max(p.h, 1))
}

// SetFocus says whether keys go to the composer.
func (p *Pane) SetFocus(f bool) {
	if f != p.focused {
		p.focused, p.dirty = f, true
	}
}

// Wanted returns how many rows the composer would like; total is what it
// shares with the conversation.
func (p *Pane) Wanted(total int) int {
	switch p.stage {
	case closed:
		return 0
	case typing:
		return min(max(p.input.LineCount()+1, total/3, 4), max(total*2/3, 3))
	default:
		return max(min(p.reviewRows(), total*2/3), min(roomForKeys, total*2/3), min(6, total))
	}
}

// Cursor returns where the terminal's cursor belongs, in the pane's cells;
// nil hides it.
func (p *Pane) Cursor() *tea.Cursor {
	switch {
	case !p.focused:
		return nil
	case p.stage == typing:
		p.View() // knows where it is
		if p.caret == nil {
			return nil
		}
		c := *p.caret
		return &c
	case p.stage == attaching:
		c := p.attach.Cursor()
		if c != nil {
			c.Y = p.h - 1
		}
		return c
	default:
		return nil
	}
}

// place puts the cursor at an offset in runes.
func (p *Pane) place(offset int) {
	before := []rune(p.input.Value())
	if offset >= len(before) {
		p.input.MoveToEnd()
		return
	}
	p.input.MoveToBegin()
	before = before[:max(min(offset, len(before)), 0)]
	lines := strings.Split(string(before), "\n")
	for p.input.Line() < len(lines)-1 {
		line := p.input.Line()
		p.input.CursorEnd()
		p.input.CursorDown()
		if p.input.Line() == line {
			break
		}
	}
	p.input.SetCursorColumn(len([]rune(lines[len(lines)-1])))
}

// cursor returns the cursor's offset in runes.
func (p *Pane) cursor() int {
	n := 0
	for i, line := range strings.Split(p.input.Value(), "\n") {
		if i == p.input.Line() {
			break
		}
		n += len([]rune(line)) + 1
	}
	return n + p.input.Column()
}

// reveal brings the cursor into view: the bubble scrolls only when it is told
// of a message.
func (p *Pane) reveal() {
	if c := p.input.Cursor(); c != nil && (c.Y < 0 || c.Y >= p.input.Height()) {
		p.input, _ = p.input.Update(nil)
	}
}

// focusBox gives the box the keys.
func (p *Pane) focusBox() tea.Cmd {
	cmd := p.input.Focus()
	p.reveal()
	return cmd
}
