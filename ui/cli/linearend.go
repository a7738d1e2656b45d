package cli

import (
	"context"
	"slices"
	"strings"

	"parley/api/desk"
	"parley/keymap"
)

// back leaves the conversation, the board, or the search.
func (l *linear) back(ctx context.Context) {
	if !l.goOut(ctx) {
		l.say("This is the top; %s leaves.", l.verb(keymap.Leave))
	}
}

// leave goes back, and at the top it quits.
func (l *linear) leave(ctx context.Context) {
	if !l.goOut(ctx) {
		l.quit(ctx)
	}
}

// goOut goes out of the innermost place; false at the top.
func (l *linear) goOut(ctx context.Context) bool {
	switch {
	case l.board != nil:
		l.board = nil
	case l.open != nil:
		l.leaveThread()
		if i := l.index(); i >= 0 {
			l.say("%s", l.row(i))
		}
	case l.query != "":
		l.query = ""
		l.showList(ctx)
	default:
		return false
	}
	return true
}

// quit leaves, after asking where something is still pending.
func (l *linear) quit(ctx context.Context) {
	n := len(l.desk.Status().Outbox)
	if n == 0 {
		l.leaving = true
		return
	}
	l.say("%s not settled yet: w waits and then quits, l leaves it queued for the next time, t takes it back and stays.",
		plural(n, "reply or action is", "replies or actions are"))
	line, ok := l.ask(ctx, "w, l or t> ")
	switch answer := strings.ToLower(strings.TrimSpace(line)); {
	case !ok:
		return // the end of the input, which the caller sees as well
	case answer == "w":
		l.drain(ctx)
		l.leaving = len(l.desk.Status().Outbox) == 0
	case answer == "l":
		l.leaving = true
	case answer == "t":
		l.takeBackAll(ctx)
	default:
		l.say("Staying.")
	}
}

// ended leaves at the end of the input, or when the program is told to end.
// What was confirmed still goes out: a script has no other way to wait for it.
func (l *linear) ended(ctx context.Context) error {
	if ctx.Err() != nil || l.person {
		if n := len(l.desk.Status().Outbox); n > 0 {
			l.say("%s in the outbox: it goes out the next time Parley runs.", plural(n, "reply or action is", "replies or actions are"))
		}
		return ctx.Err()
	}
	l.drain(ctx)
	return l.verdict(ctx)
}

// verdict is an error when something that was confirmed has not arrived.
func (l *linear) verdict(ctx context.Context) error {
	for _, e := range l.desk.Status().Outbox {
		if e.State == desk.EntryUnknown {
			return &problem{code: ExitUnknownSent, sentence: e.Error}
		}
		if e.Asking {
			return &problem{code: ExitFailed, sentence: e.Error}
		}
	}
	return ctx.Err()
}

// drain waits until the outbox is empty, or somebody has to decide.
func (l *linear) drain(ctx context.Context) {
	for l.waits() && l.next(ctx) {
		continue
	}
}

// waits reports whether something is on its way, or its fate not told yet, and
// nothing has to be decided first.
func (l *linear) waits() bool {
	outbox := l.desk.Status().Outbox
	if slices.ContainsFunc(outbox, func(e desk.Entry) bool { return e.Asking }) {
		return false
	}
	return len(outbox) > 0 || slices.ContainsFunc(l.sent, func(id int64) bool {
		switch l.said[id] {
		case desk.EntryQueued, desk.EntrySending, desk.EntryUnknown, "":
			return true
		default:
			return false
		}
	})
}
