package term

import "strings"

// AskModes reports whether Bubble Tea leaves it to us to ask the terminal for
// synchronised output and the width of grapheme clusters: it does over SSH,
// except where the terminal's name alone says that it answers.
func AskModes(getenv func(string) string) bool {
	if getenv("SSH_TTY") == "" || getenv("WT_SESSION") != "" {
		return false
	}
	for _, asked := range []string{"ghostty", "wezterm", "alacritty", "kitty", "rio"} {
		if strings.Contains(getenv("TERM"), asked) {
			return false
		}
	}
	return true
}
