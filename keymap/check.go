package keymap

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error is a binding that cannot be.
type Error struct {
	Name    string // "scope.action"
	Problem string
	Remedy  string // what to write instead
}

// Error says what is wrong and what to do.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s; %s", e.Name, e.Problem, e.Remedy) }

// Errors are all that is wrong with a set of keys.
type Errors []*Error

// Error says each on its line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// typing are the scopes that are asked while text is typed.
var typing = []Scope{Always, Composer, Demo}

// check finds keys that cannot be sent, and keys that stand for two actions
// within one scope. Of two that collide, the one that was chosen is blamed.
func (m *Map) check(chosen map[string]bool) Errors {
	var errs Errors
	for _, b := range m.bindings {
		for _, k := range b.Keys {
			if problem, remedy := b.unusable(k); problem != "" {
				errs = append(errs, &Error{b.Name(), problem, remedy})
			}
		}
	}
	for i, b := range m.bindings {
		for _, other := range m.bindings[:i] {
			if other.Scope != b.Scope || other.Action == b.Action {
				continue
			}
			if e := collision(b, other, chosen); e != nil {
				errs = append(errs, e)
			}
		}
	}
	if i := slices.IndexFunc(m.bindings, func(b Binding) bool { return b.Action == Cancel }); len(m.bindings[i].Keys) == 0 {
		errs = append(errs, &Error{m.bindings[i].Name(), "it has no key", "it is the way out of everything: give it one"})
	}
	return errs
}

// collision compares two actions of one scope.
func collision(b, other Binding, chosen map[string]bool) *Error {
	if !chosen[b.Name()] && chosen[other.Name()] {
		b, other = other, b
	}
	for _, k := range b.Keys {
		for _, o := range other.Keys {
			switch {
			case k == o:
				return &Error{
					b.Name(), fmt.Sprintf("%q stands for both %s and %s", k, other.Name(), b.Name()),
					fmt.Sprintf("choose another key, or give %s another: %q = []", other.Name(), other.Name()),
				}
			case strings.HasPrefix(o, k+" "), strings.HasPrefix(k, o+" "):
				return &Error{
					b.Name(), fmt.Sprintf("%q and %q of %s begin alike, so that the longer one is never reached", k, o, other.Name()),
					fmt.Sprintf("choose another key, or give %s another", other.Name()),
				}
			}
		}
	}
	return nil
}

// unusable says why a binding cannot have a key, and what to write instead.
func (b Binding) unusable(keys string) (problem, remedy string) {
	parts := strings.Fields(keys)
	if len(parts) == 0 {
		return "a key is empty", `to take the keys away write []`
	}
	if len(parts) > maxSequence {
		return fmt.Sprintf("%q is longer than %d keys", keys, maxSequence), "choose a shorter sequence"
	}
	for _, k := range parts {
		if problem, remedy := unsent(k); problem != "" {
			return fmt.Sprintf("%q %s", k, problem), remedy
		}
	}
	if first := parts[0]; slices.Contains(typing, b.Scope) && utf8.RuneCountInString(first) == 1 {
		return fmt.Sprintf("%q could not be typed any more", first), "choose a key with ctrl, or a function key"
	}
	// Sending has another way, in the review bar.
	if some := slices.ContainsFunc(parts, seldomSent); some && b.Action != SendNow && !b.reachable() {
		return fmt.Sprintf("%q is sent by few terminals", keys), "give a second key that all of them send"
	}
	return "", ""
}

// reachable reports whether one of the keys is sent by every terminal.
func (b Binding) reachable() bool {
	return slices.ContainsFunc(b.Keys, func(keys string) bool { return !slices.ContainsFunc(strings.Fields(keys), seldomSent) })
}

// CheckKey says why no terminal sends a key under this name, or returns nil.
func CheckKey(key string) error {
	if problem, remedy := unsent(key); problem != "" {
		return fmt.Errorf("%q %s; %s", key, problem, remedy)
	}
	return nil
}

// maxSequence is how many keys one after the other may stand for an action.
const maxSequence = 3

// named are the keys that have a name, as Bubble Tea writes it.
var named = []string{
	"enter", "tab", "esc", "space", "backspace", "delete", "insert",
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown",
}

// modifiers, in the order in which Bubble Tea writes them.
var modifiers = []string{"ctrl", "alt", "shift", "meta", "hyper", "super"}

// aliases are other names for keys.
var aliases = map[string]string{
	"escape": "esc", "return": "enter", "pageup": "pgup", "pagedown": "pgdown", "pgdn": "pgdown", "del": "delete", "ins": "insert",
	"control": "ctrl", "cmd": "super", "command": "super", "option": "alt", "opt": "alt", "ctrl": "ctrl", "alt": "alt", "shift": "shift",
}

// same are combinations that every terminal sends as another key.
var same = map[string]string{
	"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc", "ctrl+?": "backspace", "ctrl+@": "ctrl+space",
}

// split takes a key apart.
func split(key string) (mods []string, base string) {
	for {
		m, rest, ok := strings.Cut(key, "+")
		if !ok || rest == "" || m == "" {
			return mods, key
		}
		mods, key = append(mods, m), rest
	}
}

