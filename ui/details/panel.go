package details

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/pane"
)

// Panel is the customer panel: it scrolls, and there is nothing to choose.
type Panel struct {
	env      *pane.Env
	customer customer
	shown    bool
	w, h     int
	top      int

	lines   []string
	drawn   string
	drawnAt int // env version of lines
	dirty   bool
}

var _ pane.Pane = (*Panel)(nil)

// NewPanel returns a panel that shows nobody.
func NewPanel(env *pane.Env) *Panel { return &Panel{env: env, dirty: true} }

// Show sets the conversation whose customer the panel is about. For the one
// that it already shows it stays where it was scrolled.
func (p *Panel) Show(t desk.Thread, dir desk.Directory) {
	if c := p.customer.thread.Conversation; c == nil || t.Conversation == nil || c.ID != t.Conversation.ID {
		p.Clear()
	}
	p.customer.thread, p.customer.directory = t, dir
	p.shown, p.dirty = true, true
}

// ShowEarlier sets the other conversations of a contact, newest first. It
// does nothing when the panel has gone on to another contact.
func (p *Panel) ShowEarlier(contact api.ID, rows []desk.Row) {
	if p.isAbout(contact) {
		p.customer.earlier, p.dirty = rows, true
	}
}

// ShowCompanies sets the companies of a contact, like ShowEarlier.
func (p *Panel) ShowCompanies(contact api.ID, companies []api.Company) {
	if p.isAbout(contact) {
		p.customer.companies, p.dirty = companies, true
	}
}

func (p *Panel) isAbout(contact api.ID) bool {
	return p.customer.thread.Contact != nil && p.customer.thread.Contact.ID == contact
}

// Clear shows nobody.
func (p *Panel) Clear() { p.customer, p.shown, p.top, p.dirty = customer{}, false, 0, true }

// Stale makes the next View draw anew: a minute passed.
func (p *Panel) Stale() { p.dirty = true }

// Title returns what the frame says.
func (p *Panel) Title() (left, right string) {
	if c := p.customer.thread.Contact; c != nil {
		right = pane.Human(c.Role)
	}
	return "Customer", safetext.Line(right)
}

// Update takes nothing.
func (p *Panel) Update(tea.Msg) tea.Cmd { return nil }

// SetSize gives the panel its inside.
func (p *Panel) SetSize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.dirty = max(w, 0), max(h, 0), true
	}
}

// SetFocus is for the frame only.
func (p *Panel) SetFocus(bool) {}

// Do scrolls.
func (p *Panel) Do(a keymap.Action) (tea.Cmd, bool) {
	p.refresh()
	top, ok := pane.Scroll(a, p.top, max(p.h-1, 1), len(p.lines))
	if !ok {
		return nil, false
	}
	p.top = top
	p.settle()
	p.drawn = ""
	return nil, true
}

func (p *Panel) settle() { p.top = max(min(p.top, len(p.lines)-p.h), 0) }

// View returns what is on the screen, exactly w×h cells.
func (p *Panel) View() string {
	p.refresh()
	if p.drawn == "" {
		p.drawn = p.env.Fill(p.lines[p.top:], p.w, p.h)
	}
	return p.drawn
}

// refresh draws all lines anew where something changed.
func (p *Panel) refresh() {
	if !p.dirty && p.drawnAt == p.env.Version {
		return
	}
	p.drawnAt, p.dirty, p.drawn = p.env.Version, false, ""
	p.lines = p.draw()
	p.settle()
}

func (p *Panel) draw() []string {
	t := p.env.Theme
	if !p.shown {
		return []string{"", " " + t.Dim.Render("No conversation is open.")}
	}
	f := &facts{now: p.env.Now(), dir: p.customer.directory}
	shown := p.customer.masked(p.env.Mask)
	f.dir = shown.directory
	shown.collect(f)
	if len(f.list) == 0 {
		return []string{"", " " + t.Dim.Render("Nothing is known of this customer.")}
	}
	var lines []string
	for _, fact := range f.list {
		lines = append(lines, p.fact(fact, len(lines) == 0)...)
	}
	return lines
}

// undelivered is the label of what stands in the way of a mail.
const undelivered = "mail"

// labels is how wide the column of labels is, and beside the width from which
// there is room for it.
const (
	labels = 13
	beside = 30
)

// fact draws a heading, or a label with its value beside it, or below it
// where the panel is narrow or the label long.
func (p *Panel) fact(f Fact, first bool) []string {
	t := p.env.Theme
	if f.Value == "" {
		head := " " + t.Strong.Render(f.Label)
		if first {
			return []string{head}
		}
		return []string{"", head}
	}
	value := t.Text
	if f.Label == undelivered {
		value = t.Warn
	}
	if f.Label == "" {
		return p.column(" ", f.Value, value.Render)
	}
	if p.w < beside || layout.Widest(f.Label) > labels {
		lines := p.column(" ", f.Label, t.Dim.Render)
		return append(lines, p.column("   ", f.Value, value.Render)...)
	}
	label := p.env.Measure.Fit(f.Label, labels)
	lines := p.column(strings.Repeat(" ", labels+2), f.Value, value.Render)
	lines[0] = " " + t.Dim.Render(label) + " " + strings.TrimPrefix(lines[0], strings.Repeat(" ", labels+2))
	return lines
}

// column wraps text to what is left of the width beside indent.
func (p *Panel) column(indent, text string, style func(...string) string) []string {
	w := max(p.w-len(indent)-1, 1)
	var lines []string
	for l := range strings.SplitSeq(layout.Wrap(text, w), "\n") {
		lines = append(lines, indent+style(l))
	}
	return lines
}
