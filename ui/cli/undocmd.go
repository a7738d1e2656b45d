package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"parley/api/desk"
)

func (a *app) undoCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "undo [ENTRY]",
		Short: "Take back the last step, or that of an entry of the log",
		Long: `Take back what was confirmed last on this computer, here or in an inbox, or the
step of an entry that ` + "`parley log`" + ` or ` + "`parley outbox`" + ` lists.

What has not left is not sent: a reply's text is a draft again. An action that
was carried out is followed by its opposite. A reply that was sent stays sent.`,
		Args: cobra.MatchAll(cobra.MaximumNArgs(1), func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return entryIDs(1)(cmd, args)
		}),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			w, err := a.writing(cmd.Context())
			if err != nil {
				return err
			}
			defer w.close(&err)
			step, err := w.step(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.undo(cmd.Context(), w, step, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the conversations that Intercom was asked to change back, as it returned them, as an array")
	adminFlag(cmd)
	return cmd
}

// step returns the entries that are to be taken back.
func (w *work) step(ctx context.Context, args []string) ([]desk.Entry, error) {
	if len(args) == 1 {
		e, err := w.entry(ctx, args[0])
		if err != nil {
			return nil, err
		}
		return w.Step(ctx, e.Group)
	}
	step, err := w.LastStep(ctx)
	if errors.Is(err, desk.ErrNothingToUndo) {
		return nil, &problem{code: ExitNotFound, sentence: "Nothing was sent or changed from here that could be taken back; `parley log` lists what was.", err: err}
	}
	return step, err
}

// undo takes back a step, and tells of each conversation what came of it.
func (a *app) undo(ctx context.Context, w *work, step []desk.Entry, asJSON bool) error {
	for _, e := range step {
		if e.State != desk.EntrySent {
			continue
		}
		if err := w.introduce(ctx); err != nil { // what was done needs its opposite
			return err
		}
		break
	}
	undone, err := w.UndoNow(ctx, step[0].ID)
	if errors.Is(err, desk.ErrTooLate) {
		return &problem{code: ExitFailed, sentence: w.whyNot(step), err: err}
	}
	if err != nil {
		return err
	}
	var raws [][]byte
	code := ExitDone
	for _, u := range undone {
		if u.Conversation != nil && u.Err == nil && asJSON {
			raws = append(raws, u.Conversation.Raw)
			continue
		}
		failed, err := a.tellUndone(w, u)
		if err != nil {
			return err
		}
		code = worst(code, failed)
	}
	if asJSON {
		if err := writeJSONArray(a.out, raws); err != nil {
			return err
		}
	}
	if code != ExitDone {
		return &problem{code: code} // each was told already
	}
	return nil
}

// tellUndone tells what came of one conversation, as an exit code too.
func (a *app) tellUndone(w *work, u desk.Undone) (code int, err error) {
	e := u.Entry
	switch {
	case u.Err != nil:
		if e.ID != 0 && e.SettledAt.IsZero() {
			u.Err = openEntry(e, u.Err)
		}
		a.say("%s: %s", e.ConversationID, sentenceOf(u.Err))
		return exitCode(u.Err), nil
	case e.State == desk.EntryUndone && e.Kind == desk.ActReply:
		a.say("entry %d (%s, conversation %s) is not sent; its text is a draft again", e.ID, w.what(e), e.ConversationID)
	case e.State == desk.EntryUndone:
		a.say("entry %d (%s, conversation %s) is not done", e.ID, w.what(e), e.ConversationID)
	case u.Conversation != nil:
		_, err = fmt.Fprintln(a.out, outcome(u.Conversation, a.clock(w.client), ""))
	default:
		a.say("entry %d (%s, conversation %s) is done", e.ID, w.what(e), e.ConversationID)
	}
	return ExitDone, err
}

// whyNot says why a step cannot be taken back.
func (w *work) whyNot(step []desk.Entry) string {
	e := step[0]
	what := fmt.Sprintf("Entry %d (%s, conversation %s)", e.ID, w.what(e), e.ConversationID)
	switch {
	case e.State == desk.EntrySent && e.Kind == desk.ActReply:
		return what + " is sent: it cannot be taken back."
	case e.State == desk.EntrySent && e.UndoOf != 0:
		return what + " took back another one: do that again instead."
	case e.State == desk.EntrySent:
		return what + " left nothing to take back: the conversation was like that before, or it is not known how it was."
	case e.SettledAt.IsZero():
		return what + fmt.Sprintf(" is on its way, or asks; `parley outbox show %d` tells.", e.ID)
	default:
		return what + " was not carried out: there is nothing to take back."
	}
}
