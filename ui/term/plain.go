package term

import (
	"regexp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// plain reports whether a terminal knows little beyond colours and cursor
// movement: the Linux console, and what calls itself a VT100 or VT220.
func plain(getenv func(string) string) bool {
	t := getenv("TERM")
	return t == "linux" || strings.HasPrefix(t, "vt1") || strings.HasPrefix(t, "vt2")
}

// console are signs that fonts of the Linux console lack, and what is drawn in
// their place; each takes one cell. Lines and blocks are in all of them.
var console = []string{
	"▸", ">", "›", ">", "●", "*", "○", "o", "★", "*", "☆", ".", "▎", "▌", "┊", "│", "┈", "─", "❚", "█", "✓", "+", "▆", "█", "…", ".", "•", "·",
	"╭", "┌", "╮", "┐", "╰", "└", "╯", "┘",
	"“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "—", "-", "–", "-",
}

// letters are the same for terminals that have no lines either.
var letters = []string{
	"─", "-", "═", "=", "│", "|", "┌", "+", "┐", "+", "└", "+", "┘", "+", "├", "+", "┤", "+", "┬", "+", "┴", "+", "┼", "+",
	"╭", "+", "╮", "+", "╰", "+", "╯", "+",
	"▌", "|", "█", "#", "▀", "#", "▄", "#", "▎", "|", "┊", "|", "┈", "-", "❚", "#", "▆", "#", "·", ".", "•", "*", "×", "x", "→", ">", "↓", "v", "↑", "^",
}

// Glyphs returns what is drawn in place of the signs that the terminal's font
// cannot be expected to have; nil where it has all of them. Nothing changes its
// width.
func Glyphs(getenv func(string) string) *strings.Replacer {
	switch {
	case !plain(getenv):
		return nil
	case getenv("TERM") == "linux":
		return strings.NewReplacer(console...)
	default:
		return strings.NewReplacer(append(slices.Clip(letters), console...)...)
	}
}

// leftover returns what is to be written when the program leaves the terminal:
// where that may have no second screen, the last row would stay in front of
// the shell's prompt. Where it has one, nothing is erased.
func leftover(getenv func(string) string) string {
	if plain(getenv) || strings.HasPrefix(getenv("TERM"), "screen") && (getenv("TMUX") == "" || getenv("STY") != "") {
		return "\r" + ansi.EraseScreenBelow
	}
	return ""
}

// unknown are sequences that no terminal needs in order to show text: private
// ones of other terminals, questions about modes, pastes and the focus, titles.
var unknown = regexp.MustCompile("\x1b\\[[<=>][0-9;]*[a-zA-Z]|\x1b\\[\\?(?:u|5W|[0-9]+\\$p|2004[hl]|1004[hl])|\x1b\\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\\\)")
