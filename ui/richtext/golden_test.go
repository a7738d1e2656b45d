package richtext_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"parley/ui/richtext"
	"parley/ui/theme"
)

// TestGolden keeps the look of a few bodies: plain, and with the styles of the dark theme.
func TestGolden(t *testing.T) {
	t.Parallel()
	bodies := corpus(t)
	for _, name := range []string{"m-newsletter", "m-gmail-reply", "ic-list-p", "q-list"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := richtext.Parse(bodies[name]).Layout(richtext.Options{Width: 48, FoldKey: "v"})
			golden.RequireEqual(t, strings.Join(l.Lines(0, l.Height()), "\n")+"\n")
		})
	}
	t.Run("styled", func(t *testing.T) {
		t.Parallel()
		body := bodies["ic-emphasis"] + bodies["ic-headings"] + bodies["ic-link"] + bodies["ic-code"] + bodies["t-simple"] + bodies["ic-quote"]
		l := richtext.Parse(body).Layout(richtext.Options{Width: 60, Theme: theme.Default(), Hyperlinks: true})
		golden.RequireEqual(t, strings.Join(l.Lines(0, l.Height()), "\n")+"\n")
	})
}
