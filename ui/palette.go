package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/dialog"
)

// maxRecent is how many actions the palette remembers.
const maxRecent = 8

// showPalette lists every action that makes sense here, and the commands that
// take arguments.
func (m *Model) showPalette() {
	bindings := m.offered(append(m.scopes(), m.demoScopes()...)...)
	bindings = slices.DeleteFunc(bindings, func(b keymap.Binding) bool { return b.Action == keymap.Palette })
	slices.SortStableFunc(bindings, func(a, b keymap.Binding) int { return rarity(a) - rarity(b) })
	m.dialogs.Push(dialog.NewPalette(dialog.PaletteOptions{
		Bindings: bindings, Disabled: m.disabled, Recent: m.recent, Commands: m.commands(),
	}))
}

// disabled says why an action cannot be done now; "" when it can.
func (m *Model) disabled(a keymap.Action) string {
	switch {
	case slices.Contains(concerning, a) && m.atHand() == "":
		return "There is no conversation at hand."
	case a == keymap.Repeat && len(m.last) == 0:
		return "There is nothing to repeat yet."
	case a == keymap.Priority:
		return "No dated version of the API writes priority."
	default:
		return ""
	}
}

// writing are the actions that change something at Intercom; concerning, those
// that need a conversation.
var (
	writing = []keymap.Action{
		keymap.Reply, keymap.Note, keymap.AsContact, keymap.Close, keymap.Reopen, keymap.Take, keymap.Assign,
		keymap.Snooze, keymap.Tags, keymap.MarkRead, keymap.MarkUnread, keymap.Repeat, keymap.Macro,
	}
	concerning = append(slices.Clone(writing), keymap.Customer, keymap.Details, keymap.CopyLink, keymap.CopyID,
		keymap.CopyAddress, keymap.CopyMessage, keymap.Browse)
)

// remember puts an action first in the palette.
func (m *Model) remember(a keymap.Action) {
	m.recent = slices.DeleteFunc(m.recent, func(x keymap.Action) bool { return x == a })
	m.recent = slices.Insert(m.recent, 0, a)
	m.recent = m.recent[:min(len(m.recent), maxRecent)]
}

// commands are what can be typed with arguments.
func (m *Model) commands() []dialog.CommandSpec {
	return []dialog.CommandSpec{
		{Name: "snooze", Args: "WHEN", Help: "snooze until a moment in words", Check: m.checkWhen},
		{Name: "assign", Args: "WHO", Help: "assign to a teammate or a team", Check: m.checkAssignee},
		{Name: "open", Args: "ID", Help: "open a conversation by its id, or words of its subject", Check: m.checkOpen},
		{Name: "search", Args: "QUERY", Help: "search everything"},
		{Name: "theme", Args: "NAME", Help: strings.Join(m.themeNames(), ", "), Check: m.checkTheme},
		{Name: "quit", Help: "leave Parley"},
	}
}

// command carries out a command that was typed.
func (m *Model) command(c dialog.Command) tea.Cmd {
	args := strings.TrimSpace(c.Args)
	switch c.Name {
	case "snooze":
		return m.snooze(args)
	case "assign":
		id, err := m.findAssignee(args)
		if err != nil {
			return m.complain(err)
		}
		return m.assign(id)
	case "open":
		id, _, err := m.findConversation(args)
		if err != nil {
			return m.complain(err)
		}
		m.list.Select(id)
		return m.openConversation(id, true)
	case "search":
		return m.search(args)
	case "theme":
		t, err := m.findTheme(args)
		if err != nil {
			return m.complain(err)
		}
		m.auto = false
		m.setTheme(t)
		return nil
	case "quit":
		return m.quit()
	default:
		return nil
	}
}

// checkAssignee says who is meant.
func (m *Model) checkAssignee(who string) (string, error) {
	id, err := m.findAssignee(who)
	if err != nil {
		return "", err
	}
	c := desk.ActionChange{Assignee: api.ID(strings.TrimPrefix(strings.TrimPrefix(id, adminPrefix), teamPrefix)), Team: strings.HasPrefix(id, teamPrefix)}
	if id == nobody {
		c.Assignee = ""
	}
	return m.assigneeName(c), nil
}
