package mask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
	if b.to-a.from > 64 || a.to == b.from || !capital(s[a.from:a.to]) || !near(s, a.to, b.from) {
		return false
	}
	both := first + folded(s[b.from:b.to])
	_, ok := m.known.words[both]
	return ok && len(both) >= 6
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
