package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"parley/api"
	"parley/api/desk"
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
	l.at, l.open = id, &t
	l.app.mask.Meet(t)
	l.head()
	l.part = max(len(l.messages())-linearMessages, 0) - 1
	if skipped := l.part + 1; skipped > 0 {
		l.say("%s before; - shows them.", plural(skipped, "message", "messages"))
	}
	l.writeMessages(linearMessages)
	l.seen(ctx)
}

// link writes the address of the conversation at hand: who reads line by line
// copies from there.
func (l *linear) link(context.Context) {
	app := l.desk.Status().Identity.App
	l.say("%s", api.WebURL(&app, l.atHand()))
}

// leaveThread goes back to the list.
func (l *linear) leaveThread() {
	if l.open != nil {
		l.open = nil
		l.desk.Focus("")
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
	assigned := n.assignee(c)
	if assigned == "" {
		assigned = "unassigned"
	}
	l.say("%s: %s. %s.", n.contact(c), subject(c), joined(", ", append(words, assigned, channel(c))...))
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

// messages are what was written and what happened, in lines; the first is
// what the conversation began with.
func (l *linear) messages() []string {
	c, n := l.open.Conversation, l.names()
	out := []string{l.message(joined(", ", n.author(c.Source.Author), l.moment(c.CreatedAt)), c.Source.Body, c.Source.Redacted, c.Source.Attachments)}
	if missing := missingParts(c); missing != "" {
		out = append(out, missing)
	}
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		if bookkeeping[p.PartType] && !p.Message() {
			continue
		}
		event := joined(" ", n.event(p), eventDetail(p))
		if !p.Message() {
			out = append(out, joined(", ", event, n.author(p.Author), l.moment(p.CreatedAt)))
			continue
		}
		kind := ""
		if p.Internal() {
			kind = "internal NOTE"
		}
		out = append(out, l.message(joined(", ", n.author(p.Author), kind, event, l.moment(p.CreatedAt)), p.Body, p.Redacted, p.Attachments))
	}
	return out
}

func (l *linear) moment(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	return pane.Moment(t.Time, l.env.Now())
}

// message is a message: who and when, and below it what.
func (l *linear) message(who, html string, redacted bool, files []api.Attachment) string {
	lines := []string{who + ":"}
	if redacted {
		lines = append(lines, "[redacted]")
	}
	if text := strings.TrimSpace(plainBody(html)); text != "" {
		lines = append(lines, text)
	}
	for _, f := range files {
		lines = append(lines, attachment(f)+" "+f.URL)
	}
	return strings.Join(lines, "\n")
}

// writeMessages writes the next n messages.
func (l *linear) writeMessages(n int) {
	all := l.messages()
	for range n {
		if l.part+1 >= len(all) {
			return
		}
		l.part++
		l.say("%s", all[l.part])
	}
}

// moveMessage writes the message n further.
func (l *linear) moveMessage(n int) {
	all := l.messages()
	to := min(max(l.part+n, 0), len(all)-1)
	if to == l.part && n != 0 {
		word := "last"
		if n < 0 {
			word = "first"
		}
		l.say("That was the %s message.", word)
		return
	}
	l.part = to
	l.say("%s", all[to])
}

// pageMessages writes the next messages, or those before.
func (l *linear) pageMessages(n int) {
	all := l.messages()
	from := l.part + 1
	if n < 0 {
		from = l.part - 2*linearMessages + 1
	}
	if from >= len(all) {
		l.say("That was the last message.")
		return
	}
	l.part = max(from, 0) - 1
	l.writeMessages(linearMessages)
	if left := l.part + 1 - linearMessages; n < 0 && left > 0 {
		l.say("%s before.", plural(left, "message", "messages"))
	}
}

// facts writes everything that is known of the conversation at hand.
func (l *linear) facts(ctx context.Context) {
	id := l.atHand()
	if id == "" {
		l.say("There is no conversation at hand.")
		return
	}
	t, err := l.desk.Open(ctx, id)
	if err != nil {
		l.complain(err)
		return
	}
	n := l.names()
	if t.Contact != nil {
		n.contacts[t.Contact.ID] = t.Contact.Label()
	}
	p := l.app.page(clock{now: l.env.Now()}, n, 0)
	p.theme = l.env.Theme
	p.facts(t.Conversation)
	l.say("%s", strings.TrimRight(p.b.String(), "\n"))
	if t.Contact != nil && t.Contact.Email != "" {
		l.say("%s", fmt.Sprintf("Address: %s", t.Contact.Email))
	}
}
