package inbox

import "parley/api"

// Marked returns the marked conversations in the order of the list.
func (p *Pane) Marked() []api.ID {
	if len(p.marks) == 0 {
		return nil
	}
	var out []api.ID
	for _, r := range p.list.Rows {
		if p.marks[r.Conversation.ID] {
			out = append(out, r.Conversation.ID)
		}
	}
	return out
}

// ClearMarks takes all marks off.
func (p *Pane) ClearMarks() {
	clear(p.marks)
	p.dirty = true
}

// mark marks the selected conversation, or takes its mark off, and goes on to
// the next row.
func (p *Pane) mark() {
	if p.id == "" {
		return
	}
	if p.marks[p.id] {
		delete(p.marks, p.id)
	} else {
		p.marks[p.id] = true
	}
	p.anchor = p.id
	p.dirty = true
}

// markRange marks everything from the last mark to the selected row.
func (p *Pane) markRange() {
	from := p.at
	for i, r := range p.list.Rows {
		if r.Conversation.ID == p.anchor {
			from = i
		}
	}
	for i := min(from, p.at); i <= max(from, p.at) && i < len(p.list.Rows); i++ {
		p.marks[p.list.Rows[i].Conversation.ID] = true
	}
	p.dirty = true
}

// markAll marks every row, or, when all are marked, none.
func (p *Pane) markAll() {
	all := len(p.Marked()) == len(p.list.Rows)
	clear(p.marks)
	if !all {
		for _, r := range p.list.Rows {
			p.marks[r.Conversation.ID] = true
		}
	}
	p.dirty = true
}

// After returns the conversation below one of the list, or above it at the
// end.
func (p *Pane) After(id api.ID) (api.ID, bool) {
	for i, r := range p.list.Rows {
		if r.Conversation.ID != id {
			continue
		}
		switch {
		case i+1 < len(p.list.Rows):
			return p.list.Rows[i+1].Conversation.ID, true
		case i > 0:
			return p.list.Rows[i-1].Conversation.ID, true
		}
	}
	return "", false
}
