package desk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parley/api/store"
)

// excerptRunes is how much of a message is shown around what was found.
const excerptRunes = 160

// phrase is words that follow each other, folded. One that was typed without
// a space may go on in the text: "exam" and "ada@exam" are beginnings.
type phrase struct {
	words  [][]rune
	begins bool
}

// excerpt returns the part of a text in which one of the phrases first
// occurs, on one line, and where in it they are. They are compared as the
// index does: without case and accents; a single word also begins longer ones.
func excerpt(text string, phrases []string) (string, [][2]int) {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	folded := fold(runes)
	wanted := parsePhrases(phrases)
	from := 0
	if first := firstOf(folded, wanted); first > excerptRunes/3 {
		from = first - excerptRunes/3
		for from < first && runes[from] != ' ' { // not in the middle of a word
			from++
		}
		if from < first {
			from++
		}
	}
	to := min(len(runes), from+excerptRunes)
	prefix, suffix := "", ""
	if from > 0 {
		prefix = "… "
	}
	if to < len(runes) {
		suffix = " …"
	}
	return prefix + string(runes[from:to]) + suffix, marks(runes[from:to], folded[from:to], wanted, len(prefix))
}

func parsePhrases(phrases []string) []phrase {
	var out []phrase
	for _, s := range phrases {
		p := phrase{begins: len(store.Words(s)) == 1}
		for _, w := range store.Words(s) {
			for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return !wordRune(r) }) {
				p.words = append(p.words, fold([]rune(part)))
			}
		}
		if len(p.words) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// holdsAll reports whether all the phrases occur in a text.
func holdsAll(text string, phrases []phrase) bool {
	folded := fold([]rune(text))
	for _, p := range phrases {
		if firstOf(folded, []phrase{p}) < 0 {
			return false
		}
	}
	return len(phrases) > 0
}

// firstOf returns where the first of the phrases begins, -1 when none occurs.
func firstOf(folded []rune, phrases []phrase) int {
	for i := range folded {
		for _, p := range phrases {
			if p.end(folded, i) > 0 {
				return i
			}
		}
	}
	return -1
}

// marks returns the byte offsets of the phrases in a piece of text.
func marks(runes, folded []rune, phrases []phrase, offset int) [][2]int {
	bytes := make([]int, len(runes)+1)
	bytes[0] = offset
	for i, r := range runes {
		bytes[i+1] = bytes[i] + utf8.RuneLen(r)
	}
	var out [][2]int
	for i := 0; i < len(folded); i++ {
		end := 0
		for _, p := range phrases {
			end = max(end, p.end(folded, i))
		}
		if end > 0 {
			out = append(out, [2]int{bytes[i], bytes[end]})
			i = end - 1
		}
	}
	return out
}

// end returns where an occurrence of the phrase at i ends, 0 when there is
// none.
func (p phrase) end(text []rune, i int) int {
	if i > 0 && spelt(text[i-1]) && spelt(p.words[0][0]) {
		return 0 // in the middle of a word
	}
	for n, word := range p.words {
		if n > 0 {
			for i < len(text) && !wordRune(text[i]) {
				i++
			}
		}
		if i+len(word) > len(text) || !slices.Equal(text[i:i+len(word)], word) {
			return 0
		}
		i += len(word)
		goesOn := p.begins && n == len(p.words)-1
		if !goesOn && i < len(text) && spelt(text[i]) && spelt(word[0]) {
			return 0
		}
	}
	return i
}

// spelt reports whether a rune is of a script that puts spaces between words.
func spelt(r rune) bool { return wordRune(r) && !store.Spaceless(r) }

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// fold removes case and accents, rune by rune, so that offsets stay.
func fold(runes []rune) []rune {
	out := make([]rune, len(runes))
	for i, r := range runes {
		if r >= 0xC0 && r < 0x250 {
			if d := norm.NFD.String(string(r)); d != "" {
				r = []rune(d)[0]
			}
		}
		out[i] = unicode.ToLower(r)
	}
	return out
}
