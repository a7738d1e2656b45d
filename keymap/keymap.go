// Package keymap names the actions of Parley and the keys that ask for them.
// It is data: which key means what in which scope. It knows no screen and
// carries nothing out.
package keymap

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Action names something that an agent can ask for.
type Action string

// Scope is where a binding is valid. Scopes are asked from the innermost out.
type Scope string

// The scopes. Keys within a text input never reach a scope that is not named
// for it.
const (
	Global       Scope = "global"       // everywhere outside text inputs
	Always       Scope = "always"       // everywhere, text inputs too
	Verbs        Scope = "verbs"        // list and conversation alike
	Moving       Scope = "moving"       // list, conversation and panel
	List         Scope = "list"         // the conversation list
	Conversation Scope = "conversation" // the open conversation
	Panel        Scope = "panel"        // the customer panel
	Board        Scope = "board"        // the standup board
	Slides       Scope = "slides"       // while the slideshow runs, before all others
	Composer     Scope = "composer"     // while typing
	Review       Scope = "review"       // the review bar
	Dialog       Scope = "dialog"       // overlays
	Demo         Scope = "demo"         // everywhere in a scripted demo, text inputs and overlays too
)

// Binding is the keys of one action in one scope. A key is written as Bubble
// Tea names it; "g g" is a sequence.
type Binding struct {
	Action Action
	Scope  Scope
	Keys   []string
	Help   string // lower case, without the key
	Hint   string // one word for the hint row; "" keeps it out. Of a sequence it is shown once that was begun
}

// Map is a set of bindings. It is read-only after [New] and safe for
// concurrent use.
type Map struct {
	bindings []Binding
	known    sync.Map // what Bindings found, []Binding by the scopes' names: every frame asks
}

// Default returns the default keys.
func Default() *Map {
	m, err := New()
	if err != nil {
		panic("keymap: the default keys contradict each other: " + err.Error())
	}
	return m
}

// New returns the default keys with overrides, a list of keys by
// "scope.action"; an empty list unbinds. Of several layers a later one takes
// precedence: first a preset, then what the user chose. Unknown actions, keys
// that no terminal sends, and keys that stand for two actions within one
// scope are errors: an [Errors], next to which the map is nil.
func New(layers ...map[string][]string) (*Map, error) {
	m := &Map{bindings: slices.Clone(defaults)}
	chosen := map[string]bool{} // by the last layer
	var errs Errors
	for n, overrides := range layers {
		for _, name := range sorted(overrides) {
			i := slices.IndexFunc(m.bindings, func(b Binding) bool { return b.Name() == name })
			if i < 0 {
				errs = append(errs, &Error{name, fmt.Sprintf("there is no action %q", name), nearest(name)})
				continue
			}
			m.bindings[i].Keys = make([]string, len(overrides[name]))
			for j, k := range overrides[name] {
				m.bindings[i].Keys[j] = strings.Join(strings.Fields(k), " ")
			}
			chosen[name] = n == len(layers)-1
		}
	}
	if errs = append(errs, m.check(chosen)...); len(errs) > 0 {
		return nil, errs
	}
	return m, nil
}

// Name returns "scope.action", under which a binding is overridden.
func (b Binding) Name() string { return string(b.Scope) + "." + string(b.Action) }

// Match finds the action that the pressed keys ask for in the first of the
// scopes that knows them. more says that they begin a longer sequence.
func (m *Map) Match(scopes []Scope, pressed []string) (a Action, more bool) {
	typed := strings.Join(pressed, " ")
	for _, s := range scopes {
		for _, b := range m.bindings {
			if b.Scope != s {
				continue
			}
			for _, k := range b.Keys {
				if k == typed {
					return b.Action, false
				}
				if strings.HasPrefix(k, typed+" ") {
					more = true
				}
			}
		}
		if more {
			return "", true
		}
	}
	return "", false
}

// Bindings returns the bindings of the scopes that have keys, in the order of
// the scopes; a binding whose every key an earlier scope takes is left out.
func (m *Map) Bindings(scopes ...Scope) []Binding {
	var words []string
	for _, s := range scopes {
		words = append(words, string(s))
	}
	key := strings.Join(words, " ")
	known, _ := m.known.Load(key)
	if out, ok := known.([]Binding); ok {
		return slices.Clone(out)
	}
	out := m.inScopes(scopes)
	m.known.Store(key, out)
	return slices.Clone(out)
}

func (m *Map) inScopes(scopes []Scope) []Binding {
	var out []Binding
	taken := map[string]bool{}
	for _, s := range scopes {
		var here []Binding
		for _, b := range m.bindings {
			if b.Scope != s || len(b.Keys) == 0 || !slices.ContainsFunc(b.Keys, func(k string) bool { return !taken[k] }) {
				continue
			}
			here = append(here, b)
		}
		for _, b := range here {
			for _, k := range b.Keys {
				taken[k] = true
			}
		}
		out = append(out, here...)
	}
	return out
}

// Following returns what the keys pressed so far can become: the bindings of
// the scopes that begin with them, with what is left of one of their keys.
func (m *Map) Following(scopes []Scope, pressed []string) []Binding {
	var out []Binding
	taken := map[string]bool{}
	begun := strings.Join(pressed, " ") + " "
	for _, b := range m.Bindings(scopes...) {
		for _, k := range b.Keys {
			rest, ok := strings.CutPrefix(k, begun)
			if ok && !taken[rest] {
				taken[rest] = true
				b.Keys = []string{rest}
				out = append(out, b)
				break
			}
		}
	}
	return out
}

// All returns every binding, bound or not, in the order of the reference.
func (m *Map) All() []Binding { return slices.Clone(m.bindings) }

// Key returns the first key of an action in a scope, or "" when unbound.
func (m *Map) Key(s Scope, a Action) string {
	for _, b := range m.bindings {
		if b.Scope == s && b.Action == a && len(b.Keys) > 0 {
			return b.Keys[0]
		}
	}
	return ""
}

func sorted(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
