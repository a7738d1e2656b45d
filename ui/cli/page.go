package cli

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"parley/api/desk"
	"parley/api/safetext"
	"parley/ui/layout"
	"parley/ui/richtext"
	"parley/ui/theme"
)

// page collects what show prints.
type page struct {
	b     strings.Builder
	clock clock
	names names
	width int  // of everything laid out, in cells
	wrap  bool // values of the header are broken at width; else a terminal or a pipe has them in one line
	all   bool
	sla   desk.SLAClock // of the conversation
	theme *theme.Theme
}

// The cells that the labels of the header take.
const labelWidth = 28

// page returns an empty page. A width of 0 leaves it to the terminal.
func (a *app) page(c clock, n names, width int) *page {
	p := &page{clock: c, names: n, width: width, wrap: true, theme: a.theme()}
	if width == 0 {
		p.width = min(a.env.columns(), readableWidth)
	}
	if p.width == 0 {
		p.width, p.wrap = pageWidth, false
	}
	return p
}

// theme returns the styles of what is printed: the terminal's own sixteen
// colours, because nobody asks the terminal for its background here.
func (a *app) theme() *theme.Theme {
	t, err := theme.New("ansi")
	if err != nil {
		return theme.Default()
	}
	return t
}

// print writes the page. The guard lets nothing through but text and our own
// styles, whatever a customer wrote.
func (p *page) print(w io.Writer) error {
	_, err := io.WriteString(w, richtext.Guard(p.b.String()))
	return err
}

// line adds one line as it is, styles included.
func (p *page) line(s string) { p.b.WriteString(s + "\n") }

// text adds styled text, broken at the width, behind an indent.
func (p *page) text(indent string, render func(...string) string, s string) {
	for _, line := range p.broken(s, p.width-len(indent)) {
		p.line(indent + render(line))
	}
}

// event adds a quiet line for something that happened.
func (p *page) event(words string) {
	mark := "── "
	for _, line := range p.broken(words, p.width-3) {
		p.line(p.theme.Event.Render(mark + line))
		mark = "   "
	}
}

// field adds a labelled value; an empty one is not known, and left out.
func (p *page) field(label, value string) {
	value = strings.TrimRight(value, "\n ")
	if value == "" {
		return
	}
	room := min(labelWidth, p.width/3)
	label = layout.Cut(label, room-1)
	pad := strings.Repeat(" ", room-layout.Widest(label))
	for i, line := range p.broken(value, p.width-room) {
		if i == 0 {
			p.line(p.theme.Dim.Render(label) + pad + line)
			continue
		}
		p.line(strings.Repeat(" ", room) + line)
	}
}

// broken returns the lines of s, none wider than w by either rule where the
// page wraps.
func (p *page) broken(s string, w int) []string {
	if !p.wrap {
		return strings.Split(s, "\n")
	}
	w = max(w, 2) // the widest character
	for limit := w; ; limit-- {
		lines := strings.Split(ansi.Wrap(s, limit, ""), "\n")
		if limit == 1 || !tooWide(lines, w) {
			return lines
		}
	}
}

func tooWide(lines []string, w int) bool {
	for _, line := range lines {
		if layout.Widest(line) > w {
			return true
		}
	}
	return false
}

// html adds a body in full, behind an indent.
func (p *page) html(html, indent string) {
	b := richtext.NewBody(html)
	for i := 0; b.Has(i); i++ {
		l := b.Piece(i, nil).Layout(richtext.Options{Width: max(p.width-len(indent), 1), Theme: p.theme, Unfold: true})
		for _, line := range l.Lines(0, l.Height()) {
			p.line(strings.TrimRight(indent+line, " "))
		}
	}
}

// oneLine returns text from the network for a place of one line.
func oneLine(html string) string { return strings.TrimSpace(safetext.Line(richtext.Inline(html))) }
