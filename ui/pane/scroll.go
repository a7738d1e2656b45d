package pane

import "parley/keymap"

// Scroll returns where lines begin after an action of moving, and whether it
// is one: top is the first line shown, of lines in all, and page how far a
// page goes. The result may lie outside; who draws keeps it within.
func Scroll(a keymap.Action, top, page, lines int) (int, bool) {
	switch a {
	case keymap.Down:
		return top + 1, true
	case keymap.Up:
		return top - 1, true
	case keymap.PageDown:
		return top + page, true
	case keymap.PageUp:
		return top - page, true
	case keymap.First:
		return 0, true
	case keymap.Last:
		return lines, true
	default:
		return top, false
	}
}
