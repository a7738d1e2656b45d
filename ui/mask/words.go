package mask

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// inWord reports whether a rune belongs to a word.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r)
}

// words returns the words of s, each of one script as far as spaces are
// concerned.
func words(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range spans(s) {
			if !yield(s[w.from:w.to]) {
				return
			}
		}
	}
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// spans returns where the words of s are. A script without spaces ends a word
// of another.
func spans(s string) iter.Seq[span] {
	return func(yield func(span) bool) {
		start, dense := -1, false
		for i, r := range s {
			in := inWord(r)
			d := in && unspacedRune(r)
			if start >= 0 && (!in || d != dense && !unicode.Is(unicode.M, r)) {
				if !yield(span{start, i}) {
					return
				}
				start = -1
			}
			if in && start < 0 {
				start, dense = i, d
			}
		}
		if start >= 0 {
			yield(span{start, len(s)})
		}
	}
}

// unspaced reports whether a word is of a script that puts no spaces between
// words, or hangs endings on names.
func unspaced(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unspacedRune(r)
}

func unspacedRune(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// folded is a word without case and without accents: how names are compared.
func folded(w string) string {
	if plainLower(w) {
		return w
	}
	if !strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.ToLower(w)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(w) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := letters[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func plainLower(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// letters are those that are written as others where a keyboard has no accents,
// and do not come apart by themselves.
var letters = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'ħ': "h", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ς': "σ",
}

// capital reports whether a word begins with a capital letter, or is of a
// script that has none.
func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return !unicode.IsLower(r)
}

// camel returns the words that were written together in one, "AdaObi".
func camel(w string, at int) []span {
	var out []span
	start := 0
	var before rune
	for i, r := range w {
		if i > 0 && unicode.IsUpper(r) && unicode.IsLower(before) {
			out = append(out, span{at + start, at + i})
			start = i
		}
		before = r
	}
	if start == 0 {
		return nil
	}
	return append(out, span{at + start, at + len(w)})
}
