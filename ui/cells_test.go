package ui_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"parley/ui/term"
	"parley/ui/uitest"
)

// disputed is text that terminals count differently.
var disputed = []string{
	"👨‍👩‍👧‍👦", "👩🏽‍💻", "🏳️‍🌈", "👁️‍🗨️", "❤️", "⚠️", "❤️‍🔥", "👍🏿", "👍🏿🏿🏿", "🇩🇪", "🇩", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🫨🪿",
	"र्त्स्न्य", "नमस्ते", "மொழி", "காாாாாா", "kா\u200dாா", "မြန်မာ", "ខ្មែរ", "ᄀᄀᄀᄀᄀ각", "á̂̃", "مرحبا لا", "登录失败", "한국어",
}

// The terminal counts grapheme clusters, without saying so.
func TestColumnsAreStraightWhateverTheTerminalCounts(t *testing.T) {
	t.Parallel()
	s := stock{n: 3, parts: map[int]int{0: len(disputed)}, body: func(k int) string {
		return fmt.Sprintf("<p>%s then %d</p>", disputed[k], k)
	}}
	m, _ := screen(t, s.fill(t))
	env := func(string) string { return "" }
	w := uitest.NewTerminal(t, m, uitest.Options{
		Width: 100, Height: 140, Mute: true,
		Output:  func(w io.Writer) io.Writer { return term.Output(w, env) },
		Program: []tea.ProgramOption{tea.WithColorProfile(colorprofile.TrueColor)},
	})
	w.WaitForText("enter open")
	w.Press("enter")
	last := fmt.Sprintf("then %d", len(disputed)-1)
	w.WaitForText(last)
	straight(t, w, 100, 140)
	for k := range disputed {
		if disputed[k] == "🇩" || disputed[k] == "1️⃣" {
			continue // this terminal gives it two cells, and the second is another's
		}
		want := strings.NewReplacer("\u200d", "", "\ufe0f", "").Replace(disputed[k]) + fmt.Sprintf("then%d", k)
		if got := strings.NewReplacer(" ", "", "\u200d", "").Replace(w.Screen()); !strings.Contains(got, strings.ReplaceAll(want, " ", "")) {
			t.Errorf("the row of %+q is not whole", disputed[k])
		}
	}
	w.Press("?") // a dialog is drawn over the rows
	w.WaitForText("Help")
	w.Press("esc")
	w.WaitForText(last)
	straight(t, w, 100, 140)
}

// straight checks that every row of the panes has its lines where the first
// has them.
func straight(t *testing.T, w *uitest.Terminal, width, height int) {
	t.Helper()
	var middle int
	for x := 1; x < width-1; x++ {
		if w.Cell(x, 1).Content == "┬" {
			middle = x
		}
	}
	for y := 2; y < height-3; y++ {
		for _, x := range []int{0, middle, width - 1} {
			if c := w.Cell(x, y); c == nil || c.Content != "│" {
				t.Errorf("no line in column %d of row %d: %q", x, y, strings.Split(w.Screen(), "\n")[y])
				break
			}
		}
	}
}
