package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// width returns how many cells s takes: the larger of what terminals with and without grapheme clusters
// make of it, since it is not known which one draws it.
func width(s string) int {
	n := 0
	for s != "" {
		size, w := first(s)
		n += w
		s = s[size:]
	}
	return n
}

// first returns the length in bytes and the width in cells of the first character of s.
func first(s string) (size, cells int) {
	if s[0] < 0x7F && (len(s) == 1 || s[1] < 0x80) {
		return 1, 1
	}
	cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), max(w, ansi.WcWidth.StringWidth(cluster))
}

// breakLine finds the end of the first line of s that is at most cells wide, and where the next one
// begins: behind spaces, between characters of scripts that do not use them, or, in a word longer than
// the line, anywhere.
func breakLine(s string, cells int) (end, next int) {
	var (
		used     int
		lastEnd  int // the last place to break at, and where the text goes on from it
		lastNext int
		glue     int  // the last no-break space
		inked    bool // the line has more than spaces
		prev     rune
	)
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			n := i + 1
			for n < len(s) && s[n] == ' ' {
				n++
			}
			if inked {
				lastEnd, lastNext = i, n
			}
			if used+n-i > cells {
				if inked {
					return i, n
				}
				return cells - used + i, cells - used + i // a line of spaces
			}
			used += n - i
			i, prev = n, ' '
			continue
		}
		size, w := first(s[i:])
		r, _ := utf8.DecodeRuneInString(s[i:])
		if inked && prev != ' ' && mayBreak(prev, r) {
			lastEnd, lastNext = i, i
		}
		if used+w > cells {
			switch {
			case lastNext > 0:
				return lastEnd, lastNext
			case glue > 0:
				return glue, glue
			case used > 0:
				return i, i
			default:
				n := i + partOf(s[i:i+size], cells)
				return n, n
			}
		}
		used += w
		inked = true
		i += size
		if r == '\u00a0' {
			glue = i
		}
		prev, _ = utf8.DecodeLastRuneInString(s[:i])
	}
	return len(s), len(s)
}

// partOf returns how much of one character wider than a line fits on it; at least one code point.
func partOf(cluster string, cells int) int {
	n, used := 0, 0
	for i, r := range cluster {
		used += max(ansi.WcWidth.StringWidth(string(r)), ansi.GraphemeWidth.StringWidth(string(r)))
		if used > cells && n > 0 {
			return n
		}
		n = i + utf8.RuneLen(r)
	}
	return n
}

// Characters that may not begin or end a line of Chinese or Japanese.
const (
	notFirst = "、。，．・：；？！゛゜´｀¨＾￣＿ヽヾゝゞ〃々ー—‐／＼～∥｜…‥’”）〕］｝〉》」』】°′″℃％‰ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ" +
		",.:;?!)]}%>'\"/-~"
	notLast = "‘“（〔［｛〈《「『【￥＄([{<'\"$#@/-"
)

// mayBreak reports whether a line may end between a and b although there is no space.
func mayBreak(a, b rune) bool {
	if a < 0x2E80 && b < 0x2E80 {
		return false
	}
	if !isIdeographic(a) && !isIdeographic(b) {
		return false
	}
	return a != '\u00a0' && b != '\u00a0' && !strings.ContainsRune(notFirst, b) && !strings.ContainsRune(notLast, a)
}

// isIdeographic reports whether r belongs to a script that is written without spaces and breaks anywhere.
func isIdeographic(r rune) bool {
	switch {
	case r < 0x2E80:
		return false
	case r >= 0x3000 && r <= 0x30FF, r >= 0x3400 && r <= 0x9FFF, r >= 0xFF00 && r <= 0xFFEF:
		return true
	case r >= 0xAC00 && r <= 0xD7A3, r >= 0xE000 && r < 0x1F000 && r <= 0xFFFF:
		return false
	default:
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi)
	}
}
