package term

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"parley/ui/layout"
)

// widestCell is how many cells one cell of the renderer may stand for; what is
// wider is left out by it, and all that follows moves to the left.
const widestCell = 4

// parting is a sequence that keeps two cells of the renderer apart and says
// nothing: the font that is in use anyway. It never leaves the renderer.
const parting = "\x1b[10m"

const (
	joiner   = '\u200d'
	selector = '\ufe0f' // asks for the picture of a sign that is also a letter
)

// CodePoints returns a frame for a terminal that counts code points, and not
// what is joined of them. No width changes. Emoji that are joined into one
// stand side by side, and signs that may be a picture are letters, since
// terminals differ in how wide the others are; what takes more cells than the
// renderer knows is parted. A frame without any of that comes back as it is.
func CodePoints(frame string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(frame); {
		switch {
		case frame[i] == ansi.ESC:
			i += layout.Sequence(frame[i:])
			continue
		case frame[i] < utf8.RuneSelf && (i+1 == len(frame) || frame[i+1] < utf8.RuneSelf):
			i++
			continue
		}
		if n := simple(frame[i:]); n > 0 {
			i += n
			continue
		}
		cluster, width := ansi.FirstGraphemeCluster(frame[i:], ansi.WcWidth)
		if parted := unjoined(cluster, width); parted != cluster {
			b.WriteString(frame[done:i])
			b.WriteString(parted)
			done = i + len(cluster)
		}
		i += len(cluster)
	}
	if done == 0 {
		return frame
	}
	b.WriteString(frame[done:])
	return b.String()
}

// simple is the length of a sign at the beginning of s that nothing joins: what
// frames are mostly made of, before the next of the same kind. 0: it is not
// certain.
func simple(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !alone(r) {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(s[n:]); next < 0x300 || alone(next) {
		return n
	}
	return 0
}

// alone reports whether a sign joins nothing by itself, and is as wide
// everywhere: Latin letters, punctuation, lines and signs, Chinese, Japanese,
// Korean, and the older emoji.
func alone(r rune) bool {
	switch {
	case r < 0x300:
		return true
	case r < 0x3041:
		return r >= 0x2010 && r < 0x2028 || r >= 0x2190 && r < 0x2C00
	case r < 0xA000:
		return r < 0x3097 || r >= 0x30A1 && r < 0x3200 || r >= 0x3300
	default:
		return r >= 0xAC00 && r < 0xD7A4 || r >= 0x1F300 && r < 0x1F3FB || r >= 0x1F400 && r < 0x1F650
	}
}

// unjoined is one cluster of so many cells as CodePoints draws it.
func unjoined(cluster string, width int) string {
	if strings.ContainsRune(cluster, selector) {
		cluster = strings.ReplaceAll(cluster, string(selector), "")
	}
	if strings.ContainsRune(cluster, joiner) {
		cluster = withoutJoiners(cluster)
	}
	if width <= widestCell {
		return cluster
	}
	var b strings.Builder
	for cluster != "" { // without joiners it may be several
		part, width := ansi.FirstGraphemeCluster(cluster, ansi.WcWidth)
		cluster = cluster[len(part):]
		if width > widestCell {
			part = inParts(part)
		}
		b.WriteString(part)
	}
	return b.String()
}

// inParts parts a cluster that takes more than the widest cell.
func inParts(cluster string) string {
	var b strings.Builder
	used := 0
	for _, r := range cluster {
		w := ansi.WcWidth.StringWidth(string(r))
		if used > 0 && used+w > widestCell {
			b.WriteString(parting)
			used = 0
		}
		b.WriteRune(r)
		used += w
	}
	return b.String()
}

// firstPicture is before all emoji and after the letters whose shape a joiner
// changes.
const firstPicture = '\u2000'

// withoutJoiners leaves out what joins emoji; between letters it stays.
func withoutJoiners(cluster string) string {
	var b strings.Builder
	joins := false
	for _, r := range cluster {
		if joins && r < firstPicture {
			b.WriteRune(joiner)
		}
		if joins = r == joiner; !joins {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// disputed reports whether terminals disagree about the width of a cluster:
// one of several signs that are more than a letter and its accents, half a
// flag, and emoji that were not there when many terminals were made.
func disputed(cluster string) bool {
	first, n := utf8.DecodeRuneInString(cluster)
	if unicode.Is(young, first) {
		return true
	}
	for _, r := range cluster[n:] {
		if !unicode.Is(unicode.Mn, r) {
			return true
		}
	}
	return false
}

// young are blocks that got emoji since 2017, halves of flags, the colours of
// skin, Chinese and Japanese signs that are emoji too, and vowels and finals of
// Korean spelled by letters.
var young = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1160, Hi: 0x11FF, Stride: 1},
		{Lo: 0x3030, Hi: 0x303D, Stride: 0x303D - 0x3030},
		{Lo: 0x3297, Hi: 0x3299, Stride: 2},
	},
	R32: []unicode.Range32{
		{Lo: 0x1F1E6, Hi: 0x1F1FF, Stride: 1},
		{Lo: 0x1F3FB, Hi: 0x1F3FF, Stride: 1},
		{Lo: 0x1F6D3, Hi: 0x1F6DF, Stride: 1},
		{Lo: 0x1F6F7, Hi: 0x1F6FF, Stride: 1},
		{Lo: 0x1F7E0, Hi: 0x1F7FF, Stride: 1},
		{Lo: 0x1F90C, Hi: 0x1F90F, Stride: 1},
		{Lo: 0x1F93F, Hi: 0x1F93F, Stride: 1},
		{Lo: 0x1F94D, Hi: 0x1F97F, Stride: 1},
		{Lo: 0x1F992, Hi: 0x1FAFF, Stride: 1},
	},
}
