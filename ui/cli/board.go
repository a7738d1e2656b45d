package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/api/desk"
	"parley/ui/board"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// standup is what the board command says.
type standup struct {
	markdown, json, mark, local bool
	width                       int
}

func (a *app) boardCommand() *cobra.Command {
	var s standup
	cmd := &cobra.Command{
		Use:   "board",
		Short: "Show the figures of a standup",
		Long: `Show how the queue stands: what is open, unassigned, late and waiting, who has
how much, how quickly customers are answered, and what changed since the last
standup. --mark makes this one the last: it is compared with from an hour later
on.

Intercom is asked for names, for what is open or snoozed, and for what changed
within 14 days; what was read before is not read again. --local counts what is
held on this computer instead, also without a network, and says how old it is.
Figures that are not known are left out.

With --json, an object: at, synced_at, marked_at, time_zone; coverage.open and
.recent, each held, of, read_at; queue with open, unassigned, waiting, late,
due_within_hour, snoozed, reopened, opened_today, closed_today, each value,
source (Intercom, counted here, est), change; oldest with id, waiting_since,
contact, assignee, team; replies with first_today, first_14_days, all_today,
all_14_days, each median_seconds, over; ratings with mean, over, scores (by
score); teammates and teams, each id, name, listed, away, open, waiting, late,
closed_today; days with date, opened, closed; waits with below_seconds, count;
since with at, opened, closed. What is not known is left out.`,
		Example: "  parley board\n  parley board --markdown --mark | wl-copy\n  parley board --json | jq .queue.late.value",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case s.width < 0:
				return usagef("--width: %d is not a number of columns", s.width)
			case s.markdown && s.json:
				return usagef("--markdown and --json contradict each other: use one")
			}
			return a.board(cmd.Context(), s)
		},
	}
	cmd.Flags().BoolVar(&s.markdown, "markdown", false, "print Markdown, for a chat or a page")
	cmd.Flags().BoolVar(&s.json, "json", false, "print JSON, as described above")
	cmd.Flags().BoolVar(&s.mark, "mark", false, "make this the standup that later ones compare with")
	cmd.Flags().BoolVar(&s.local, "local", false, "count what is held here; ask nobody")
	cmd.Flags().IntVar(&s.width, "width", 0, "lay out for this many `COLUMNS` (default: the terminal's)")
	return cmd
}

// board prints the figures of a standup.
func (a *app) board(ctx context.Context, s standup) (err error) {
	open := a.online
	if s.local {
		open = a.local
	}
	w, err := open(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	var readErr error
	if !s.local {
		readErr = w.ReadBoard(ctx)
	}
	figures := w.Board
	if s.mark && readErr == nil {
		figures = w.MarkStandup
	}
	b, err := figures(ctx)
	switch {
	case readErr != nil && (err != nil || !stillTells(readErr, b)):
		return readErr
	case err != nil:
		return storeProblem(err)
	}
	a.mask.Meet(b)
	if err := a.printBoard(a.mask.Board(b), s); err != nil {
		return err
	}
	if readErr != nil {
		words := "These are the figures of what is held here. "
		if s.mark {
			words = "These are the figures of what is held here, and the standup was not marked. "
		}
		return &problem{code: exitCode(readErr), sentence: words + sentenceOf(readErr), err: readErr}
	}
	return nil
}

// stillTells reports whether what is held says something although Intercom
// could not be read.
func stillTells(err error, b desk.Board) bool {
	return !errors.Is(err, context.Canceled) && !errors.Is(err, desk.ErrOtherWorkspace) && !b.SyncedAt.IsZero()
}

// printBoard prints a board as it was asked for.
func (a *app) printBoard(b desk.Board, s standup) error {
	a.mask.Meet(b)
	b = a.mask.Board(b)
	switch {
	case s.json:
		return writeValue(a.out, boardJSONOf(b))
	case s.markdown:
		_, err := io.WriteString(a.out, board.Markdown(b, b.At))
		return err
	default:
		return a.showBoard(b, s.width)
	}
}

// showBoard prints a board as the screen shows it.
func (a *app) showBoard(b desk.Board, width int) error {
	if width == 0 {
		width = a.env.columns()
	}
	if width == 0 {
		width = pageWidth
	}
	env := &pane.Env{Theme: a.theme(), Now: func() time.Time { return b.At }}
	lines := append([]string{" " + env.Theme.Strong.Render("Standup, "+b.At.Format("Monday 2 January 2006 15:04")), ""},
		board.Draw(env, b, width, false)...)
	_, err := io.WriteString(a.out, richtext.Guard(strings.Join(lines, "\n")+"\n"))
	return err
}
