package sandbox

import (
	"slices"
)

// fieldKind is the type of a search field's values.
type fieldKind int

const (
	stringField fieldKind = iota
	textField             // matched word by word
	intField
	dateField
	boolField
)

// fieldOf reads one search field. Several values mean that one has to match;
// none means null.
type fieldOf[T any] struct {
	kind fieldKind
	get  func(T) []any // string, int64 or bool
}

type fieldSet[T any] map[string]fieldOf[T]

// sortable reports whether results can be sorted by the field.
func (s fieldSet[T]) sortable(name string) bool {
	f, ok := s[name]
	return ok && (f.kind == dateField || f.kind == intField)
}

func (f fieldOf[T]) sortKey(x T) int64 {
	if f.get == nil {
		return 0
	}
	if vs := f.get(x); len(vs) > 0 {
		if n, ok := vs[0].(int64); ok {
			return n
		}
	}
	return 0
}

// row is what conversation search looks at.
type row = *conversation

func str(get func(row) string) fieldOf[row] {
	return fieldOf[row]{stringField, func(c row) []any { return some(get(c)) }}
}

func date(get func(row) int64) fieldOf[row] {
	return fieldOf[row]{dateField, func(c row) []any { return someInt(get(c)) }}
}

func count(get func(row) int64) fieldOf[row] {
	return fieldOf[row]{intField, func(c row) []any { return []any{get(c)} }}
}

func seconds(get func(row) int64) fieldOf[row] {
	return fieldOf[row]{intField, func(c row) []any { return someInt(get(c)) }}
}

func boolean(get func(row) bool) fieldOf[row] {
	return fieldOf[row]{boolField, func(c row) []any { return []any{get(c)} }}
}

func some(s string) []any {
	if s == "" {
		return nil
	}
	return []any{s}
}

func someInt(n int64) []any {
	if n == 0 {
		return nil
	}
	return []any{n}
}

func many(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}

// assigned lets 0 and null both find what is nobody's.
func assigned(get func(row) string) fieldOf[row] {
	return fieldOf[row]{intField, func(c row) []any {
		if id := get(c); id != "" {
			return []any{atoi(id)}
		}
		return []any{int64(0), null{}}
	}}
}

func rated[V any](get func(*rating) V, wrap func(V) []any) func(row) []any {
	return func(c row) []any {
		if c.rating == nil {
			return nil
		}
		return wrap(get(c.rating))
	}
}

func agent[V any](get func(*aiAgent) V, wrap func(V) []any) func(row) []any {
	return func(c row) []any {
		if c.ai == nil {
			return nil
		}
		return wrap(get(c.ai))
	}
}

