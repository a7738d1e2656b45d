package term

import "strings"

// Hyperlinks reports whether the terminal can be expected to show OSC 8
// links, from its environment alone: no terminal is asked. Where it is not
// certain the answer is yes, since terminals that do not know OSC 8 skip it;
// the ones named here print it.
func Hyperlinks(getenv func(string) string) bool {
	switch t := getenv("TERM"); {
	case t == "linux", t == "dumb", strings.HasPrefix(t, "vt1"), strings.HasPrefix(t, "vt2"), strings.HasPrefix(t, "screen") && getenv("TMUX") == "":
		return false
	default:
		return true
	}
}
