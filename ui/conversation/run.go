package conversation

import (
	"cmp"
	"fmt"
	"slices"
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
	at := p.at(it.events[len(it.events)-1].at)
	text, whole := oneLine(it.events, func(s string) bool { return layout.Widest(s+at) <= w-2 })
	if text == "" { // not even one fits
		at = ""
		if rest := len(it.events) - 1; rest > 0 {
			at = fmt.Sprintf(" · %d more", rest)
		}
		text = layout.Cut(it.events[weightiest(it.events)[0]].text, w-2-layout.Widest(at))
	}
	text += at
	if !whole {
		b.folds = true
		dash = p.indent(" ") + t.Event.Render("▸ ")
	}
	b.lead = []string{dash + t.Event.Render(text)}
}

// oneLine joins as many events as fit, the weightiest of them in the order of
// time, and says how many more there are.
func oneLine(events []event, fits func(string) bool) (s string, whole bool) {
	order := weightiest(events)
	for n := len(events); n > 0; n-- {
		words := make([]string, 0, n+1)
		for _, i := range slices.Sorted(slices.Values(order[:n])) {
			words = append(words, events[i].text)
		}
		if rest := len(events) - n; rest > 0 {
			words = append(words, fmt.Sprintf("%d more", rest))
		}
		if s := strings.Join(words, " · "); fits(s) {
			return s, n == len(events)
		}
	}
	return "", false
}

// weightiest returns the indexes of events by rank, of equals the latest first.
func weightiest(events []event) []int {
	order := make([]int, len(events))
	for i := range order {
		order[i] = len(events) - 1 - i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(events[a].rank, events[b].rank) })
	return order
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
