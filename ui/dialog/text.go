package dialog

import (
	"strings"

	"parley/ui/layout"
	"parley/ui/pane"
)

// Choice is one answer to a question: the key that gives it, and what is
// carried out.
type Choice struct {
	Key    string
	Word   string
	Action any
}

// Confirm asks a question. Only the keys of its choices answer; esc leaves it.
// A key held down never answers.
type Confirm struct {
	Title   string
	Text    string
	Choices []Choice
}

// Key answers the question.
func (c *Confirm) Key(key string, held bool) (any, bool) {
	if key == "esc" {
		return nil, true
	}
	for _, ch := range c.Choices {
		if ch.Key == key && !held {
			return ch.Action, true
		}
	}
	return nil, false
}

// Body draws the question and the keys that answer it.
func (c *Confirm) Body(env *pane.Env, w, _ int) (string, []string) {
	t := env.Theme
	lines := []string{""}
	for l := range strings.SplitSeq(layout.Wrap(c.Text, min(w, 64)), "\n") {
		lines = append(lines, t.Text.Render(l))
	}
	lines = append(lines, "")
	for _, ch := range c.Choices {
		lines = append(lines, t.Key.Render(ch.Key)+"  "+t.Text.Render(ch.Word))
	}
	return c.Title, append(lines, t.Key.Render("esc")+"  "+t.Text.Render("leave it as it is"))
}

// Line is one line of a Page: a label and what it says. Without a value it is
// a heading.
type Line struct{ Label, Value string }

// Page shows lines to read. Any of its closing keys ends it; moving keys
// scroll.
type Page struct {
	Title string
	Lines []Line
	top   int
	seen  int // lines that fitted when it was last drawn
}

// Key scrolls or ends the page.
func (p *Page) Key(key string, _ bool) (any, bool) {
	switch key {
	case "esc", "q", "?", "S", "enter", "h", "left":
		return nil, true
	case "j", "down":
		p.top++
	case "k", "up":
		p.top--
	case "space", "pgdown", "ctrl+d":
		p.top += p.seen
	case "-", "pgup", "ctrl+u":
		p.top -= p.seen
	case "g", "home":
		p.top = 0
	case "G", "end":
		p.top = len(p.Lines)
	}
	return nil, false
}

// Body draws the lines that fit.
func (p *Page) Body(env *pane.Env, w, h int) (string, []string) {
	t := env.Theme
	label, value := 0, 0
	for _, l := range p.Lines {
		if l.Value != "" {
			label = max(label, layout.Widest(l.Label))
			value = max(value, layout.Widest(l.Value))
		}
	}
	label = min(label, w/2)
	var lines []string
	for _, l := range p.Lines {
		if l.Value == "" {
			lines = append(lines, t.Accent.Render(l.Label))
			continue
		}
		for i, v := range strings.Split(layout.Wrap(l.Value, max(w-label-2, 8)), "\n") {
			name := ""
			if i == 0 {
				name = l.Label
			}
			lines = append(lines, t.Key.Render(env.Measure.Fit(name, label))+"  "+t.Text.Render(v))
		}
	}
	room := max(h-2, 1)
	p.seen = room
	p.top = max(min(p.top, len(lines)-room), 0)
	more := ""
	if len(lines) > room {
		more = "j k scroll · "
	}
	shown := lines[p.top:min(p.top+room, len(lines))]
	return p.Title, append(append([]string{}, shown...), "", t.Dim.Render(more+"esc closes"))
}
