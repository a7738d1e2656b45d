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

// wireList is a list with its elements under every name that Intercom puts
// them: one pass reads them all.
type wireList[T any] struct {
	TotalCount Number `json:"total_count"`
	HasMore    bool   `json:"has_more"`
	URL        string `json:"url"`

	Data          []*T `json:"data"`
	Conversations []*T `json:"conversations"`
	Parts         []*T `json:"conversation_parts"`
	Contacts      []*T `json:"contacts"`
	Customers     []*T `json:"customers"`
	Teammates     []*T `json:"teammates"`
	Admins        []*T `json:"admins"`
	Teams         []*T `json:"teams"`
	Tags          []*T `json:"tags"`
	Companies     []*T `json:"companies"`
	Topics        []*T `json:"topics"`
	Notes         []*T `json:"notes"`
}

// elements returns the elements under the first name that has some.
func (w *wireList[T]) elements() []*T {
	for _, list := range [][]*T{
		w.Data, w.Conversations, w.Parts, w.Contacts, w.Customers, w.Teammates,
		w.Admins, w.Teams, w.Tags, w.Companies, w.Topics, w.Notes,
	} {
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// UnmarshalJSON accepts every shape of list, and null, and never fails. An
// element that does not fit its type is kept as far as it decodes.
func (l *List[T]) UnmarshalJSON(b []byte) error {
	*l = List[T]{}
	b = bytes.TrimSpace(b)
	if len(b) == 0 || (b[0] != '[' && b[0] != '{') {
		return nil
	}
	var wire wireList[T]
	target := any(&wire)
	if b[0] == '[' {
		target = &wire.Data
	}
	if decodeTolerant(b, target) != nil {
		return nil
	}
	*l = List[T]{TotalCount: wire.TotalCount, HasMore: wire.HasMore, URL: wire.URL, Known: true}
	for _, e := range wire.elements() {
		if e != nil {
			l.Items = append(l.Items, *e)
		}
	}
	return nil
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
