package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Limits of a query, as the search page states them.
const (
	maxGroupDepth   = 2
	maxGroupFilters = 15
)

// Operator compares a field with a value.
type Operator string

// The operators. Greater and Less include equality, as Intercom documents
// them; on dates most servers know only these two and Equal.
const (
	Equal        Operator = "="
	NotEqual     Operator = "!="
	In           Operator = "IN"  // the value is a list
	NotIn        Operator = "NIN" // the value is a list
	Greater      Operator = ">"
	Less         Operator = "<"
	GreaterEqual Operator = ">="
	LessEqual    Operator = "<="
	Contains     Operator = "~"
	ContainsNot  Operator = "!~"
	StartsWith   Operator = "^"
	EndsWith     Operator = "$"
)

// Filter is a condition of a search: made by Where, And and Or. The zero
// Filter is no condition at all and is refused.
type Filter struct {
	field    string
	op       Operator // of a condition
	value    any
	group    string // AND, OR, or "" for a condition
	children []Filter
}

// Where returns the condition that a field compares with a value: a string,
// ID, integer, bool, time, nil, or for In and NotIn a slice of strings, ids or
// integers. Times are sent as unix seconds, and ids as the type the field
// has.
func Where(field string, op Operator, value any) Filter {
	return Filter{field: field, op: op, value: value}
}

// And returns the condition that all of the filters hold.
func And(filters ...Filter) Filter { return Filter{group: "AND", children: filters} }

// Or returns the condition that one of the filters holds.
func Or(filters ...Filter) Filter { return Filter{group: "OR", children: filters} }

// SearchRequest asks for the things that match a query. Groups may be nested
// twice and hold 15 filters each.
type SearchRequest struct {
	Query         Filter
	SortField     string // "" leaves the order to the API: latest request first
	SortAscending bool
	PerPage       int    // at most 150; 0 leaves it to the API
	StartingAfter string // Next of the page before
}

// from returns the request for the page after a cursor, or as it is when the
// cursor is empty.
func (r SearchRequest) from(after string) SearchRequest {
	if after != "" {
		r.StartingAfter = after
	}
	return r
}

func searchCall(path string, body map[string]any) call {
	return call{method: http.MethodPost, path: path, body: body, read: true}
}

// body checks the request and returns what to send. Fields are checked
// against the table where there is one.
func (r SearchRequest) body(fields map[string]fieldType) (map[string]any, error) {
	if err := checkPerPage(r.PerPage); err != nil {
		return nil, err
	}
	query, err := r.Query.wire(fields, 1)
	if err != nil {
		return nil, err
	}
	body := map[string]any{"query": query}
	if r.SortField != "" {
		order := "descending"
		if r.SortAscending {
			order = "ascending"
		}
		body["sort"] = map[string]any{"field": r.SortField, "order": order}
	}
	paging := map[string]any{}
	if r.PerPage > 0 {
		paging["per_page"] = r.PerPage
	}
	if r.StartingAfter != "" {
		paging["starting_after"] = r.StartingAfter
	}
	if len(paging) > 0 {
		body["pagination"] = paging
	}
	return body, nil
}

// Validate returns a *FieldError for the first thing in the filter that a
// search of conversations refuses.
func (f Filter) Validate() error {
	_, err := f.wire(conversationFields, 1)
	return err
}

// wire returns the filter as JSON has it, at a depth of groups.
func (f Filter) wire(fields map[string]fieldType, depth int) (map[string]any, error) {
	if f.group == "" {
		return f.wireCondition(fields)
	}
	switch {
	case len(f.children) == 0:
		return nil, queryError("a group of filters is empty")
	case len(f.children) > maxGroupFilters:
		return nil, queryError(fmt.Sprintf("a group has %d filters, at most %d are allowed", len(f.children), maxGroupFilters))
	case depth > maxGroupDepth:
		return nil, queryError(fmt.Sprintf("groups are nested more than %d deep", maxGroupDepth))
	}
	value := make([]map[string]any, len(f.children))
	for i, child := range f.uniform(depth) {
		w, err := child.wire(fields, depth+1)
		if err != nil {
			return nil, err
		}
		value[i] = w
	}
	return map[string]any{"operator": f.group, "value": value}, nil
}

