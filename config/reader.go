package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// reader takes the tables of a file over into a Config, setting by setting,
// so that one mistake does not cost the others.
type reader struct {
	c        *Config
	file     string
	lines    map[string]int // by key, with the profile's prefix
	prefix   string         // "profile.NAME.", or ""
	rank     rank
	problems []*problemAt
}

type problemAt struct {
	line int
	err  *Error
}

// settings takes over one table of settings.
func (r *reader) settings(tree map[string]any, prefix string) {
	r.prefix = prefix
	r.table(reflect.ValueOf(&r.c.Settings).Elem(), tree, "")
}

// place names the line of a key, or of the nearest table around it.
func (r *reader) place(full string) string {
	if n := r.line(full); n > 0 {
		return r.file + ":" + strconv.Itoa(n)
	}
	return r.file
}

func (r *reader) line(full string) int {
	for full != "" {
		if n, ok := r.lines[full]; ok {
			return n
		}
		full = full[:max(strings.LastIndexByte(full, '.'), 0)]
	}
	return 0
}

func (r *reader) wrong(k Key, problem, allowed string) {
	full := r.prefix + string(k)
	r.problems = append(r.problems, &problemAt{r.line(full), &Error{From: r.place(full) + ": " + shown(Key(full)), Problem: problem, Allowed: allowed, InFile: true}})
}

// took notes where a setting came from.
func (r *reader) took(k Key) {
	r.c.from[k], r.c.rank[k] = r.place(r.prefix+string(k)), r.rank
}

// table takes over a table into a struct; ok says that nothing in it was
// wrong.
func (r *reader) table(into reflect.Value, tree map[string]any, at string) (ok bool) {
	ok = true
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		k := Key(at + name)
		i, known := fieldOf(into.Type(), name)
		if !known {
			r.wrong(k, fmt.Sprintf("there is no setting %q", name), strings.Join(fieldNames(into.Type()), ", "))
			ok = false
			continue
		}
		f := into.Type().Field(i)
		if !r.value(into.Field(i), tree[name], k, f.Tag.Get("allowed")) {
			ok = false
		}
	}
	return ok
}

// value takes over one value, whatever it is made of.
func (r *reader) value(into reflect.Value, raw any, k Key, allowed string) bool {
	switch v := into.Addr().Interface().(type) {
	case *Undo, *Serve:
		return r.within(raw, k, "a table: ["+string(k)+"]", func(t map[string]any) bool { return r.table(into, t, string(k)+".") })
	case *map[string][]string:
		return r.within(raw, k, "a table: [keys]", func(t map[string]any) bool {
			*v = maps.Clone(*v)
			if *v == nil {
				*v = map[string][]string{}
			}
			return r.keys(*v, t, "", allowed)
		})
	case *map[string]SLA:
		return r.within(raw, k, "a table for each SLA: [sla.NAME]", func(t map[string]any) bool { return r.slas(v, t) })
	case *[]View:
		return r.views(v, raw)
	}
	if err := assign(into, k, raw); err != nil {
		r.wrong(k, err.Error(), allowed)
		return false
	}
	r.took(k)
	return true
}

// within calls f with a table, or says that there is none.
func (r *reader) within(raw any, k Key, allowed string, f func(map[string]any) bool) bool {
	t, ok := raw.(map[string]any)
	if !ok {
		r.wrong(k, "it is "+kindOf(raw), allowed)
		return false
	}
	return f(t)
}

// keys takes over keys by action; verbs.reply may be one word in quotation
// marks or two.
func (r *reader) keys(into map[string][]string, tree map[string]any, at, allowed string) bool {
	ok := true
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		k := Key("keys." + at + name)
		if t, deeper := tree[name].(map[string]any); deeper {
			ok = r.keys(into, t, at+name+".", allowed) && ok
			continue
		}
		words, err := texts(tree[name])
		if err != nil {
			r.wrong(k, err.Error(), allowed)
			ok = false
			continue
		}
		into[at+name] = words
		r.took(k)
	}
	return ok
}

