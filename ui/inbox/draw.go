package inbox

import (
	"strings"

	"charm.land/lipgloss/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// View returns the rows that fit, exactly w×h cells.
func (p *Pane) View() string {
	if p.dirty || p.drawnAt != p.env.Version {
		clear(p.plain)
		p.moved = true
	}
	if p.moved {
		p.drawn, p.drawnAt, p.dirty, p.moved = p.draw(), p.env.Version, false, false
	}
	return p.drawn
}

func (p *Pane) draw() string {
	lines := append(make([]string, 0, p.h), p.head()...)
	if len(p.list.Rows) == 0 {
		return p.env.Fill(append(lines, p.empty()...), p.w, p.h)
	}
	for i := p.top; i < len(p.list.Rows) && len(lines) < p.h; i++ {
		lines = append(lines, p.rowAt(i)...)
	}
	return p.env.Fill(lines, p.w, p.h)
}

func (p *Pane) empty() []string {
	t := p.env.Theme
	switch {
	case p.problem != "":
		lines := []string{""}
		for l := range strings.SplitSeq(layout.Wrap(p.problem, max(p.w-4, 1)), "\n") {
			lines = append(lines, "  "+t.Bad.Render(l))
		}
		return append(lines, "", t.Dim.Render("  "+p.env.KeyDoes(keymap.Global, keymap.Refresh, "tries again")))
	case !p.loaded:
		return []string{"", t.Dim.Render("  Loading…")}
	case p.filter != "" || p.found != nil:
		return []string{"", t.Strong.Render("  Nothing fits."), t.Dim.Render("  " + p.backShowsAll())}
	case p.list.SyncedAt.IsZero():
		return []string{"", t.Dim.Render("  Asking Intercom…")}
	default:
		return []string{"", t.Strong.Render("  Nothing here."), t.Dim.Render("  " + pane.Joined(" · ",
			p.env.KeyDoes(keymap.List, keymap.NextView, "next view"), p.env.KeyDoes(keymap.Global, keymap.Refresh, "refresh")))}
	}
}

// rowAt draws row i, or takes it as it was drawn before.
func (p *Pane) rowAt(i int) []string {
	r := p.list.Rows[i]
	if i == p.at {
		return p.row(r, true)
	}
	lines, ok := p.plain[r.Conversation.ID]
	if !ok {
		lines = p.row(r, false)
		p.plain[r.Conversation.ID] = lines
	}
	return lines
}

// row draws one conversation as two lines. Only the first line of the selected
// one is highlighted, up to its clock: a band across both lines would have to
// be written anew, text and all, with each step through the list.
func (p *Pane) row(r desk.Row, selected bool) []string {
	r = p.env.Mask.Row(r)
	t, c := p.env.Theme, r.Conversation
	on := func(s lipgloss.Style) lipgloss.Style { return s }
	if selected {
		sel := t.SelectedBlur
		if p.focused {
			sel = t.Selected
		}
		on = func(s lipgloss.Style) lipgloss.Style { return s.Inherit(sel) }
	}
	left, right, name := " ", " ", t.Text
	if !c.Read {
		left, right, name = "●", " ", t.Strong
	}
	if selected {
		left, right = "▸", left
	}
	if p.marks[c.ID] {
		left = "✓"
	}
	mark := on(t.Unread).Render(left + right)
	if left+right == "  " {
		mark = "  "
	}
	return []string{
		p.spread(on(t.Text), mark+on(name).Render(r.Contact), p.clock(r)) + " ",
		p.env.Measure.Spread("  "+p.words(r), p.badges(r), p.w-1) + " ",
	}
}

// spread is layout's Spread with the gap drawn in a style of its own.
func (p *Pane) spread(gap lipgloss.Style, left, right string) string {
	left, n, right := p.env.Measure.Gap(left, right, p.w-1)
	if n == 0 {
		return left + right
	}
	return left + gap.Render(strings.Repeat(" ", n-1)) + " " + right
}

// clock says what is pressing: the SLA, how long the customer waits, or the
// state.
func (p *Pane) clock(r desk.Row) string {
	t, c, now := p.env.Theme, r.Conversation, p.env.Now()
	var words []string
	k := desk.Clock(c, p.targets, now)
	switch k.State {
	case desk.SLALate:
		return t.Bad.Render(k.Words())
	case desk.SLASoon:
		return t.Warn.Render(k.Words())
	case desk.SLALeft:
		return t.Dim.Render(k.Words())
	case desk.SLAPaused:
		if c.State == api.StateOpen {
			return t.Dim.Render(k.Words())
		}
	case desk.SLAMissed:
		if c.State != api.StateOpen {
			break // where it is over, the name needs the room
		}
		words = append(words, t.Bad.Render("MISSED"))
	}
	switch {
	case c.State == api.StateSnoozed:
		words = append(words, t.Dim.Render(pane.State(c, now)))
	case c.State == api.StateClosed:
		words = append(words, t.Dim.Render(pane.State(c, now)+" "+pane.Span(now.Sub(c.UpdatedAt.Time))))
	case !c.WaitingSince.IsZero():
		words = append(words, t.Warn.Render("waits "+pane.Span(now.Sub(c.WaitingSince.Time))))
	default:
		words = append(words, t.Dim.Render(pane.Span(now.Sub(c.UpdatedAt.Time))))
	}
	return strings.Join(words, " ")
}

// words is what the second line says: the subject, or what a search found.
func (p *Pane) words(r desk.Row) string {
	t := p.env.Theme
	f, ok := p.found[r.Conversation.ID]
	if !ok || f.Excerpt == "" {
		return t.Dim.Render(Subject(r))
	}
	f.Excerpt, f.Marks = p.env.Mask.Excerpt(f.Excerpt, f.Marks)
	var b strings.Builder
	at := 0
	for _, m := range f.Marks {
		if m[0] < at || m[1] > len(f.Excerpt) {
			continue
		}
		b.WriteString(t.Dim.Render(f.Excerpt[at:m[0]]))
		b.WriteString(t.Match.Render(f.Excerpt[m[0]:m[1]]))
		at = m[1]
	}
	return b.String() + t.Dim.Render(f.Excerpt[at:])
}

// Mates says who else has a conversation open, in a word or two.
func (p *Pane) Mates(words map[api.ID]string) { p.mates, p.dirty = words, true }

// badges says in words what else sets the conversation apart.
func (p *Pane) badges(r desk.Row) string {
	t := p.env.Theme
	var words []string
	add := func(s lipgloss.Style, w string) { words = append(words, s.Render(w)) }
	if w := p.mates[r.Conversation.ID]; w != "" {
		add(t.Accent, w)
	}
	switch {
	case r.Asking:
		add(t.Bad, "unsent?")
	case r.Pending > 0:
		add(t.Warn, "sending")
	}
	if len(r.Drafts) > 0 {
		add(t.Accent, "draft")
	}
	if w := pane.Priority(r.Conversation.Priority); w != "" {
		add(t.Warn, w)
	}
	owner := p.owner(r)
	if owner != "" {
		owner = t.Dim.Render(owner)
	}
	return pane.Joined("  ", owner, strings.Join(words, " "))
}

// Subject is what a row calls its conversation: its title, its subject, or
// what was said.
func Subject(r desk.Row) string {
	c := r.Conversation
	for _, s := range []string{c.Title, richtext.Inline(c.Source.Subject), r.Preview} {
		if s != "" {
			return s
		}
	}
	return "(no text)"
}
