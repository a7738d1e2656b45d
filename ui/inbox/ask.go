package inbox

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/layout"
)

// Filtered says that the view is to be narrowed to what fits the text.
type Filtered struct{ Text string }

// Searched says that the agent searches for the text; "" leads back.
type Searched struct{ Text string }

// asking is what the line above the list is being asked for.
type asking int

const (
	nothing asking = iota
	filtering
	searching
)

// AskSearch takes the words of a search, beginning with those of the last.
func (p *Pane) AskSearch(words string) tea.Cmd { return p.ask(searching, words) }

func (p *Pane) ask(what asking, words string) tea.Cmd {
	p.asking, p.dirty = what, true
	p.input.Prompt = map[asking]string{filtering: `\ `, searching: "/ "}[what]
	p.input.Placeholder = map[asking]string{
		filtering: "words of the list",
		searching: `words, is:open assignee:me tag:billing "exact words"`,
	}[what]
	p.input.SetValue(words)
	p.input.CursorEnd()
	p.settle()
	return p.input.Focus()
}

// Typing reports whether keys are text.
func (p *Pane) Typing() bool { return p.asking != nothing }

// Type takes a key or a paste into the line above the list. A filter works
// while it is typed; a search waits for enter.
func (p *Pane) Type(msg tea.Msg) tea.Cmd {
	p.dirty = true
	what, before := p.asking, p.input.Value()
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			p.stopAsking()
			if what == searching {
				return say(Searched{before})
			}
			return nil
		case "esc":
			p.stopAsking()
			if what == filtering {
				p.filter = ""
				return say(Filtered{})
			}
			return nil
		case "down", "ctrl+n":
			return p.move(1)
		case "up", "ctrl+p":
			return p.move(-1)
		}
	}
	if paste, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: safetext.Line(paste.Content)}
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	if text := p.input.Value(); what == filtering && text != before {
		p.filter = text
		return tea.Batch(cmd, say(Filtered{text}))
	}
	return cmd
}

func (p *Pane) stopAsking() {
	p.asking = nothing
	p.input.Blur()
	p.settle()
}

// Cursor returns where the terminal's cursor belongs, in the pane's cells;
// nil hides it.
func (p *Pane) Cursor() *tea.Cursor {
	if !p.focused || p.asking == nothing {
		return nil
	}
	c := p.input.Cursor()
	if c != nil {
		c.X = p.env.Measure.Column(p.input.View(), c.X)
	}
	return c
}

// scope says in as many lines as it takes what was searched: half a sentence
// would promise more than that.
func (p *Pane) scope() []string { return strings.Split(layout.Wrap(p.foot, max(p.w-2, 1)), "\n") }

// backShowsAll says how to see everything again.
func (p *Pane) backShowsAll() string { return p.env.KeyDoes(keymap.Global, keymap.Back, "shows all") }

// head is the lines above the rows: what is being asked, or what narrows the
// list.
func (p *Pane) head() []string {
	t := p.env.Theme
	switch {
	case p.asking != nothing:
		return []string{p.input.View()}
	case p.filter != "":
		return []string{t.Accent.Render(`\ `+p.filter) + t.Dim.Render("  "+p.backShowsAll())}
	case p.foot != "":
		lines := p.scope()
		for i, l := range lines {
			lines[i] = t.Dim.Render(" " + l)
		}
		return lines
	default:
		return nil
	}
}
