package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
)

// Limits of a query.
const (
	maxLevels  = 2
	maxFilters = 15
)

type searchBody struct {
	Query      json.RawMessage `json:"query"`
	Sort       json.RawMessage `json:"sort"`
	Pagination *struct {
		PerPage       *int    `json:"per_page"`
		StartingAfter *string `json:"starting_after"`
	} `json:"pagination"`
	paging paging
}

func listConversations(c *call) (any, error) {
	q := c.r.URL.Query()
	pg, err := pagingFromQuery(q.Get("per_page"), q.Get("starting_after"), conversationPage)
	if err != nil {
		return nil, err
	}
	return c.conversationPage(c.indexed(), pg, sortBy{field: "updated_at", descending: true})
}

func searchConversations(c *call) (any, error) {
	req, err := c.searchRequest(conversationPage)
	if err != nil {
		return nil, err
	}
	keep, err := compile(req.Query, conversationFields, compileOptions{})
	if err != nil {
		return nil, err
	}
	by, err := req.sort(conversationFields, "updated_at")
	if err != nil {
		return nil, err
	}
	hits := slices.DeleteFunc(c.indexed(), func(conv *conversation) bool { return !keep(conv) })
	return c.conversationPage(hits, req.paging, by)
}

// indexed is every conversation as search sees it.
func (c *call) indexed() []*conversation {
	out := make([]*conversation, 0, len(c.w.conversations))
	for _, conv := range c.w.conversations {
		if conv = c.w.seen(conv); !conv.deleted {
			out = append(out, conv)
		}
	}
	return out
}

func (c *call) conversationPage(all []*conversation, pg paging, by sortBy) (any, error) {
	page, pages, err := paginate(all, pg, by, conversationFields, func(conv *conversation) string { return conv.id })
	if err != nil {
		return nil, err
	}
	list := make([]object, len(page))
	for i, conv := range page {
		list[i] = c.enc.conversation(conv, false)
	}
	return object{"type": "conversation.list", "conversations": list, "total_count": len(all), "pages": pages}, nil
}

func (c *call) searchRequest(size pageSize) (searchBody, error) {
	var b searchBody
	if err := c.decode(&b); err != nil {
		return b, err
	}
	if isNull(b.Query) {
		return b, missing("query")
	}
	b.paging = paging{per: size.standard}
	if p := b.Pagination; p != nil {
		if p.PerPage != nil {
			b.paging.per = *p.PerPage
		}
		if p.StartingAfter != nil {
			b.paging.after = *p.StartingAfter
		}
	}
	return b, b.paging.check(size)
}

// sort reads {field, order}; a query without one is sorted by otherwise,
// newest first.
func (b searchBody) sort(fields interface{ sortable(string) bool }, otherwise string) (sortBy, error) {
	by := sortBy{field: otherwise, descending: true}
	if isNull(b.Sort) {
		return by, nil
	}
	var s struct {
		Field string `json:"field"`
		Order string `json:"order"`
	}
	if err := json.Unmarshal(b.Sort, &s); err != nil {
		return by, failuref(http.StatusBadRequest, "type_mismatch", "sort must be an object with field and order")
	}
	if s.Field != "" {
		if !fields.sortable(s.Field) {
			return by, failuref(http.StatusBadRequest, "invalid_field", "Cannot sort by '%s'", s.Field)
		}
		by.field = s.Field
	}
	switch s.Order {
	case "", "descending":
	case "ascending":
		by.descending = false
	default:
		return by, failuref(http.StatusBadRequest, "invalid_sort_order",
			"Invalid sort order '%s'. Must be one of: ascending, descending", s.Order)
	}
	return by, nil
}

func isNull(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) == 0 || string(raw) == "null"
}

type compileOptions struct{ wholeDays bool }

// compile turns a query into a test, or refuses it as the API does.
func compile[T any](raw json.RawMessage, fields fieldSet[T], o compileOptions) (func(T) bool, error) {
	return compileGroup(raw, fields, o, 1)
}

func compileGroup[T any](raw json.RawMessage, fields fieldSet[T], o compileOptions, level int) (func(T) bool, error) {
	var node struct {
		Field    *string         `json:"field"`
		Operator string          `json:"operator"`
		Value    json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(raw, &node); err != nil {
		return nil, failuref(http.StatusBadRequest, "type_mismatch", "query must be an object")
	}
	if node.Field != nil {
		return compileFilter(*node.Field, node.Operator, node.Value, fields, o)
	}
	if node.Operator != "AND" && node.Operator != "OR" {
		return nil, invalidf("Invalid operator '%s' for a group of filters, must be AND or OR", node.Operator)
	}
	var values []json.RawMessage
	if err := json.Unmarshal(node.Value, &values); err != nil || len(values) == 0 {
		return nil, invalidf("value of %s must be an array of filters", node.Operator)
	}
	switch {
	case level > maxLevels:
		return nil, invalidf("Query exceeds the maximum of %d levels of nesting", maxLevels)
	case len(values) > maxFilters:
		return nil, invalidf("Query exceeds the maximum of %d filters in a group", maxFilters)
	}
	tests := make([]func(T) bool, len(values))
	for i, v := range values {
		var err error
		if tests[i], err = compileGroup(v, fields, o, level+1); err != nil {
			return nil, err
		}
	}
	all := node.Operator == "AND"
	return func(x T) bool {
		for _, test := range tests {
			if test(x) != all {
				return !all
			}
		}
		return all
	}, nil
}
