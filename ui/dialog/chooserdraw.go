package dialog

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/ui/layout"
	"parley/ui/pane"
)

// input draws what is typed, and how much it finds.
func (c *chooser) input(env *pane.Env, w int) string {
	t := env.Theme
	count := ""
	if found := len(c.finder.hits); found == 0 && len(c.rows) > 0 {
		count = "" // what was typed means something by itself
	} else if found < len(c.items) {
		count = fmt.Sprintf("%d of %d", found, len(c.items))
	} else if len(c.items) > 0 {
		count = fmt.Sprint(found)
	}
	text, room := string(c.query), w-layout.Widest(count)-4
	if over := layout.Widest(text) - room; over > 0 && room > 1 {
		text = ansi.TruncateLeft(text, over+1, "…")
	}
	left, gap, right := env.Measure.Gap("› "+text+"▏", count, w)
	return t.Text.Render(left) + strings.Repeat(" ", gap) + t.Dim.Render(right)
}

// footer says why something was not picked, or which keys there are.
func (c *chooser) footer(env *pane.Env, w int) string {
	if c.said != "" {
		return env.Measure.Fit(env.Theme.Warn.Render(c.said), w)
	}
	return env.Measure.Fit(env.Theme.Dim.Render(c.foot), w)
}

// list draws the rows that there is room for, with the whole reason below the
// one under the cursor where it cannot be picked.
func (c *chooser) list(env *pane.Env, w int) []string {
	out := make([]string, 0, c.room)
	for n := c.top; n < len(c.rows) && len(out) < c.room; n++ {
		out = append(out, c.draw(env, c.rows[n], n == c.at, w))
		if n == c.at {
			out = append(out, c.reason(env, c.rows[n], w)...)
		}
	}
	for len(out) < c.room {
		out = append(out, "")
	}
	return out[:c.room]
}

// reason says in lines of their own why a row cannot be picked, if there is no
// room for it beside its name.
func (c *chooser) reason(env *pane.Env, r row, w int) []string {
	label, note, _ := c.words(r)
	if !label.quiet || c.preview != nil || fitsBeside(label, note, w) {
		return nil
	}
	lines := strings.Split(layout.Wrap(note, max(w-4, 1)), "\n")
	for i, l := range lines {
		lines[i] = "    " + env.Theme.Warn.Render(l)
	}
	return lines
}

func fitsBeside(label rowLabel, note string, w int) bool {
	return layout.Widest(label.mark+label.text)+layout.Widest(note)+4 <= w
}

// draw draws a row w cells wide.
func (c *chooser) draw(env *pane.Env, r row, selected bool, w int) string {
	t := env.Theme
	text, dim, found := t.Text, t.Dim, t.Accent
	cursor := "  "
	if selected {
		cursor, text, dim, found = "› ", t.Selected, t.Selected, t.Selected.Bold(true).Underline(true)
	}
	label, note, matched := c.words(r)
	if label.quiet && !selected {
		text = dim
	}
	if label.quiet && selected && c.preview == nil && !fitsBeside(label, note, w) {
		note = "" // it stands below
	}
	head := cursor + label.mark
	left, gap, right := env.Measure.Gap(label.text, note, max(w-layout.Widest(head), 0))
	return text.Render(head) + highlight(left, matched, text, found) + dim.Render(strings.Repeat(" ", gap)+right)
}

// rowLabel is the left side of a row.
type rowLabel struct {
	mark, text string
	quiet      bool // it cannot be picked
}

// words returns what a row says.
func (c *chooser) words(r row) (label rowLabel, note string, matched map[int]bool) {
	if o := r.offer; o != nil {
		if c.marks != nil {
			label.mark = "    "
		}
		label.text, note = o.label, o.note
		if o.err != nil {
			label.quiet, note = true, o.err.Error()
		}
		return label, note, nil
	}
	it := c.items[r.item]
	label.text, note = it.Label, it.Note
	if c.marks != nil {
		label.mark = [...]string{Off: "[ ] ", On: "[x] ", Partly: "[-] "}[c.marks[r.item]]
	}
	if it.Disabled != "" {
		label.quiet, note = true, it.Disabled
	}
	if c.sought != "" {
		matched = c.finder.matched(r.item, c.sought)
	}
	return label, note, matched
}

// highlight draws text with the runes that were found in another style,
// character by character as a person counts them.
func highlight(s string, runes map[int]bool, plain, found lipgloss.Style) string {
	if len(runes) == 0 {
		return plain.Render(s)
	}
	var out, run strings.Builder
	was, n := false, 0
	flush := func() {
		style := plain
		if was {
			style = found
		}
		if run.Len() > 0 {
			out.WriteString(style.Render(run.String()))
		}
		run.Reset()
	}
	for s != "" {
		cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		cluster = s[:max(len(cluster), 1)]
		s = s[len(cluster):]
		is := false
		for range cluster {
			is = is || runes[n]
			n++
		}
		if is != was {
			flush()
			was = is
		}
		run.WriteString(cluster)
	}
	flush()
	return out.String()
}

// side draws the preview of the row under the cursor, h lines of w cells.
func (c *chooser) side(env *pane.Env, w, h int) []string {
	var text []string
	if c.at < len(c.rows) {
		switch r := c.rows[c.at]; {
		case r.offer == nil:
			text = c.preview(c.items[r.item])
		case r.offer.err != nil:
			text = []string{r.offer.err.Error()}
		default:
			text = []string{r.offer.note}
		}
	}
	var out []string
	for _, l := range text {
		if len(out) > h {
			break
		}
		out = append(out, strings.Split(layout.Wrap(l, w), "\n")...)
	}
	for len(out) < h {
		out = append(out, "")
	}
	out = out[:h]
	for i := range out {
		out[i] = env.Measure.Fit(env.Theme.Text.Render(out[i]), w)
	}
	return out
}
