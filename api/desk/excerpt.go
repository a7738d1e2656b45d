package desk

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"parley/api/store"
)

// excerptRunes is how much of a message is shown around what was found.
const excerptRunes = 160

// excerpt returns the part of a text in which words first occur, on one
// line, and where in it they are. Words are compared as the index does:
// without case and accents, from the beginning of a word.
func excerpt(text string, phrases []string) (string, [][2]int) {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	folded := fold(runes)
	var words [][]rune
	for _, p := range phrases {
		for _, w := range store.Words(p) {
			w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if w != "" {
				words = append(words, fold([]rune(w)))
			}
		}
	}
	first := len(runes)
	for _, w := range words {
		if i := find(folded, w, 0); i >= 0 {
			first = min(first, i)
		}
	}
	from := 0
	if first < len(runes) && first > excerptRunes/3 {
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
	return prefix + string(runes[from:to]) + suffix, marks(runes[from:to], folded[from:to], words, len(prefix))
}

// marks returns the byte offsets of the words in a piece of text.
func marks(runes, folded []rune, words [][]rune, offset int) [][2]int {
	bytes := make([]int, len(runes)+1)
	bytes[0] = offset
	for i, r := range runes {
		bytes[i+1] = bytes[i] + len(string(r))
	}
	var out [][2]int
	for i := 0; i < len(folded); i++ {
		longest := 0
		for _, w := range words {
			if find(folded[:min(len(folded), i+len(w))], w, i) == i {
				longest = max(longest, len(w))
			}
		}
		if longest > 0 {
			out = append(out, [2]int{bytes[i], bytes[i+longest]})
			i += longest - 1
		}
	}
	return out
}

// find returns where a word begins, at or after from, or -1.
func find(text, word []rune, from int) int {
	for i := from; i+len(word) <= len(text); i++ {
		if i > 0 && wordRune(text[i-1]) && wordRune(word[0]) && word[0] < 0x0E00 {
			continue
		}
		match := true
		for j, r := range word {
			if text[i+j] != r {
				match = false
				break
			}
		}
		if match {
			return i
		}
	}
	return -1
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

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
