package api

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"

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
	if plain(lit) {
		text := lit[1 : len(lit)-1]
		if isKey {
			s.key = string(text)
		} else if isName(s.key) && bytes.IndexByte(text, '&') >= 0 {
			s.rewrite(lit)
			return
		}
		s.out = append(s.out, lit...)
		return
	}
	if !isKey {
		s.rewrite(lit)
		return
	}
	var key string
	if json.Unmarshal(lit, &key) != nil {
		s.out = append(s.out, lit...)
		return
	}
	s.key = safetext.Line(key)
	s.quote(s.key, lit)
}

// rewrite cleans a string value that is not plainly harmless.
func (s *sanitiser) rewrite(lit []byte) {
	var text string
	if json.Unmarshal(lit, &text) != nil {
		s.out = append(s.out, lit...)
		return
	}
	switch {
	case s.custom():
		text = safetext.Block(text)
	case isBlock(s.key):
		text = safetext.Block(text)
	case isName(s.key):
		text = safetext.Line(html.UnescapeString(text))
	default:
		text = safetext.Line(text)
	}
	s.quote(text, lit)
}

// quote appends text as a JSON string.
func (s *sanitiser) quote(text string, lit []byte) {
	b, err := json.Marshal(text)
	if err != nil {
		b = lit
	}
	s.out = append(s.out, b...)
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

// plain reports whether a literal is printable ASCII without escapes.
func plain(lit []byte) bool {
	if len(lit) < 2 || lit[len(lit)-1] != '"' {
		return false
	}
	for _, b := range lit {
		if b < ' ' || b > '~' || b == '\\' {
			return false
		}
	}
	return true
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
