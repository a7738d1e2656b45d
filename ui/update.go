package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"parley/ui/composer"
	"parley/ui/conversation"
	"parley/ui/inbox"
	"parley/ui/theme"
)

// Update takes one message. It does no I/O: what takes time is returned as a
// command.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.update(msg)
	if m.composer.Edited() {
		cmd = tea.Batch(cmd, m.draftChanged())
	}
	m.showPresence()
	return m, cmd
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height-m.showRows(msg.Height)
		m.shown = m.h < msg.Height
		m.arrange()
		return nil
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.typed(msg)
	case tea.BackgroundColorMsg:
		m.background(msg.IsDark())
	case tea.ColorProfileMsg:
		m.sixteen = msg.Profile == colorprofile.ANSI
		m.background(!m.light)
	case tea.ModeReportMsg:
		m.widthRule(msg)
	case uv.PrimaryDeviceAttributesEvent:
		return m.answered(msg)
	case Hangup:
		return m.leave()
	case Said:
		return m.say(msg.Text, msg.Bad)
	case presenceChanged:
		return m.onPresence()
	case tea.FocusMsg:
		m.desk.Active(true)
	case tea.BlurMsg:
		m.desk.Active(m.forRoom())

	case peopleDue:
		return m.onPeopleDue()
	case peopleKnown:
		return m.onPeople(msg)
	case eventsArrived:
		return m.onEvents(msg)
	case listLoaded:
		return m.onList(msg)
	case threadLoaded:
		return m.onThread(msg)
	case earlierLoaded:
		m.meet(msg.rows)
		m.panel.ShowEarlier(msg.contact, msg.rows)
	case companiesLoaded:
		m.meet(msg.companies)
		m.panel.ShowCompanies(msg.contact, msg.companies)
	case boardLoaded:
		return m.onBoard(msg)
	case boardRead:
		return m.onBoardRead(msg)
	case boardDue:
		return m.onBoardDue()
	case slideDue:
		return m.onSlideDue(msg)
	case draftsLoaded:
		return m.onDrafts(msg)
	case draftSaved:
		return m.onDraftSaved(msg)
	case macrosLoaded:
		return m.onMacros(msg)
	case composer.MacroAsked:
		return m.loadMacros()
	case composer.SnoozeAsked:
		m.askWhen(pickSendSnooze, "Send, and snooze until")
	case acted:
		return m.onActed(msg)
	case searched:
		return m.onSearched(msg)
	case settled:
		return m.onSettled(msg)
	case failed:
		return m.onFailed(msg)
	case fileFound:
		return m.onFile(msg)
	case editorReady:
		return m.onEditorReady(msg)
	case editorDone:
		return m.onEditorDone(msg)
	case editorRead:
		return m.onEditorRead(msg)

	case inbox.Opened:
		return m.openConversation(msg.ID, true)
	case inbox.Wanted:
		return m.moreRows(msg.View)
	case inbox.Filtered:
		return m.filterList(msg.Text)
	case inbox.Searched:
		return m.search(msg.Text)
	case inbox.Sorted:
		return m.cycleSort()
	case conversation.Followed:
		return m.follow(msg)
	case conversation.Seen:
		return tea.Batch(m.saw(msg), m.sawAll(msg))
	case composer.Parked:
		return m.saveText(msg.Draft)
	case composer.Moved:
		return m.draftMoved(msg)
	case composer.Confirmed:
		return m.send(msg.Reply)
	case composer.Closed:
		return m.composerClosed(msg)
	case composer.EditorAsked:
		return m.edit(msg.Text)
	case composer.FileNamed:
		return m.findFile(msg.Path)

	case minutePassed:
		m.list.Stale()
		m.thread.Stale()
		m.panel.Stale()
		return tea.Batch(m.minute(), m.boardChanged())
	case secondPassed:
		m.counting = false
		return m.countdown()
	case showed:
		return m.onShowed(msg)
	case showSecond:
		return m.onShowSecond()
	case hesitated:
		m.onHesitated(msg)
	case noticeExpired:
		m.expireNotice(msg)
	case draftDue:
		return m.saveDraftIfDue(msg)
	default:
		return tea.Batch(m.composer.Update(msg), m.thread.Update(msg))
	}
	return nil
}

// background takes the terminal's word for whether it is dark, unless the
// agent chose a theme. Where there are sixteen colours, what those of a theme
// come down to may be blue on blue: the terminal's own are taken.
func (m *Model) background(dark bool) {
	m.light = !dark
	if !m.auto {
		return
	}
	t := theme.Default()
	switch {
	case m.sixteen:
		t = theme.Sixteen(dark)
	case !dark:
		t = theme.Light()
	}
	if m.sixteen || t.Name != m.env.Theme.Name {
		m.setTheme(t)
	}
}

func (m *Model) setTheme(t *theme.Theme) {
	m.env.Theme = t
	m.env.Version++
	m.composer.Dress()
}

// widthRule follows the renderer, which counts grapheme clusters once the
// terminal confirmed that it does too.
func (m *Model) widthRule(msg tea.ModeReportMsg) {
	if msg.Mode != ansi.ModeUnicodeCore {
		return
	}
	on := msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet
	if on != m.env.Measure.Graphemes {
		m.env.Measure.Graphemes = on
		m.env.Version++
	}
}

// arrange gives every pane its place.
func (m *Model) arrange() {
	m.frame = m.layout(m.composer.Wanted(max(m.h-5, 0)))
	f := m.frame
	inner := f.Rows
	// The composer's wish can depend on its width: ask again once it has one.
	if m.composer.Active() && !f.Composer.Empty() {
		m.composer.SetSize(f.Composer.W, f.Composer.H)
		m.frame = m.layout(m.composer.Wanted(inner))
		f = m.frame
	}
	m.list.SetSize(f.List.W, f.List.H)
	m.thread.SetSize(f.Thread.W, f.Thread.H)
	m.composer.SetSize(f.Composer.W, f.Composer.H)
	m.panel.SetSize(f.Panel.W, f.Panel.H)
	m.board.SetSize(f.Board.W, f.Board.H)
}

// setFocus sends keys to a pane.
func (m *Model) setFocus(to focus) {
	m.focus = to
	m.list.SetFocus(to == onList)
	m.thread.SetFocus(to == onThread)
	m.composer.SetFocus(to == onComposer)
	m.panel.SetFocus(to == onPanel)
	m.arrange()
}
