package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/composer"
	"parley/ui/dialog"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// settled is what became of something the agent confirmed.
type settled struct {
	entry desk.Entry
	what  string
	err   error
}

// send gives a confirmed reply to the desk. The composer stays until the desk
// holds it.
func (m *Model) send(r desk.Reply) tea.Cmd {
	ctx, d := m.ctx, m.desk
	if c := m.conversation(r.ConversationID); c != nil {
		r.Undo = d.UndoWindow(c.Source.Type, r.Mode)
	}
	m.draftID++ // a pending save would bring the draft back
	m.draftClean()
	known := m.answers
	return tea.Sequence(m.saveText(r.Draft), func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		if known.ID == r.ConversationID { // what was told of it before may still be on its way
			_ = d.Seen(ctx, known.ID, known.Part) // at worst the agent is asked whether it still goes
		}
		e, err := d.Send(ctx, r)
		return settled{e, "send", err}
	})
}

// onSettled closes the composer once the desk holds the reply, or says why
// nothing happened.
func (m *Model) onSettled(msg settled) tea.Cmd {
	m.takeStatus()
	if msg.err != nil {
		m.composer.GiveBack(sentence(msg.err))
		m.arrangeComposer()
		return m.complain(msg.err)
	}
	switch msg.what {
	case "send":
		var end tea.Cmd
		if m.composer.ConversationID() == msg.entry.ConversationID {
			m.composer.Close()
			m.setFocus(onThread)
			end, _ = m.thread.Do(keymap.Last) // what was sent appears there
		}
		word := "Sending…"
		if left := msg.entry.NotBefore.Sub(m.env.Now()); msg.entry.Undoable && left > 0 {
			word = m.undoable(fmt.Sprintf("Goes out in %ds.", pane.Countdown(left)))
		}
		return tea.Batch(end, m.say(word, false), m.countdown(), m.loadList())
	case "undo":
		return tea.Batch(m.say("Taken back.", false), m.reopenReply(msg.entry), m.loadList())
	default:
		return tea.Batch(m.say(msg.what, false), m.loadList())
	}
}

// reopenReply goes on writing what the agent took back, where it was written.
func (m *Model) reopenReply(e desk.Entry) tea.Cmd {
	if m.composer.Active() {
		return nil
	}
	return tea.Sequence(m.returnTo(step{id: e.ConversationID, left: true}), m.restore(e))
}

// restore opens the composer on a text that did not leave, unless the agent is
// writing something else.
func (m *Model) restore(e desk.Entry) tea.Cmd {
	if e.Kind != desk.ActReply || e.ConversationID != m.openID || m.composer.Active() {
		return nil
	}
	return m.loadDrafts(e.ConversationID, e.Mode, e.Error)
}

// undo takes back the newest reply or action that has not left.
func (m *Model) undo() tea.Cmd {
	for _, e := range slices.Backward(m.status.Outbox) {
		if e.Undoable && e.Kind == desk.ActReply {
			return m.ask("undo", e.ID, m.desk.Undo)
		}
	}
	return m.undoStep()
}

// ask has the desk do something with an entry of the outbox.
func (m *Model) ask(what string, entry int64, do func(context.Context, int64) (desk.Entry, error)) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		e, err := do(ctx, entry)
		return settled{e, what, err}
	}
}

// outboxChoice is an answer to what shall become of an entry.
type outboxChoice struct {
	entry int64
	do    string
}

// showOutbox asks about the first entry that needs the agent, or says what is
// on its way.
func (m *Model) showOutbox() tea.Cmd {
	for _, e := range m.status.Outbox {
		if !e.Asking {
			continue
		}
		e = m.env.Mask.Entry(e)
		m.dialogs.Push(&dialog.Confirm{
			Title: "Outbox",
			Text:  e.Error + "\n\n" + meanwhile(e) + "Yours:\n" + e.Text,
			Choices: []dialog.Choice{
				{Key: "R", Word: "send it (again)", Action: outboxChoice{e.ID, "resend"}},
				{Key: "D", Word: "keep it as a draft", Action: outboxChoice{e.ID, "keep"}},
				{Key: "X", Word: "discard it", Action: outboxChoice{e.ID, "discard"}},
			},
		})
		return nil
	}
	if n := len(m.status.Outbox); n > 0 {
		return m.say(fmt.Sprintf("%d on the way; nothing needs you.", n), false)
	}
	return m.say("The outbox is empty.", false)
}

