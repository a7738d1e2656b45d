package ui_test

import (
	"strings"
	"testing"
)

// TestSearchSaysHowCompleteItIs: half of the sentence would promise that
// everything was searched.
func TestSearchSaysHowCompleteItIs(t *testing.T) {
	t.Parallel()
	for _, w := range []int{40, 80, 100, 120} {
		b := open(t, w, 40, "")
		b.WaitForText("Li Wei")
		b.Press("/\ntext:refund\nenter")
		b.WaitForText("Search: refund")
		b.WaitFor("what was searched", func() bool {
			var words []string
			for line := range strings.Lines(b.Screen()) {
				for cell := range strings.SplitSeq(line, "│") {
					if cell = strings.TrimSpace(cell); cell != "" {
						words = append(words, cell)
						break
					}
				}
			}
			said := strings.Join(words, " ")
			return strings.Contains(said, "conversations searched in full here; Intercom ") && strings.Contains(said, "Ada Obi")
		})
	}
}
