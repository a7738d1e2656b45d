package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
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
		prepare: func(ctx context.Context, w *work) (plan, error) {
			switch to {
			case "":
				return plan{}, usagef("say to whom with --to: me, none, or the name or id of a teammate or team")
			case "none":
				return plan{changes: []desk.ActionChange{{Kind: desk.ActAssign}}, also: offTeam, did: "assigned to nobody"}, nil
			case "me":
				err := w.introduce(ctx)
				return assign(assignee{id: w.Status().Identity.Admin.ID, name: "you"}), err
			}
			whom, err := findAssignee(ctx, w.client, to)
			return assign(whom), err
		},
	})
}

// offTeam takes a conversation off its team, where it has one.
func offTeam(c *api.Conversation) []desk.ActionChange {
	if c.TeamAssigneeID.IsZero() {
		return nil
	}
	return []desk.ActionChange{{Kind: desk.ActAssign, Team: true}}
}

func assign(whom assignee) plan {
	return plan{changes: []desk.ActionChange{{Kind: desk.ActAssign, Assignee: whom.id, Team: whom.team}}, did: "assigned to " + whom.name}
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
