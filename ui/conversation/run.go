package conversation

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/ui/layout"
)

// layOutEvents draws a run of events: one line with as many as fit, or all of
// them once unfolded.
func (p *Pane) layOutEvents(b *block, it *item, open bool) {
	t := p.env.Theme
	w := max(p.textWidth(), 1)
	dash := p.indent(" ") + t.Event.Render("─ ")
	if open {
		b.folds = true
		for _, e := range it.events {
			for i, l := range strings.Split(layout.Wrap(e.text+p.at(e.at), max(w-2, 1)), "\n") {
				if i > 0 {
					l = "  " + l
				} else {
					l = "─ " + l
				}
				b.lead = append(b.lead, p.indent(" ")+t.Event.Render(l))
			}
		}
		return
	}
	text, whole := oneLine(it.events, func(s string, e event) bool {
		return layout.Widest(s+p.at(e.at)) <= w-2
	})
	first := it.events[0]
	if text == "" { // not even one fits
		text, whole = layout.Cut(first.text+p.at(first.at), w-2), false
	} else {
		text += p.at(it.events[len(it.events)-1].at)
	}
	if !whole {
		b.folds = true
		dash = p.indent(" ") + t.Event.Render("▸ ")
	}
	b.lead = []string{dash + t.Event.Render(text)}
}

// oneLine joins as many events as fit, and says how many more there are.
func oneLine(events []event, fits func(string, event) bool) (s string, whole bool) {
	last := events[len(events)-1]
	for n := len(events); n > 0; n-- {
		words := make([]string, 0, n+1)
		for _, e := range events[:n] {
			words = append(words, e.text)
		}
		if rest := len(events) - n; rest > 0 {
			words = append(words, fmt.Sprintf("%d more", rest))
		}
		if s := strings.Join(words, " · "); fits(s, last) {
			return s, n == len(events)
		}
	}
	return "", false
}

// rule is a line across the text with a word in it.
func (p *Pane) rule(label string, style lipgloss.Style) string {
	w := p.textWidth() + layout.Widest(p.indent(" ")) - 1
	s := layout.Cut("── "+label+" ", max(w, 1))
	if rest := w - layout.Widest(s); rest > 0 {
		s += strings.Repeat("─", rest)
	}
	if p.w < narrow {
		return style.Render(s)
	}
	return " " + style.Render(s)
}

// wrap breaks plain text of ours at the text width.
func (p *Pane) wrap(s string) []string {
	return strings.Split(layout.Wrap(s, max(p.textWidth(), 1)), "\n")
}
