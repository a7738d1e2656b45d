package mask

import (
	"crypto/hmac"
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// pseudonym returns the word that stands for a word, in as many cells, letter
// by letter, and capitalised alike.
func (m *Mask) pseudonym(word string) string {
	if m.made[folded(word)] {
		return word
	}
	if unspaced(word) {
		return m.inScript(word)
	}
	return dress(word, m.invent(folded(word), cells(word)))
}

// beginning returns the beginning of the pseudonym of a name of which only the
// beginning is on the screen.
func (m *Mask) beginning(word, full string) string {
	return dress(word, m.invent(full, max(utf8.RuneCountInString(full), cells(word))))
}

// cells is how many cells a word takes.
func cells(word string) int { return ansi.StringWidthWc(word) }

// dress writes a pseudonym as the word is written that it stands for: a letter
// for each cell, capitals where it has them.
func dress(word, lower string) string {
	var b strings.Builder
	at := 0
	for _, r := range word {
		for range ansi.StringWidthWc(string(r)) {
			if at >= len(lower) {
				break
			}
			if unicode.IsUpper(r) || unicode.IsTitle(r) {
				b.WriteByte(lower[at] - 'a' + 'A')
			} else {
				b.WriteByte(lower[at])
			}
			at++
		}
	}
	return b.String()
}

// The letters of names. They are few, so that what they make is easy to say
// and nothing rude.
const (
	consonants = "lmnrsvdtk"
	vowels     = "aeio"
	endings    = "nrls"
)

// rude are words that must not come out by chance.
var rude = slices.Collect(maps.Keys(set(`anal anos arse dead demon devil die dik dike dildo doom evil idiot kak kek kike kill lame lard liar lie
	lies lol lola lose loser mad moron nada nil nose rat rot sad satan semen sin slave sod sot tar tart tit toad vile void`)))

// invent makes a name of n letters from a word: always the same one, no name
// that is known, and not the word itself.
func (m *Mask) invent(word string, n int) string {
	if n <= 0 {
		return ""
	}
	memo := word + " " + strconv.Itoa(n)
	if name, ok := m.memo[memo]; ok {
		return name
	}
	name := ""
	for try := range 64 {
		name = spell(m.stream("word", word, try), n)
		if _, taken := m.known.words[name]; !taken && name != word && !isRude(name) {
			break
		}
	}
	m.memo[memo] = name
	if n > 1 {
		m.made[name] = true
	}
	return name
}

// spell makes a name of letters that can be spoken: consonant and vowel in
// turn, here and there with an "n" or "r" between.
func spell(bits *stream, n int) string {
	var b strings.Builder
	vowel := n > 2 && bits.below(4) == 0 || n == 3 && bits.below(2) == 0
	for b.Len() < n {
		left := n - b.Len()
		switch {
		case vowel:
			b.WriteByte(vowels[bits.below(len(vowels))])
			if left >= 4 && b.Len() > 1 && bits.below(3) == 0 {
				b.WriteByte(endings[bits.below(len(endings))])
			}
		case left == 1 && n > 1:
			b.WriteByte(endings[bits.below(len(endings))])
		default:
			b.WriteByte(consonants[bits.below(len(consonants))])
		}
		vowel = !vowel
	}
	return b.String()
}

func isRude(name string) bool {
	for _, r := range rude {
		if name == r || len(r) > 3 && strings.Contains(name, r) {
			return true
		}
	}
	return false
}

// scripts are letters for names that are not written in an alphabet, each of
// the cells of those it stands for.
var scripts = []struct {
	table *unicode.RangeTable
	use   []rune
}{
	{unicode.Han, []rune("安文林雨晴君子思若溪嘉言景行之和平清云山川石竹松柏兰")},
	{unicode.Hiragana, []rune("あかさたなまらいきしちにみりうくつぬむるえけせて")},
	{unicode.Katakana, []rune("アカサタナマライキシチニミリウクツヌムルエケセテ")},
	{unicode.Hangul, []rune("가나다라마바사아자하도로모보소오조호무수우주")},
}

// inScript makes a pseudonym in the script of the word.
func (m *Mask) inScript(word string) string {
	bits := m.stream("script", word, 0)
	var b strings.Builder
	for _, r := range word {
		b.WriteString(letterFor(r, bits))
	}
	out := b.String()
	m.made[folded(out)] = true
	return out
}

func letterFor(r rune, bits *stream) string {
	for _, s := range scripts {
		if unicode.Is(s.table, r) && ansi.StringWidthWc(string(r)) == 2 {
			for range 8 {
				if x := s.use[bits.below(len(s.use))]; x != r {
					return string(x)
				}
			}
		}
	}
	return strings.Repeat(string(consonants[bits.below(len(consonants))]), ansi.StringWidthWc(string(r)))
}

// scrambled keeps the shape of a value: letters become letters, digits digits,
// and what is between stays.
func (m *Mask) scrambled(s string) string {
	if len(s) >= distinct && m.issued[s] {
		return s
	}
	return m.issue(m.scramble(s))
}

// distinct is the length from which a value that equals a pseudonym is one: two
// short values are easily the same.
const distinct = 8

func (m *Mask) scramble(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= '0' && r <= '9' || inWord(r) }) {
		return s
	}
	out := s
	for try := range 16 {
		if out = m.shuffled(s, try); out != s && !m.known.literals[out] {
			break
		}
	}
	return m.foreign(out)
}

// shuffled puts other letters and digits in the place of those of a value.
func (m *Mask) shuffled(s string, try int) string {
	bits := m.stream("value", strings.ToLower(s), try)
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return rune('0' + bits.below(10))
		case r >= 'a' && r <= 'z':
			return rune('a' + bits.below(26))
		case r >= 'A' && r <= 'Z':
			return rune('A' + bits.below(26))
		default:
			return r
		}
	}, s)
}

// foreign masks the letters of s that are not plain ones.
func (m *Mask) foreign(s string) string {
	if cells(s) == len(s) {
		return s
	}
	var b strings.Builder
	at := 0
	for w := range spans(s) {
		b.WriteString(s[at:w.from])
		if word := s[w.from:w.to]; len(word) != cells(word) {
			b.WriteString(m.pseudonym(word))
		} else {
			b.WriteString(word)
		}
		at = w.to
	}
	return b.String() + s[at:]
}

// stream is a sequence of numbers that follows from the key and a word.
type stream struct {
	block [sha256.Size]byte
	next  func(n int) [sha256.Size]byte
	n, at int
}

func (m *Mask) stream(kind, word string, try int) *stream {
	s := &stream{next: func(n int) [sha256.Size]byte {
		h := hmac.New(sha256.New, m.key)
		for _, part := range []string{kind, word, strconv.Itoa(try), strconv.Itoa(n)} {
			_, _ = h.Write([]byte(part + "\x00")) // a hash takes everything
		}
		return [sha256.Size]byte(h.Sum(nil))
	}}
	s.block = s.next(0)
	return s
}

// below returns the next number below n, which is at most 256.
func (s *stream) below(n int) int {
	if s.at == len(s.block) {
		s.n, s.at = s.n+1, 0
		s.block = s.next(s.n)
	}
	s.at++
	return int(s.block[s.at-1]) % n
}
