package mask

import (
	"sync"

	"parley/ui/layout"
)

// Level is how much is hidden.
type Level int

// The levels of presenter mode.
const (
	Off     Level = iota
	Names         // names, addresses, numbers and companies are pseudonyms
	Blurred       // and of messages only the outline is left
)

// Mask replaces what is personal. Its zero value is of no use, but a nil Mask
// is one that is off. Methods that mask return what they were given while it is
// off. It is safe for concurrent use.
type Mask struct {
	key []byte

	mu         sync.RWMutex
	level      Level
	generation int
	known      known
	lines      map[lineKey]string
	memo       map[string]string // folded word → its pseudonym
	made       map[string]bool   // words that are pseudonyms already
	issued     map[string]bool   // addresses, links and numbers that are pseudonyms already
	parts      map[string]bool   // beginnings and ends of numbers that are pseudonyms
	links      map[string]string // pseudonym of a link → the link
}

type lineKey struct {
	line    string
	by      layout.Measure
	typed   bool // by the agent
	blurry  bool
	printed bool // by a command
}

// What the caches hold at most; beyond it they begin anew.
const (
	maxLines  = 4096
	maxIssued = 1 << 16
)

// New returns a mask that is off. The key makes its pseudonyms: whoever has it
// can try names against them, so it is kept with the store.
func New(key []byte) *Mask {
	return &Mask{
		key: append([]byte(nil), key...), known: newKnown(), lines: map[lineKey]string{},
		memo: map[string]string{}, made: map[string]bool{}, issued: map[string]bool{}, parts: map[string]bool{}, links: map[string]string{},
	}
}

// Level returns how much is hidden.
func (m *Mask) Level() Level {
	if m == nil {
		return Off
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.level
}

// On reports whether anything is hidden.
func (m *Mask) On() bool { return m.Level() != Off }

// SetLevel says how much is hidden from now on.
func (m *Mask) SetLevel(l Level) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.level != l {
		m.level = l
		m.generation++
		clear(m.lines)
	}
}

// Generation grows whenever what was masked before would come out differently
// now: lines that were drawn are stale then.
func (m *Mask) Generation() int {
	if m == nil {
		return 0
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.generation
}

// masking runs f with the mask locked while anything is hidden, and else
// returns s.
func (m *Mask) masking(s string, f func(blurred bool) string) string {
	if m == nil || s == "" {
		return s
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.level == Off {
		return s
	}
	return f(m.level == Blurred)
}

// Name masks what is known to be the name of a person: every word of it,
// learned or not. Addresses and numbers that stand in its place are masked as
// such.
func (m *Mask) Name(s string) string {
	return m.masking(s, func(bool) string { return m.name(s) })
}

// Text masks text that may name people: a subject, a sentence, a tag.
func (m *Mask) Text(s string) string {
	return m.masking(s, func(bool) string { return m.text(s) })
}

// Body masks the plain text of a message, or blurs it.
func (m *Mask) Body(s string) string {
	return m.masking(s, func(blurred bool) string {
		if blurred {
			return blur(s)
		}
		return m.text(s)
	})
}

// Email masks what is known to be a mail address.
func (m *Mask) Email(s string) string {
	return m.masking(s, func(bool) string { return m.mail(s) })
}

// Phone masks what is known to be a phone number.
func (m *Mask) Phone(s string) string {
	return m.masking(s, func(bool) string { return m.phone(s) })
}

// Link masks the personal parts of an address of the web, and remembers which
// one it was: see [Mask.Reveal].
func (m *Mask) Link(s string) string {
	return m.masking(s, func(bool) string { return m.link(s) })
}

// Code masks an id that somebody else gave out, or another value without
// words: its shape stays.
func (m *Mask) Code(s string) string {
	return m.masking(s, func(bool) string { return m.scrambled(s) })
}

// Reveal returns the link that a masked one stands for, or s itself. It is for
// following links, never for showing them.
func (m *Mask) Reveal(s string) string {
	if m == nil {
		return s
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	if link, ok := m.links[s]; ok {
		return link
	}
	return s
}

// issue remembers that s is a pseudonym, so that it is not masked again.
func (m *Mask) issue(s string) string {
	if len(m.issued) >= maxIssued {
		clear(m.issued)
		clear(m.links)
	}
	m.issued[s] = true
	return s
}
