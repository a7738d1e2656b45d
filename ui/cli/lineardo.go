package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
)

// act changes the conversation at hand.
func (l *linear) act(ctx context.Context, change desk.ActionChange) {
	id := l.atHand()
	switch {
	case id == "":
		l.say("There is no conversation at hand.")
		return
	case l.desk.Status().ReadOnly:
		l.say("%s", l.readOnly())
		return
	}
	next := l.after(id)
	entries, err := l.desk.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: change})
	if err != nil {
		l.complain(err)
		return
	}
	l.done(entries, l.did(change)+" "+string(id)+".")
	l.last = &change
	if change.Kind == desk.ActClose || change.Kind == desk.ActSnooze {
		l.goOn(ctx, next)
	}
}

// done remembers a step for u, and says it.
func (l *linear) done(entries []desk.Entry, words string) {
	if len(entries) > 0 {
		l.steps = append(l.steps, entries[0].ID)
	}
	l.say("%s u takes it back.", words)
}

// after is the conversation that comes after one in the list, "" when it is
// the last.
func (l *linear) after(id api.ID) api.ID {
	i := slices.IndexFunc(l.rows, func(r desk.Row) bool { return r.Conversation.ID == id })
	if i < 0 || i+1 >= len(l.rows) {
		return ""
	}
	return l.rows[i+1].Conversation.ID
}

// goOn goes to the next conversation, open where the one before was.
func (l *linear) goOn(ctx context.Context, next api.ID) {
	switch {
	case l.open == nil:
		if next != "" {
			l.at = next
			l.say("Next: %s", l.row(l.index()))
		}
	case next == "":
		l.leaveThread()
		l.say("That was the last one.")
	default:
		l.openID(ctx, next)
	}
}

// did says an action that was carried out.
func (l *linear) did(c desk.ActionChange) string {
	switch c.Kind {
	case desk.ActClose:
		return "Closed"
	case desk.ActOpen:
		return "Opened"
	case desk.ActSnooze:
		return "Snoozed until " + pane.Moment(c.Until, l.env.Now()) + ":"
	case desk.ActAssign:
		return "Assigned to " + l.assigneeName(c) + ":"
	case desk.ActTag:
		return "Tagged"
	case desk.ActUntag:
		return "Took the tag off"
	case desk.ActRead:
		return "Marked read, for the whole workspace:"
	case desk.ActUnread:
		return "Marked unread, for the whole workspace:"
	default:
		return "Done:"
	}
}

func (l *linear) assigneeName(c desk.ActionChange) string {
	if c.Assignee == "" {
		return "nobody"
	}
	if c.Team {
		return l.names().team(c.Assignee)
	}
	return l.names().admin(c.Assignee)
}

func (l *linear) repeat(ctx context.Context) {
	if l.last == nil {
		l.say("There is nothing to repeat yet.")
		return
	}
	l.act(ctx, *l.last)
}

func (l *linear) take(ctx context.Context) {
	me := l.desk.Status().Identity
	if !me.Known {
		l.say("Intercom has not said yet who you are.")
		return
	}
	l.act(ctx, desk.ActionChange{Kind: desk.ActAssign, Assignee: me.Admin.ID})
}

// assign gives the conversation to a teammate or a team; without a name it
// lists whom there is.
func (l *linear) assign(ctx context.Context, to string) {
	var all []assignee
	dir := l.desk.Directory()
	for _, a := range dir.Admins {
		if a.HasInboxSeat {
			all = append(all, assignee{id: a.ID, name: a.Name})
		}
	}
	for _, t := range dir.Teams {
		all = append(all, assignee{id: t.ID, name: t.Name, team: true})
	}
	switch strings.ToLower(to) {
	case "":
		l.say("Put behind it whom: me, nobody, %s.", listed(all))
		return
	case "me":
		l.take(ctx)
		return
	case "none", "nobody":
		l.act(ctx, desk.ActionChange{Kind: desk.ActAssign})
		return
	}
	fitting := fits(all, func(s assignee) bool { return string(s.id) == to || strings.EqualFold(s.name, to) })
	if len(fitting) == 0 {
		fitting = fits(all, func(s assignee) bool { return strings.Contains(strings.ToLower(s.name), strings.ToLower(to)) })
	}
	switch len(fitting) {
	case 1:
		l.act(ctx, desk.ActionChange{Kind: desk.ActAssign, Assignee: fitting[0].id, Team: fitting[0].team})
	case 0:
		l.say("There is no teammate with an inbox seat and no team %q; there are %s.", to, listed(all))
	default:
		l.say("%q may be any of %s.", to, listed(fitting))
	}
}

