package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// outsider is a setting that a flag or a variable can give as well.
type outsider struct {
	key       Key
	index     []int // of the field, from Settings
	flag, env string
	allowed   string
}

// outside are the settings that can be set outside the file.
var outside = sync.OnceValue(func() []outsider {
	var out []outsider
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Settings]()) {
		out = append(out, outsideOf("", f, nil)...)
	}
	return out
})

func outsideOf(at Key, f reflect.StructField, index []int) []outsider {
	k, index := at+Key(f.Tag.Get("toml")), append(slices.Clone(index), f.Index...)
	if f.Type.Kind() == reflect.Struct {
		var out []outsider
		for _, inner := range reflect.VisibleFields(f.Type) {
			out = append(out, outsideOf(k+".", inner, index)...)
		}
		return out
	}
	flag, env := f.Tag.Get("flag"), f.Tag.Get("env")
	if flag == "" && env == "" {
		return nil
	}
	return []outsider{{k, index, flag, env, f.Tag.Get("allowed")}}
}

// Flag returns the name of the flag for a setting, "" when there is none.
func (k Key) Flag() string {
	for _, o := range outside() {
		if o.key == k {
			return o.flag
		}
	}
	return ""
}

// Env returns the name of the variable for a setting, "" when there is none.
func (k Key) Env() string {
	for _, o := range outside() {
		if o.key == k {
			return o.env
		}
	}
	return ""
}

// readOutside takes over what a flag or else a variable says.
func (c *Config) readOutside(o outsider, s Sources) error {
	value, given := s.Flags[o.key]
	from, r := "--"+o.flag, ofFlag
	if !given && o.env != "" {
		value, from, r = s.Getenv(o.env), o.env, ofEnvironment
	}
	if value = strings.TrimSpace(value); value == "" {
		return nil
	}
	into := reflect.ValueOf(&c.Settings).Elem().FieldByIndex(o.index)
	var raw any = value
	var err error
	switch into.Kind() {
	case reflect.Bool:
		on, problem := strconv.ParseBool(value)
		if problem != nil {
			err = fmt.Errorf("%q is neither true nor false", value)
		}
		raw = on != (given && strings.HasPrefix(o.flag, "no-"))
	case reflect.Int:
		if raw, err = strconv.ParseInt(value, 10, 64); err != nil {
			err = fmt.Errorf("%q is not a number", value)
		}
	}
	if err == nil {
		err = assign(into, o.key, raw)
	}
	if err != nil {
		return &Error{From: from, Problem: err.Error(), Allowed: o.allowed}
	}
	c.from[o.key], c.rank[o.key] = from, r
	return nil
}
