package cli

import (
	"slices"
	"strings"

	"parley/api"
)

// view is a named query over conversations.
type view struct {
	name  string
	about string
	query func(me api.ID) api.Filter
	sort  string // field; newest change first where it is empty
	up    bool   // smallest first
}

func inState(s api.State) api.Filter { return api.Where("state", api.Equal, string(s)) }

func always(f api.Filter) func(api.ID) api.Filter { return func(api.ID) api.Filter { return f } }

// views are the built-in views, the default first.
var views = []view{
	{
		name: "mine", about: "open and assigned to you",
		query: func(me api.ID) api.Filter {
			return api.And(inState(api.StateOpen), api.Where("admin_assignee_id", api.Equal, string(me)))
		},
	},
	{
		name: "unassigned", about: "open and assigned to nobody",
		query: always(api.And(inState(api.StateOpen),
			api.Where("admin_assignee_id", api.Equal, 0), api.Where("team_assignee_id", api.Equal, 0))),
	},
	{name: "open", about: "all that are open", query: always(inState(api.StateOpen))},
	{name: "waiting", about: "open, longest waiting first", sort: "waiting_since", up: true, query: always(inState(api.StateOpen))},
	{
		name: "priority", about: "open with priority",
		query: always(api.And(inState(api.StateOpen),
			api.Where("priority", api.In, []string{string(api.PriorityYes), string(api.PriorityHigh), string(api.PriorityUrgent)}))),
	},
	{name: "snoozed", about: "all that are snoozed", query: always(inState(api.StateSnoozed))},
	{name: "closed", about: "all that are closed", query: always(inState(api.StateClosed))},
}

// findView returns the view of that name.
func findView(name string) (view, error) {
	i := slices.IndexFunc(views, func(v view) bool { return strings.EqualFold(v.name, name) })
	if i < 0 {
		return view{}, usagef("there is no view %q; there are %s", name, strings.Join(viewNames(), ", "))
	}
	return views[i], nil
}

func viewNames() []string {
	names := make([]string, len(views))
	for i, v := range views {
		names[i] = v.name
	}
	return names
}

// request returns the search for the view, for one who acts as me.
func (v view) request(me api.ID, perPage int) api.SearchRequest {
	r := api.SearchRequest{Query: v.query(me), SortField: v.sort, SortAscending: v.up, PerPage: perPage}
	if r.SortField == "" {
		r.SortField = "updated_at"
	}
	return r
}
