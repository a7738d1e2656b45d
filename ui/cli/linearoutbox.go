package cli

import (
	"context"
	"strings"

	"parley/api/desk"
)

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
		l.say("%s in %s: %s. %s", e.Kind, e.ConversationID, l.app.stateOf(e), l.hidden(entryText(e)))
	}
}

// decide asks what shall become of an entry.
func (l *linear) decide(ctx context.Context, e desk.Entry) {
	l.say("%s", e.Error)
	for i := range e.NewParts {
		p := &e.NewParts[i]
		l.say("%s wrote: %s", p.Author.Name, setIn(l.hidden(strings.TrimSpace(plainBody(p.Body)))))
	}
	l.say("Yours, in %s: %s", e.ConversationID, setIn(l.hidden(e.Text)))
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
