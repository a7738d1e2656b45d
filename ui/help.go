package ui

import (
	"slices"
	"strings"

	"parley/api"
	"parley/keymap"
	"parley/ui/details"
	"parley/ui/dialog"
)

// scopeTitles are what the help calls the scopes.
var scopeTitles = map[keymap.Scope]string{
	keymap.Always: "Everywhere", keymap.Global: "Everywhere but in text", keymap.Verbs: "Conversations",
	keymap.Moving: "Moving", keymap.List: "List", keymap.Conversation: "Conversation", keymap.Panel: "Customer",
	keymap.Board: "Standup board", keymap.Slides: "Slideshow", keymap.Composer: "Writing", keymap.Review: "Review bar",
	keymap.Demo: "Scripted demo",
}

// showHelp lists the keys that work where the focus is.
func (m *Model) showHelp() {
	var lines []dialog.Line
	var scope keymap.Scope
	bindings := m.offered(append(m.scopes(), m.demoScopes()...)...)
	slices.SortStableFunc(bindings, func(a, b keymap.Binding) int { return rarity(a) - rarity(b) })
	for _, b := range bindings {
		if b.Scope != scope {
			if scope != "" {
				lines = append(lines, dialog.Line{Label: " "})
			}
			scope = b.Scope
			lines = append(lines, dialog.Line{Label: scopeTitles[scope]})
		}
		lines = append(lines, dialog.Line{Label: strings.Join(b.Keys, "  "), Value: b.Help})
	}
	m.dialogs.Push(&dialog.Page{Title: "Help", Lines: lines})
}

// rarity puts last in the help what everybody knows.
func rarity(b keymap.Binding) int {
	if b.Scope == keymap.Always {
		return 1
	}
	return 0
}

// showDetails lists every figure of the open conversation.
func (m *Model) showDetails() {
	if m.open == nil {
		return
	}
	var lines []dialog.Line
	for _, f := range details.Statistics(m.env.Mask.Thread(*m.open), m.env.Mask.Directory(m.dir), m.env.Now()) {
		lines = append(lines, dialog.Line{Label: f.Label, Value: f.Value})
	}
	m.dialogs.Push(&dialog.Page{Title: "Conversation " + m.open.Conversation.ID.String(), Lines: lines})
}

// names returns what the assignees of a conversation are called.
func (m *Model) names(admin, team api.ID) (string, string) {
	var a, t string
	for _, x := range m.dir.Admins {
		if x.ID == admin && admin != "" {
			a = x.Name
		}
	}
	for _, x := range m.dir.Teams {
		if x.ID == team && team != "" {
			t = x.Name
		}
	}
	return a, t
}
