package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/statusbar"
)

// eventsArrived holds what the desk announced.
type eventsArrived struct{ events []desk.Event }

// failed says that something the agent did not ask for by name went wrong.
type failed struct{ err error }

// waitEvents waits for the desk's next announcements.
func (m *Model) waitEvents() tea.Cmd {
	ctx, events := m.ctx, m.events
	return func() tea.Msg {
		es, err := events.Next(ctx)
		if err != nil {
			return nil // the desk or the program is closing
		}
		return eventsArrived{es}
	}
}

// onEvents brings the screen in step with the desk, each part once however
// many events concern it.
func (m *Model) onEvents(msg eventsArrived) tea.Cmd {
	cmds := []tea.Cmd{m.waitEvents()}
	var rows, thread bool
	for _, e := range msg.events {
		switch e := e.(type) {
		case desk.ListChanged:
			rows = true
		case desk.DraftsChanged: // comes with every pause in typing; the rows only say that there are some
			rows = rows || m.desk.Status().Drafts != m.listed
		case desk.DraftJoined:
			rows = true
			cmds = append(cmds, m.joinDraft(e))
		case desk.ConversationChanged:
			rows = true
			thread = thread || e.ID == m.openID || e.ID == ""
		case desk.OutboxChanged:
			rows = true
			thread = thread || e.Entry.ConversationID == m.openID || e.Entry.ID == 0
			cmds = append(cmds, m.onEntry(e.Entry))
		case desk.CustomerWrote:
			rows = true
			if e.ID != m.openID {
				e.Contact, e.Preview = m.env.Mask.Name(e.Contact), m.env.Mask.Body(e.Preview)
				cmds = append(cmds, m.notify(e))
				if !m.notice.Bad { // what is wrong is not pushed aside by news
					cmds = append(cmds, m.say(e.Contact+" wrote: "+e.Preview, false))
				}
			}
		}
	}
	m.dir = m.desk.Directory()
	m.meet(m.dir)
	m.takeStatus()
	if rows {
		cmds = append(cmds, m.loadList(), m.knowMore(), m.boardChanged())
	}
	if thread && m.openID != "" {
		cmds = append(cmds, m.reopen())
	}
	return tea.Batch(append(cmds, m.countdown(), m.leaveIfDone())...)
}

// notify tells of a customer's message by way of the terminal.
func (m *Model) notify(e desk.CustomerWrote) tea.Cmd {
	if m.tell == nil {
		return nil
	}
	return tea.Raw(m.tell(e.Contact, e.Preview))
}

// takeStatus takes what the desk says of itself.
func (m *Model) takeStatus() {
	m.status = m.desk.Status()
	m.list.Problem(m.status.Problem)
	if n := len(m.status.Warnings); n > m.warned {
		m.notice = statusbar.Notice{Text: strings.Join(m.status.Warnings[m.warned:], " "), Bad: true}
		m.noticeID++
		m.warned = n
	}
	m.arrangeNews()
}

// arrangeNews makes room for what is wrong when it needs more than its row.
func (m *Model) arrangeNews() {
	if m.w > 0 && statusbar.NewsRows(m.env, m.status, m.notice, m.hints(), m.w) != m.frame.News.H {
		m.arrange()
	}
}

// onEntry says once what became of a reply or an action.
func (m *Model) onEntry(e desk.Entry) tea.Cmd {
	waits := e.State == desk.EntryQueued && e.Error != ""
	if e.ID == 0 || m.announced[e.ID] == e.State && !e.Asking && !waits {
		return nil
	}
	m.announced[e.ID] = e.State
	switch {
	case e.Asking:
		return m.say(pane.Joined(" ", e.Error, m.env.KeyDoes(keymap.Global, keymap.Outbox, "opens the outbox.")), true)
	case waits && e.Error == m.status.Problem: // why is said beside it for as long as it lasts
		return m.say("Not sent yet; goes out when it can.", false)
	case waits:
		return m.say("Not sent yet: "+e.Error, false)
	case e.State == desk.EntrySent && e.Kind == desk.ActReply:
		return tea.Batch(m.say(m.posted(e), false), m.replied(e))
	case e.State == desk.EntryFailed:
		return tea.Batch(m.say(e.Error, true), m.restore(e))
	default:
		return nil
	}
}

// posted says that a reply is with Intercom, and to whom it went unless that
// is on the screen.
func (m *Model) posted(e desk.Entry) string {
	what := map[desk.Mode]string{
		desk.ModeAdmin: "Reply posted", desk.ModeNote: "Note posted", desk.ModeContact: "Reply in the contact's name posted",
	}[e.Mode]
	if row, ok := m.list.Row(e.ConversationID); ok && e.ConversationID != m.openID {
		what += " to " + m.env.Mask.Name(row.Contact)
	}
	return what + "."
}

// say shows a notice for a while. A bad one stays until the next.
func (m *Model) say(text string, bad bool) tea.Cmd {
	m.notice = statusbar.Notice{Text: text, Bad: bad}
	m.noticeID++
	m.arrangeNews()
	if bad {
		return nil
	}
	id := m.noticeID
	return m.tick(noticeTime, func(time.Time) tea.Msg { return noticeExpired{id} })
}

const noticeTime = 6 * time.Second

type noticeExpired struct{ id int }

func (m *Model) expireNotice(msg noticeExpired) {
	if msg.id == m.noticeID {
		m.notice = statusbar.Notice{}
		m.quitArmed = false
		m.arrangeNews()
	}
}

// complain shows an error as a sentence. What was cancelled is not one.
func (m *Model) complain(err error) tea.Cmd {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	m.takeStatus()
	if s := sentence(err); s != m.status.Problem { // which stands in the same place until it is over
		return m.say(s, true)
	}
	return nil
}

func (m *Model) onFailed(msg failed) tea.Cmd { return m.complain(msg.err) }

// sentence turns an error into words for the agent, with the next step.
func sentence(err error) string { return desk.Sentence(err) }

// secondPassed comes while a countdown is on the screen.
type secondPassed struct{}

// countdown keeps a clock by the second only while something is counted down.
func (m *Model) countdown() tea.Cmd {
	if m.counting || m.env.Slow {
		return nil
	}
	now := m.env.Now()
	for _, e := range m.status.Outbox {
		if e.NotBefore.After(now) && e.NotBefore.Sub(now) < 2*time.Minute {
			m.counting = true
			return m.tick(time.Second, func(time.Time) tea.Msg { return secondPassed{} })
		}
	}
	return nil
}
