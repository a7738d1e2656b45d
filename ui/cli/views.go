package cli

import (
	"context"
	"strings"

	"parley/api"
)

// view is a named query over conversations, asked of Intercom directly.
type view struct {
	name  string
	about string
	query func(me api.ID) api.Filter
	sort  *api.Sort
}

func inState(s api.State) api.Filter { return api.Where("state", api.OpEqual, string(s)) }

func always(f api.Filter) func(api.ID) api.Filter { return func(api.ID) api.Filter { return f } }

var newestFirst = &api.Sort{Field: "updated_at"}

// views are the built-in views, the default first.
var views = []view{
	{
		name: "mine", about: "open and assigned to you", sort: newestFirst,
		query: func(me api.ID) api.Filter {
			return api.And(inState(api.StateOpen), api.Where("admin_assignee_id", api.OpEqual, number(me)))
		},
	},
	{
		name: "unassigned", about: "open and assigned to nobody", sort: newestFirst,
		query: always(api.And(inState(api.StateOpen),
			api.Where("admin_assignee_id", api.OpEqual, 0), api.Where("team_assignee_id", api.OpEqual, 0))),
	},
	{name: "open", about: "all that are open", sort: newestFirst, query: always(inState(api.StateOpen))},
	{name: "waiting", about: "open, longest waiting first", sort: &api.Sort{Field: "waiting_since", Ascending: true}, query: always(inState(api.StateOpen))},
	{name: "priority", about: "open with priority", sort: newestFirst, query: always(api.And(inState(api.StateOpen), prioritised()))},
	{name: "snoozed", about: "all that are snoozed", sort: newestFirst, query: always(inState(api.StateSnoozed))},
	{name: "closed", about: "all that are closed", sort: newestFirst, query: always(inState(api.StateClosed))},
}
