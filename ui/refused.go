package ui

import (
	"slices"

	"parley/keymap"
)

// onHost are the actions that happen on the machine that Parley runs on:
// whoever sits elsewhere is refused them, or gets what y l does.
var onHost = []keymap.Action{keymap.EditExtern, keymap.Suspend, keymap.Browse}

// refused reports whether an action is not to be had here, whatever is at
// hand. Its key still answers, with the reason.
func (m *Model) refused(a keymap.Action) bool {
	return m.host.Remote && slices.Contains(onHost, a) || m.status.ReadOnly && slices.Contains(writing, a)
}

// offered are the keys that hints, help and palette list.
func (m *Model) offered(scopes ...keymap.Scope) []keymap.Binding {
	return slices.DeleteFunc(m.keys.Bindings(scopes...), func(b keymap.Binding) bool { return m.refused(b.Action) })
}
