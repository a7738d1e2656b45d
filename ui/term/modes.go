package term

import "strings"

// Light reports whether the environment says that the background is light, as
// rxvt and Konsole do: a terminal may not answer when it is asked.
func Light(getenv func(string) string) bool {
	colours := getenv("COLORFGBG")
	switch colours[strings.LastIndexByte(colours, ';')+1:] {
	case "7", "15":
		return true
	}
	return false
}

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
