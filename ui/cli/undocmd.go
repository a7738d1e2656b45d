package cli

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"parley/api/desk"
)

func (a *app) undoCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "undo ENTRY",
		Short: "Take back an action, by its number in `parley log`",
		Long: `Take back an action that was carried out from this computer, by asking Intercom
for the opposite: what was closed is opened again, what was assigned goes back,
and so on. What was done to several conversations as one step is taken back on
all of them. A reply that was posted stays: Intercom cannot take it back.`,
		Example: "  parley log --limit 5\n  parley undo 12",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			entry, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || entry < 1 {
				return usagef("%q is not the number of an entry; `parley log` lists them", args[0])
			}
			w, err := a.writing(cmd.Context())
			if err != nil {
				return err
			}
			defer w.close(&err)
			steps, err := w.Opposite(cmd.Context(), entry)
			switch {
			case errors.Is(err, desk.ErrNoEntry):
				return &problem{code: ExitNotFound, err: err, sentence: fmt.Sprintf("There is no entry %d; `parley log` lists them.", entry)}
			case errors.Is(err, desk.ErrTooLate):
				why := fmt.Sprintf("Entry %d cannot be taken back: it is a reply, it was not carried out, or it changed nothing.", entry)
				return &problem{code: ExitFailed, err: err, sentence: why}
			case err != nil:
				return err
			}
			if err := w.introduce(cmd.Context()); err != nil {
				return err
			}
			plans, ids := map[string]plan{}, make([]string, len(steps))
			for i, s := range steps {
				ids[i] = string(s.ConversationID)
				plans[ids[i]] = plan{changes: s.Changes, did: "taken back"}
			}
			return a.each(cmd.Context(), w, ids, func(id string) plan { return plans[id] }, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the conversations as Intercom returned them, as an array")
	adminFlag(cmd)
	return cmd
}