func (r *reader) slas(into *map[string]SLA, tree map[string]any) bool {
	ok := true
	*into = maps.Clone(*into)
	if *into == nil {
		*into = map[string]SLA{}
	}
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		k := Key("sla." + name)
		one := (*into)[name]
		fine := r.within(tree[name], k, "a table: ["+string(k)+"]", func(t map[string]any) bool {
			return r.table(reflect.ValueOf(&one).Elem(), t, string(k)+".")
		})
		if ok = ok && fine; fine {
			(*into)[name] = one
			r.took(k)
		}
	}
	return ok
}

func (r *reader) views(into *[]View, raw any) bool {
	list, ok := raw.([]any)
	if !ok {
		r.wrong("views", "it is "+kindOf(raw), "a table for each view: [[views]]")
		return false
	}
	*into = nil
	for i, raw := range list {
		k := Key("views." + strconv.Itoa(i))
		var v View
		fine := r.within(raw, k, "a table for each view: [[views]]", func(t map[string]any) bool {
			return r.table(reflect.ValueOf(&v).Elem(), t, string(k)+".")
		})
		switch {
		case !fine:
		case v.Name == "" || v.Query == "":
			r.wrong(k, "a view needs a name and a query", `name = "VIPs", query = "is:open tag:vip"`)
			fine = false
		default:
			if i != len(*into) { // an earlier one was left out
				r.renumber(k, Key("views."+strconv.Itoa(len(*into))))
			}
			*into = append(*into, v)
		}
		ok = ok && fine
	}
	return ok
}

// renumber moves the places of a list's entry.
func (r *reader) renumber(from, to Key) {
	for k, place := range r.c.from {
		if rest, ok := strings.CutPrefix(string(k), string(from)+"."); ok {
			r.c.from[to+"."+Key(rest)], r.c.rank[to+"."+Key(rest)] = place, r.rank
		}
	}
}

// assign puts a value into a field of a plain type, after checking it.
func assign(into reflect.Value, k Key, raw any) error {
	switch v := into.Addr().Interface().(type) {
	case *string:
		text, ok := raw.(string)
		if !ok {
			return errors.New("it is " + kindOf(raw) + ", not a text in quotation marks")
		}
		text, err := checkText(k, text)
		if err != nil {
			return err
		}
		*v = text
	case *bool:
		on, ok := raw.(bool)
		if !ok {
			return errors.New("it is " + kindOf(raw))
		}
		*v = on
	case *int:
		n, ok := raw.(int64)
		if !ok {
			return errors.New("it is " + kindOf(raw))
		}
		if err := checkNumber(k, n); err != nil {
			return err
		}
		*v = int(n)
	case *time.Duration:
		text, ok := raw.(string)
		if !ok {
			return errors.New("it is " + kindOf(raw))
		}
		d, err := span(k, text)
		if err != nil {
			return err
		}
		*v = d
	case *[]string:
		words, err := texts(raw)
		if err != nil {
			return err
		}
		if len(words) == 0 || words[0] == "" {
			return errors.New("it is empty")
		}
		*v = words
	}
	return nil
}

// texts reads a list of texts.
func texts(raw any) ([]string, error) {
	list, ok := raw.([]any)
	if !ok {
		return nil, errors.New("it is " + kindOf(raw) + ", not a list")
	}
	out := make([]string, len(list))
	for i, x := range list {
		if out[i], ok = x.(string); !ok {
			return nil, fmt.Errorf("the list holds %s", kindOf(x))
		}
	}
	return out, nil
}

// kindOf says what a value is.
func kindOf(raw any) string {
	switch raw.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "a table"
	default:
		return "a date or a time"
	}
}

func fieldOf(t reflect.Type, name string) (int, bool) {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("toml") == name {
			return i, true
		}
	}
	return 0, false
}

func fieldNames(t reflect.Type) []string {
	out := make([]string, t.NumField())
	for i := range out {
		out[i] = t.Field(i).Tag.Get("toml")
	}
	return out
}
