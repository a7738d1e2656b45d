package inbox

import (
	tea "charm.land/bubbletea/v2"

	"parley/keymap"
)

// Do moves the selection, or says what the agent asked for.
func (p *Pane) Do(a keymap.Action) (tea.Cmd, bool) {
	page := max(p.room()/rowLines-1, 1)
	p.wanted = ""
	switch a {
	case keymap.Down:
		return p.move(1), true
	case keymap.Up:
		return p.move(-1), true
	case keymap.PageDown:
		p.top += page
		return p.move(page), true
	case keymap.PageUp:
		p.top -= page
		return p.move(-page), true
	case keymap.First:
		return p.move(-len(p.list.Rows)), true
	case keymap.Last:
		return p.move(len(p.list.Rows)), true
	case keymap.OpenIt:
		if r, ok := p.Selected(); ok {
			return say(Opened{r.Conversation.ID}), true
		}
		return nil, true
	case keymap.CycleSort:
		return say(Sorted{}), true
	case keymap.Mark:
		p.mark()
		return p.move(1), true
	case keymap.MarkRange:
		p.markRange()
		return nil, true
	case keymap.MarkAll:
		p.markAll()
		return nil, true
	case keymap.Filter:
		if p.found != nil { // a search is narrowed by its own words
			return nil, false
		}
		return p.ask(filtering, p.filter), true
	case keymap.Back:
		return p.back()
	default:
		return nil, false
	}
}

// back takes off what was put on the list, one thing at a time.
func (p *Pane) back() (tea.Cmd, bool) {
	switch {
	case len(p.Marked()) > 0:
		p.ClearMarks()
		return nil, true
	case p.filter != "":
		p.filter, p.dirty = "", true
		return say(Filtered{}), true
	case p.found != nil:
		return say(Searched{}), true
	default:
		return nil, false
	}
}

func say(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// move selects the row n rows further, and asks for more before the last.
func (p *Pane) move(n int) tea.Cmd {
	if len(p.list.Rows) == 0 {
		return nil
	}
	before := p.id
	p.wanted = ""
	p.at += n
	p.settle()
	p.moved = p.moved || p.id != before
	held := len(p.list.Rows)
	if (p.list.More || p.Hidden() > 0) && p.at >= held-10 && p.asked != held {
		p.asked = held
		return say(Wanted{p.list.View.ID})
	}
	return nil
}

// settle brings the selection into the list and into view. A selection that
// leaves the screen comes back in its middle: on a slow line it is cheaper to
// write many rows now and then than to move all of them with each step.
func (p *Pane) settle() {
	n := len(p.list.Rows)
	p.at = max(min(p.at, n-1), 0)
	p.id = ""
	if n > 0 {
		p.id = p.list.Rows[p.at].Conversation.ID
	}
	fit := max(p.room()/rowLines, 1)
	p.top = max(min(p.top, n-fit), 0)
	if p.at < p.top || p.at >= p.top+fit {
		p.top = max(min(p.at-fit/2, n-fit), 0)
	}
}

// room returns the lines that rows can take.
func (p *Pane) room() int {
	switch {
	case p.asking != nothing, p.filter != "":
		return p.h - 1
	case p.foot != "":
		return p.h - len(p.scope())
	default:
		return p.h
	}
}
