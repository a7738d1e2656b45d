package mask

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// edit replaces a part of a text by a pseudonym of as many cells.
type edit struct {
	span
	with string
}

// how text is looked at.
type how struct {
	drawn bool // a finished line of the screen: our own words stand in it
	cut   bool // names may be cut off
}

// text masks what it finds in s.
func (m *Mask) text(s string) string { return apply(s, m.find(s, how{})) }

func apply(s string, edits []edit) string {
	if len(edits) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(s[at:e.from])
		b.WriteString(e.with)
		at = e.to
	}
	b.WriteString(s[at:])
	return b.String()
}

// find returns what is personal in s, in order and without overlap.
func (m *Mask) find(s string, h how) []edit {
	f := finder{text: s}
	f.each(linkShape, func(s string) (string, int) { return m.foundLink(s, h) })
	f.each(mailShape, func(s string) (string, int) { return m.foundMail(s, h) })
	if countDigits(s) >= 6 {
		f.each(ibanShape, func(s string) (string, int) { return m.scrambled(s), len(s) })
		f.each(longShape, m.number)
	}
	if len(m.known.literals) > 0 {
		f.each(codeShape, func(s string) (string, int) {
			if !m.known.literals[s] {
				return "", 0
			}
			return m.scrambled(s), len(s)
		})
	}
	return m.findWords(s, h, f.edits)
}

func (m *Mask) foundLink(s string, h how) (with string, n int) {
	s = strings.TrimRight(s, ".,;:!?)]}'’…")
	if h.cut && m.begins(s) {
		return s, len(s)
	}
	return m.link(s), len(s)
}

func (m *Mask) foundMail(s string, h how) (with string, n int) {
	s = strings.TrimRight(s, ".'’-")
	user, host, _ := strings.Cut(s, "@")
	switch {
	case !strings.Contains(host, ".") && !strings.HasSuffix(host, "…"):
		return "", 0 // "me@home" is no address
	case h.cut && m.allMade(user):
		return s, len(s)
	default:
		return m.mail(s), len(s)
	}
}

// findWords adds the words of known names that lie outside of what was found.
func (m *Mask) findWords(s string, h how, found []edit) []edit {
	var edits []edit
	add := func(e edit) { edits = append(edits, e) }
	next := 0
	var ws []span
	flush := func() {
		m.judge(s, ws, h, add)
		ws = ws[:0]
	}
	for w := range spans(s) {
		for next < len(found) && found[next].from < w.to {
			if found[next].to > w.from {
				break
			}
			flush()
			edits = append(edits, found[next])
			next++
		}
		if next < len(found) && found[next].from < w.to {
			continue // part of an address
		}
		ws = append(ws, w)
	}
	flush()
	edits = append(edits, found[next:]...)
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	end := 0
	return slices.DeleteFunc(edits, func(e edit) bool { // what was found for two reasons is masked for the first
		if e.from < end {
			return true
		}
		end = e.to
		return false
	})
}

// begins reports whether a link on a drawn line is the beginning of one that is
// masked and did not fit.
func (m *Mask) begins(s string) bool {
	for masked := range m.links {
		if strings.HasPrefix(masked, s) {
			return true
		}
	}
	return false
}

// allMade reports whether all words of a text are pseudonyms: an address that
// was masked and did not fit into its line.
func (m *Mask) allMade(s string) bool {
	some := false
	for w := range words(s) {
		if !m.made[folded(w)] && len(w) > 1 {
			return false
		}
		some = some || len(w) > 1
	}
	return some
}

func upperFirst(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func countDigits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

func containsFold(s, sub string) bool {
	for i := 0; i+len(sub) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sub)], sub) {
			return true
		}
	}
	return false
}
