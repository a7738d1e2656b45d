package mask

import (
	"cmp"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shape is what something personal looks like, whoever it belongs to. Matching
// is slow, so it is only done in the parts of a text that may hold one.
type shape struct {
	*regexp.Regexp
	parts func(string) iter.Seq[span]
}

var (
	linkShape = shape{regexp.MustCompile(`(?i)(?:\bhttps?://|\bwww\.)[^\s<>"“”]+`), fields(func(s string) bool {
		return strings.Contains(s, "://") || containsFold(s, "www.")
	})}
	mailShape = shape{regexp.MustCompile(`[\p{L}\p{N}._%+'’-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*(?:\.?…)?`), fields(func(s string) bool {
		return strings.Contains(s, "@")
	})}
	codeShape = shape{regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}._-]{2,}[\p{L}\p{N}]`), fields(func(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) })}
	ibanShape = shape{regexp.MustCompile(`\b[A-Z]{2}\d{2}(?:[ \x{a0}]?[A-Z0-9]{4}){3,7}(?:[ \x{a0}]?[A-Z0-9]{1,3})?\b`), stretches(func(r rune) bool {
		return r == ' ' || r == '\u00a0' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z'
	})}
	longShape = shape{regexp.MustCompile(`[+(]?\d(?:[ \x{a0}\x{2009}./()-]{0,2}\d){5,21}`), stretches(func(r rune) bool {
		return r >= '0' && r <= '9' || strings.ContainsRune(" \u00a0\u2009./()-+", r)
	})}
)

// fields are the parts between blanks that may hold something: no shape goes
// beyond a blank.
func fields(may func(string) bool) func(string) iter.Seq[span] {
	return func(s string) iter.Seq[span] {
		return func(yield func(span) bool) {
			for from := 0; from < len(s); {
				n := strings.IndexAny(s[from:], " \t\n\f\r")
				if n < 0 {
					n = len(s) - from
				}
				if n > 2 && may(s[from:from+n]) && !yield(span{from, from + n}) {
					return
				}
				from += n + 1
			}
		}
	}
}

// stretches are the parts of certain characters with a digit among them, and
// the character on either side, which tells whether a word ends there.
func stretches(in func(rune) bool) func(string) iter.Seq[span] {
	out := func(r rune) bool { return !in(r) }
	return func(s string) iter.Seq[span] {
		return func(yield func(span) bool) {
			for at := 0; at < len(s); {
				digit := strings.IndexAny(s[at:], "0123456789")
				if digit < 0 {
					return
				}
				part := span{at, len(s)}
				if i := strings.LastIndexFunc(s[at:at+digit], out); i >= 0 {
					part.from = at + i
				}
				end := len(s)
				if i := strings.IndexFunc(s[at+digit:], out); i >= 0 {
					end = at + digit + i
					_, n := utf8.DecodeRuneInString(s[end:])
					part.to = end + n
				}
				if part.to-part.from > 5 && !yield(part) {
					return
				}
				at = end
			}
		}
	}
}

// finder collects what is found in a text, the first of what overlaps, in
// order.
type finder struct {
	text  string
	edits []edit
}

// each takes what has a shape: with says what stands for it, and for how many
// bytes of it; 0 is nothing.
func (f *finder) each(of shape, with func(string) (string, int)) {
	var more []edit
	next := 0
	for at := range of.all(f.text) {
		w, n := with(f.text[at.from:at.to])
		if n == 0 {
			continue
		}
		e := edit{span{at.from, at.from + n}, w}
		for next < len(f.edits) && f.edits[next].to <= e.from {
			next++
		}
		if next == len(f.edits) || f.edits[next].from >= e.to {
			more = append(more, e)
		}
	}
	if len(more) > 0 {
		f.edits = append(f.edits, more...)
		slices.SortFunc(f.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	}
}

// all returns where a text has the shape.
func (of shape) all(s string) iter.Seq[span] {
	return func(yield func(span) bool) {
		for part := range of.parts(s) {
			for _, at := range of.FindAllStringIndex(s[part.from:part.to], -1) {
				if !yield(span{part.from + at[0], part.from + at[1]}) {
					return
				}
			}
		}
	}
}
