package api

import (
	"bytes"
	"encoding/json"
	"errors"
)

// List is a list as the API wraps it: {"type":"tag.list","tags":[…]}, with
// the elements under a name of their own, under "data", or bare. A List that
// was absent or null has Known false.
type List[T any] struct {
	Items      []T
	TotalCount Number
	HasMore    bool
	URL        string
	Known      bool
}

// listKeys are the names under which Intercom puts the elements of a list.
var listKeys = []string{
	"data", "conversations", "conversation_parts", "contacts", "customers", "teammates",
	"admins", "teams", "tags", "companies", "topics", "macros", "segments", "notes",
}

// UnmarshalJSON accepts every shape of list, and null. An element that does
// not fit its type is kept as far as it decodes.
func (l *List[T]) UnmarshalJSON(b []byte) error {
	*l = List[T]{}
	b = bytes.TrimSpace(b)
	switch {
	case len(b) == 0 || bytes.Equal(b, []byte("null")):
		return nil
	case b[0] == '[':
		l.Known = true
		l.Items = elements[T](b)
		return nil
	case b[0] != '{':
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(b, &fields) != nil {
		return nil
	}
	l.Known = true
	_ = l.TotalCount.UnmarshalJSON(fields["total_count"])
	l.HasMore = scalar(fields["has_more"]) == "true"
	l.URL = scalar(fields["url"])
	for _, k := range listKeys {
		if v := bytes.TrimSpace(fields[k]); len(v) > 0 && v[0] == '[' {
			l.Items = elements[T](v)
			break
		}
	}
	return nil
}

// elements decodes an array, dropping elements that are null.
func elements[T any](b []byte) []T {
	var raw []json.RawMessage
	if json.Unmarshal(b, &raw) != nil {
		return nil
	}
	items := make([]T, 0, len(raw))
	for _, r := range raw {
		if bytes.Equal(bytes.TrimSpace(r), []byte("null")) {
			continue
		}
		var v T
		if decodeTolerant(r, &v) != nil {
			continue
		}
		items = append(items, v)
	}
	return items
}

// decodeTolerant decodes JSON into v, leaving out single fields whose type is
// not the expected one: encoding/json goes on after such a mismatch and
// reports it at the end.
func decodeTolerant(b []byte, v any) error {
	err := json.Unmarshal(b, v)
	if _, mismatch := errors.AsType[*json.UnmarshalTypeError](err); mismatch {
		return nil
	}
	return err
}
