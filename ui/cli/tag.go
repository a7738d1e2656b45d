package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
)

func (a *app) tagCommand() *cobra.Command {
	var (
		add, remove []string
		create      bool
	)
	return a.actionCommand(action{
		use: "tag ID... --add NAME --remove NAME", short: "Put tags on conversations and take them off",
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringArrayVar(&add, "add", nil, "put on the tag of this `NAME`; may be repeated")
			cmd.Flags().BoolVar(&create, "create", false, "make the tags of --add that do not exist")
			cmd.Flags().StringArrayVar(&remove, "remove", nil, "take off the tag of this `NAME`; may be repeated")
		},
		prepare: func(ctx context.Context, w *work) (plan, error) {
			if len(add)+len(remove) == 0 {
				return plan{}, usagef("say which tags with --add and --remove")
			}
			tags, err := w.client.Tags.List(ctx)
			if err != nil {
				return plan{}, err
			}
			if create {
				if tags, err = w.createTags(ctx, tags, add); err != nil {
					return plan{}, err
				}
			}
			on, err := findTags("--add", desk.ActTag, tags, add)
			if err != nil {
				return plan{}, err
			}
			off, err := findTags("--remove", desk.ActUntag, tags, remove)
			return plan{changes: append(on, off...), did: tagged(add, remove)}, err
		},
	})
}

// createTags makes the tags that do not exist yet.
func (w *work) createTags(ctx context.Context, tags []api.Tag, names []string) ([]api.Tag, error) {
	for _, name := range names {
		if slices.ContainsFunc(tags, func(t api.Tag) bool { return strings.EqualFold(t.Name, name) }) {
			continue
		}
		t, err := w.CreateTag(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("make the tag %s: %w", name, err)
		}
		tags = append(tags, t)
	}
	return tags, nil
}

// tagged says which tags came and went.
func tagged(add, remove []string) string {
	return joined(", ", labelled("tagged", strings.Join(add, ", ")), labelled("no longer tagged", strings.Join(remove, ", ")))
}

// findTags makes changes of the names of tags, whatever the case.
func findTags(flag string, kind desk.ActionKind, tags []api.Tag, names []string) ([]desk.ActionChange, error) {
	changes := make([]desk.ActionChange, len(names))
	for i, name := range names {
		at := slices.IndexFunc(tags, func(t api.Tag) bool { return strings.EqualFold(t.Name, name) })
		if at < 0 {
			known := make([]string, len(tags))
			for j, t := range tags {
				known[j] = t.Name
			}
			return nil, usagef("%s: there is no tag %q; there are %s", flag, name, strings.Join(known, ", "))
		}
		changes[i] = desk.ActionChange{Kind: kind, Tag: tags[at].ID}
	}
	return changes, nil
}
