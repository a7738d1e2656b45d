package mask

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// shade is what a letter becomes where nothing shall be read.
const shade = "░"

// blur leaves the outline of a text: its lines, its words and where its
// sentences end.
func blur(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		c, w := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
		if c == "" {
			break
		}
		s = s[len(c):]
		r := []rune(c)[0]
		switch {
		case unicode.IsSpace(r), r < 0x80 && unicode.IsPunct(r) && !strings.ContainsRune("@#%&*/\\", r):
			b.WriteString(c)
		default:
			b.WriteString(strings.Repeat(shade, w))
		}
	}
	return b.String()
}
