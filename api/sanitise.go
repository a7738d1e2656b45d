package api

import (
	"bytes"
	"encoding/json"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"parley/api/safetext"
)

// sanitise rewrites every string of a JSON text so that nothing in it can
// drive a terminal. It is the one place where that is done for what the API
// says: answers go through it before they are decoded, and stored ones when
// they are decoded again. What is not JSON comes out as something that is
// not JSON either.
func sanitise(src []byte) []byte {
	s := sanitiser{src: src, out: make([]byte, 0, len(src)+len(src)/16)}
	s.run()
	return s.out
}

// sanitiser copies JSON token by token and knows for each string under which
// key it stands.
type sanitiser struct {
	src, out []byte
	stack    []container
	wantKey  bool // the next string is a key
	key      string
}

// container is an object or array that is open.
type container struct {
	object bool
	key    string // under which it stands
	custom bool   // custom attributes, or something within them
}

func (s *sanitiser) run() {
	for i := 0; i < len(s.src); {
		switch b := s.src[i]; b {
		case '"':
			end := literalEnd(s.src, i)
			s.literal(s.src[i:end])
			i = end
			continue
		case '{', '[':
			s.open(b == '{')
		case '}', ']':
			s.shut()
		case ',':
			s.wantKey = len(s.stack) > 0 && s.stack[len(s.stack)-1].object
		}
		s.out = append(s.out, s.src[i])
		i++
	}
}

func (s *sanitiser) open(object bool) {
	custom := s.custom() || s.key == "custom_attributes"
	s.stack = append(s.stack, container{object: object, key: s.key, custom: custom})
	s.wantKey = object
}

func (s *sanitiser) shut() {
	s.wantKey = false
	if n := len(s.stack); n > 0 {
		s.key = s.stack[n-1].key
		s.stack = s.stack[:n-1]
	}
}

func (s *sanitiser) custom() bool {
	return len(s.stack) > 0 && s.stack[len(s.stack)-1].custom
}

// literal copies one string, cleaned as its key demands.
func (s *sanitiser) literal(lit []byte) {
	isKey := s.wantKey
	s.wantKey = false
	lines := !isKey && (s.custom() || isBlock(s.key))
	if !harmless(lit, lines) || (!isKey && !lines && isName(s.key) && hasAmpersand(lit)) {
		s.rewrite(lit, isKey, lines)
		return
	}
	if isKey {
		s.key = unquoted(lit)
	}
	s.out = append(s.out, lit...)
}

// rewrite cleans a string that is not plainly harmless.
func (s *sanitiser) rewrite(lit []byte, isKey, lines bool) {
	var text string
	if json.Unmarshal(lit, &text) != nil {
		s.out = append(s.out, lit...)
		return
	}
	switch {
	case isKey:
		text = safetext.Line(text)
		s.key = text
	case lines:
		text = safetext.Block(text)
	case isName(s.key):
		text = safetext.Line(html.UnescapeString(text))
	default:
		text = safetext.Line(text)
	}
	if b, err := encode(text); err == nil {
		lit = b
	}
	s.out = append(s.out, lit...)
}

// isBlock reports whether strings under the key may have several lines.
func isBlock(key string) bool {
	switch strings.ToLower(key) {
	case "body", "body_text", "remark", "rating_remark":
		return true
	}
	return false
}

// isName reports whether strings under the key are names that the API hands
// out with HTML entities in them.
func isName(key string) bool {
	switch strings.ToLower(key) {
	case "name", "title", "job_title", "sla_name", "source_title", "_default_title_":
		return true
	}
	return false
}

// harmless reports whether a literal holds nothing that would be cleaned, so
// that most need not be taken apart: printable characters, quotes and
// backslashes, and where there may be lines also their ends and tabs.
func harmless(lit []byte, lines bool) bool {
	if len(lit) < 2 || lit[len(lit)-1] != '"' {
		return false
	}
	text, foreign, space := lit[1:len(lit)-1], false, false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b >= utf8.RuneSelf:
			foreign = true
		case b < ' ' || b == 0x7f:
			return false
		case b == '\\':
			if i++; i == len(text) {
				return false
			}
			switch text[i] {
			case '"', '\\', '/':
			case 'n', 't':
				space = true
			case 'u':
				if !printableEscape(text[i+1:]) {
					return false
				}
				i += 4
			default:
				return false
			}
		}
	}
	switch {
	case space && (foreign || !lines):
		return false // what follows a space is judged by it, so it must be seen as one
	case !foreign:
		return true
	case lines:
		return safetext.Block(string(text)) == string(text)
	default:
		return safetext.Line(string(text)) == string(text)
	}
}

// printableEscape reports whether the four digits of a \u escape are those of
// a printable ASCII character but the space: many servers write < > & so.
func printableEscape(digits []byte) bool {
	if len(digits) < 4 {
		return false
	}
	n, err := strconv.ParseUint(string(digits[:4]), 16, 16)
	return err == nil && n > ' ' && n < 0x7f
}

func hasAmpersand(lit []byte) bool {
	return bytes.IndexByte(lit, '&') >= 0 || bytes.Contains(lit, []byte(`\u0026`))
}

// unquoted returns the text of a literal that is known to be harmless.
func unquoted(lit []byte) string {
	if bytes.IndexByte(lit, '\\') < 0 {
		return string(lit[1 : len(lit)-1])
	}
	return scalar(lit)
}

// literalEnd returns where the string literal that begins at i ends, behind
// its closing quote; a literal that is not closed ends with the text.
func literalEnd(src []byte, i int) int {
	for i++; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(src)
}