// uniform returns the children with single conditions put into groups of
// their own where there are groups beside them: newer descriptions allow
// either groups or conditions in one list, and every version takes groups.
func (f Filter) uniform(depth int) []Filter {
	groups := 0
	for _, c := range f.children {
		if c.group != "" {
			groups++
		}
	}
	if groups == 0 || groups == len(f.children) || depth >= maxGroupDepth {
		return f.children
	}
	out := make([]Filter, len(f.children))
	for i, c := range f.children {
		if c.group == "" {
			c = And(c)
		}
		out[i] = c
	}
	return out
}

func (f Filter) wireCondition(fields map[string]fieldType) (map[string]any, error) {
	if f.field == "" {
		return nil, queryError("a filter names no field")
	}
	kind, known := fields[f.field]
	if fields != nil && !known && !strings.HasPrefix(f.field, "custom_attributes.") {
		return nil, queryError(fmt.Sprintf("%q is not a field that can be searched", f.field))
	}
	if !f.op.fits(kind) {
		return nil, queryError(fmt.Sprintf("%s cannot be compared by %q", f.field, string(f.op)))
	}
	value, err := f.wireValue(kind)
	if err != nil {
		return nil, err
	}
	return map[string]any{"field": f.field, "operator": f.op, "value": value}, nil
}

func (f Filter) wireValue(kind fieldType) (any, error) {
	if f.op != In && f.op != NotIn {
		v, ok := kind.value(f.value)
		if !ok {
			return nil, queryError(fmt.Sprintf("%s cannot be compared with %v", f.field, f.value))
		}
		return v, nil
	}
	list := reflect.ValueOf(f.value)
	if !list.IsValid() || list.Kind() != reflect.Slice || list.Len() == 0 {
		return nil, queryError(fmt.Sprintf("%s %s wants a list that is not empty", f.field, f.op))
	}
	out := make([]any, list.Len())
	for i := range out {
		v, ok := kind.value(list.Index(i).Interface())
		if _, flag := v.(bool); !ok || flag || v == nil {
			return nil, queryError(fmt.Sprintf("%s cannot be compared with %v", f.field, list.Index(i).Interface()))
		}
		out[i] = v
	}
	return out, nil
}

func queryError(problem string) error { return &FieldError{Field: "query", Problem: problem} }

// fieldType is what a field of a search holds.
type fieldType int

const (
	anyField fieldType = iota // not known here: what is given is sent
	stringField
	intField
	dateField
	boolField
)

// fits reports whether the operator is one and can be used on a field.
func (o Operator) fits(kind fieldType) bool {
	switch o {
	case Equal, NotEqual, In, NotIn:
		return true
	case Greater, Less, GreaterEqual, LessEqual:
		return kind == anyField || kind == intField || kind == dateField
	case Contains, ContainsNot, StartsWith, EndsWith:
		return kind == anyField || kind == stringField
	default:
		return false
	}
}

// value returns v as a field of the type wants it in JSON.
func (k fieldType) value(v any) (any, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case bool:
		return v, k == boolField || k == anyField
	case time.Time:
		return v.Unix(), k == dateField || k == anyField
	case Time:
		return v.Unix(), !v.IsZero() && (k == dateField || k == anyField)
	case fmt.Stringer:
		return k.text(v.String())
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return k.integer(r.Int())
	case r.CanUint() && r.Uint() < 1<<62:
		return k.integer(int64(r.Uint()))
	case r.Kind() == reflect.String:
		return k.text(r.String())
	default:
		return nil, false
	}
}

func (k fieldType) integer(n int64) (any, bool) {
	if k == stringField {
		return strconv.FormatInt(n, 10), true
	}
	return n, k != boolField
}

func (k fieldType) text(s string) (any, bool) {
	switch k {
	case intField, dateField:
		if s == "" && k == intField {
			return 0, true // the empty ID is nobody
		}
		n, err := strconv.ParseInt(s, 10, 64)
		return n, err == nil
	case boolField:
		return nil, false
	default:
		return s, true
	}
}

// MarshalJSON writes the filter as the search of conversations takes it.
func (f Filter) MarshalJSON() ([]byte, error) {
	w, err := f.wire(conversationFields, 1)
	if err != nil {
		return nil, err
	}
	return json.Marshal(w)
}