// conversationFields are the 56 fields of conversation search; admin_d is
// misspelt in every version of the API, so both spellings work.
var conversationFields = fieldSet[row]{
	"id":            str(func(c row) string { return c.id }),
	"created_at":    date(func(c row) int64 { return c.created }),
	"updated_at":    date(func(c row) int64 { return c.updated }),
	"waiting_since": date(func(c row) int64 { return c.waitingSince }),
	"snoozed_until": date(func(c row) int64 { return c.snoozedUntil }),

	"source.type":         str(func(c row) string { return c.source.kind }),
	"source.id":           str(func(c row) string { return c.source.id }),
	"source.delivered_as": str(func(c row) string { return c.source.deliveredAs }),
	"source.subject":      str(func(c row) string { return plainText(c.source.subject, false) }),
	"source.body":         {textField, func(c row) []any { return some(plainText(c.source.body, false)) }},
	"source.url":          str(func(c row) string { return c.source.url }),
	"source.author.id":    str(func(c row) string { return c.source.author.id }),
	"source.author.type":  str(func(c row) string { return c.source.author.kind }),
	"source.author.name":  str(func(c row) string { return c.source.author.name }),
	"source.author.email": str(func(c row) string { return c.source.author.email }),

	"contact_ids":  {stringField, func(c row) []any { return many(c.contacts) }},
	"teammate_ids": {stringField, func(c row) []any { return many(c.teammates) }},
	"tag_ids": {stringField, func(c row) []any {
		out := make([]any, len(c.tags))
		for i, t := range c.tags {
			out[i] = t.tag.id
		}
		return out
	}},
	"admin_assignee_id": assigned(func(c row) string { return c.adminID }),
	"team_assignee_id":  assigned(func(c row) string { return c.teamID }),
	"channel_initiated": str(func(c row) string { return c.source.kind }),
	"open":              boolean(func(c row) bool { return c.state != stateClosed }),
	"read":              boolean(func(c row) bool { return c.read }),
	"state":             str(func(c row) string { return c.state }),
	"priority": {stringField, func(c row) []any {
		return slices.Compact([]any{c.priority.name(v216), c.priority.name(v215)})
	}},

	"statistics.time_to_assignment":             seconds(func(c row) int64 { return c.stats.timeToAssignment }),
	"statistics.time_to_admin_reply":            seconds(func(c row) int64 { return c.stats.timeToAdminReply }),
	"statistics.time_to_first_close":            seconds(func(c row) int64 { return c.stats.timeToFirstClose }),
	"statistics.time_to_last_close":             seconds(func(c row) int64 { return c.stats.timeToLastClose }),
	"statistics.median_time_to_reply":           seconds(func(c row) int64 { return c.stats.median() }),
	"statistics.first_contact_reply_at":         date(func(c row) int64 { return c.stats.firstContactReplyAt }),
	"statistics.first_assignment_at":            date(func(c row) int64 { return c.stats.firstAssignmentAt }),
	"statistics.first_admin_reply_at":           date(func(c row) int64 { return c.stats.firstAdminReplyAt }),
	"statistics.first_close_at":                 date(func(c row) int64 { return c.stats.firstCloseAt }),
	"statistics.last_assignment_at":             date(func(c row) int64 { return c.stats.lastAssignmentAt }),
	"statistics.last_assignment_admin_reply_at": date(func(c row) int64 { return c.stats.lastAssignmentAdminReplyAt }),
	"statistics.last_contact_reply_at":          date(func(c row) int64 { return c.stats.lastContactReplyAt }),
	"statistics.last_admin_reply_at":            date(func(c row) int64 { return c.stats.lastAdminReplyAt }),
	"statistics.last_close_at":                  date(func(c row) int64 { return c.stats.lastCloseAt }),
	"statistics.last_closed_by_id":              str(func(c row) string { return c.stats.lastClosedBy }),
	"statistics.count_reopens":                  count(func(c row) int64 { return c.stats.reopens }),
	"statistics.count_assignments":              count(func(c row) int64 { return c.stats.assignments }),
	"statistics.count_conversation_parts":       count(func(c row) int64 { return c.stats.parts }),

	"conversation_rating.requested_at": {dateField, rated(func(r *rating) int64 { return r.created }, someInt)},
	"conversation_rating.replied_at":   {dateField, rated(func(r *rating) int64 { return r.created }, someInt)},
	"conversation_rating.score":        {intField, rated(func(r *rating) int64 { return r.score }, someInt)},
	"conversation_rating.remark":       {stringField, rated(func(r *rating) string { return r.remark }, some)},
	"conversation_rating.contact_id":   {stringField, rated(func(r *rating) string { return r.contact }, some)},
	"conversation_rating.admin_d":      {stringField, rated(func(r *rating) string { return r.admin }, some)},
	"conversation_rating.admin_id":     {stringField, rated(func(r *rating) string { return r.admin }, some)},

	"ai_agent_participated":     boolean(func(c row) bool { return c.ai != nil }),
	"ai_agent.resolution_state": {stringField, agent(func(a *aiAgent) string { return a.resolution }, some)},
	"ai_agent.last_answer_type": {stringField, agent(func(a *aiAgent) string { return a.answer }, some)},
	"ai_agent.rating":           {intField, agent(func(a *aiAgent) int64 { return a.rating }, someInt)},
	"ai_agent.rating_remark":    {stringField, agent(func(a *aiAgent) string { return a.remark }, some)},
	"ai_agent.source_type":      {stringField, agent(func(a *aiAgent) string { return a.sourceType }, some)},
	"ai_agent.source_title":     {stringField, agent(func(a *aiAgent) string { return a.sourceTitle }, some)},
}

func person(kind fieldKind, get func(*contact) []any) fieldOf[*contact] {
	return fieldOf[*contact]{kind, get}
}

// contactFields are those of contact search that a support inbox asks for.
var contactFields = fieldSet[*contact]{
	"id":              person(stringField, func(p *contact) []any { return some(p.id) }),
	"role":            person(stringField, func(p *contact) []any { return some(p.role) }),
	"name":            person(stringField, func(p *contact) []any { return some(p.name) }),
	"email":           person(stringField, func(p *contact) []any { return some(p.email) }),
	"phone":           person(stringField, func(p *contact) []any { return some(p.phone) }),
	"external_id":     person(stringField, func(p *contact) []any { return some(p.externalID) }),
	"owner_id":        person(intField, func(p *contact) []any { return someInt(atoi(p.owner)) }),
	"created_at":      person(dateField, func(p *contact) []any { return someInt(p.created) }),
	"signed_up_at":    person(dateField, func(p *contact) []any { return someInt(p.created) }),
	"updated_at":      person(dateField, func(p *contact) []any { return someInt(max(p.created, p.lastSeen, p.lastReplied)) }),
	"last_seen_at":    person(dateField, func(p *contact) []any { return someInt(p.lastSeen) }),
	"last_replied_at": person(dateField, func(p *contact) []any { return someInt(p.lastReplied) }),
	"tag_id":          person(stringField, func(p *contact) []any { return many(tagIDs(p.tags)) }),
	"segment_id":      person(stringField, func(p *contact) []any { return many(p.segments) }),
	"company_id":      person(stringField, func(p *contact) []any { return many(p.companies) }),
	"has_hard_bounced": person(boolField, func(p *contact) []any {
		return []any{p.bounced}
	}),
	"unsubscribed_from_emails": person(boolField, func(p *contact) []any { return []any{p.unsubscribed} }),
}
