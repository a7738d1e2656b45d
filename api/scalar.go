package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// ID identifies a thing at Intercom. The API writes ids as strings or as
// integers, of up to 15 digits, and writes "nobody" as null, 0, "0" or "";
// all of those decode to the empty ID.
type ID string

// IsZero reports whether the id names nothing.
func (id ID) IsZero() bool { return id == "" }

// String returns the id as the API writes it.
func (id ID) String() string { return string(id) }

// UnmarshalJSON accepts a string, an integer or null and never fails: a
// value that is none of these names nothing.
func (id *ID) UnmarshalJSON(b []byte) error {
	*id = ID(scalar(b))
	if *id == "0" {
		*id = ""
	}
	return nil
}

// Time is a moment on the wire: unix seconds, rarely an ISO 8601 string. The
// zero Time means that the API did not say.
type Time struct{ time.Time }

// UnixTime returns the Time of sec unix seconds.
func UnixTime(sec int64) Time { return Time{time.Unix(sec, 0)} }

// UnmarshalJSON accepts unix seconds as a number or as digits, an RFC 3339
// string, or null, and never fails: anything else is unknown.
func (t *Time) UnmarshalJSON(b []byte) error {
	*t = Time{}
	s := scalar(b)
	if s == "" || s == "0" {
		return nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		if f > 0 && f < 1<<40 {
			t.Time = time.Unix(int64(f), 0)
		}
		return nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		t.Time = at
	}
	return nil
}

// MarshalJSON writes unix seconds, or null where the time is unknown.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, t.Unix(), 10), nil
}

// Number is a count or a number of seconds that may be unknown. The zero
// Number is unknown, which is not the same as 0.
type Number struct {
	n     int64
	known bool
}

// Num returns a known Number.
func Num(n int64) Number { return Number{n: n, known: true} }

// Get returns the value and whether it is known.
func (n Number) Get() (int64, bool) { return n.n, n.known }

// Duration returns the value as a number of seconds and whether it is known.
func (n Number) Duration() (time.Duration, bool) {
	return time.Duration(n.n) * time.Second, n.known
}

// UnmarshalJSON accepts a number, digits in a string, or null, and never
// fails: anything else is unknown.
func (n *Number) UnmarshalJSON(b []byte) error {
	*n = Number{}
	s := scalar(b)
	if v, err := strconv.ParseInt(s, 10, 64); err == nil {
		*n = Num(v)
	} else if f, err := strconv.ParseFloat(s, 64); err == nil && f > -1<<53 && f < 1<<53 {
		*n = Num(int64(f))
	}
	return nil
}

// MarshalJSON writes the number, or null where it is unknown.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.known {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, n.n, 10), nil
}

// scalar returns the text of a JSON string, number or boolean, and "" for
// anything else.
func scalar(b []byte) string {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || b[0] == '{' || b[0] == '[' || bytes.Equal(b, []byte("null")) {
		return ""
	}
	if b[0] != '"' {
		return string(b)
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return strings.TrimSpace(s)
}
