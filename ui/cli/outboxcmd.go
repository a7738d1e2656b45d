package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"parley/api/desk"
)

func (a *app) outboxCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "outbox",
		Short: "Show what was confirmed and is not settled; retry it or give it up",
		Long: `List the replies and actions that were confirmed and whose fate at Intercom is
not known yet. Needs no network; only retry does.

With --json, an array of objects: id, group (entries of one step share it),
conversation_id, kind (reply, close, open, snooze, assign, tag, untag, read,
unread), mode (admin, contact, note), state (queued, sending, unknown, held,
sent, failed, undone, dropped), asking (it needs you), text, attachments,
until, assignee, team, tag, created_at, not_before, settled_at, attempts,
error, part_id, new_parts. What does not apply is left out.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.outboxList(cmd.Context(), asJSON) },
	}
	list := &cobra.Command{Use: "list", Short: "List the entries, oldest first", Args: cobra.NoArgs, RunE: cmd.RunE}
	show := &cobra.Command{
		Use: "show ID", Short: "Show an entry with its text and what can be done; settled ones too", Args: entryIDs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.outboxShow(cmd.Context(), args[0], asJSON) },
	}
	for _, c := range []*cobra.Command{cmd, list, show} {
		c.Flags().BoolVar(&asJSON, "json", false, "print JSON, see `parley outbox --help`")
	}
	cmd.AddCommand(list, show, a.outboxRetry(),
		a.outboxAnswer("keep ID...", "Do not send them; their text is a draft again", "is not sent", (*desk.Desk).Keep),
		a.outboxAnswer("discard ID...", "Do not send them and keep no draft; the log still has the text", "is given up; `parley log` still has it", (*desk.Desk).Discard))
	return cmd
}

// entryIDs checks that there are ids of entries, at most most of them; 0 is
// any number.
func entryIDs(most int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 || most > 0 && len(args) > most {
			return errors.New("give the id of an outbox entry; `parley outbox` lists them")
		}
		for _, arg := range args {
			if _, err := parseEntry(arg); err != nil {
				return err
			}
		}
		return nil
	}
}

func parseEntry(arg string) (int64, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("%q is not the id of an outbox entry; `parley outbox` lists them", arg)
	}
	return id, nil
}

// entry returns an entry by what was typed.
func (w *work) entry(ctx context.Context, arg string) (desk.Entry, error) {
	id, err := parseEntry(arg)
	if err != nil {
		return desk.Entry{}, usagef("%w", err)
	}
	e, err := w.Entry(ctx, id)
	return e, entryProblem(err, id)
}

// entryProblem says what is wrong with an answer to an entry.
func entryProblem(err error, id int64) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, desk.ErrNoEntry):
		return &problem{code: ExitNotFound, sentence: fmt.Sprintf("There is no entry %d in the outbox; `parley outbox` lists those that there are.", id), err: err}
	case errors.Is(err, desk.ErrTooLate):
		return &problem{code: ExitFailed, sentence: fmt.Sprintf("Entry %d is settled or on its way; `parley outbox show %d` tells.", id, id), err: err}
	default:
		return err
	}
}

// outboxList lists what is not settled.
func (a *app) outboxList(ctx context.Context, asJSON bool) (err error) {
	w, err := a.local(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	entries, err := w.Outbox(ctx)
	if err != nil {
		return storeProblem(err)
	}
	if asJSON {
		return writeValue(a.out, entriesJSON(entries))
	}
	if len(entries) == 0 {
		a.say("the outbox is empty")
		return nil
	}
	rows := make([][]string, len(entries))
	asking := 0
	for i, e := range entries {
		rows[i] = []string{strconv.FormatInt(e.ID, 10), string(e.ConversationID), w.what(e), a.stateOf(e), a.age(e.CreatedAt), entryText(e)}
		if e.Asking {
			asking++
		}
	}
	if err := writeTable(a.out, a.env.columns(), outboxColumns, rows); err != nil {
		return err
	}
	if asking > 0 {
		a.say("%s you: `parley outbox show ID` tells more; retry, keep or discard decides", plural(asking, "entry needs", "entries need"))
	}
	return nil
}

var outboxColumns = []column{
	{title: "ENTRY", most: 8},
	{title: "CONVERSATION", most: 20},
	{title: "WHAT", most: 28},
	{title: "STATE", most: 20},
	{title: "AGE", most: 8, leave: 1},
	{title: "TEXT"},
}

// outboxRetry sends entries again, or for the first time.
func (a *app) outboxRetry() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "retry ID...", Short: "Send entries, after a look whether they arrived already", Args: entryIDs(0),
		Long: `Send entries that ask, that wait, or that a program left behind. One whose fate
is not known is looked for first, up to a minute, and not sent again if it is
there.`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			w, err := a.writing(cmd.Context())
			if err != nil {
				return err
			}
			defer w.close(&err)
			if err := w.introduce(cmd.Context()); err != nil {
				return err
			}
			code, raws := ExitDone, [][]byte{}
			for _, arg := range args {
				raw, err := a.retry(cmd.Context(), w, arg, asJSON)
				if err != nil {
					a.say("entry %s: %s", arg, sentenceOf(err))
					code = worst(code, exitCode(err))
					continue
				}
				raws = append(raws, raw)
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
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the conversations as Intercom returned them, as an array")
	adminFlag(cmd)
	return cmd
}

// retry sends one entry and tells what came of it; for programs it returns
// the conversation.
func (a *app) retry(ctx context.Context, w *work, arg string, asJSON bool) ([]byte, error) {
	e, err := w.entry(ctx, arg)
	if err != nil {
		return nil, err
	}
	if !e.SettledAt.IsZero() {
		return nil, entryProblem(desk.ErrTooLate, e.ID)
	}
	stop := w.tell(e.ConversationID)
	sent, c, err := w.Retry(ctx, e.ID)
	stop()
	sent, c, err = w.settle(ctx, sent, c, err)
	switch {
	case err == nil:
	case sent.ID != 0 && sent.SettledAt.IsZero():
		return nil, openEntry(sent, err)
	default:
		if blocked := blockedProblem(err); blocked != nil {
			return nil, blocked
		}
		return nil, entryProblem(err, e.ID)
	}
	if err := a.followed(ctx, w, sent); err != nil {
		return nil, err
	}
	if c, err = w.answered(ctx, e.ConversationID, c, "it was done"); err != nil {
		return nil, err
	}
	if asJSON {
		return c.Raw, nil
	}
	if sent.Kind == desk.ActReply {
		return nil, a.showReply(w, sent, c, false)
	}
	_, err = fmt.Fprintln(a.out, outcome(c, a.clock(w.client), w.what(sent)))
	return nil, err
}

// outboxAnswer builds the command that decides about entries without sending
// them.
func (a *app) outboxAnswer(use, short, did string, answer func(*desk.Desk, context.Context, int64) (desk.Entry, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: entryIDs(0),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			w, err := a.local(cmd.Context())
			if err != nil {
				return err
			}
			defer w.close(&err)
			code := ExitDone
			for _, arg := range args {
				e, err := w.entry(cmd.Context(), arg)
				if err == nil {
					id := e.ID
					e, err = answer(w.Desk, cmd.Context(), id)
					err = entryProblem(err, id)
				}
				if err != nil {
					a.say("entry %s: %s", arg, sentenceOf(err))
					code = worst(code, exitCode(err))
					continue
				}
				a.say("entry %d (%s, conversation %s) %s", e.ID, w.what(e), e.ConversationID, did)
			}
			if code != ExitDone {
				return &problem{code: code} // each was told already
			}
			return nil
		},
	}
}
