package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"parley/api/desk"
)

// logLimit is how many entries log shows without being told.
const logLimit = 50

func (a *app) logCommand() *cobra.Command {
	var (
		limit  int
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Show what became of replies and actions, newest first",
		Long: `Show the replies and actions that this computer sent, failed to send, took back
or gave up, newest first. Needs no network. ` + "`parley outbox show ENTRY`" + ` shows the
whole text of one. With --json, an array as ` + "`parley outbox --json`" + ` prints it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 {
				return usagef("--limit: %d is not a number of entries", limit)
			}
			return a.log(cmd.Context(), limit, asJSON)
		},
	}
	cmd.Flags().IntVarP(&limit, "limit", "n", logLimit, "show this many at most")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an array of entries")
	return cmd
}

// log prints the journal of what was settled.
func (a *app) log(ctx context.Context, limit int, asJSON bool) (err error) {
	w, err := a.local(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	entries, err := w.Journal(ctx, limit)
	if err != nil {
		return storeProblem(err)
	}
	if asJSON {
		return writeValue(a.out, entriesJSON(entries))
	}
	if len(entries) == 0 {
		a.say("nothing was sent or changed from here yet")
		return nil
	}
	now := clock{now: a.env.Now()}
	rows := make([][]string, len(entries))
	for i, e := range entries {
		rows[i] = []string{now.short(e.SettledAt), strconv.FormatInt(e.ID, 10), string(e.ConversationID), w.what(e), fateWord(e), entryText(e)}
	}
	return writeTable(a.out, a.env.columns(), []column{
		{title: "WHEN", most: 14},
		{title: "ENTRY", most: 8, leave: 1},
		{title: "CONVERSATION", most: 20},
		{title: "WHAT", most: 28},
		{title: "FATE", most: 12},
		{title: "TEXT"},
	}, rows)
}

// fateWord says what became of a settled entry.
func fateWord(e desk.Entry) string {
	switch {
	case e.State == desk.EntrySent && e.Kind != desk.ActReply:
		return "done"
	case e.State == desk.EntryFailed:
		return "not sent"
	case e.State == desk.EntryUndone:
		return "taken back"
	case e.State == desk.EntryDropped:
		return "given up"
	default:
		return string(e.State)
	}
}
