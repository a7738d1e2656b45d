package term

import (
	"strings"

	"parley/api/safetext"
)

// maxNotice is how many runes of a notification are written.
const maxNotice = 120

// Notifier returns what to write to the terminal so that it tells its owner
// something, by the way it is to be told: bell, osc9 or osc777. nil, for
// every other way, is not at all. Neither of the texts can hold a sequence of
// its own.
func Notifier(how string) func(title, body string) string {
	switch how {
	case "bell":
		return func(string, string) string { return "\a" }
	case "osc9":
		return func(title, body string) string { return "\x1b]9;" + notice(title+": "+body) + "\x1b\\" }
	case "osc777":
		return func(title, body string) string {
			return "\x1b]777;notify;" + notice(title) + ";" + notice(body) + "\x1b\\"
		}
	default:
		return nil
	}
}

// notice makes text fit for a sequence: one line without controls, and
// without the semicolon that ends a field.
func notice(s string) string {
	r := []rune(strings.ReplaceAll(safetext.Line(s), ";", ","))
	return string(r[:min(len(r), maxNotice)])
}
