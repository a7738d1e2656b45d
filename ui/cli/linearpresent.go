package cli

import (
	"context"
	"strings"

	"parley/ui/mask"
)

// present hides more with each command, and asks before all is shown again.
func (l *linear) present(ctx context.Context) {
	m := l.app.mask
	switch m.Level() {
	case mask.Off:
		people, err := l.desk.People(ctx)
		if err != nil {
			l.complain(err)
			return
		}
		m.SetLevel(mask.Names)
		m.Meet(people, l.desk.Directory(), l.desk.Status().Identity, l.rows)
		if l.open != nil {
			m.Meet(*l.open)
		}
		l.say("Presenter mode: who is who is hidden from here on. Once more blurs messages too. What was written before still stands above.")
	case mask.Names:
		m.SetLevel(mask.Blurred)
		l.say("Presenter mode: messages are blurred. Once more asks whether to leave it.")
	default:
		l.leaveMask(ctx)
	}
}

// leaveMask asks before anything is shown again.
func (l *linear) leaveMask(ctx context.Context) {
	l.say("S shows everything as it is, N hides only who is who; anything else leaves it.")
	switch line, _ := l.ask(ctx, "S or N> "); strings.TrimSpace(line) {
	case "S":
		l.app.mask.SetLevel(mask.Off)
		l.say("Presenter mode is off.")
	case "N":
		l.app.mask.SetLevel(mask.Names)
		l.say("Presenter mode: who is who is hidden.")
	default:
		l.say("Presenter mode stays as it is.")
	}
}
