package mask

import (
	"strings"
	"unicode/utf8"
)

// name masks every word of a person's name.
func (m *Mask) name(s string) string {
	switch {
	case strings.HasPrefix(s, "Visitor "):
		return s // an anonymous one, and its number
	case strings.Contains(s, "@"):
		return m.text(s)
	case countDigits(s) >= 7 && !strings.ContainsFunc(s, inWord):
		return m.phone(s)
	}
	var b strings.Builder
	at := 0
	for w := range spans(s) {
		b.WriteString(s[at:w.from])
		at = w.to
		word := s[w.from:w.to]
		f := folded(word)
		switch _, known := m.known.words[f]; {
		case particles[f] && !known:
			b.WriteString(word)
		case m.made[f] && !known, utf8.RuneCountInString(f) == 1 && !unspaced(word):
			b.WriteString(initial(m, word, f))
		default:
			b.WriteString(m.pseudonym(word))
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// initial masks a single letter, and leaves a pseudonym alone.
func initial(m *Mask, word, f string) string {
	if m.made[f] {
		return word
	}
	return dress(word, m.invent(f, cells(word)))
}

// Company masks what is known to be the name of a company, but for the form
// that the law gives it.
func (m *Mask) Company(s string) string {
	return m.masking(s, func(bool) string {
		var b strings.Builder
		at := 0
		for w := range spans(s) {
			b.WriteString(s[at:w.from])
			word := s[w.from:w.to]
			if f := folded(word); !forms[f] && !particles[f] {
				word = m.pseudonym(word)
			}
			b.WriteString(word)
			at = w.to
		}
		return b.String() + s[at:]
	})
}

// FileName masks the name of a file: names and numbers in it, not its ending.
func (m *Mask) FileName(s string) string {
	return m.masking(s, func(blurred bool) string {
		stem, end := s, ""
		if i := strings.LastIndexByte(s, '.'); i > 0 && len(s)-i <= 6 {
			stem, end = s[:i], s[i:]
		}
		if blurred {
			return blur(stem) + end
		}
		stem = m.text(stem)
		if countDigits(stem) >= 4 && !m.issued[stem] {
			stem = m.issue(m.digitsOf(stem))
		}
		return stem + end
	})
}

// digitsOf replaces the digits of s by others.
func (m *Mask) digitsOf(s string) string {
	bits := m.stream("digits", s, 0)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return rune('0' + bits.below(10))
		}
		return r
	}, s)
}
