package richtext_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"parley/ui/richtext"
	"parley/ui/theme"
)

var widths = []int{20, 40, 80, 120}

func corpus(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/corpus/*.html")
	if err != nil || len(files) < 120 {
		t.Fatalf("corpus: %d bodies, %v", len(files), err)
	}
	bodies := map[string]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		bodies[strings.TrimSuffix(filepath.Base(f), ".html")] = string(b)
	}
	return bodies
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	for name, body := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := undecorated.Replace(visible(body))
			d := richtext.Parse(body)
			for _, w := range widths {
				o := richtext.Options{Width: w, Theme: theme.Default(), Hyperlinks: true, Unfold: true}
				l := d.Layout(o)
				lines := l.Lines(0, l.Height())
				if l.Undrawn() > 0 {
					t.Errorf("width %d: %d blocks drawn plainly", w, l.Undrawn())
				}
				for _, err := range check(lines, want, w) {
					t.Errorf("width %d: %v\n%s", w, err, plain(lines))
				}
				bare := d.Layout(richtext.Options{Width: w, Unfold: true})
				if got := plain(lines); got != plain(bare.Lines(0, bare.Height())) {
					t.Errorf("width %d: the text depends on the theme", w)
				}
			}
			for _, w := range []int{8, 13} {
				l := d.Layout(richtext.Options{Width: w, Theme: theme.Default(), Hyperlinks: true})
				for _, err := range checkSafe(l.Lines(0, l.Height()), w) {
					t.Errorf("width %d: %v", w, err)
				}
			}
		})
	}
}

func plain(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }

// check compares lines with the text they should hold.
func check(lines []string, want string, cells int) []error {
	return append(checkSafe(lines, cells), sameWords(strings.Fields(undecorated.Replace(plain(lines))), strings.Fields(want), cells)...)
}

// checkSafe looks for lines too wide and for anything that could drive a terminal.
func checkSafe(lines []string, cells int) (errs []error) {
	for i, s := range lines {
		if n := max(ansi.WcWidth.StringWidth(s), ansi.GraphemeWidth.StringWidth(s)); n > cells {
			errs = append(errs, fmt.Errorf("line %d is %d cells wide", i, n))
		}
		if g := richtext.Guard(s); g != s || strings.Contains(s, "\n") {
			errs = append(errs, fmt.Errorf("line %d holds something unsafe: %q", i, s))
		}
		if strings.IndexFunc(ansi.Strip(s), unicode.IsControl) >= 0 {
			errs = append(errs, fmt.Errorf("line %d holds a control: %q", i, s))
		}
	}
	return errs
}

// sameWords reports words that are missing, fused, or taken apart although they fit on a line.
func sameWords(got, want []string, cells int) []error {
	i := 0
	for _, w := range want {
		from, have := i, ""
		for i < len(got) && len(have) < len(w) {
			have += got[i]
			i++
		}
		if have != w {
			return []error{fmt.Errorf("word %q is %q", w, got[from:i])}
		}
		if i-from > 1 && ansi.WcWidth.StringWidth(w) <= cells/2-2 && !strings.ContainsFunc(w, func(r rune) bool { return r > 0x2E80 }) {
			return []error{fmt.Errorf("word %q is taken apart: %q", w, got[from:i])}
		}
	}
	if i < len(got) {
		return []error{fmt.Errorf("more than was written: %q", got[i:])}
	}
	return nil
}
