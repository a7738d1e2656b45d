// Package safetext makes text from the network safe to show: it is the one place that knows which code
// points may reach a terminal and what becomes of the others. It works on code points only: it does not
// read HTML, measure widths, wrap lines or parse escape sequences (the introducer is made visible and the
// rest stays as ordinary text, so nothing written is hidden).
//
// All functions are pure, idempotent and safe for concurrent use. Text that is clean comes back as it is,
// without an allocation.
package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one character. Real writing systems stay below it;
// more is only used to paint over neighbouring lines.
const maxMarks = 6

// blackFlag starts the flags of subdivisions (England, Scotland, Wales), which are spelled with tags.
const blackFlag = 0x1F3F4

type mode uint8

const (
	block mode = iota
	line
	clip
)

// Line returns s for a place of one line: names, subjects, tags, URLs, file names, messages of a server.
// Line breaks and tabs become spaces, bidirectional controls are spelled out as "<202E>", letters that
// draw nothing become U+FFFD, all else is as in Block. Spaces are neither trimmed nor collapsed.
func Line(s string) string { return clean(s, line) }

// Block returns s for a place of several lines, such as a body. LF stays (CRLF, CR, VT, FF, NEL, LS and PS
// become LF), TAB stays for the caller to expand, other controls become visible pictures or U+FFFD,
// bidirectional controls and invisible characters are dropped.
func Block(s string) string { return clean(s, block) }

// Clipboard returns what of s may be copied to a clipboard: Block, with controls dropped instead of drawn
// and without line breaks at the end, so that nothing runs when it is pasted into a shell.
func Clipboard(s string) string {
	return strings.TrimRight(clean(s, clip), "\n")
}

// Printable reports whether r may stand in a finished frame. Joiners, variation selectors, marks and tags
// may; controls of every kind, bidirectional controls, private use and LF may not.
func Printable(r rune) bool {
	if r < 0x7F {
		return r >= 0x20
	}
	switch classify(r) {
	case plain, mark, joiner, selector, tag, blank:
		return true
	default:
		return false
	}
}

// clean finds the first code point that has to change and copies only from there on.
func clean(s string, m mode) string {
	var (
		st  state
		out strings.Builder
		cow = true // s is still good as it is
	)
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c < 0x7F {
			st.base(rune(c))
			if !cow {
				out.WriteByte(c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		with, keep := st.next(r, n, m)
		if r == '\r' && i+1 < len(s) && s[i+1] == '\n' {
			with, keep = "", false
		}
		switch {
		case keep && !cow:
			out.WriteString(s[i : i+n])
		case !keep && cow:
			cow = false
			out.Grow(len(s) + 8)
			out.WriteString(s[:i])
			fallthrough
		case !keep:
			out.WriteString(with)
		}
		i += n
	}
	if cow {
		return s
	}
	return out.String()
}

// state is what decides about characters that are only allowed after others.
type state struct {
	visible bool // a visible character stands right before
	marks   int  // combining marks since then
	vs, zwj bool // a selector, a joiner since then
	flag    bool // only tags since a black flag
}

func (t *state) base(r rune) {
	*t = state{visible: r != ' ' && r != '\t' && r != '\n' && r != 0xA0, flag: r == blackFlag}
}

// next decides about one rune of n bytes: keep it, or write something else (perhaps nothing) instead.
func (t *state) next(r rune, n int, m mode) (with string, keep bool) {
	if r == utf8.RuneError && n == 1 {
		t.base(utf8.RuneError)
		return "\uFFFD", false
	}
	switch classify(r) {
	case plain:
		t.base(r)
		return "", true
	case blank:
		t.base(r)
		return "\uFFFD", m != line
	case newline, tab:
		return t.space(r, m)
	case mark:
		t.marks++
		t.flag = false
		return "", t.marks <= maxMarks
	case selector:
		keep = t.visible && !t.vs && !t.zwj
		t.vs = t.vs || keep
		return "", keep
	case joiner:
		keep = t.visible && !t.zwj
		t.zwj = t.zwj || keep
		return "", keep
	case tag:
		return "", t.flag
	case bidi:
		if m != line {
			return "", false
		}
		t.base('>')
		return spell(r), false
	case hidden:
		return "", false
	case control:
		if m == clip {
			return "", false
		}
		t.base('␀')
		return picture(r), false
	default: // foreign
		t.base(utf8.RuneError)
		return "\uFFFD", false
	}
}

// space handles what breaks lines, and the tab.
func (t *state) space(r rune, m mode) (with string, keep bool) {
	t.base(' ')
	switch {
	case m == line:
		return " ", false
	case r == '\n', r == '\t':
		return "", true
	default:
		return "\n", false
	}
}

// class is a row of the table of code points.
type class uint8

const (
	plain    class = iota
	newline        // LF and all that means a new line
	tab            // TAB
	control        // C0, DEL: shown as a picture
	foreign        // C1, private use, not a character: U+FFFD
	bidi           // changes the direction of what follows
	hidden         // draws nothing and means nothing here
	joiner         // ZWJ, ZWNJ
	selector       // variation selectors 1 to 16
	mark           // combining marks
	tag            // tag characters, for flags
	blank          // letters that draw nothing
)

func classify(r rune) class {
	switch {
	case r < 0x20, r == 0x7F:
		switch r {
		case '\n', '\r', '\v', '\f':
			return newline
		case '\t':
			return tab
		}
		return control
	case r < 0x7F:
		return plain
	case r < 0xA0:
		if r == 0x85 {
			return newline
		}
		return foreign
	case r < 0x300:
		if r == 0xAD {
			return hidden
		}
		return plain
	case r >= 0x3400 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3: // most of what CJK bodies hold
		return plain
	default:
		return classifyRare(r)
	}
}

func classifyRare(r rune) class {
	switch {
	case r == 0x061C, r == 0x200E, r == 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return bidi
	case r == 0x2028, r == 0x2029:
		return newline
	case r == 0x200C, r == 0x200D:
		return joiner
	case r >= 0xFE00 && r <= 0xFE0F:
		return selector
	case r == 0x200B, r >= 0x2060 && r <= 0x2065, r >= 0x206A && r <= 0x206F, r == 0xFEFF, r == 0x180E,
		r >= 0xFFF0 && r <= 0xFFFB, r >= 0x1BCA0 && r <= 0x1BCA3, r >= 0x1D173 && r <= 0x1D17A:
		return hidden
	case r == 0x3164, r == 0x115F, r == 0x1160, r == 0xFFA0, r == 0x2800:
		return blank
	case r >= 0xE0020 && r <= 0xE007F:
		return tag
	case r >= 0xE0000 && r <= 0xE0FFF:
		return hidden
	case r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000, r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return foreign
	case unicode.In(r, unicode.Mn, unicode.Me):
		return mark
	default:
		return plain
	}
}

// picture is the symbol for a control character.
func picture(r rune) string {
	if r == 0x7F {
		return "␡"
	}
	return string('␀' + r)
}

// spell writes a code point as "<202E>".
func spell(r rune) string {
	const hex = "0123456789ABCDEF"
	return string([]byte{'<', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15], '>'})
}
