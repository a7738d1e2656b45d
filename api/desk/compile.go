package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/api"
	"parley/api/store"
)

// compiler turns a query into conditions for the store and into a filter for
// Intercom, with the names of a moment.
type compiler struct {
	dir       Directory
	me        api.ID
	version   api.Version
	now       time.Time
	filtering bool     // bare words look into what a row shows, not into every message
	late      []string // ids of conversations that are late by the clock here
}

func (d *Desk) compiler(q Query, filtering bool) compiler {
	c := compiler{version: d.client.Version(), now: d.now(), filtering: filtering}
	d.mu.RLock()
	c.dir, c.me = d.s.directory, d.s.admin
	d.mu.RUnlock()
	if q.asksLate() {
		c.late = d.clocks(d.life).late
	}
	return c
}

// nothing is an id that no conversation has.
const nothing = "\x00"

// conds returns what the store evaluates.
func (c compiler) conds(q Query) ([]store.Cond, error) {
	var out []store.Cond
	for _, t := range q.terms {
		conds, err := c.term(t)
		if err != nil {
			return nil, err
		}
		for _, cond := range conds {
			cond.Not = cond.Not != t.not
			out = append(out, cond)
		}
	}
	return out, nil
}

func (c compiler) term(t term) ([]store.Cond, error) {
	lower := make([]string, len(t.values))
	for i, v := range t.values {
		lower[i] = strings.ToLower(v)
	}
	one := func(f store.Field, values []string) ([]store.Cond, error) {
		return []store.Cond{{Field: f, Values: values}}, nil
	}
	switch t.key {
	case "":
		if c.filtering {
			return one(store.FieldHay, lower)
		}
		return one(store.FieldText, t.values)
	case "is":
		return c.is(t, lower)
	case "assignee", "mention":
		ids, err := c.admins(t)
		if err != nil || t.key == "assignee" {
			return []store.Cond{{Field: store.FieldAssignee, Values: ids}}, err
		}
		return one(store.FieldMention, c.mentionNames(ids))
	case "team":
		ids, err := c.teams(t)
		return []store.Cond{{Field: store.FieldTeam, Values: ids}}, err
	case "tag":
		return one(store.FieldTag, lower)
	case "priority":
		return one(store.FieldPriority, lower)
	case "sla":
		return one(store.FieldSLA, lower)
	case "channel":
		return one(store.FieldChannel, lower)
	case "from":
		return one(store.FieldFrom, lower)
	case "note":
		return one(store.FieldNote, t.values)
	case "id":
		return one(store.FieldID, t.values)
	case "contact":
		return one(store.FieldContact, t.values)
	case "rating":
		return []store.Cond{ratingCond(t)}, nil
	default:
		return c.times(t)
	}
}

func ratingCond(t term) store.Cond {
	n, _ := strconv.ParseInt(t.values[0], 10, 64) // checked when it was parsed
	op := t.op
	if op == "" {
		op = "="
	}
	return store.Cond{Field: store.FieldRating, Op: op, N: n}
}

func (c compiler) times(t term) ([]store.Cond, error) {
	after, before, err := t.span(c.now)
	if err != nil {
		return nil, err
	}
	fields := map[string]store.Field{
		"waiting": store.FieldWaiting, "created": store.FieldCreated, "updated": store.FieldUpdated,
		"snoozed": store.FieldSnoozed, "closed": store.FieldClosed,
	}
	var out []store.Cond
	if after != 0 {
		out = append(out, store.Cond{Field: fields[t.key], Op: ">", N: after})
	}
	if before != 0 {
		out = append(out, store.Cond{Field: fields[t.key], Op: "<", N: before})
	}
	if t.not && len(out) == 2 { // not within a day: De Morgan does not fit into a list
		return []store.Cond{{Field: fields[t.key], Op: "within", N: after, M: before}}, nil
	}
	return out, nil
}

func (c compiler) is(t term, values []string) ([]store.Cond, error) {
	var states []string
	var out []store.Cond
	for _, v := range values {
		switch v {
		case "open", "closed", "snoozed":
			states = append(states, v)
		case "unread":
			out = append(out, store.Cond{Field: store.FieldUnread})
		case "read":
			out = append(out, store.Cond{Field: store.FieldUnread, Not: true})
		case "priority":
			out = append(out, store.Cond{Field: store.FieldUrgent})
		case "late":
			out = append(out, store.Cond{Field: store.FieldLate, Values: c.late})
		case "waiting":
			out = append(out, store.Cond{Field: store.FieldWaiting})
		case "mine":
			out = append(out, store.Cond{Field: store.FieldAssignee, Values: []string{c.admin()}})
		case "unassigned":
			out = append(out, store.Cond{Field: store.FieldUnassigned})
		}
	}
	if len(states) > 0 {
		out = append(out, store.Cond{Field: store.FieldState, Values: states})
	}
	if len(out) > 1 {
		return nil, &QueryError{Pos: t.pos, Word: "is:" + strings.Join(values, ","), Problem: "only open, closed and snoozed can be joined by commas"}
	}
	return out, nil
}

func (c compiler) admin() string {
	if c.me == "" {
		return nothing
	}
	return string(c.me)
}

// admins finds ids by "me", "none", id, or a name or its beginning.
func (c compiler) admins(t term) ([]string, error) {
	var ids []string
	for _, v := range t.values {
		switch low := strings.ToLower(v); {
		case low == "me":
			ids = append(ids, c.admin())
		case low == "none" && t.key == "assignee":
			ids = append(ids, "")
		default:
			found := false
			for _, a := range c.dir.Admins {
				if string(a.ID) == v || named(a.Name, low) || strings.EqualFold(a.Email, v) {
					ids, found = append(ids, string(a.ID)), true
				}
			}
			if !found && len(c.dir.Admins) > 0 && !digits(v) {
				return nil, &QueryError{Pos: t.pos, Word: v, Problem: "no teammate is called that"}
			}
			if !found {
				ids = append(ids, v)
			}
		}
	}
	return ids, nil
}

func (c compiler) teams(t term) ([]string, error) {
	var ids []string
	for _, v := range t.values {
		low := strings.ToLower(v)
		if low == "none" {
			ids = append(ids, "")
			continue
		}
		found := false
		for _, team := range c.dir.Teams {
			if string(team.ID) == v || named(team.Name, low) {
				ids, found = append(ids, string(team.ID)), true
			}
		}
		if !found && len(c.dir.Teams) > 0 && !digits(v) {
			return nil, &QueryError{Pos: t.pos, Word: v, Problem: "no team is called that"}
		}
		if !found {
			ids = append(ids, v)
		}
	}
	return ids, nil
}

// mentionNames are the ways in which a note addresses people: the full name,
// and the first one.
func (c compiler) mentionNames(ids []string) []string {
	var out []string
	for _, a := range c.dir.Admins {
		name := strings.ToLower(strings.TrimSpace(a.Name))
		if name == "" || !slices.Contains(ids, string(a.ID)) {
			continue
		}
		out = append(out, name)
		if first, _, several := strings.Cut(name, " "); several {
			out = append(out, first)
		}
	}
	if len(out) == 0 {
		return []string{nothing}
	}
	return out
}

// named reports whether a name is what was typed, or begins so at one of its
// words.
func named(name, low string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, low) || strings.Contains(name, " "+low)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