// unsent says why no terminal sends a key under this name.
func unsent(key string) (problem, remedy string) {
	mods, base := split(key)
	for _, m := range mods {
		if !slices.Contains(modifiers, m) {
			if a := aliases[strings.ToLower(m)]; a != "" {
				return "is not how it is written", fmt.Sprintf("write %q", strings.Replace(key, m+"+", a+"+", 1))
			}
			return fmt.Sprintf("has no known modifier %q", m), "there are " + strings.Join(modifiers, ", ")
		}
	}
	sorted := slices.Clone(mods)
	slices.SortFunc(sorted, func(a, b string) int { return slices.Index(modifiers, a) - slices.Index(modifiers, b) })
	if !slices.Equal(mods, sorted) || len(slices.Compact(sorted)) != len(mods) {
		return "is not how it is written", fmt.Sprintf("write %q", strings.Join(append(slices.Compact(sorted), base), "+"))
	}
	r, n := utf8.DecodeRuneInString(base)
	single := n == len(base)
	switch {
	case same[key] != "":
		return "cannot be told from " + same[key], fmt.Sprintf("write %q, or choose another", same[key])
	case single && !unicode.IsPrint(r):
		return "is no key", "write what is printed on it, such as \"ctrl+x\""
	case single && unicode.IsUpper(r) && slices.Contains(mods, "ctrl"):
		return "cannot be told from " + strings.ToLower(key), fmt.Sprintf("write %q", strings.ToLower(key))
	case single && slices.Equal(mods, []string{"shift"}):
		return "arrives as the character it makes", fmt.Sprintf("write %q", strings.ToUpper(base))
	case single, slices.Contains(named, base), function(base):
		return "", ""
	case slices.Contains(named, strings.ToLower(base)), function(strings.ToLower(base)):
		return "is not how it is written", fmt.Sprintf("write %q", strings.TrimSuffix(key, base)+strings.ToLower(base))
	case aliases[strings.ToLower(base)] != "":
		return "is not how it is written", fmt.Sprintf("write %q", strings.TrimSuffix(key, base)+aliases[strings.ToLower(base)])
	default:
		return "is no key", "there are single characters, f1 to f12, " + strings.Join(named, ", ")
	}
}

// function reports whether a key is f1 to f12.
func function(base string) bool {
	var n int
	_, err := fmt.Sscanf(base, "f%d", &n)
	return err == nil && n >= 1 && n <= 12 && base == fmt.Sprintf("f%d", n)
}

// seldomSent reports whether only terminals with the newer keyboard protocol
// tell a key apart.
func seldomSent(key string) bool {
	mods, base := split(key)
	has := func(m string) bool { return slices.Contains(mods, m) }
	r, n := utf8.DecodeRuneInString(base)
	single := n == len(base)
	switch {
	case has("meta"), has("hyper"), has("super"):
		return true
	case has("ctrl") && has("shift") && single:
		return true
	case has("ctrl") && single:
		return !unicode.IsLower(r) && !strings.ContainsRune(`\]^_`, r) || r > unicode.MaxASCII
	case base == "enter", base == "backspace", base == "esc":
		return has("ctrl") || has("shift")
	case base == "tab":
		return has("ctrl")
	case base == "space":
		return has("shift")
	default:
		return false
	}
}

// nearest says which action may have been meant.
func nearest(name string) string {
	_, action, _ := strings.Cut(name, ".")
	var fits []string
	for _, b := range defaults {
		if string(b.Action) == action || string(b.Action) == name {
			fits = append(fits, b.Name())
		}
	}
	if len(fits) > 0 {
		return "it may be " + strings.Join(fits, " or ")
	}
	return "`parley keys list` names them all"
}

// Chains are the scopes that are asked together, innermost first, where an
// agent can be.
func Chains() [][]Scope {
	return [][]Scope{
		{Always, List, Verbs, Moving, Global},
		{Always, Conversation, Verbs, Moving, Global},
		{Always, Panel, Verbs, Moving, Global},
		{Always, Board, Moving, Global},
		{Always, Slides},
		{Always, Composer},
		{Always, Review},
	}
}

// Hidden returns the bindings of a chain of scopes that have keys of which
// none leads to them, because a scope before theirs takes it.
func (m *Map) Hidden(scopes ...Scope) []Binding {
	var out []Binding
	for _, b := range m.bindings {
		if slices.Contains(scopes, b.Scope) && len(b.Keys) > 0 &&
			!slices.ContainsFunc(b.Keys, func(k string) bool { return m.leads(scopes, k, b.Action) }) {
			out = append(out, b)
		}
	}
	return out
}

// leads reports whether keys pressed one after the other ask for an action.
func (m *Map) leads(scopes []Scope, keys string, a Action) bool {
	pressed := strings.Fields(keys)
	for n := range pressed {
		got, more := m.Match(scopes, pressed[:n+1])
		if !more {
			return got == a && n == len(pressed)-1
		}
	}
	return false
}