// meanwhile shows what others wrote since the agent last looked.
func meanwhile(e desk.Entry) string {
	var b strings.Builder
	for i := range e.NewParts {
		p := &e.NewParts[i]
		b.WriteString(p.Author.Name + " wrote:\n" + richtext.Parse(p.Body).Text() + "\n\n")
	}
	return b.String()
}

func (m *Model) settle(c outboxChoice) tea.Cmd {
	switch c.do {
	case "resend":
		return m.ask("Queued again.", c.entry, m.desk.Resend)
	case "keep":
		return m.ask("Kept as a draft.", c.entry, m.desk.Keep)
	default:
		return m.ask("Discarded.", c.entry, m.desk.Discard)
	}
}

// draftSaved is the outcome of saving.
type draftSaved struct{ err error }

// draftDue comes when what was typed is to be saved.
type draftDue struct{ id int }

// draftDelay is how long typing may pause before it is saved.
const draftDelay = 300 * time.Millisecond

// draftChanged has the draft saved soon. The timer is not put off by further
// typing: text is never older on disk than the delay.
func (m *Model) draftChanged() tea.Cmd {
	m.arrangeComposer()
	m.unsaved.put(m.composer.Draft())
	if m.draftDirty {
		return nil
	}
	m.draftDirty = true
	m.draftID++
	id := m.draftID
	return tea.Batch(m.tick(draftDelay, func(time.Time) tea.Msg { return draftDue{id} }), m.saveStalled())
}

func (m *Model) saveDraftIfDue(msg draftDue) tea.Cmd {
	if msg.id != m.draftID {
		return nil
	}
	return m.saveDraft()
}

// saveDraft saves what the composer holds, if that is not saved yet, and ends
// once everything that was asked for before is on the disk.
func (m *Model) saveDraft() tea.Cmd {
	if m.draftDirty {
		m.draftClean()
		return m.saveText(m.composer.Draft())
	}
	before := m.drafting
	if before == nil {
		return nil
	}
	return func() tea.Msg {
		<-before
		return nil
	}
}

func (m *Model) saveText(draft desk.Draft) tea.Cmd {
	d := m.desk
	return m.inOrder(func(ctx context.Context) error { return d.SaveDraft(ctx, draft) })
}

func (m *Model) dropText(id api.ID, mode desk.Mode) tea.Cmd {
	d := m.desk
	return m.inOrder(func(ctx context.Context) error { return d.DropDraft(ctx, id, mode) })
}

// inOrder changes what is stored of the drafts, after all changes that were
// asked for before: a slow one never undoes a later one.
func (m *Model) inOrder(change func(context.Context) error) tea.Cmd {
	before, done, unsaved := m.drafting, make(chan struct{}), m.unsaved
	m.drafting = done
	ctx := context.WithoutCancel(m.ctx)
	return func() tea.Msg {
		defer close(done)
		if before != nil {
			<-before
		}
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		unsaved.mu.Lock()
		defer unsaved.mu.Unlock()
		return draftSaved{change(ctx)}
	}
}

// onDraftSaved says when text could not be saved, which the composer still has,
// and when it can be again.
func (m *Model) onDraftSaved(msg draftSaved) tea.Cmd {
	failed := m.draftFailed
	m.draftFailed = msg.err != nil
	switch {
	case failed && msg.err == nil:
		return m.say("The draft is saved again.", false)
	case failed || msg.err == nil:
		return nil
	}
	return m.say(sentence(msg.err)+" The draft is only on the screen.", true)
}

// draftMoved saves a text under its new mode, and only then drops what is
// stored under the mode that it left.
func (m *Model) draftMoved(msg composer.Moved) tea.Cmd {
	m.draftClean()
	m.draftID++
	d, draft := m.desk, m.composer.Draft()
	return m.inOrder(func(ctx context.Context) error {
		if err := d.SaveDraft(ctx, draft); err != nil {
			return err
		}
		return d.DropDraft(ctx, draft.ConversationID, msg.From)
	})
}

// composerClosed keeps the text as a draft, or drops it.
func (m *Model) composerClosed(msg composer.Closed) tea.Cmd {
	m.setFocus(m.base())
	if !msg.Discarded {
		m.draftDirty = true
		return tea.Batch(m.saveDraft(), m.say("Kept as a draft.", false))
	}
	m.draftClean()
	m.draftID++
	return m.dropText(m.composer.ConversationID(), m.composer.Mode())
}
