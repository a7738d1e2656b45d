package layout

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Sequence returns how many bytes the escape sequence takes that s begins with.
// One that does not end takes all of s.
func Sequence(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= 0x40 && s[i] < 0x7F {
				return i + 1
			}
		}
		return len(s)
	case ']', 'P', 'X', '^', '_':
		for i := 2; i < len(s); i++ {
			if s[i] == ansi.BEL {
				return i + 1
			}
			if s[i] == ansi.ESC && strings.HasPrefix(s[i+1:], `\`) {
				return i + 2
			}
		}
		return len(s)
	}
	return 2
}
