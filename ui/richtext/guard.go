package richtext

import (
	"strings"
	"unicode/utf8"

	"parley/api/safetext"
)

const (
	// maxParams is how many parameters one SGR sequence may have; a decoder that Bubble Tea uses panics
	// above 32.
	maxParams = 16
	// maxSequence is the longest SGR sequence in bytes.
	maxSequence = 96
)

// Guard returns a finished frame with nothing in it but printable characters, line breaks, SGR sequences of
// at most 16 parameters that hide nothing, and OSC 8 hyperlinks to http, https, mailto and tel. Of
// everything else the introducer is dropped, so that the rest is seen; tabs become spaces. A frame that is
// clean comes back as it is, without an allocation.
func Guard(frame string) string {
	i := guarded(frame)
	if i == len(frame) {
		return frame
	}
	var b strings.Builder
	b.Grow(len(frame))
	for {
		b.WriteString(frame[:i])
		if i == len(frame) {
			return b.String()
		}
		_, n := utf8.DecodeRuneInString(frame[i:])
		if frame[i] == '\t' {
			b.WriteByte(' ')
		}
		frame = frame[i+n:]
		i = guarded(frame)
	}
}

// guarded returns how much of s may go out as it is.
func guarded(s string) int {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= 0x20 && c < 0x7F, c == '\n':
			i++
		case c >= 0x80:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 || !drawable(r) {
				return i
			}
			i += n
		case c == 0x1B:
			n := sequence(s[i:])
			if n == 0 {
				return i
			}
			i += n
		default:
			return i
		}
	}
	return len(s)
}

// drawable is safetext.Printable with a short way for what frames are made of.
func drawable(r rune) bool {
	return r >= 0x2500 && r < 0x2600 || safetext.Printable(r)
}

// sequence returns the length of the allowed escape sequence at the beginning of s, or 0.
func sequence(s string) int {
	if len(s) < 3 {
		return 0
	}
	switch s[1] {
	case '[':
		return sgr(s)
	case ']':
		return osc8(s)
	}
	return 0
}

// sgr measures a sequence that sets colours and attributes.
func sgr(s string) int {
	params, value, skip := 1, 0, 0
	done := func() bool { // a parameter is complete
		switch {
		case skip == -1: // 38, 48 or 58 was the one before
			skip = 0
			switch value {
			case 5:
				skip = 1
			case 2:
				skip = 3
			}
		case skip > 0:
			skip--
		case value == 38 || value == 48 || value == 58:
			skip = -1
		case value == 8: // concealed
			return false
		}
		value = 0
		return true
	}
	for i := 2; i < len(s) && i < maxSequence; i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if value = value*10 + int(c-'0'); value > 999 {
				return 0
			}
		case c == ';', c == ':':
			if params++; params > maxParams || !done() {
				return 0
			}
		case c == 'm':
			if !done() {
				return 0
			}
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// osc8 measures a sequence that begins or ends a hyperlink.
func osc8(s string) int {
	rest, ok := strings.CutPrefix(s, "\x1b]8;")
	if !ok {
		return 0
	}
	i := strings.IndexByte(rest, ';')
	if i < 0 || i > 64 {
		return 0
	}
	for j := range i {
		if c := rest[j]; c <= ' ' || c >= 0x7F {
			return 0
		}
	}
	url := rest[i+1:]
	end := 0
	for end < len(url) && url[end] > ' ' && url[end] < 0x7F && url[end] != ';' {
		end++
	}
	head := len(s) - len(url)
	if end > 0 && !mayOpen(url[:end]) {
		return 0
	}
	switch {
	case strings.HasPrefix(url[end:], "\x07"):
		return head + end + 1
	case strings.HasPrefix(url[end:], "\x1b\\"):
		return head + end + 2
	}
	return 0
}

// mayOpen reports whether a terminal may be given a hyperlink to url.
func mayOpen(url string) bool {
	before, _, ok := strings.Cut(url, ":")
	if !ok {
		return false
	}
	for _, scheme := range []string{"http", "https", "mailto", "tel"} {
		if strings.EqualFold(before, scheme) {
			return true
		}
	}
	return false
}
