package ui

import (
	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/conversation"
)

// carry carries out the verbs that take something of a conversation along:
// to the clipboard, or to the browser.
func (m *Model) carry(a keymap.Action) (tea.Cmd, bool) {
	id := m.atHand()
	switch a {
	case keymap.CopyLink:
		return m.copy("the link", api.WebURL(&m.status.Identity.App, id)), true
	case keymap.CopyID:
		return m.copy("the id", id.String()), true
	case keymap.CopyAddress:
		return m.copy("the address", m.env.Mask.Email(m.address(id))), true
	case keymap.CopyMessage:
		if m.open == nil || m.openID != id {
			return m.say("Open the conversation first: its messages are not at hand.", false), true
		}
		text, more := m.thread.LastMessage()
		if more != "" {
			return m.copy("the beginning of the last message, "+more+" is too long for a clipboard", text), true
		}
		return m.copy("the last message", text), true
	case keymap.Browse:
		url := api.WebURL(&m.status.Identity.App, id)
		if url == "" {
			return m.say("Intercom has not said yet which workspace this is.", true), true
		}
		return m.follow(conversation.Followed{URL: url}), true
	default:
		return nil, false
	}
}

// copy puts text into the clipboard of the agent's terminal.
func (m *Model) copy(what, text string) tea.Cmd {
	text = safetext.Clipboard(text)
	if text == "" {
		return m.say("There is nothing to copy: "+what+" is not known.", false)
	}
	return tea.Batch(tea.SetClipboard(text), m.say("Copied "+what+".", false))
}

// address returns the customer's mail address, as far as it is known.
func (m *Model) address(id api.ID) string {
	if m.open != nil && m.openID == id && m.open.Contact != nil && m.open.Contact.Email != "" {
		return m.open.Contact.Email
	}
	if c := m.conversation(id); c != nil && c.Source.Author.Contact() {
		return c.Source.Author.Email
	}
	return ""
}
