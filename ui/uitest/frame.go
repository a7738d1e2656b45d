package uitest

import (
	"fmt"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxSGR is the number of parameters above which a style sequence is not one of ours; 33 of
// them would crash the renderer.
const maxSGR = 16

// linkSchemes are the link targets that may reach a terminal.
var linkSchemes = []string{"http", "https", "mailto", "tel"}

// CheckFrame says what is wrong with a frame of w columns and h rows, or returns nil: it has
// exactly h lines, none wider than w by either of the two rules terminals count by, and holds
// nothing but printable text, our own styles and harmless links.
func CheckFrame(frame string, w, h int) error {
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		return fmt.Errorf("%d lines instead of %d", len(lines), h)
	}
	for i, line := range lines {
		if err := CheckBytes(line); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
		width := max(ansi.WcWidth.StringWidth(line), ansi.GraphemeWidth.StringWidth(line))
		if width > w {
			return fmt.Errorf("line %d is %d wide instead of at most %d: %q", i+1, width, w, ansi.Strip(line))
		}
	}
	return nil
}

// CheckBytes says what in s must not reach a terminal, or returns nil. Newlines are not
// allowed: s is one line.
func CheckBytes(s string) error {
	for len(s) > 0 {
		if s[0] == ansi.ESC {
			n, err := checkEscape(s)
			if err != nil {
				return err
			}
			s = s[n:]
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("invalid UTF-8 %q", s[:1])
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return fmt.Errorf("forbidden character %U", r)
		}
		s = s[n:]
	}
	return nil
}

// checkEscape accepts a style (SGR) or a hyperlink (OSC 8) at the start of s and returns its length.
func checkEscape(s string) (int, error) {
	if rest, ok := strings.CutPrefix(s, "\x1b["); ok {
		end := strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune("0123456789;:", r) })
		if end < 0 || rest[end] != 'm' {
			return 0, fmt.Errorf("an escape sequence that is not a style: %q", cut(s))
		}
		if n := 1 + strings.Count(rest[:end], ";") + strings.Count(rest[:end], ":"); n > maxSGR {
			return 0, fmt.Errorf("a style of %d parameters, more than %d", n, maxSGR)
		}
		return len("\x1b[") + end + 1, nil
	}
	rest, ok := strings.CutPrefix(s, "\x1b]8;")
	if !ok {
		return 0, fmt.Errorf("an escape sequence that is neither a style nor a link: %q", cut(s))
	}
	end := strings.IndexAny(rest, "\x07\x1b")
	if end < 0 {
		return 0, fmt.Errorf("a link that does not end: %q", cut(s))
	}
	closing := 1
	if rest[end] == ansi.ESC {
		if !strings.HasPrefix(rest[end:], "\x1b\\") {
			return 0, fmt.Errorf("a link with an escape in it: %q", cut(s))
		}
		closing = 2
	}
	_, target, ok := strings.Cut(rest[:end], ";")
	if !ok {
		return 0, fmt.Errorf("a link without a target field: %q", cut(s))
	}
	if err := checkTarget(target); err != nil {
		return 0, err
	}
	return len("\x1b]8;") + end + closing, nil
}

func checkTarget(target string) error {
	if target == "" { // ends a link
		return nil
	}
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c >= ansi.DEL {
			return fmt.Errorf("a link target with byte %#02x: %q", c, target)
		}
	}
	u, err := url.Parse(target)
	if err != nil || !slices.Contains(linkSchemes, strings.ToLower(u.Scheme)) {
		return fmt.Errorf("a link to %q, which is none of %s", target, strings.Join(linkSchemes, ", "))
	}
	return nil
}

func cut(s string) string { return s[:min(len(s), 40)] }

// Sizes are the screens every surface must survive, from 1×1 to 200×50, with the widths at
// which the arrangement changes and their neighbours.
func Sizes(yield func(w, h int) bool) {
	for _, w := range []int{1, 2, 3, 5, 10, 20, 39, 40, 60, 79, 80, 99, 100, 120, 159, 160, 200} {
		for _, h := range []int{1, 2, 3, 5, 11, 12, 24, 50} {
			if !yield(w, h) {
				return
			}
		}
	}
}

// Geometry renders a surface at every one of [Sizes] and checks each frame with [CheckFrame].
// A panic counts as a failure of its size, and the sweep goes on.
func Geometry(t TB, render func(w, h int) string) {
	t.Helper()
	for w, h := range Sizes {
		if err := renderAndCheck(render, w, h); err != nil {
			t.Errorf("%d×%d: %v", w, h, err)
		}
	}
}

func renderAndCheck(render func(w, h int) string, w, h int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return CheckFrame(render(w, h), w, h)
}
