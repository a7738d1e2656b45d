package pane

import (
	"sync"

	"parley/keymap"
)

var defaultKeys = sync.OnceValue(keymap.Default)

// Key returns the first key of an action, "" where it has none.
func (e *Env) Key(s keymap.Scope, a keymap.Action) string {
	if e.Keys == nil {
		return defaultKeys().Key(s, a)
	}
	return e.Keys.Key(s, a)
}

// KeyDoes says what the key of an action does, such as "u takes it back", and
// nothing where the action has no key.
func (e *Env) KeyDoes(s keymap.Scope, a keymap.Action, does string) string {
	k := e.Key(s, a)
	if k == "" {
		return ""
	}
	return k + " " + does
}

// Joined joins what is not empty.
func Joined(between string, parts ...string) string {
	out := ""
	for _, p := range parts {
		switch {
		case p == "":
		case out == "":
			out = p
		default:
			out += between + p
		}
	}
	return out
}
