package layout_test

import (
	"strings"
	"testing"

	"parley/ui/layout"
)

func TestArrangeCoversTheScreen(t *testing.T) {
	t.Parallel()
	for w := layout.MinWidth; w <= 220; w += 3 {
		for h := layout.MinHeight; h <= 60; h += 3 {
			for mask := range 8 {
				a := layout.Ask{Width: w, Height: h, Thread: mask&1 != 0, ThreadFirst: mask&1 != 0, Panel: mask&2 != 0, News: h % 5}
				if mask&4 != 0 {
					a.Composer = h
				}
				check(t, a)
			}
		}
	}
}

// check asserts that the columns and the lines between them fill the width,
// and that no pane overlaps another.
func check(t *testing.T, a layout.Ask) {
	t.Helper()
	f := layout.Arrange(a)
	cols, width := 0, 0
	for _, r := range []layout.Rect{f.Views, f.List, f.Thread, f.Panel} {
		if r.Empty() {
			continue
		}
		cols++
		width += r.W
		if r.X < 1 || r.X+r.W > a.Width-1 || r.Y < 2 || r.Y+r.H > a.Height-3-f.News.H {
			t.Fatalf("%+v: a pane lies outside: %+v", a, r)
		}
	}
	if cols == 0 || width+cols+1 != a.Width {
		t.Fatalf("%+v: %d columns of %d cells do not fill the width: %+v", a, cols, width, f)
	}
	if !f.Composer.Empty() {
		if f.Composer.Y != f.Thread.Y+f.Thread.H+1 || f.Composer.Y+f.Composer.H != a.Height-3-f.News.H {
			t.Fatalf("%+v: the composer does not stand below the conversation: %+v", a, f)
		}
		if f.Thread.H < 1 {
			t.Fatalf("%+v: the composer leaves nothing of the conversation", a)
		}
	}
}

func TestArrangeSaysWhenTheScreenIsTooSmall(t *testing.T) {
	t.Parallel()
	for _, a := range []layout.Ask{{Width: 39, Height: 50}, {Width: 100, Height: 11}, {}} {
		if !layout.Arrange(a).TooSmall {
			t.Errorf("%+v is not called too small", a)
		}
	}
}

var hard = []string{
	"", "plain", "日本語のメール", "👨‍👩‍👧‍👦 family", "❤️ love", "👍🏿 ok", "e\u0301a\u0301", "1️⃣2️⃣", "🇵🇹🇧🇷", "\x1b[1mbold\x1b[0m text",
}

func TestFitIsExact(t *testing.T) {
	t.Parallel()
	for _, m := range []layout.Measure{{}, {Graphemes: true}} {
		for _, s := range hard {
			for w := range 12 {
				got := m.Fit(s, w)
				if m.Width(got) != w {
					t.Errorf("Fit(%q, %d) = %q, %d cells by %+v", s, w, got, m.Width(got), m)
				}
				if layout.Widest(strings.TrimRight(got, " ")) > w {
					t.Errorf("Fit(%q, %d) = %q is too wide by the other rule", s, w, got)
				}
			}
		}
	}
}

func TestSpreadKeepsTheRightSide(t *testing.T) {
	t.Parallel()
	got := layout.Measure{}.Spread("a very long name indeed", "7m", 12)
	if got != "a very l… 7m" {
		t.Errorf("Spread = %q", got)
	}
	if got := (layout.Measure{}).Spread("a", "7m", 6); got != "a   7m" {
		t.Errorf("Spread = %q", got)
	}
}

func TestWrapKeepsWordsWithinTheWidth(t *testing.T) {
	t.Parallel()
	for _, s := range append(hard, "a sentence of several words", "averyverylongwordwithoutanyspaces") {
		for w := 2; w < 12; w++ {
			for line := range strings.SplitSeq(layout.Wrap(s, w), "\n") {
				if layout.Widest(line) > max(w, 8) { // one joined emoji cannot be broken
					t.Errorf("Wrap(%q, %d) has the line %q", s, w, line)
				}
			}
		}
	}
}
