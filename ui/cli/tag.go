package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
)

func (a *app) tagCommand() *cobra.Command {
	var add, remove []string
	return a.actionCommand(action{
		use: "tag ID... --add NAME --remove NAME", short: "Put tags on conversations and take them off",
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringArrayVar(&add, "add", nil, "put on the tag of this `NAME`; may be repeated")
			cmd.Flags().StringArrayVar(&remove, "remove", nil, "take off the tag of this `NAME`; may be repeated")
		},
		prepare: func(ctx context.Context, c *api.Client) (plan, error) {
			if len(add)+len(remove) == 0 {
				return plan{}, usagef("say which tags with --add and --remove")
			}
			admin, err := a.admin(ctx, c)
			if err != nil {
				return plan{}, err
			}
			tags, err := c.Tags.List(ctx)
			if err != nil {
				return plan{}, err
			}
			on, err := findTags("--add", tags, add)
			if err != nil {
				return plan{}, err
			}
			off, err := findTags("--remove", tags, remove)
			return plan{retag(admin, on, off), tagged(add, remove)}, err
		},
	})
}

// tagged says which tags came and went.
func tagged(add, remove []string) string {
	return joined(", ", labelled("tagged", strings.Join(add, ", ")), labelled("no longer tagged", strings.Join(remove, ", ")))
}

// findTags returns the ids of tags by name, whatever the case.
func findTags(flag string, tags []api.Tag, names []string) ([]api.ID, error) {
	ids := make([]api.ID, len(names))
	for i, name := range names {
		at := slices.IndexFunc(tags, func(t api.Tag) bool { return strings.EqualFold(t.Name, name) })
		if at < 0 {
			known := make([]string, len(tags))
			for j, t := range tags {
				known[j] = t.Name
			}
			return nil, usagef("%s: there is no tag %q; there are %s", flag, name, strings.Join(known, ", "))
		}
		ids[i] = tags[at].ID
	}
	return ids, nil
}

// retag puts tags on and takes tags off. Intercom answers with the tag, so
// the conversation is read afterwards.
func retag(admin api.ID, on, off []api.ID) change {
	return func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error) {
		for _, tag := range on {
			if _, err := c.Tags.Attach(ctx, id, tag, admin); err != nil && !errors.Is(err, api.ErrPostedNoBody) {
				return nil, err
			}
		}
		for _, tag := range off {
			if _, err := c.Tags.Detach(ctx, id, tag, admin); err != nil && !errors.Is(err, api.ErrPostedNoBody) {
				return nil, err
			}
		}
		return refetch(ctx, c, id, "the tags were changed")
	}
}
