package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"parley/api"
)

// change does one thing to one conversation and returns it as Intercom did.
type change func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error)

// plan is what is done to each conversation, and what to say where the state
// of the conversation does not show it.
type plan struct {
	do  change
	did string
}

// action is a command that does the same to each conversation it names.
// Prepare runs once, before the first.
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
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.writer(cmd.Context())
			if err != nil {
				return err
			}
			todo, err := act.prepare(cmd.Context(), c)
			if err != nil {
				return err
			}
			return a.each(cmd.Context(), c, args, todo, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the conversations as Intercom returned them, as an array")
	adminFlag(cmd)
	if act.flags != nil {
		act.flags(cmd)
	}
	return cmd
}

// prepare makes the plan of an action.
type prepare func(ctx context.Context, c *api.Client) (plan, error)

// asAdmin prepares a change that somebody has to be named for.
func (a *app) asAdmin(do func(ctx context.Context, c *api.Client, id, admin api.ID) (*api.Conversation, error)) prepare {
	return func(ctx context.Context, c *api.Client) (plan, error) {
		admin, err := a.admin(ctx, c)
		return plan{do: func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error) {
			return do(ctx, c, id, admin)
		}}, err
	}
}

// markRead prepares to mark conversations as read or unread.
func markRead(read bool) prepare {
	return func(context.Context, *api.Client) (plan, error) {
		return plan{do: func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error) {
			return c.Conversations.Update(ctx, id, api.UpdateRequest{Read: &read})
		}}, nil
	}
}

// actions are the commands that change conversations.
func (a *app) actions() []*cobra.Command {
	return []*cobra.Command{
		a.actionCommand(action{
			use: "close ID...", short: "Close conversations",
			prepare: a.asAdmin(func(ctx context.Context, c *api.Client, id, admin api.ID) (*api.Conversation, error) {
				return c.Conversations.Close(ctx, id, api.CloseRequest{AdminID: admin})
			}),
		}),
		a.actionCommand(action{
			use: "open ID...", short: "Open conversations that are closed or snoozed",
			prepare: a.asAdmin(func(ctx context.Context, c *api.Client, id, admin api.ID) (*api.Conversation, error) {
				return c.Conversations.Open(ctx, id, admin)
			}),
		}),
		a.actionCommand(action{use: "read ID...", short: "Mark conversations as read, for the whole workspace", prepare: markRead(true)}),
		a.actionCommand(action{use: "unread ID...", short: "Mark conversations as unread, for the whole workspace", prepare: markRead(false)}),
		a.snoozeCommand(), a.assignCommand(), a.tagCommand(),
	}
}

func (a *app) snoozeCommand() *cobra.Command {
	var until string
	return a.actionCommand(action{
		use: "snooze ID... --until WHEN", short: "Snooze conversations",
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&until, "until", "", "`WHEN` they come back: "+whenHelp)
		},
		prepare: func(ctx context.Context, c *api.Client) (plan, error) {
			if until == "" {
				return plan{}, usagef("say until when with --until: %s", whenHelp)
			}
			t, err := parseWhen(until, a.env.Now())
			if err != nil {
				return plan{}, usagef("--until: %w", err)
			}
			admin, err := a.admin(ctx, c)
			return plan{do: func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error) {
				return c.Conversations.Snooze(ctx, id, api.SnoozeRequest{AdminID: admin, Until: t})
			}}, err
		},
	})
}

// each does the change to every conversation and tells what became of each.
// What concerns one conversation does not keep the others from theirs; what
// would stop them all ends it.
func (a *app) each(ctx context.Context, c *api.Client, ids []string, todo plan, asJSON bool) error {
	var (
		raws  [][]byte
		first error
	)
	for i, id := range ids {
		conversation, err := todo.do(ctx, c, api.ID(id))
		conversation, err = settled(ctx, c, api.ID(id), conversation, err, "it was done")
		if err != nil {
			a.say("%s: %s", id, sentenceOf(err))
			if exitCode(first) == ExitDone {
				first = err
			}
			if rest := ids[i+1:]; len(rest) > 0 && stopsAll(err) {
				a.say("not tried: %v", rest)
				break
			}
			continue
		}
		if asJSON {
			raws = append(raws, conversation.Raw)
		} else if _, err := fmt.Fprintln(a.out, outcome(conversation, a.clock(c), todo.did)); err != nil {
			return err
		}
	}
	if asJSON {
		if err := writeJSONArray(a.out, raws); err != nil {
			return err
		}
	}
	if exitCode(first) == ExitDone {
		return nil
	}
	return &problem{code: exitCode(first), err: first} // each was told already
}

// stopsAll reports whether the next conversation would fare no better.
func stopsAll(err error) bool {
	switch api.Kind(err) {
	case api.KindUnauthorized, api.KindForbidden, api.KindRateLimited, api.KindNetwork, api.KindCanceled, api.KindUnknownSent:
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
