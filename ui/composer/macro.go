package composer

import (
	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
)

// Insert puts a prepared text at the cursor, and the cursor to an offset, in
// runes, within it. What is done once the reply is posted is shown in the
// review bar; words say it, one for each change.
func (p *Pane) Insert(text string, cursor int, then []desk.ActionChange, words []string) tea.Cmd {
	at := p.cursor()
	p.input.InsertString(clean(text))
	p.place(at + cursor)
	p.plan, p.planWords = append(p.plan, then...), append(p.planWords, words...)
	p.stage, p.dirty = typing, true
	p.edited = true
	return p.focusBox()
}

// forgetPlan drops what a macro wanted done: another text follows.
func (p *Pane) forgetPlan() { p.plan, p.planWords = nil, nil }
