package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui"
	"parley/ui/mask"
)

// lineReader reads the input line by line, each line once it is asked for: in
// between the terminal may belong to the agent's editor, and what is typed
// there is not for us.
type lineReader struct {
	asked chan struct{}
	lines chan string // closed at the end of the input
}

// readLines begins to read. The goroutine that it leaves behind when ctx ends
// first ends with the input.
func readLines(ctx context.Context, r io.Reader) *lineReader {
	l := &lineReader{make(chan struct{}, 1), make(chan string)}
	go func() {
		defer close(l.lines)
		in := bufio.NewReader(r)
		for {
			select {
			case <-l.asked:
			case <-ctx.Done():
				return
			}
			line, err := in.ReadString('\n')
			if err != nil && line == "" {
				return
			}
			select {
			case l.lines <- strings.ToValidUTF8(strings.TrimRight(line, "\r\n"), "\uFFFD"):
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return l
}

// next asks for a line, and returns where it comes.
func (l *lineReader) next() <-chan string {
	select {
	case l.asked <- struct{}{}:
	default:
	}
	return l.lines
}

// readEvents hands on what the desk announces, until ctx ends.
func readEvents(ctx context.Context, from ui.Events) <-chan []desk.Event {
	events := make(chan []desk.Event)
	go func() {
		defer close(events)
		for {
			es, err := from.Next(ctx)
			if err != nil {
				return
			}
			select {
			case events <- es:
			case <-ctx.Done():
				return
			}
		}
	}()
	return events
}

// tell writes what happened, a line each.
func (l *linear) tell(ctx context.Context, events []desk.Event) {
	for _, e := range events {
		switch e := e.(type) {
		case desk.CustomerWrote:
			l.app.mask.Learn(mask.Person{Name: e.Contact})
			l.event("New message from %s in %s: %s", e.Contact, l.placed(e.ID), l.hidden(lineOf(e.Preview)))
			if l.open != nil && e.ID == l.open.Conversation.ID {
				l.reread(ctx)
			}
		case desk.ConversationChanged:
			if l.open != nil && e.ID == l.open.Conversation.ID {
				l.reread(ctx)
			}
		case desk.OutboxChanged:
			l.tellEntry(ctx, e.Entry)
		case desk.DraftJoined:
			l.joinedDraft(e)
		}
	}
	l.tellStatus()
}

// placed names a conversation, and where it is in the list.
func (l *linear) placed(id api.ID) string {
	i := slices.IndexFunc(l.rows, func(r desk.Row) bool { return r.Conversation.ID == id })
	switch {
	case l.open != nil && l.open.Conversation.ID == id:
		return "this conversation"
	case i < 0:
		return string(id)
	default:
		return fmt.Sprintf("%s, row %d", l.about(l.rows[i]), i+1)
	}
}

// joinedDraft says that another program wrote at the same text, and keeps both.
func (l *linear) joinedDraft(e desk.DraftJoined) {
	if l.box.Active() && l.box.ConversationID() == e.ID && l.box.Mode() == e.Mode {
		l.box.Before(e.Text)
	}
	l.event("Another program changed the draft in %s: both texts are kept.", l.placed(e.ID))
}

// event writes a line about something that happened by itself: it begins with
// the time.
func (l *linear) event(format string, args ...any) {
	l.say(l.env.Now().Format("15:04")+" "+format, args...)
}

// tellStatus says once what is wrong, and that it is over.
func (l *linear) tellStatus() {
	s := l.desk.Status()
	for _, w := range s.Warnings[min(l.warned, len(s.Warnings)):] {
		l.event("%s", w)
	}
	l.warned = len(s.Warnings)
	if s.Problem == l.problem {
		return
	}
	l.problem = s.Problem
	if s.Problem == "" {
		l.event("All is well again.")
		return
	}
	l.event("%s", s.Problem)
}

// tellEntry says once what became of a reply or an action.
func (l *linear) tellEntry(ctx context.Context, e desk.Entry) {
	waits := e.State == desk.EntryQueued && e.Error != ""
	if e.ID == 0 || l.said[e.ID] == e.State && !e.Asking && !waits {
		return
	}
	l.said[e.ID] = e.State
	switch {
	case e.Asking:
		l.event("%s %s decides about it.", e.Error, l.verb(keymap.Outbox))
	case waits:
		l.event("Not sent yet: %s", e.Error)
	case e.State == desk.EntrySent && e.Kind == desk.ActReply:
		what := map[desk.Mode]string{desk.ModeAdmin: "The reply", desk.ModeNote: "The note", desk.ModeContact: "The reply in the contact's name"}[e.Mode]
		l.event("%s is posted in %s.", what, e.ConversationID)
		if l.app.cfg.MarkRead == ui.ReadWhenReplied && e.Mode != desk.ModeContact {
			l.markRead(ctx, e.ConversationID)
		}
	case e.State == desk.EntryFailed:
		l.event("%s", e.Error)
	}
}
