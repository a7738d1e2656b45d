package conversation

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"parley/api/safetext"
	"parley/ui/layout"
)

// ordinal is the number of the current match, from 1.
func (f *find) ordinal(items []item) int {
	n := 0
	for i := range items {
		if items[i].key == f.item {
			return n + f.nth + 1
		}
		n += f.counts[i].all
	}
	return 0
}

// findLine draws the line of the search.
func (p *Pane) findLine() string {
	f, t := &p.find, p.env.Theme
	count := ""
	switch {
	case f.want.text == "":
	case !f.ready:
		count = "…"
	case f.total == 0:
		count = "not found"
	default:
		count = fmt.Sprintf("%d/%d", f.ordinal(p.items), f.total)
	}
	query := safetext.Line(f.input.Value())
	left := t.Key.Render("/") + t.Text.Render(query)
	if f.typing && query == "" {
		left += t.Placeholder.Render("find in this conversation")
	}
	style := t.Accent
	if f.total == 0 {
		style = t.Warn
	}
	right := style.Render(count)
	if f.typing && f.total > 1 {
		right += t.Dim.Render("  ↓ ↑ next, previous")
	}
	return p.env.Measure.Spread(" "+left, right+" ", p.w)
}

// Cursor returns where the text cursor stands within the pane while a search
// is typed, nil otherwise.
func (p *Pane) Cursor() *tea.Cursor {
	if !p.find.typing || p.w <= 0 || p.h <= 0 {
		return nil
	}
	before := []rune(p.find.input.Value())
	before = before[:min(p.find.input.Position(), len(before))]
	x := 2 + layout.Widest(safetext.Line(string(before)))
	return tea.NewCursor(min(x, p.w-1), p.h-1)
}

// markFound restyles what was found in a line.
func (p *Pane) markFound(at position, s string, hits []hit) string {
	t, f := p.env.Theme, &p.find
	current := -1
	if p.items[at.item].key == f.item && len(hits) > 0 {
		block, n := 0, f.nth
		if p.open[f.item] {
			block, n = f.counts[at.item].find(n)
		}
		if block == at.piece {
			current = min(n, len(hits)-1)
		}
	}
	return markHits(s, at.line, hits, func(k int) lipgloss.Style {
		if k == current {
			return t.MatchCurrent
		}
		return t.Match
	})
}
