package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reserved is the top level in which nobody can have an address.
const reserved = ".test"

// shortest is how many cells an address takes that looks like one: "a@bc.test".
const shortest = len("a@a" + reserved)

// mail masks a mail address: its words become those of the pseudonym, its host
// one that cannot exist. It takes as many cells. One that is too short for that
// becomes dots.
func (m *Mask) mail(s string) string { return m.once("mail", s, m.makeMail) }

// once returns what stands for an address, and makes it the first time.
func (m *Mask) once(kind, s string, pseudonym func(string) string) string {
	if m.issued[s] {
		return s
	}
	memo := kind + "\x00" + s
	if out, ok := m.memo[memo]; ok && m.issued[out] {
		return out
	}
	out := pseudonym(s)
	if len(m.memo) >= maxIssued {
		clear(m.memo)
	}
	m.memo[memo] = out
	return out
}

func (m *Mask) makeMail(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return m.name(s)
	}
	w := cells(s)
	if w < shortest {
		return m.issue(strings.Repeat("•", w))
	}
	host, cut := strings.CutSuffix(s[at+1:], "…")
	user := m.user(s[:at])
	room := w - cells(user) - 1
	if cut {
		return m.issue(user + "@" + m.invent(strings.ToLower(host), max(room-1, 0)) + "…")
	}
	if least := len("a" + reserved); room < least {
		user = user[:max(cells(user)-(least-room), 1)]
		room = w - len(user) - 1
	}
	return m.issue(strings.TrimRight(user, "."+"-_") + strings.Repeat("x", len(user)-len(strings.TrimRight(user, ".-_"))) + "@" + m.host(host, room))
}

// user masks what stands in front of the @, in letters, digits and what holds
// them together.
func (m *Mask) user(s string) string {
	var b strings.Builder
	bits := m.stream("user", strings.ToLower(s), 0)
	at := 0
	rest := func(part string) {
		for _, r := range part {
			switch {
			case r >= '0' && r <= '9':
				b.WriteByte(byte('0' + bits.below(10)))
			case strings.ContainsRune("._-+", r):
				b.WriteRune(r)
			default:
				b.WriteString(strings.Repeat("x", cells(string(r))))
			}
		}
	}
	for w := range spans(s) {
		rest(s[at:w.from])
		word := s[w.from:w.to]
		b.WriteString(dress(word, m.invent(folded(word), cells(word))))
		at = w.to
	}
	rest(s[at:])
	return b.String()
}

// host returns a name of n cells that is no host: the word for what a host is
// called after, and the reserved top level.
func (m *Mask) host(host string, n int) string {
	host = strings.ToLower(host)
	label := n - len(reserved)
	name := brand(host)
	if name == "" || label < 3 {
		name = host
	}
	return m.invent(folded(name), max(label, 1)) + reserved
}

// link masks the personal parts of an address of the web: who, where that is a
// customer's host, and ids in path, query and fragment. Words of the path stay.
func (m *Mask) link(s string) string { return m.once("link", s, m.makeLink) }

func (m *Mask) makeLink(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	switch lower := strings.ToLower(s); {
	case strings.HasPrefix(lower, "mailto:"):
		to, query, _ := strings.Cut(s[len("mailto:"):], "?")
		out := s[:len("mailto:")] + m.mail(to)
		if query != "" {
			out += "?" + m.query(query)
		}
		return m.remember(out, s)
	case strings.HasPrefix(lower, "tel:"), strings.HasPrefix(lower, "sms:"):
		return m.remember(s[:4]+m.phone(s[4:]), s)
	case !ok:
		scheme, rest = "", s
	default:
		scheme += "://"
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	return m.remember(scheme+m.authority(rest[:end])+m.path(rest[end:]), s)
}

func (m *Mask) remember(masked, link string) string {
	if masked != link {
		m.links[masked] = link
	}
	return m.issue(masked)
}

// authority masks the user of a link, and its host where that is a customer's.
func (m *Mask) authority(s string) string {
	user := ""
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		user, s = m.user(s[:i])+"@", s[i+1:]
	}
	host, port, found := strings.Cut(s, ":")
	if found {
		port = ":" + port
	}
	if m.personalHost(host) {
		if w := cells(host); w > len(reserved) {
			host = m.host(host, w)
		} else {
			host = m.scramble(host)
		}
	}
	return user + host + port
}

