package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"parley/api/safetext"
)

// maxLine is how many bytes a line holds: more is a paste gone wrong.
const maxLine = 512

// line is a line of text that is typed at its end.
type line string

// key takes a key; ok says whether the line knows it, as text or to delete.
func (l *line) key(key string) (ok bool) {
	switch key {
	case "backspace", "ctrl+h":
		*l = line(withoutLast(string(*l)))
	case "ctrl+w", "alt+backspace":
		cut := strings.TrimRightFunc(string(*l), unicode.IsSpace)
		*l = line(strings.TrimRightFunc(cut, func(r rune) bool { return !unicode.IsSpace(r) }))
	case "ctrl+u":
		*l = ""
	default:
		text, ok := typed(key)
		if ok {
			l.write(text)
		}
		return ok
	}
	return true
}

// write adds text, made fit for one line.
func (l *line) write(text string) {
	text = safetext.Line(text)
	if *l == "" {
		text = strings.TrimLeft(text, " ")
	}
	if len(*l)+len(text) <= maxLine {
		*l += line(text)
	}
}

// typed returns the text of a key's name: names of keys that write nothing
// are words of ASCII letters.
func typed(key string) (string, bool) {
	if key == "space" {
		return " ", true
	}
	if utf8.RuneCountInString(key) == 1 {
		return key, true
	}
	for i := range len(key) { // composed by an input method
		if key[i] >= utf8.RuneSelf {
			return key, true
		}
	}
	return "", false
}

// withoutLast takes the last character off, as a person counts them.
func withoutLast(s string) string {
	at := 0
	for rest := s; rest != ""; {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		at, rest = len(s)-len(rest), rest[max(len(cluster), 1):]
	}
	return s[:at]
}
