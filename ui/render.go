package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"parley/api/desk"
	"parley/ui/inbox"
	"parley/ui/layout"
	"parley/ui/richtext"
	"parley/ui/statusbar"
	"parley/ui/term"
)

func (m *Model) layout(composerRows int) layout.Frame {
	return layout.Arrange(layout.Ask{
		Width: m.w, Height: m.h,
		Thread:      m.openID != "",
		ThreadFirst: m.focus == onThread || m.focus == onComposer,
		Composer:    composerRows,
		News:        statusbar.NewsRows(m.env, m.status, m.notice, m.hints(), m.w),
		Board:       m.focus == onBoard,
		Alone:       m.alone(),
		Panel:       m.panelOpen && (m.beside() || m.focus == onPanel),
		Single:      m.env.Slow,
	})
}

// View draws the screen. Nothing but printable text and our own styles leaves
// it, whatever the panes were given.
func (m *Model) View() tea.View {
	screen := m.draw()
	if m.shown {
		screen += "\n" + m.showLine()
	}
	screen = m.countable(screen)
	if m.line.Glyphs != nil {
		screen = m.line.Glyphs.Replace(screen)
	}
	v := tea.NewView(richtext.Guard(screen))
	v.AltScreen, v.ReportFocus = true, true
	v.WindowTitle = "parley"
	v.Cursor = m.cursor()
	return v
}

// cursor is where text would appear, or nil.
func (m *Model) cursor() *tea.Cursor {
	if m.dialogs.Open() || m.frame.TooSmall {
		return nil
	}
	var c *tea.Cursor
	var at layout.Rect
	switch m.focus {
	case onList:
		c, at = m.list.Cursor(), m.frame.List
	case onComposer:
		c, at = m.composer.Cursor(), m.frame.Composer
	case onThread:
		c, at = m.thread.Cursor(), m.frame.Thread
	}
	if c != nil {
		c.X, c.Y = c.X+at.X, c.Y+at.Y
	}
	return c
}

func (m *Model) draw() string {
	f := m.frame
	if f.Width == 0 || f.Height == 0 {
		return ""
	}
	if f.TooSmall {
		return m.env.Fill(strings.Split(layout.Wrap("Parley needs 40×12 cells; this is too small.", f.Width), "\n"), f.Width, f.Height)
	}
	lines := make([]string, 0, f.Height)
	lines = append(lines, statusbar.Top(m.env, m.status, m.viewName(), f.Width))
	lines = append(lines, m.columns()...)
	if !f.Conversation.Empty() {
		lines = append(lines, statusbar.Conversation(m.env, m.subject(), f.Width))
	}
	news, system := statusbar.System(m.env, m.status, m.notice, m.hints(), f.Width, f.News.H)
	lines = append(append(lines, news...), system)
	base := m.countable(m.env.Mask.Lines(strings.Join(lines, "\n"), m.env.Measure))
	if box, ok := m.dialogs.Draw(m.env, f.Width, f.Height); ok {
		return m.over(base, box.Rect, box.Lines)
	}
	return base
}

// countable is text in which the renderer finds every sign, by the rule in
// force.
func (m *Model) countable(text string) string {
	if m.env.Measure.Graphemes {
		return text
	}
	return term.CodePoints(text)
}

// over draws lines over the frame.
func (m *Model) over(base string, r layout.Rect, lines []string) string {
	buf := uv.NewScreenBuffer(m.frame.Width, m.frame.Height)
	if m.env.Measure.Graphemes {
		buf.Method = ansi.GraphemeWidth
	} else {
		buf.Method = ansi.WcWidth
	}
	uv.NewStyledString(base).Draw(buf, buf.Bounds())
	uv.NewStyledString(m.countable(strings.Join(lines, "\n"))).Draw(buf, uv.Rect(r.X, r.Y, r.W, r.H))
	return buf.Render()
}

func (m *Model) viewName() string {
	for _, v := range m.desk.Views() {
		if v.ID == m.view {
			return v.Name
		}
	}
	return ""
}

// subject is the conversation that the second status row speaks of: the one
// that verbs would act on.
func (m *Model) subject() statusbar.Subject {
	row, ok := m.list.Selected()
	if m.openID != "" && (m.focus != onList || !ok) {
		row, ok = m.list.Row(m.openID)
	}
	s := statusbar.Subject{}
	if ok {
		s.Conversation, s.Assignee, s.Team, s.Draft = row.Conversation, row.Assignee, row.Team, len(row.Drafts) > 0
	}
	if m.open != nil && m.focus != onList {
		s.Conversation = m.open.Conversation
		s.Assignee, s.Team = m.names(s.Conversation.AdminAssigneeID, s.Conversation.TeamAssigneeID)
	}
	s.SLA = desk.Clock(s.Conversation, m.slas, m.env.Now())
	return s
}

// column is one of the panes side by side, drawn.
type column struct {
	rect    layout.Rect
	lines   []string
	left    string // titles in the top edge
	right   string
	focused bool
	rule    int // the line that divides the column; 0 is none
	style   lipgloss.Style
}

