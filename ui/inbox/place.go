package inbox

import (
	"slices"

	"parley/api"
	"parley/api/desk"
)

// place is where the selection is in a view: its conversation, and the rows
// that are scrolled away above it.
type place struct {
	id  api.ID
	top int
}

// Show replaces the rows. The selected conversation stays selected wherever
// it moved; if it is gone, the row that took its place is. A view that was
// shown before is found as it was left.
func (p *Pane) Show(l desk.List) {
	before := p.list.View.ID
	if before != l.View.ID {
		p.places[before] = place{p.id, p.top}
		was := p.places[l.View.ID]
		p.id, p.at, p.top, p.asked = was.id, 0, 0, 0
		if i := indexOf(l.Rows, was.id); i >= 0 {
			p.at, p.top = i, was.top
		}
	}
	p.list, p.loaded, p.dirty = l, true, true
	if i := indexOf(l.Rows, p.id); i >= 0 {
		p.top += i - p.at
		p.at = i
	}
	if i := indexOf(l.Rows, p.wanted); i >= 0 {
		p.at, p.wanted = i, ""
	}
	p.settle()
}

// Want selects the conversation, at once or as soon as it is in the list, if
// the agent does nothing there meanwhile.
func (p *Pane) Want(id api.ID) {
	p.wanted = ""
	if indexOf(p.list.Rows, id) >= 0 {
		p.Select(id)
		return
	}
	p.wanted = id
}

func indexOf(rows []desk.Row, id api.ID) int {
	return slices.IndexFunc(rows, func(r desk.Row) bool { return id != "" && r.Conversation.ID == id })
}
