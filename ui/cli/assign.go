package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
)

// assignee is a teammate or a team.
type assignee struct {
	id   api.ID
	name string
	team bool
}

func (a *app) assignCommand() *cobra.Command {
	var to string
	return a.actionCommand(action{
		use: "assign ID... --to WHOM", short: "Assign conversations to a teammate, a team or nobody",
		flags: func(cmd *cobra.Command) {
			cmd.Flags().StringVar(&to, "to", "", "me, none, or the name or id of a teammate or team")
		},
		prepare: func(ctx context.Context, c *api.Client) (plan, error) {
			if to == "" {
				return plan{}, usagef("say to whom with --to: me, none, or the name or id of a teammate or team")
			}
			admin, err := a.admin(ctx, c)
			if err != nil {
				return plan{}, err
			}
			switch to {
			case "none":
				return plan{unassign(admin), "assigned to nobody"}, nil
			case "me":
				return plan{assign(admin, assignee{id: admin}), "assigned to you"}, nil
			}
			whom, err := findAssignee(ctx, c, to)
			return plan{assign(admin, whom), "assigned to " + whom.name}, err
		},
	})
}

func assign(admin api.ID, whom assignee) change {
	return func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error) {
		return c.Conversations.Assign(ctx, id, api.AssignRequest{AdminID: admin, AssigneeID: whom.id, Team: whom.team})
	}
}

// unassign takes a conversation off its teammate, and off its team where it
// has one.
func unassign(admin api.ID) change {
	return func(ctx context.Context, c *api.Client, id api.ID) (*api.Conversation, error) {
		conversation, err := c.Conversations.Unassign(ctx, id, api.UnassignRequest{AdminID: admin})
		conversation, err = settled(ctx, c, id, conversation, err, "the teammate was taken off")
		if err != nil || conversation.TeamAssigneeID.IsZero() {
			return conversation, err
		}
		return c.Conversations.Unassign(ctx, id, api.UnassignRequest{AdminID: admin, Team: true})
	}
}

// findAssignee returns the teammate or team of that id or name. A part of a
// name is enough where it fits only one.
func findAssignee(ctx context.Context, c *api.Client, to string) (assignee, error) {
	admins, err := c.Admins.List(ctx)
	if err != nil {
		return assignee{}, err
	}
	teams, err := c.Teams.List(ctx)
	if err != nil {
		return assignee{}, err
	}
	var all []assignee
	for _, t := range admins {
		if t.HasInboxSeat {
			all = append(all, assignee{id: t.ID, name: t.Name})
		}
	}
	for _, t := range teams {
		all = append(all, assignee{id: t.ID, name: t.Name, team: true})
	}
	fitting := fits(all, func(s assignee) bool { return string(s.id) == to || strings.EqualFold(s.name, to) })
	if len(fitting) == 0 {
		fitting = fits(all, func(s assignee) bool { return strings.Contains(strings.ToLower(s.name), strings.ToLower(to)) })
	}
	switch len(fitting) {
	case 1:
		return fitting[0], nil
	case 0:
		return assignee{}, usagef("--to: there is no teammate with an inbox seat and no team %q; there are %s", to, listed(all))
	default:
		return assignee{}, usagef("--to: %q may be any of %s", to, listed(fitting))
	}
}

func fits(all []assignee, f func(assignee) bool) []assignee {
	return slices.DeleteFunc(slices.Clone(all), func(s assignee) bool { return !f(s) })
}

// listed names assignees with the ids that tell them apart.
func listed(all []assignee) string {
	list := make([]string, len(all))
	for i, s := range all {
		list[i] = s.name + " (" + string(s.id) + ")"
	}
	return strings.Join(list, ", ")
}
