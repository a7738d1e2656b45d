package richtext_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parley/api/safetext"
	"parley/ui/richtext"
	"parley/ui/theme"
)

// FuzzLayout lays any body out and looks for control bytes, lines too wide, and text that is lost,
// doubled or out of order.
func FuzzLayout(f *testing.F) {
	for name, body := range corpus(f) {
		if len(body) < 4000 {
			f.Add(body, uint8(len(name)*7))
		}
	}
	th := theme.Default()
	f.Fuzz(func(t *testing.T, body string, cells uint8) {
		width := max(int(cells), 20)
		d := richtext.Parse(body)
		l := d.Layout(richtext.Options{Width: width, Theme: th, Hyperlinks: true, Unfold: true})
		lines := l.Lines(0, l.Height())
		for _, err := range checkSafe(lines, width) {
			t.Error(err)
		}
		if got, want := letters(undecorated.Replace(plain(lines))), letters(undecorated.Replace(tokens(body))); !holds(got, want) {
			t.Errorf("text lost or out of order:\n got %q\nwant %q", got, want)
		}
		bare := d.Layout(richtext.Options{Width: width, Unfold: true})
		if plain(lines) != plain(bare.Lines(0, bare.Height())) {
			t.Error("the text depends on the theme")
		}
		folded := d.Layout(richtext.Options{Width: width, Theme: th})
		for _, err := range checkSafe(folded.Lines(0, folded.Height()), width) {
			t.Error(err)
		}
		if !strings.Contains(body, "▸") {
			var shown []string
			for _, s := range folded.Lines(0, folded.Height()) {
				if s = plain([]string{s}); !strings.HasPrefix(s, "▸") {
					shown = append(shown, s)
				}
			}
			if !holds(letters(plain(lines)), letters(strings.Join(shown, "\n"))) {
				t.Errorf("folding changed the text: %q", shown)
			}
		}
		if s := richtext.Inline(body); safetext.Line(s) != s || strings.Contains(s, "\n") {
			t.Errorf("Inline = %q", s)
		}
	})
}

// tokens returns the text of a body as far as tokens tell it, without what is never shown.
func tokens(body string) string {
	hidden := map[atom.Atom]bool{
		atom.Script: true, atom.Style: true, atom.Title: true, atom.Textarea: true, atom.Noscript: true,
		atom.Noframes: true, atom.Noembed: true, atom.Iframe: true,
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(strings.ReplaceAll(body, "\x00", "␀")))
	drop := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !drop {
				b.WriteString(safetext.Block(string(z.Text())))
			}
			drop = false
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token().DataAtom
			switch tag {
			case atom.Template, atom.Object, atom.Svg, atom.Select, atom.Datalist:
				return b.String() // what is hidden depends on what ends it; the corpus covers that
			}
			drop = hidden[tag]
		case html.EndTagToken:
			drop = false
		}
	}
}

// letters drops white space.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }

// holds reports whether all of want is in got, in order. What is drawn beside the text (targets, markers
// of lists, image labels) may stand between.
func holds(got, want string) bool {
	w := []rune(want)
	for _, r := range got {
		if len(w) > 0 && r == w[0] {
			w = w[1:]
		}
	}
	return len(w) == 0
}

// FuzzPlain does the same for plain text, which has nothing beside the text.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"a b\n\n c", "> q\n> q\n> q\n\nx", "-- \nme", "请问 https://x.test/，谢谢", "a\tb\t\tc", "👨\u200D👩\u200D👧 e\u0301\u200D\u0301", strings.Repeat("x", 300)} {
		f.Add(s, uint8(33))
	}
	f.Fuzz(func(t *testing.T, s string, cells uint8) {
		width := max(int(cells), 20)
		d := richtext.ParsePlain(s)
		l := d.Layout(richtext.Options{Width: width, Theme: theme.Default(), Hyperlinks: true, Unfold: true})
		lines := l.Lines(0, l.Height())
		for _, err := range checkSafe(lines, width) {
			t.Error(err)
		}
		if got, want := letters(plain(lines)), letters(safetext.Block(s)); got != want {
			t.Errorf("text differs:\n got %q\nwant %q", got, want)
		}
	})
}

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"a\x1b[1mb\x1b[m", "\x1b]8;;https://x\x1b\\y\x1b]8;;\x1b\\", "\x1b[38;5;8m", "\u009b1m", "\x1b]8;;\x1b]8;;\x07", "\x1b\x1b[8m[m", "\t\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := richtext.Guard(s)
		if again := richtext.Guard(got); again != got {
			t.Errorf("Guard is not idempotent: %q then %q", got, again)
		}
		rest := ownSequences.ReplaceAllString(got, "")
		for _, r := range rest {
			if r != '\n' && !safetext.Printable(r) {
				t.Errorf("Guard(%q) = %q holds %U", s, got, r)
			}
		}
	})
}

func FuzzToHTML(f *testing.F) {
	for _, s := range []string{"**a** *b* [c](https://d)", "- a\n  - b\n1. c", "```\nx\n```", "<b>&amp;", "![x](y \"z\")", "# h\n\n> q", "3. a\n   - b\n\n     c", "\\*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := richtext.ToHTML(s)
		checkSubset(t, h)
		if (h == "") != (strings.TrimSpace(safetext.Block(s)) == "") {
			t.Errorf("ToHTML(%q) = %q", s, h)
		}
		// What was typed and is not syntax comes back.
		if want := words(s); !holds(letters(strings.Join(lay(h, 200), "\n")), want) {
			t.Errorf("words lost: %q became %q", s, h)
		}
	})
}

// words keeps the letters of what was typed, without link titles and the language of a fence, which are
// syntax.
func words(s string) string {
	if strings.ContainsAny(s, "`~\"'()") {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x4E00 && r < 0x9FFF {
			return r
		}
		return -1
	}, safetext.Block(s))
}

// ownSequences is what a guarded frame may hold.
var ownSequences = regexp.MustCompile(`\x1b\[[0-9;:]*m|\x1b\]8;[!-:<-~]*;((?i:https?|mailto|tel):[!-:<-~]*)?(\x07|\x1b\\)`)