func (m *Mask) personalHost(host string) bool {
	host = strings.ToLower(host)
	bare := strings.TrimPrefix(host, "www.")
	if m.known.own[bare] {
		return false
	}
	if m.known.domains[bare] {
		return true
	}
	for d := range m.known.domains {
		if strings.HasSuffix(bare, "."+d) {
			return true
		}
	}
	for w := range words(strings.ReplaceAll(brand(host), "-", "")) {
		if s, ok := m.known.words[folded(w)]; ok && s&everyday == 0 {
			return true
		}
	}
	return m.named(host)
}

// named reports whether a known name is among the words of an address.
func (m *Mask) named(s string) bool {
	for w := range words(s) {
		f := folded(w)
		if s, ok := m.known.words[f]; ok && utf8.RuneCountInString(f) > 2 && (s&everyday == 0 || upperFirst(w)) {
			return true
		}
		for _, part := range camel(w, 0) {
			if s, ok := m.known.words[folded(w[part.from:part.to])]; ok && s&everyday == 0 {
				return true
			}
		}
	}
	return false
}

// owners are parts of a path behind which somebody is named.
var owners = set("u user users profile profiles people person customer customers member members account accounts contact contacts author authors")

// path masks what is personal in a path, its query and its fragment.
func (m *Mask) path(s string) string {
	s, fragment, hasFragment := strings.Cut(s, "#")
	s, query, hasQuery := strings.Cut(s, "?")
	segments := strings.Split(s, "/")
	for i, seg := range segments {
		if seg != "" && (m.personalPart(seg) || i > 0 && owners[strings.ToLower(segments[i-1])]) {
			segments[i] = m.part(seg)
		}
	}
	out := strings.Join(segments, "/")
	if hasQuery {
		out += "?" + m.query(query)
	}
	if hasFragment {
		if m.personalPart(fragment) || strings.Contains(fragment, "=") {
			fragment = m.part(fragment)
		}
		out += "#" + fragment
	}
	return out
}

// personalPart reports whether a part of a path is an id, an address or a name
// rather than a word.
func (m *Mask) personalPart(s string) bool {
	return countDigits(s) >= 3 || len(s) >= 24 && !strings.Contains(s, "-") || strings.ContainsAny(s, "@%~") || m.named(s)
}

// query masks the values of a query; the keys stay.
func (m *Mask) query(s string) string {
	pairs := strings.Split(s, "&")
	for i, pair := range pairs {
		if key, value, ok := strings.Cut(pair, "="); ok {
			if m.personalPart(key) {
				key = m.part(key)
			}
			pairs[i] = key + "=" + m.part(value)
		} else {
			pairs[i] = m.part(pair)
		}
	}
	return strings.Join(pairs, "&")
}

// part masks a part of an address: words become those of their pseudonyms,
// other letters and digits others, and a short ending such as ".pdf" stays.
func (m *Mask) part(s string) string {
	end := ""
	if i := strings.LastIndexByte(s, '.'); i > 0 && len(s)-i <= 5 && !strings.ContainsFunc(s[i+1:], unicode.IsDigit) {
		s, end = s[:i], s[i:]
	}
	var b strings.Builder
	at := 0
	for w := range spans(s) {
		b.WriteString(m.scramble(s[at:w.from]))
		word := s[w.from:w.to]
		if i := w.from - 1; i >= 0 && s[i] == '%' { // an escape stays one
			b.WriteString(m.scramble(word))
		} else {
			b.WriteString(dress(word, m.invent(folded(word), cells(word))))
		}
		at = w.to
	}
	return b.String() + m.scramble(s[at:]) + end
}
