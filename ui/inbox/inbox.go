// Package inbox is the conversation list: the rows of one view, one of them
// selected. It fetches nothing; the root gives it what the desk holds.
package inbox

import (
	"fmt"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
)

// rowLines is how many lines a conversation takes.
const rowLines = 2

// Opened says that the agent opened a conversation.
type Opened struct{ ID api.ID }

// Wanted says that the selection comes near the end of what is held.
type Wanted struct{ View string }

// Sorted says that the agent asked for the next order.
type Sorted struct{}

// Pane is the conversation list.
type Pane struct {
	env     *pane.Env
	list    desk.List
	loaded  bool
	at      int              // index of the selected row
	id      api.ID           // its conversation, which survives refreshes
	places  map[string]place // where the selection was in the views that were shown
	wanted  api.ID           // the conversation to select as soon as it is in the list
	top     int              // first row on the screen
	w, h    int
	focused bool
	asked   int    // rows held when more were last asked for
	problem string // why there may be nothing to show

	marks   map[api.ID]bool
	anchor  api.ID // where a range of marks begins
	asking  asking
	input   textinput.Model
	filter  string           // what narrows the list
	found   map[api.ID]Found // excerpts of a search
	targets map[string]desk.Targets
	mates   map[api.ID]string // who else has it open, in a word or two
	foot    string            // where a search's results come from

	drawn   string
	drawnAt int // env version of drawn
	dirty   bool
	moved   bool                // another row is selected, and nothing else is different
	plain   map[api.ID][]string // rows as they are drawn when not selected
}

// New returns an empty list.
func New(env *pane.Env) *Pane {
	in := textinput.New()
	in.SetVirtualCursor(false)
	in.KeyMap.Paste.SetEnabled(false) // it uses the host's clipboard
	return &Pane{env: env, input: in, marks: map[api.ID]bool{}, plain: map[api.ID][]string{}, places: map[string]place{}, dirty: true}
}

// Targets are what was promised under the names of SLAs.
func (p *Pane) Targets(t map[string]desk.Targets) { p.targets, p.dirty = t, true }

// Found is what a search found in a conversation: an excerpt, and the byte
// offsets of what to highlight in it.
type Found struct {
	Excerpt string
	Marks   [][2]int
}

// ShowFound shows what a search found in place of a view; foot says where it
// comes from.
func (p *Pane) ShowFound(l desk.List, found map[api.ID]Found, foot string) {
	p.Show(l)
	p.found, p.foot = found, foot
	p.settle()
}

// Reset forgets what narrows the list: another view follows.
func (p *Pane) Reset() {
	p.filter, p.foot, p.found = "", "", nil
	p.asking, p.dirty = nothing, true
	clear(p.marks)
}

// Problem says why nothing comes from Intercom, "" when all is well. An empty
// list shows it.
func (p *Pane) Problem(sentence string) {
	if sentence != p.problem {
		p.problem, p.dirty = sentence, true
	}
}

// Stale makes the next View draw anew: a minute passed.
func (p *Pane) Stale() { p.dirty = true }

// Selected returns the selected row; ok is false in an empty list.
func (p *Pane) Selected() (row desk.Row, ok bool) {
	if p.at < 0 || p.at >= len(p.list.Rows) {
		return desk.Row{}, false
	}
	return p.list.Rows[p.at], true
}

// Step selects the row n rows further and returns it.
func (p *Pane) Step(n int) (desk.Row, bool) {
	p.move(n)
	return p.Selected()
}

// Select selects the conversation if it is in the list.
func (p *Pane) Select(id api.ID) {
	for i, r := range p.list.Rows {
		if r.Conversation.ID == id {
			p.at = i
			p.settle()
			p.dirty = true
			return
		}
	}
}

// Row returns the row of a conversation, if it is in the list.
func (p *Pane) Row(id api.ID) (desk.Row, bool) {
	for _, r := range p.list.Rows {
		if r.Conversation.ID == id {
			return r, true
		}
	}
	return desk.Row{}, false
}

// Rows returns the rows of the list; they are shared and read-only.
func (p *Pane) Rows() []desk.Row { return p.list.Rows }

// Held returns how many rows the list has.
func (p *Pane) Held() int { return len(p.list.Rows) }

// Hidden returns how many rows are held locally beyond those of the list.
func (p *Pane) Hidden() int { return max(p.list.Held-len(p.list.Rows), 0) }

// Sort returns the order of the list.
func (p *Pane) Sort() desk.Sort { return p.list.View.Sort }

// Title returns what the frame says above the list.
func (p *Pane) Title() (left, right string) {
	if !p.loaded {
		return "Inbox", ""
	}
	left = p.list.View.Name
	if n, ok := p.list.Total.Get(); ok {
		left = fmt.Sprintf("%s %d", left, n)
	}
	if n := len(p.Marked()); n > 0 {
		return left, fmt.Sprintf("%d marked", n)
	}
	return left, string(p.list.View.Sort)
}

// Update takes nothing: rows come through Show.
func (p *Pane) Update(tea.Msg) tea.Cmd { return nil }

// SetSize gives the list its inside, in cells.
func (p *Pane) SetSize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.dirty = w, h, true
		p.input.SetWidth(max(w-4, 4))
		p.settle()
	}
}

// SetFocus says whether keys go to the list.
func (p *Pane) SetFocus(f bool) {
	if f != p.focused {
		p.focused, p.dirty = f, true
	}
}
