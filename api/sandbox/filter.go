package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// compileFilter turns {field, operator, value} into a test.
func compileFilter[T any](name, op string, raw json.RawMessage, fields fieldSet[T], o compileOptions) (func(T) bool, error) {
	f, ok := fields[name]
	if !ok {
		return nil, failuref(http.StatusBadRequest, "invalid_field", "Field '%s' is not searchable", name)
	}
	switch op {
	case "IN", "NIN":
		var items []json.RawMessage
		if err := json.Unmarshal(raw, &items); err != nil {
			return nil, invalidf("The %s operator needs an array as value of '%s'", op, name)
		}
		return compileList(f, name, op, items, o)
	case "=", "!=", ">", "<", ">=", "<=", "~", "!~", "^", "$":
	default:
		return nil, invalidf("Operator '%s' is not supported", op)
	}
	if !f.kind.takes(op) {
		return nil, invalidf("Operator '%s' cannot be used with the field '%s'", op, name)
	}
	want, err := f.kind.value(name, raw)
	if err != nil {
		return nil, err
	}
	return func(x T) bool { return f.kind.test(f.get(x), op, want, o) }, nil
}

func compileList[T any](f fieldOf[T], name, op string, items []json.RawMessage, o compileOptions) (func(T) bool, error) {
	wants := make([]any, len(items))
	for i, item := range items {
		var err error
		if wants[i], err = f.kind.value(name, item); err != nil {
			return nil, err
		}
	}
	return func(x T) bool {
		have := f.get(x)
		hit := slices.ContainsFunc(wants, func(w any) bool { return f.kind.test(have, "=", w, o) })
		return hit == (op == "IN")
	}, nil
}

func (k fieldKind) takes(op string) bool {
	switch op {
	case ">", "<", ">=", "<=":
		return k == intField || k == dateField
	case "~", "!~", "^", "$":
		return k == stringField || k == textField
	}
	return true
}

// value decodes a filter's value. Numbers may be digits in a string.
func (k fieldKind) value(name string, raw json.RawMessage) (any, error) {
	var v any
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return nil, missing("value")
	}
	mismatch := failuref(http.StatusBadRequest, "type_mismatch", "The value of '%s' has the wrong type", name)
	switch v := v.(type) {
	case nil:
		return null{}, nil
	case bool:
		if k == boolField {
			return v, nil
		}
	case string:
		return k.fromString(v, mismatch)
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		switch {
		case err != nil:
		case k == intField || k == dateField:
			return n, nil
		case k == stringField:
			return v.String(), nil
		}
	}
	return nil, mismatch
}

func (k fieldKind) fromString(s string, mismatch *apiError) (any, error) {
	switch k {
	case stringField, textField:
		return s, nil
	case boolField:
		if b, err := strconv.ParseBool(s); err == nil {
			return b, nil
		}
	default:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
	}
	return nil, mismatch
}

// null is the value of what is not there.
type null struct{}

// test compares what a conversation has with what a filter wants.
func (k fieldKind) test(have []any, op string, want any, o compileOptions) bool {
	switch op {
	case "!=":
		return !k.test(have, "=", want, o)
	case "!~":
		return !k.test(have, "~", want, o)
	}
	if want == (null{}) {
		return op == "=" && (len(have) == 0 || slices.Contains(have, any(null{})))
	}
	return slices.ContainsFunc(have, func(h any) bool {
		switch h := h.(type) {
		case string:
			return k.testString(h, op, want)
		case int64:
			n, ok := want.(int64)
			return ok && k.testNumber(h, op, n, o)
		}
		return h == want
	})
}

func (k fieldKind) testString(have, op string, wanted any) bool {
	want, ok := wanted.(string)
	if !ok {
		return false
	}
	have, want = strings.ToLower(have), strings.ToLower(want)
	switch op {
	case "~":
		if k == textField {
			return slices.Contains(words(have), want)
		}
		return strings.Contains(have, want)
	case "^":
		return strings.HasPrefix(have, want)
	case "$":
		return strings.HasSuffix(have, want)
	}
	if k == textField {
		return slices.Contains(words(have), want)
	}
	return have == want
}

// words are the tokens of a body; one of them is all a search can match.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// testNumber compares; as the API documents, < and > include equality.
func (k fieldKind) testNumber(have int64, op string, want int64, o compileOptions) bool {
	if k == dateField && o.wholeDays {
		const day = 24 * 60 * 60
		have, want = have/day, want/day
	}
	switch op {
	case ">", ">=":
		return have >= want
	case "<", "<=":
		return have <= want
	}
	return have == want
}
