package mask

import (
	"cmp"
	"regexp"
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

// The shapes of what is personal whoever it belongs to.
var (
	linkShape = regexp.MustCompile(`(?i)(?:\bhttps?://|\bwww\.)[^\s<>"“”]+`)
	mailShape = regexp.MustCompile(`[\p{L}\p{N}._%+'’-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*(?:\.?…)?`)
	ibanShape = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?:[ \x{a0}]?[A-Z0-9]{4}){3,7}(?:[ \x{a0}]?[A-Z0-9]{1,3})?\b`)
	longShape = regexp.MustCompile(`[+(]?\d(?:[ \x{a0}\x{2009}./()-]{0,2}\d){5,21}`)
	codeShape = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}._-]{2,}[\p{L}\p{N}]`)
)

// find returns what is personal in s, in order and without overlap.
func (m *Mask) find(s string, h how) []edit {
	var edits []edit
	add := func(e edit) {
		for _, x := range edits {
			if e.from < x.to && x.from < e.to {
				return
			}
		}
		edits = append(edits, e)
	}
	each := func(shape *regexp.Regexp, with func(string) (string, int)) {
		for _, at := range shape.FindAllStringIndex(s, -1) {
			if w, n := with(s[at[0]:at[1]]); n > 0 {
				add(edit{span{at[0], at[0] + n}, w})
			}
		}
	}
	if strings.Contains(s, "://") || containsFold(s, "www.") {
		each(linkShape, func(f string) (string, int) {
			f = strings.TrimRight(f, ".,;:!?)]}'’…")
			if h.cut && m.begins(f) {
				return f, len(f)
			}
			return m.link(f), len(f)
		})
	}
	if strings.Contains(s, "@") {
		each(mailShape, func(f string) (string, int) {
			f = strings.TrimRight(f, ".'’-")
			if !strings.Contains(f[strings.Index(f, "@"):], ".") && !strings.HasSuffix(f, "…") {
				return "", 0 // "me@home" is no address
			}
			if h.cut && m.allMade(f[:strings.Index(f, "@")]) {
				return f, len(f)
			}
			return m.mail(f), len(f)
		})
	}
	if countDigits(s) >= 6 {
		each(ibanShape, func(f string) (string, int) { return m.scrambled(f), len(f) })
		each(longShape, func(f string) (string, int) { return m.number(f) })
	}
	if len(m.known.literals) > 0 {
		each(codeShape, func(f string) (string, int) {
			if !m.known.literals[f] {
				return "", 0
			}
			return m.scrambled(f), len(f)
		})
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	return m.findWords(s, h, edits)
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

// judge looks at words that follow one another.
func (m *Mask) judge(s string, ws []span, h how, add func(edit)) {
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		word := s[w.from:w.to]
		if unspaced(word) {
			m.judgeRun(word, w.from, add)
			continue
		}
		f := folded(word)
		if n := m.phraseAt(s, ws[i:], f); n > 0 {
			for _, p := range ws[i : i+n] {
				if part := s[p.from:p.to]; !forms[folded(part)] && !particles[folded(part)] {
					add(edit{p, m.pseudonym(part)})
				}
			}
			i += n - 1
			continue
		}
		if i+1 < len(ws) && m.joined(s, w, ws[i+1], f) {
			add(edit{w, m.pseudonym(word)})
			add(edit{ws[i+1], m.pseudonym(s[ws[i+1].from:ws[i+1].to])})
			i++
			continue
		}
		if m.personal(word, f, h) {
			add(edit{w, m.pseudonym(word)})
			continue
		}
		if h.cut && strings.HasPrefix(s[w.to:], "…") {
			if full := m.cutOff(f); full != "" {
				add(edit{w, m.beginning(word, full)})
				continue
			}
		}
		for _, part := range camel(word, w.from) {
			if p := s[part.from:part.to]; m.personal(p, folded(p), h) {
				add(edit{part, m.pseudonym(p)})
			}
		}
	}
	m.greet(s, ws, h, add)
}

// personal reports whether a word alone is a name.
func (m *Mask) personal(word, f string, h how) bool {
	s, ok := m.known.words[f]
	if !ok {
		stem := m.stem(f)
		if stem == "" {
			return false
		}
		s, ok = m.known.words[stem]
		if !ok {
			return false
		}
		f = stem
	}
	switch {
	case s&everyday != 0 && h.drawn:
		return false
	case s&everyday != 0, s&ofPerson == 0 && len(f) < 6:
		return capital(word)
	case len(f) < 3:
		return capital(word) && !h.drawn
	default:
		return true
	}
}

// stem returns the name that a word is an ending on, or "".
func (m *Mask) stem(f string) string {
	if len(f) > 3 && f[len(f)-1] == 's' { // "Adas" in German, and possessives without an apostrophe
		if _, ok := m.known.words[f[:len(f)-1]]; ok {
			return f[:len(f)-1]
		}
	}
	r, _ := utf8.DecodeRuneInString(f)
	if r < 0x370 || !unicode.In(r, unicode.Cyrillic, unicode.Greek) {
		return ""
	}
	all := []rune(f)
	for cut := 1; cut <= 3 && len(all)-cut >= 3; cut++ { // names are declined
		short := string(all[:len(all)-cut])
		if _, ok := m.known.words[short]; ok {
			return short
		}
		for _, end := range []string{"а", "я", "й", "ь", "ς", "α", "η"} {
			if _, ok := m.known.words[short+end]; ok {
				return short + end
			}
		}
	}
	return ""
}

// phraseAt returns of how many words a known name of several words is that
// begins there; 0 is none.
func (m *Mask) phraseAt(s string, ws []span, first string) int {
	best := 0
	for _, p := range m.known.phrases[first] {
		n := 1
		for n < len(p.words) && n < len(ws) && near(s, ws[n-1].to, ws[n].from) && folded(s[ws[n].from:ws[n].to]) == p.words[n] {
			n++
		}
		if n == len(p.words) && n > best && capital(s[ws[0].from:ws[0].to]) {
			best = n
		}
	}
	return best
}

// near reports whether only what stands between the words of a name stands
// between two offsets.
func near(s string, from, to int) bool {
	return to-from <= 4 && strings.Trim(s[from:to], " \u00a0.-&'’") == ""
}

// joined reports whether two words together are a name that was learned as one,
// from an address for instance.
func (m *Mask) joined(s string, a, b span, first string) bool {
	if b.to-a.from > 64 || !near(s, a.to, b.from) || a.to == b.from {
		return false
	}
	both := first + folded(s[b.from:b.to])
	if _, ok := m.known.words[both]; !ok || len(both) < 6 {
		return false
	}
	return capital(s[a.from:a.to])
}

// judgeRun finds names in a script without spaces.
func (m *Mask) judgeRun(run string, at int, add func(edit)) {
	for i := 0; i < len(run); {
		_, n := utf8.DecodeRuneInString(run[i:])
		_, k := utf8.DecodeRuneInString(run[i+n:])
		hit := ""
		for _, name := range m.known.runs[run[i:i+n+k]] {
			if strings.HasPrefix(run[i:], name) {
				hit = name
				break
			}
		}
		if hit == "" {
			i += n
			continue
		}
		add(edit{span{at + i, at + i + len(hit)}, m.pseudonym(hit)})
		i += len(hit)
	}
}

// cutOff returns the known name that begins like a word that was cut off.
func (m *Mask) cutOff(f string) string {
	if utf8.RuneCountInString(f) < 2 {
		return ""
	}
	k := &m.known
	if k.sorted == nil {
		for w := range k.words {
			k.sorted = append(k.sorted, w)
		}
		slices.Sort(k.sorted)
	}
	i, _ := slices.BinarySearch(k.sorted, f)
	if i < len(k.sorted) && strings.HasPrefix(k.sorted[i], f) && len(k.sorted[i]) > len(f) && k.words[k.sorted[i]]&everyday == 0 {
		return k.sorted[i]
	}
	return ""
}

// greeting is what stands in front of a name that need not be known, or behind
// a message.
var greeting = set(`hi hello hey dear hallo hola ola bonjour ciao liebe lieber cher chere caro cara querido querida estimado estimada
	thanks cheers regards sincerely gruss grusse`)

// closing are words in front of a signature, with a comma or a new line.
var closing = set("best yours love wishes")

// greet masks whoever is greeted, or signs, unless it is nobody.
func (m *Mask) greet(s string, ws []span, h how, add func(edit)) {
	if h.drawn {
		return
	}
	for i := 0; i+1 < len(ws); i++ {
		f := folded(s[ws[i].from:ws[i].to])
		between := s[ws[i].to:ws[i+1].from]
		if !greeting[f] && !closing[f] || strings.Trim(between, " ,\u00a0\n\r") != "" || closing[f] && !strings.ContainsAny(between, ",\n") {
			continue
		}
		word := s[ws[i+1].from:ws[i+1].to]
		g := folded(word)
		if greeted[g] || common[g] || greeting[g] || unspaced(word) || utf8.RuneCountInString(g) < 3 || !upperFirst(word) {
			continue
		}
		if _, known := m.known.words[g]; !known && m.stem(g) == "" && !m.made[g] {
			add(edit{ws[i+1], m.pseudonym(word)})
		}
	}
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
