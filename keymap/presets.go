package keymap

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// presets are sets of keys for people who come from elsewhere; what they do
// not name keeps its default.
var presets = map[string]map[string][]string{
	"default": {},
	// A pager's and an editor's habits: half pages, n and N for what was found,
	// i to write.
	"vim": {
		"moving.page-down":           {"ctrl+f", "ctrl+d", "space", "pgdown"},
		"moving.page-up":             {"ctrl+b", "ctrl+u", "-", "pgup"},
		"conversation.find-next":     {"n", "]"},
		"conversation.find-previous": {"N", "["},
		"verbs.note":                 {"i"},
		"verbs.customer-panel":       {"I"},
		"review.edit":                {"i", "esc"},
	},
	// mutt's index and compose menus: d is done with it, t tags, l limits.
	"mutt": {
		"verbs.close":            {"d", "e"},
		"verbs.reopen":           {"u"},
		"verbs.mark-unread":      {"N"},
		"verbs.tags":             {"Y"},
		"list.mark":              {"t", "x"},
		"list.filter":            {"l", "\\"},
		"list.open-conversation": {"enter", "right"},
		"list.sort":              {"o"},
		"global.outbox":          {"ctrl+o"},
		"global.undo":            {"ctrl+y"},
		"global.refresh":         {"$", "ctrl+r"},
		"moving.first":           {"=", "g g", "home"},
		"review.edit":            {"e", "i", "esc"},
		"review.detach":          {"D"},
	},
	// Gmail's shortcuts: e archives, b snoozes, l labels, z undoes.
	"gmail": {
		"list.open-conversation":        {"o", "enter", "right"},
		"list.mark-all":                 {"* a"},
		"global.back":                   {"u", "esc", "left"},
		"global.undo":                   {"z"},
		"global.outbox":                 {"g b"},
		"global.board":                  {"g d"},
		"verbs.snooze":                  {"b"},
		"verbs.tags":                    {"l"},
		"verbs.mark-unread":             {"U", "_"},
		"verbs.mark-read":               {"I"},
		"verbs.note":                    {"N"},
		"conversation.next-message":     {"n", "}"},
		"conversation.previous-message": {"p", "{"},
	},
}

// Presets returns the names of the presets, in alphabetical order.
func Presets() []string { return slices.Sorted(maps.Keys(presets)) }

// Preset returns the overrides of a preset, for [New]; the error names the
// presets.
func Preset(name string) (map[string][]string, error) {
	p, ok := presets[name]
	if !ok {
		return nil, fmt.Errorf("there are no keys called %q; there are %s", name, strings.Join(Presets(), ", "))
	}
	return maps.Clone(p), nil
}
