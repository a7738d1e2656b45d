package cli

import (
	"context"

	"parley/ui/pane"
)

// linearLog is how many entries of the log are written.
const linearLog = 20

// journal writes what became of replies and actions, the newest first.
func (l *linear) journal(ctx context.Context) {
	entries, err := l.desk.Journal(ctx, linearLog)
	if err != nil {
		l.complain(err)
		return
	}
	if len(entries) == 0 {
		l.say("Nothing was sent or changed from here yet.")
	}
	for _, e := range entries {
		what := (&work{Desk: l.desk, app: l.app}).what(e)
		l.say("%s: %s in %s, %s. %s", pane.Moment(e.SettledAt, l.env.Now()), what, e.ConversationID, fateWord(e), l.hidden(entryText(e)))
	}
}

// drafts writes what is written and not sent.
func (l *linear) drafts(ctx context.Context) {
	drafts, err := l.desk.Drafts(ctx)
	if err != nil {
		l.complain(err)
		return
	}
	if len(drafts) == 0 {
		l.say("There are no drafts.")
	}
	for _, d := range drafts {
		who := l.called(d.ConversationID)
		l.say("%s, %s: %s; %s", who, d.Mode, l.hidden(lineOf(d.Text)), d.ConversationID)
	}
}
