package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
)

// plan is what is done to each conversation, as one step, and what to say
// where the state of the conversation does not show it.
type plan struct {
	changes []desk.ActionChange
	also    func(*api.Conversation) []desk.ActionChange // what more the conversation needs then; may be nil
	did     string
}

func one(kind desk.ActionKind) plan { return plan{changes: []desk.ActionChange{{Kind: kind}}} }

// prepare makes the plan of an action, once, before the first conversation.
type prepare func(ctx context.Context, w *work) (plan, error)

// simply prepares a change that needs nothing but a conversation.
func simply(kind desk.ActionKind) prepare {
	return func(context.Context, *work) (plan, error) { return one(kind), nil }
}

// action is a command that does the same to each conversation it names.
type action struct {
	use, short string
	prepare    prepare
	flags      func(*cobra.Command)
}

// actionCommand builds the command of an action.
func (a *app) actionCommand(act action) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   act.use,
		Short: act.short,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("give the id of at least one conversation")
			}
			for _, id := range args {
				if err := checkID(id); err != nil {
					return err
				}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			w, err := a.writing(cmd.Context())
			if err != nil {
				return err
			}
			defer w.close(&err)
			todo, err := act.prepare(cmd.Context(), w)
			if err != nil {
				return err
			}
			if err := w.introduce(cmd.Context()); err != nil {
				return err
			}
			return a.each(cmd.Context(), w, args, func(string) plan { return todo }, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the conversations as Intercom returned them, as an array")
	adminFlag(cmd)
	if act.flags != nil {
		act.flags(cmd)
	}
	return cmd
}

// actions are the commands that change conversations.
func (a *app) actions() []*cobra.Command {
	return []*cobra.Command{
		a.actionCommand(action{use: "close ID...", short: "Close conversations", prepare: simply(desk.ActClose)}),
		a.actionCommand(action{use: "open ID...", short: "Open conversations that are closed or snoozed", prepare: simply(desk.ActOpen)}),
		a.actionCommand(action{use: "read ID...", short: "Mark conversations as read, for the whole workspace", prepare: simply(desk.ActRead)}),
		a.actionCommand(action{use: "unread ID...", short: "Mark conversations as unread, for the whole workspace", prepare: simply(desk.ActUnread)}),
		a.snoozeCommand(), a.assignCommand(), a.tagCommand(),
	}
}

func (a *app) snoozeCommand() *cobra.Command {
	var until string
	return a.actionCommand(action{
		use: "snooze ID... --until WHEN", short: "Snooze conversations",
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&until, "until", "", "`WHEN` they come back, in words: \"tomorrow 9am\", \"in 3h\", \"next mon\", \"24 dec\", \"2026-12-24 09:00\"")
		},
		prepare: func(context.Context, *work) (plan, error) {
			if until == "" {
				return plan{}, usagef("say until when with --until, such as \"tomorrow 9am\", \"in 3h\" or \"next mon\"")
			}
			t, err := desk.ParseWhen(until, a.env.Now())
			if err != nil {
				return plan{}, usagef("--until: %w", err)
			}
			return plan{changes: []desk.ActionChange{{Kind: desk.ActSnooze, Until: t}}}, nil
		},
	})
}

// each does to every conversation what is planned for it and tells what became of each.
// What concerns one conversation does not keep the others from theirs; what
// would stop them all ends it. The exit code is that of the worst.
func (a *app) each(ctx context.Context, w *work, ids []string, planned func(id string) plan, asJSON bool) error {
	var (
		raws  [][]byte
		cause error
	)
	for i, id := range ids {
		todo := planned(id)
		conversation, err := w.do(ctx, api.ID(id), todo.changes)
		if err == nil && todo.also != nil {
			if more := todo.also(conversation); len(more) > 0 {
				conversation, err = w.do(ctx, api.ID(id), more)
			}
		}
		if err != nil {
			a.say("%s: %s", id, sentenceOf(err))
			if cause == nil || worst(exitCode(cause), exitCode(err)) != exitCode(cause) {
				cause = err
			}
			if rest := ids[i+1:]; len(rest) > 0 && stopsAll(err) {
				a.say("not tried: %v", rest)
				break
			}
			continue
		}
		if asJSON {
			raws = append(raws, conversation.Raw)
		} else if _, err := fmt.Fprintln(a.out, outcome(conversation, a.clock(w.client), todo.did)); err != nil {
			return err
		}
	}
	if asJSON {
		if err := writeJSONArray(a.out, raws); err != nil {
			return err
		}
	}
	if exitCode(cause) == ExitDone {
		return nil
	}
	return &problem{code: exitCode(cause), err: cause} // each was told already
}

// do makes changes to one conversation and returns it as Intercom did.
func (w *work) do(ctx context.Context, id api.ID, changes []desk.ActionChange) (*api.Conversation, error) {
	stop := w.tell(id)
	e, c, err := w.DoNow(ctx, id, changes...)
	stop()
	e, c, err = w.settle(ctx, e, c, err)
	switch {
	case err == nil:
		return w.answered(ctx, id, c, "it was done")
	case e.ID != 0 && e.SettledAt.IsZero():
		return nil, openEntry(e, err)
	}
	if blocked := blockedProblem(err); blocked != nil {
		return nil, blocked
	}
	return nil, err
}

// stopsAll reports whether the next conversation would fare no better.
func stopsAll(err error) bool {
	switch exitCode(err) {
	case ExitUnauthorized, ExitRateLimited, ExitNetwork, ExitInterrupted, ExitUnknownSent:
		return true
	default:
		return false
	}
}

// outcome tells in one line how a conversation stands now.
func outcome(c *api.Conversation, now clock, did string) string {
	p := page{clock: now}
	return joined("  ", string(c.ID), p.state(c), did, subject(c))
}
