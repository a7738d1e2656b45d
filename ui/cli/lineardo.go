package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/pane"
)

// step is what u can take back: all that one command did.
type step struct {
	entry int64
	words string
	ids   []api.ID
}

// act changes the marked conversations, or the one at hand, as one step.
func (l *linear) act(ctx context.Context, changes ...desk.ActionChange) {
	ids := l.targets()
	switch {
	case len(ids) == 0:
		l.say("There is no conversation at hand.")
		return
	case l.desk.Status().ReadOnly:
		l.say("%s", l.readOnly())
		return
	}
	words := l.did(changes, l.calledAll(ids))
	entries, err := l.desk.DoAll(ctx, ids, changes)
	if err != nil {
		l.complain(err)
		return
	}
	clear(l.marks)
	if len(entries) > 0 {
		l.steps = append(l.steps, step{entries[0].ID, words, ids})
	}
	l.say("%s %s takes it back.", words, l.verb(keymap.Undo))
	l.last = changes
	if kind := changes[0].Kind; kind == desk.ActClose || kind == desk.ActSnooze {
		for _, id := range ids {
			l.gone[id] = true
		}
		l.goOn(ctx, ids)
	}
}

// goOn goes to the next conversation, open where the one before was.
func (l *linear) goOn(ctx context.Context, done []api.ID) {
	l.at = done[len(done)-1]
	before := l.at
	if l.index() < 0 || !l.step(1) || l.at == before {
		if l.open != nil {
			l.leaveThread()
		}
		l.say("That was the last one of this list.")
		return
	}
	if l.open != nil {
		l.openID(ctx, l.at)
		return
	}
	l.say("Next: %s", l.row(l.index()))
}

// did says an action that was carried out.
func (l *linear) did(changes []desk.ActionChange, what string) string {
	if len(changes) > 1 {
		return "Changed the tags: " + what + "." // nothing else has several
	}
	switch c := changes[0]; c.Kind {
	case desk.ActClose:
		return "Closed " + what + "."
	case desk.ActOpen:
		return "Opened " + what + "."
	case desk.ActSnooze:
		return fmt.Sprintf("Snoozed until %s: %s.", pane.Moment(c.Until, l.env.Now()), what)
	case desk.ActAssign:
		return fmt.Sprintf("Assigned to %s: %s.", l.assigneeName(c), what)
	case desk.ActTag:
		return fmt.Sprintf("Tagged %s: %s.", l.tagName(c.Tag), what)
	case desk.ActUntag:
		return fmt.Sprintf("Took the tag %s off: %s.", l.tagName(c.Tag), what)
	case desk.ActRead:
		return fmt.Sprintf("Marked read, for the whole workspace: %s.", what)
	case desk.ActUnread:
		return fmt.Sprintf("Marked unread, for the whole workspace: %s.", what)
	default:
		return "Done: " + what + "."
	}
}

func (l *linear) assigneeName(c desk.ActionChange) string {
	switch {
	case c.Assignee == "":
		return "nobody"
	case c.Team:
		return l.names().team(c.Assignee)
	default:
		return l.names().admin(c.Assignee)
	}
}

func (l *linear) repeat(ctx context.Context) {
	if len(l.last) == 0 {
		l.say("There is nothing to repeat yet.")
		return
	}
	l.act(ctx, l.last...)
}

func (l *linear) take(ctx context.Context) { l.assign(ctx, "me") }

// assign gives the conversation to a teammate or a team; without a name it
// lists whom there is.
func (l *linear) assign(ctx context.Context, to string) {
	if to == "" {
		l.say("Put behind it whom: me, nobody, %s.", listed(l.assignees()))
		return
	}
	c, why := l.whom(to)
	if why != "" {
		l.say("%s", why)
		return
	}
	l.act(ctx, c)
}

// assignees are those who can be given a conversation.
func (l *linear) assignees() []assignee {
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
	return all
}

// whom finds who is meant by a name, or why says why nobody is.
func (l *linear) whom(to string) (c desk.ActionChange, why string) {
	c.Kind = desk.ActAssign
	switch strings.ToLower(to) {
	case "me":
		me := l.desk.Status().Identity
		if !me.Known {
			return c, "Intercom has not said yet who you are."
		}
		c.Assignee = me.Admin.ID
		return c, ""
	case "none", "nobody":
		return c, ""
	}
	all := l.assignees()
	fitting := fits(all, func(s assignee) bool { return string(s.id) == to || strings.EqualFold(s.name, to) })
	if len(fitting) == 0 {
		fitting = fits(all, func(s assignee) bool { return strings.Contains(strings.ToLower(s.name), strings.ToLower(to)) })
	}
	switch len(fitting) {
	case 1:
		c.Assignee, c.Team = fitting[0].id, fitting[0].team
		return c, ""
	case 0:
		return c, fmt.Sprintf("There is no teammate with an inbox seat and no team %q; there are %s.", to, listed(all))
	default:
		return c, fmt.Sprintf("%q may be any of %s.", to, listed(fitting))
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

// undo takes back the newest reply that has not left, else the last step.
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
	if l.takeBack(ctx, last.entry, "Taken back: "+last.words) {
		for _, id := range last.ids {
			delete(l.gone, id)
		}
	}
}

func (l *linear) takeBack(ctx context.Context, entry int64, words string) bool {
	if _, err := l.desk.Undo(ctx, entry); err != nil {
		l.complain(err)
		return false
	}
	l.say("%s", words)
	return true
}

func (l *linear) takeBackAll(ctx context.Context) {
	for _, e := range l.desk.Status().Outbox {
		if e.State == desk.EntryQueued {
			l.takeBack(ctx, e.ID, fmt.Sprintf("Taken back in %s.", e.ConversationID))
		}
	}
}
