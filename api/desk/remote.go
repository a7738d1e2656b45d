package desk

import (
	"slices"
	"strings"

	"parley/api"
	"parley/api/store"
)

// filter returns what Intercom's search can evaluate of a query, and whether
// that is all of it. It never leaves out what the query wants.
func (c compiler) filter(q Query) (f api.Filter, whole bool, err error) {
	var fs []api.Filter
	whole = true
	for _, t := range q.terms {
		conds, err := c.term(t)
		if err != nil {
			return f, false, err
		}
		for _, cond := range conds {
			cond.Not = cond.Not != t.not
			got, ok := c.remote(cond)
			whole = whole && ok
			fs = append(fs, got...)
		}
	}
	if len(fs) > maxFilters {
		fs, whole = fs[:maxFilters], false
	}
	if len(fs) == 0 {
		fs = append(fs, api.Where("created_at", api.Greater, 0))
	}
	return api.And(fs...), whole, nil
}

// hereOnly returns the conditions of a query that Intercom cannot evaluate, as
// they were typed. Bare words are not among them: it finds some of those.
func (c compiler) hereOnly(q Query) []string {
	var out []string
	for _, t := range q.terms {
		conds, err := c.term(t)
		if err != nil {
			continue // whoever asks for the filter is told
		}
		for _, cond := range conds {
			cond.Not = cond.Not != t.not
			if fs, _ := c.remote(cond); len(fs) == 0 {
				out = append(out, t.text)
				break
			}
		}
	}
	return out
}

// maxFilters is how many filters Intercom takes in one group.
const maxFilters = 15

var remoteIDs = map[store.Field]string{
	store.FieldState: "state", store.FieldChannel: "source.type", store.FieldContact: "contact_ids",
	store.FieldPriority: "priority", store.FieldID: "id",
	store.FieldAssignee: "admin_assignee_id", store.FieldTeam: "team_assignee_id",
}

var remoteTimes = map[store.Field]string{
	store.FieldWaiting: "waiting_since", store.FieldCreated: "created_at", store.FieldUpdated: "updated_at",
	store.FieldSnoozed: "snoozed_until", store.FieldClosed: "statistics.last_close_at", store.FieldRating: "conversation_rating.score",
}

// remote translates one condition; false when Intercom cannot evaluate it.
func (c compiler) remote(cond store.Cond) ([]api.Filter, bool) {
	if field, ok := remoteIDs[cond.Field]; ok {
		return []api.Filter{oneOf(field, cond.Not, cond.Values)}, true
	}
	if cond.Field == store.FieldWaiting && !cond.Not && (cond.Op == "" || cond.Op == ">") {
		// Nobody waits: null, or in old workspaces a time far ahead.
		return []api.Filter{
			api.Where("waiting_since", api.Greater, cond.N),
			api.Where("waiting_since", api.Less, c.now.AddDate(farAhead, 0, 0).Unix()),
		}, true
	}
	if field, ok := remoteTimes[cond.Field]; ok && !cond.Not && (cond.Op == "<" || cond.Op == ">") {
		return []api.Filter{api.Where(field, api.Operator(cond.Op), cond.N)}, true
	}
	switch cond.Field {
	case store.FieldRating:
		return []api.Filter{api.Where("conversation_rating.score", api.Equal, cond.N)}, !cond.Not
	case store.FieldUrgent:
		return c.urgent(cond.Not)
	case store.FieldUnread:
		return []api.Filter{api.Where("read", api.Equal, cond.Not)}, true
	case store.FieldUnassigned:
		if cond.Not {
			return nil, false
		}
		return []api.Filter{api.Where("admin_assignee_id", api.Equal, 0), api.Where("team_assignee_id", api.Equal, 0)}, true
	case store.FieldTag:
		ids, all := c.tagIDs(cond.Values)
		if !all {
			return nil, false
		}
		return []api.Filter{oneOf("tag_ids", cond.Not, ids)}, true
	case store.FieldFrom:
		if cond.Not || len(cond.Values) != 1 {
			return nil, false
		}
		v := cond.Values[0]
		// Only the author of the source can be searched; the contact may be
		// another, but then the local copy knows it.
		return []api.Filter{api.Or(api.Where("source.author.name", api.Contains, v), api.Where("source.author.email", api.Contains, v))}, true
	case store.FieldText:
		if cond.Not {
			return nil, false
		}
		// Only the first message, with its subject and author, is searched
		// there, word by word.
		var fs []api.Filter
		for w := range strings.FieldsSeq(strings.Join(cond.Values, " ")) {
			fs = append(fs, api.Or(api.Where("source.body", api.Contains, w), api.Where("source.subject", api.Contains, w),
				api.Where("source.author.name", api.Contains, w), api.Where("source.author.email", api.Contains, w)))
		}
		return fs, false
	}
	return nil, false
}

// farAhead is in years: since when nobody can be waiting.
const farAhead = 10

// urgent asks for more than the usual priority. The names changed; which of
// them the index of a later version has is not said, so it is asked for all.
func (c compiler) urgent(not bool) ([]api.Filter, bool) {
	levels := []string{string(api.PriorityYes)}
	if c.version.Has(api.FeatureFivePriorities) {
		levels = append(levels, string(api.PriorityLow), string(api.PriorityMedium), string(api.PriorityHigh), string(api.PriorityUrgent))
	}
	return []api.Filter{oneOf("priority", not, levels)}, true
}

func oneOf(field string, not bool, values []string) api.Filter {
	if len(values) == 1 {
		op := api.Equal
		if not {
			op = api.NotEqual
		}
		return api.Where(field, op, remoteID(field, values[0]))
	}
	op := api.In
	if not {
		op = api.NotIn
	}
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = remoteID(field, v)
	}
	return api.Where(field, op, list)
}

// remoteID writes an id for Intercom, where nobody is 0 and an id that cannot
// be is one that nobody has.
func remoteID(field, v string) string {
	if !strings.HasSuffix(field, "_assignee_id") {
		return v
	}
	switch {
	case v == "":
		return "0"
	case !digits(v):
		return "-1"
	default:
		return v
	}
}

func (c compiler) tagIDs(names []string) ([]string, bool) {
	var ids []string
	for _, n := range names {
		i := slices.IndexFunc(c.dir.Tags, func(t api.Tag) bool { return strings.EqualFold(t.Name, n) || string(t.ID) == n })
		if i < 0 {
			return nil, false
		}
		ids = append(ids, string(c.dir.Tags[i].ID))
	}
	return ids, len(ids) > 0
}