// snooze puts the conversation off; without words it lists what is common.
func (l *linear) snooze(ctx context.Context, when string) {
	now := l.env.Now()
	if when == "" {
		for _, p := range desk.SnoozePresets(now) {
			l.say("%s: %s", p.Label, pane.Moment(p.Time, now))
		}
		l.say("Put behind it until when, such as tomorrow 9am.")
		return
	}
	t, err := desk.ParseWhen(when, now)
	if err != nil {
		l.complain(err)
		return
	}
	l.act(ctx, desk.ActionChange{Kind: desk.ActSnooze, Until: t})
}

// tag adds a tag, or takes one off that has a minus in front; without a name
// it lists what there is.
func (l *linear) tag(ctx context.Context, name string) {
	tags := l.desk.Directory().Tags
	kind, name := desk.ActTag, strings.TrimPrefix(name, "+")
	if off, ok := strings.CutPrefix(name, "-"); ok {
		kind, name = desk.ActUntag, off
	}
	known := make([]string, len(tags))
	for i, t := range tags {
		known[i] = t.Name
		if strings.EqualFold(t.Name, name) {
			l.act(ctx, desk.ActionChange{Kind: kind, Tag: t.ID})
			return
		}
	}
	if name != "" {
		l.say("There is no tag %q; there are %s.", name, strings.Join(known, ", "))
		return
	}
	l.say("Put behind it which tag, with - in front to take it off: %s.", strings.Join(known, ", "))
}

// undo takes back the newest reply that has not left, else the last action.
func (l *linear) undo(ctx context.Context) {
	for _, e := range slices.Backward(l.desk.Status().Outbox) {
		if e.Undoable && e.Kind == desk.ActReply {
			l.takeBack(ctx, e.ID, fmt.Sprintf("The reply in %s is taken back; the text is a draft.", e.ConversationID))
			return
		}
	}
	if len(l.steps) == 0 {
		l.say("There is nothing to take back.")
		return
	}
	last := l.steps[len(l.steps)-1]
	l.steps = l.steps[:len(l.steps)-1]
	l.takeBack(ctx, last, "Taken back.")
}

func (l *linear) takeBack(ctx context.Context, entry int64, words string) {
	if _, err := l.desk.Undo(ctx, entry); err != nil {
		l.complain(err)
		return
	}
	l.say("%s", words)
}

func (l *linear) takeBackAll(ctx context.Context) {
	for _, e := range l.desk.Status().Outbox {
		if e.State == desk.EntryQueued {
			l.takeBack(ctx, e.ID, fmt.Sprintf("Taken back in %s.", e.ConversationID))
		}
	}
}

// outbox asks about the first entry that needs the agent, or says what is on
// its way.
func (l *linear) outbox(ctx context.Context) {
	entries := l.desk.Status().Outbox
	for _, e := range entries {
		if e.Asking {
			l.decide(ctx, e)
			return
		}
	}
	if len(entries) == 0 {
		l.say("The outbox is empty.")
		return
	}
	for _, e := range entries {
		l.say("%s in %s: %s. %s", e.Kind, e.ConversationID, l.app.stateOf(e), entryText(e))
	}
}

// decide asks what shall become of an entry.
func (l *linear) decide(ctx context.Context, e desk.Entry) {
	l.say("%s", e.Error)
	for i := range e.NewParts {
		p := &e.NewParts[i]
		l.say("%s wrote: %s", p.Author.Name, strings.TrimSpace(plainBody(p.Body)))
	}
	l.say("Yours, in %s: %s", e.ConversationID, e.Text)
	l.say("R sends it (again), D keeps it as a draft, X discards it; anything else leaves it.")
	line, _ := l.ask(ctx, "R, D or X> ")
	do, words := l.desk.Resend, "Queued again."
	switch strings.TrimSpace(line) {
	case "R":
	case "D":
		do, words = l.desk.Keep, "Kept as a draft."
	case "X":
		do, words = l.desk.Discard, "Discarded."
	default:
		l.say("It stays in the outbox.")
		return
	}
	if _, err := do(ctx, e.ID); err != nil {
		l.complain(err)
		return
	}
	l.say("%s", words)
}