// side is the vertical line in front of a column, or behind it: the bar, or a
// joint where the line that divides the column meets it.
func (c column) side(y int, bar, joint string) string {
	if c.rule > 0 && y == c.rule {
		return c.style.Render(joint)
	}
	return bar
}

// columns draws everything between the status rows: edges and panes.
func (m *Model) columns() []string {
	cols := m.drawnColumns()
	t := m.env.Theme
	top, bottom := &strings.Builder{}, &strings.Builder{}
	rows := make([]*strings.Builder, m.frame.Rows)
	for y := range rows {
		rows[y] = &strings.Builder{}
		rows[y].Grow(rowBytes(cols, y))
	}
	bar := t.Border.Render("│")
	if m.env.Slow { // nothing is beside anything, and a line without an end takes less to write
		bar = " "
	}
	for i, c := range cols {
		corner, foot := "┬", "┴"
		if i == 0 {
			corner, foot = "┌", "└"
		}
		top.WriteString(t.Border.Render(corner))
		top.WriteString(m.edge(c.left, c.right, "─", t.Border, m.titleStyle(c.focused), c.rect.W))
		bottom.WriteString(t.Border.Render(foot + strings.Repeat("─", c.rect.W)))
		for y := range rows {
			rows[y].WriteString(c.side(y, bar, "├"))
			if y < len(c.lines) {
				rows[y].WriteString(c.lines[y])
			} else {
				rows[y].WriteString(strings.Repeat(" ", c.rect.W))
			}
		}
	}
	top.WriteString(t.Border.Render("┐"))
	bottom.WriteString(t.Border.Render("┘"))
	out := make([]string, 0, len(rows)+2)
	out = append(out, top.String())
	for y := range rows {
		rows[y].WriteString(cols[len(cols)-1].side(y, bar, "┤"))
		out = append(out, rows[y].String())
	}
	return append(out, bottom.String())
}

// rowBytes is about as long as a row of the columns becomes.
func rowBytes(cols []column, y int) int {
	const edge = 24 // a vertical line with its colour
	n := edge
	for _, c := range cols {
		n += edge + c.rect.W
		if y < len(c.lines) {
			n += len(c.lines[y]) - c.rect.W
		}
	}
	return max(n, 0)
}

func (m *Model) titleStyle(focused bool) lipgloss.Style {
	if focused {
		return m.env.Theme.TitleFocus
	}
	return m.env.Theme.Title
}

func (m *Model) drawnColumns() []column {
	f := m.frame
	if !f.Board.Empty() {
		return []column{m.boardColumn()}
	}
	var cols []column
	if !f.Views.Empty() {
		view := m.view
		if m.query != "" {
			view = ""
		}
		body := inbox.Views(m.env, m.desk.Views(), view, f.Views.W, f.Views.H)
		cols = append(cols, column{rect: f.Views, lines: strings.Split(body, "\n"), left: "Views"})
	}
	if !f.Panel.Empty() && f.Panel.X < f.Thread.X || f.Thread.Empty() && !f.Panel.Empty() {
		cols = append(cols, m.panelColumn())
	}
	if !f.List.Empty() {
		l, r := m.list.Title()
		cols = append(cols, column{rect: f.List, lines: strings.Split(m.list.View(), "\n"), left: l, right: r, focused: m.focus == onList})
	}
	if !f.Thread.Empty() {
		cols = append(cols, m.threadColumn())
	}
	if !f.Panel.Empty() && !f.Thread.Empty() && f.Panel.X > f.Thread.X {
		cols = append(cols, m.panelColumn())
	}
	return cols
}

func (m *Model) panelColumn() column {
	l, r := m.panel.Title()
	return column{rect: m.frame.Panel, lines: strings.Split(m.panel.View(), "\n"), left: l, right: r, focused: m.focus == onPanel}
}

// threadColumn is the conversation with the composer below it.
func (m *Model) threadColumn() column {
	l, r := m.thread.Title()
	if mates := m.matesAt(m.openID); mates != "" && m.frame.Composer.Empty() {
		r = strings.TrimSuffix(mates+" · "+r, " · ")
	}
	c := column{rect: m.frame.Thread, lines: strings.Split(m.thread.View(), "\n"), left: l, right: r, focused: m.focus == onThread}
	if m.frame.Composer.Empty() {
		return c
	}
	left, right, line, style := m.composer.Title()
	if mates := m.matesAt(m.composer.ConversationID()); mates != "" {
		right = mates + " · " + right
	}
	c.rule, c.style = len(c.lines), style
	c.lines = append(c.lines, m.edge(left, right, line, style, style, m.frame.Composer.W))
	c.lines = append(c.lines, strings.Split(m.composer.View(), "\n")...)
	return c
}

// edge is a horizontal line with a title at either end, w cells wide.
func (m *Model) edge(left, right, line string, style, title lipgloss.Style, w int) string {
	if left != "" {
		left = " " + left + " "
	}
	if right != "" {
		right = " " + right + " "
	}
	left, gap, right := m.env.Measure.Gap(left, right, w-2)
	return style.Render(line) + title.Render(left) + style.Render(strings.Repeat(line, gap)) + title.Render(right) + style.Render(line)
}
