package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Entry is one setting that is in force.
type Entry struct {
	Key   Key
	Value string // as the file writes it; "" when nothing is set
	From  string // as [Config.From] says; "" is the default
}

// Entries lists what is in force, in the order of the reference. The token is
// not among it: it is no setting.
func (c Config) Entries() []Entry {
	return c.entries(reflect.ValueOf(c.Settings), "")
}

func (c Config) entries(v reflect.Value, at Key) []Entry {
	var out []Entry
	add := func(k Key, x any) { out = append(out, Entry{k, Literal(x), c.From(k)}) }
	for i := range v.NumField() {
		k := at + Key(v.Type().Field(i).Tag.Get("toml"))
		switch x := v.Field(i).Interface().(type) {
		case Undo, Serve:
			out = append(out, c.entries(v.Field(i), k+".")...)
		case map[string][]string:
			for _, name := range slices.Sorted(maps.Keys(x)) {
				add(k+"."+Key(name), x[name])
			}
		case map[string]SLA:
			for _, name := range slices.Sorted(maps.Keys(x)) {
				out = append(out, set(c.entries(reflect.ValueOf(x[name]), k+"."+Key(name)+"."))...)
			}
		case []View:
			for n, view := range x {
				out = append(out, set(c.entries(reflect.ValueOf(view), k+"."+Key(strconv.Itoa(n))+"."))...)
			}
		default:
			add(k, x)
		}
	}
	return out
}

// set leaves out what nobody chose.
func set(es []Entry) []Entry {
	return slices.DeleteFunc(es, func(e Entry) bool { return e.From == "" })
}

// Literal writes a value as the file does; "" for a text or a list that is
// empty by default.
func Literal(x any) string {
	switch x := x.(type) {
	case string:
		if x == "" {
			return ""
		}
		return quoted(x)
	case []string:
		if x == nil {
			return ""
		}
		words := make([]string, len(x))
		for i, w := range x {
			words[i] = quoted(w)
		}
		return "[" + strings.Join(words, ", ") + "]"
	case time.Duration:
		return quoted(spanText(x))
	default:
		return fmt.Sprint(x)
	}
}

// quoted writes a text literally where that is possible.
func quoted(s string) string {
	if strings.Contains(s, "'") || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return strconv.Quote(s)
	}
	return "'" + s + "'"
}

// spanText writes a time as span reads it, without what is zero.
func spanText(d time.Duration) string {
	s := ""
	if days := d / (24 * time.Hour); days > 0 {
		s = strconv.Itoa(int(days)) + "d"
		if d %= 24 * time.Hour; d == 0 {
			return s
		}
	}
	rest := d.String()
	if strings.HasSuffix(rest, "m0s") {
		rest = strings.TrimSuffix(rest, "0s")
	}
	if strings.HasSuffix(rest, "h0m") {
		rest = strings.TrimSuffix(rest, "0m")
	}
	return s + rest
}
