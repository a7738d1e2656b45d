package cli

import (
	"context"

	"parley/api/desk"
	"parley/ui/board"
)

// showBoard tells the figures of the standup, and stays with them: the keys of
// the board mean what they do on the screen. Where one is there already, it
// goes back.
func (l *linear) showBoard(ctx context.Context) {
	if l.board != nil {
		l.back(ctx)
		return
	}
	if l.readBoard(ctx) {
		for _, line := range board.Spoken(l.app.mask.Board(*l.board), l.env.Now()) {
			l.say("%s", line)
		}
		l.say("%s opens the conversation that waits longest.", l.verb("open-longest-wait"))
	}
}

// readBoard asks Intercom for what the board is made of. Where it cannot be
// asked, the figures are of what is held.
func (l *linear) readBoard(ctx context.Context) bool {
	if err := l.desk.ReadBoard(ctx); err != nil {
		l.complain(err)
	}
	b, err := l.desk.Board(ctx)
	if err != nil {
		l.complain(err)
		return false
	}
	l.takeBoard(b)
	return true
}

func (l *linear) takeBoard(b desk.Board) {
	l.app.mask.Meet(b)
	l.board = &b
}

// boardMarkdown writes the board as Markdown, for a chat or a page.
func (l *linear) boardMarkdown(ctx context.Context) {
	if l.board != nil || l.readBoard(ctx) {
		l.say("%s", board.Markdown(l.app.mask.Board(*l.board), l.env.Now()))
	}
}

// markStandup makes this board the one that later ones are compared with.
func (l *linear) markStandup(ctx context.Context) {
	b, err := l.desk.MarkStandup(ctx)
	if err != nil {
		l.complain(err)
		return
	}
	l.takeBoard(b)
	l.say("Marked. Later boards say what changed since.")
}

// openLongest opens the conversation that waits longest.
func (l *linear) openLongest(ctx context.Context) {
	if l.board == nil && !l.readBoard(ctx) {
		return
	}
	if l.board.Oldest == nil {
		l.say("Nobody waits.")
		return
	}
	l.openID(ctx, l.board.Oldest.ID)
}
