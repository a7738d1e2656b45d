package cli

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui"
	"parley/ui/inbox"
	"parley/ui/pane"
)

// linearMessages is how many messages are written at a time.
const linearMessages = 5

// openIt opens a conversation by its id, its place in the list, or words that
// fit one row only; without any of them, the one at hand.
func (l *linear) openIt(ctx context.Context, arg string) {
	id := l.atHand()
	if arg != "" {
		var ok bool
		if id, ok = l.named(strings.TrimPrefix(arg, "#")); !ok {
			return
		}
	}
	if id == "" {
		l.say("There is no conversation at hand.")
		return
	}
	l.openID(ctx, id)
}

// named finds the conversation that arg names, or says why there is none.
func (l *linear) named(arg string) (api.ID, bool) {
	if n, err := strconv.Atoi(arg); err == nil && n >= 1 && n <= len(l.rows) {
		return l.rows[n-1].Conversation.ID, true
	}
	switch found := inbox.Fitting(l.rows, arg); {
	case len(found) == 1:
		return found[0].Conversation.ID, true
	case len(found) > 1:
		l.stray("%q fits %d conversations of this list.", arg, len(found))
	case checkID(arg) == nil:
		return api.ID(arg), true
	default:
		l.stray("%q is neither the id of a conversation, nor the number of a row, nor words of one.", arg)
	}
	return "", false
}

// openStep opens the conversation n rows further.
func (l *linear) openStep(ctx context.Context, n int) {
	before := l.at
	if !l.step(n) || l.at == before {
		l.say("There is none further.")
		return
	}
	l.openID(ctx, l.at)
}

// openID shows what Intercom has of a conversation; where it cannot be asked,
// what is held.
func (l *linear) openID(ctx context.Context, id api.ID) {
	l.desk.Focus(id)
	t, err := l.desk.Fetch(ctx, id)
	if err != nil {
		held, heldErr := l.desk.Open(ctx, id)
		if heldErr != nil {
			if errors.Is(heldErr, desk.ErrNotHeld) {
				heldErr = err
			}
			l.stray("%s", desk.Sentence(heldErr))
			return
		}
		l.complain(err)
		l.say("This is what is held here.")
		t = held
	}
	l.at, l.open, l.board, l.finding = id, &t, nil, ""
	l.app.mask.Meet(t)
	l.head()
	from := l.openingAt()
	l.part, l.top = from-1, from
	if skipped := l.part + 1; skipped > 0 {
		l.say("%s before; %s shows them.", plural(skipped, "message", "messages"), l.verb(keymap.PageUp))
	}
	l.writeMessages(len(l.messages()) - from)
	l.seen(ctx)
	if l.app.cfg.MarkRead == ui.ReadWhenOpened {
		l.markRead(ctx, id)
	}
}

// leaveThread goes back to the list.
func (l *linear) leaveThread() {
	if l.open != nil {
		l.open = nil
		l.desk.Focus("")
	}
}

// markRead marks a conversation as read, as the settings want it: without a
// word, and with nothing to take back.
func (l *linear) markRead(ctx context.Context, id api.ID) {
	if l.desk.Status().ReadOnly || l.open != nil && l.open.Conversation.ID == id && l.open.Conversation.Read {
		return
	}
	if _, err := l.desk.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActRead}}); err != nil {
		l.complain(err)
	}
}

// reread takes up what is new in the open conversation and writes it.
func (l *linear) reread(ctx context.Context) {
	t, err := l.desk.Open(ctx, l.open.Conversation.ID)
	if err != nil {
		return // it stays as it was read; what is wrong is among the news
	}
	before := len(l.messages())
	atEnd := l.part >= before-1
	l.open = &t
	l.app.mask.Meet(t)
	if n := len(l.messages()) - before; n > 0 && atEnd {
		l.writeMessages(n)
		l.seen(ctx)
	}
}

// seen tells the desk up to where the agent has read.
func (l *linear) seen(ctx context.Context) {
	parts := l.open.Conversation.Parts.Items
	if len(parts) == 0 {
		return
	}
	if err := l.desk.Seen(ctx, l.open.Conversation.ID, parts[len(parts)-1].ID); err != nil {
		l.complain(err)
	}
}

// head says whose conversation it is and how it stands.
func (l *linear) head() {
	c := l.open.Conversation
	now := l.env.Now()
	n := l.names()
	words := []string{pane.State(c, now), pane.Priority(c.Priority), desk.Clock(c, l.app.means.targets, now).Words()}
	if !c.WaitingSince.IsZero() {
		words = append(words, "waits "+pane.Length(now.Sub(c.WaitingSince.Time)))
	}
	assigned := l.whose(c, n.admin(c.AdminAssigneeID), n.team(c.TeamAssigneeID))
	about := l.hidden(subject(c))
	if i := l.index(); i >= 0 {
		l.rows[i].Contact = cmp.Or(n.contact(c), l.rows[i].Contact) // opening it may have told who it is
		about = l.about(l.rows[i])
	}
	l.say("%s: %s; %s.", n.contact(c), about, joined(", ", append(words, assigned, channel(c))...))
}

// names are the names that the desk knows.
func (l *linear) names() names {
	dir := l.desk.Directory()
	n := names{admins: map[api.ID]string{}, teams: map[api.ID]string{}, contacts: map[api.ID]string{}}
	for _, a := range dir.Admins {
		n.admins[a.ID] = a.Name
	}
	for _, t := range dir.Teams {
		n.teams[t.ID] = t.Name
	}
	if l.open != nil {
		n.fromSources([]api.Conversation{*l.open.Conversation})
		if who := l.open.Contact; who != nil {
			n.contacts[who.ID] = who.Label()
		}
	}
	return n
}
