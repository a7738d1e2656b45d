package uitest

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// maxSteps bounds one settling; a model that needs more feeds itself.
const maxSteps = 20_000

// Driver runs a model the way Bubble Tea does, but one step at a time and in a fixed order. It
// belongs to one goroutine.
type Driver struct {
	t         TB
	model     tea.Model
	width     int
	height    int
	work      []item
	late      *mailbox
	bubble    bool             // inside testing/synctest
	slow      map[uintptr]bool // functions that have blocked as commands
	quit      bool
	clipboard string
}

// New starts m on a screen of w columns and h rows: Init's commands run, and m learns its
// colour profile (true colour) and size. Queries to the terminal stay unanswered unless the
// test sends the answer.
func New(t TB, m tea.Model, w, h int) *Driver {
	t.Helper()
	d := &Driver{t: t, model: m, width: w, height: h, late: newMailbox(), bubble: bubbled(), slow: map[uintptr]bool{}}
	cmd := m.Init()
	m.View()
	d.push(cmd, tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, tea.WindowSizeMsg{Width: w, Height: h})
	d.Settle()
	return d
}

// Press types a script (see [Keys]) and settles after every key.
func (d *Driver) Press(script string) {
	d.t.Helper()
	for _, key := range Keys(d.t, script) {
		d.Send(key)
	}
}

// Send delivers messages in order, as tea.Program.Send does, and settles after each.
func (d *Driver) Send(msgs ...tea.Msg) {
	d.t.Helper()
	for _, msg := range msgs {
		d.push(nil, msg)
		d.Settle()
	}
}

// Post delivers messages in order without settling in between: what waits in the program's
// queue while something else happens.
func (d *Driver) Post(msgs ...tea.Msg) {
	d.t.Helper()
	d.push(nil, msgs...)
	d.Settle()
}

// Resize changes the size of the screen.
func (d *Driver) Resize(w, h int) {
	d.t.Helper()
	d.width, d.height = w, h
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Advance moves the clock by delta and settles after each tick on the way, so that a tick which
// arranges the next one is heard as often as it should be.
func (d *Driver) Advance(c *Clock, delta time.Duration) {
	d.t.Helper()
	target := c.Now().Add(delta)
	for {
		next, ok := c.Next()
		if !ok || next.After(target) {
			break
		}
		c.Advance(max(0, next.Sub(c.Now())))
		d.Settle()
	}
	c.Advance(target.Sub(c.Now()))
	d.Settle()
}

// WaitFor runs the model until cond holds, and fails the test with the screen if it never
// does. The description says what was awaited.
func (d *Driver) WaitFor(description string, cond func() bool) {
	d.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		d.Settle()
		if cond() {
			return
		}
		select {
		case <-d.late.news:
		case <-time.After(pollEvery):
		case <-deadline.C:
			d.t.Fatalf("waited in vain for %s; the screen:\n%s", description, d.Screen())
		}
	}
}

// WaitForText is [Driver.WaitFor] text somewhere on one line of the screen.
func (d *Driver) WaitForText(text string) {
	d.t.Helper()
	d.WaitFor("the text "+text, func() bool { return strings.Contains(d.Screen(), text) })
}

// Model returns the model as the last Update left it.
func (d *Driver) Model() tea.Model { return d.model }

// View returns what the model draws now, for the cursor, the window title and the modes.
func (d *Driver) View() tea.View { return d.model.View() }

// Cells draws the view on a cell buffer of the screen's size, as Bubble Tea's renderer does.
func (d *Driver) Cells() uv.ScreenBuffer {
	return draw(d.model.View().Content, d.width, d.height)
}

// Screen returns what a terminal would show: one line for each row of the screen, without
// styles and without the blanks at the end of a line.
func (d *Driver) Screen() string { return plain(d.Cells()) }

// Styled returns the screen with its styles and links as escape sequences.
func (d *Driver) Styled() string { return d.Cells().Render() }

// Quit reports whether the model has ended the program. Nothing is delivered to it any more.
func (d *Driver) Quit() bool { return d.quit }

// Clipboard returns what the model last put into the clipboard with tea.SetClipboard.
func (d *Driver) Clipboard() string { return d.clipboard }

func draw(content string, w, h int) uv.ScreenBuffer {
	buf := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(content).Draw(buf, buf.Bounds())
	return buf
}

func plain(buf uv.ScreenBuffer) string {
	lines := make([]string, 0, buf.Height())
	for _, line := range buf.Lines {
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return strings.Join(lines, "\n")
}
