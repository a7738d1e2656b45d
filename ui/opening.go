package ui

import (
	"errors"
	"fmt"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/inbox"
)

// findConversation turns what was typed into a conversation: an id, its end,
// or words of a subject or a name, where they fit one row of the list. A
// number that fits none is the id of one that is not in the list.
func (m *Model) findConversation(text string) (api.ID, string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", "", errors.New("say which: an id, its end, or words of its subject")
	}
	switch found := inbox.Fitting(m.list.Rows(), text); {
	case len(found) == 1:
		return found[0].Conversation.ID, m.rowWords(found[0]), nil
	case len(found) > 1:
		return "", "", fmt.Errorf("%d conversations of this view fit", len(found))
	case strings.Trim(text, "0123456789") == "":
		return api.ID(text), "conversation " + text, nil
	default:
		return "", "", errors.New("no conversation of this view fits; / searches everything")
	}
}

// rowWords names a conversation of the list.
func (m *Model) rowWords(r desk.Row) string {
	return m.env.Mask.Name(r.Contact) + ", " + m.env.Mask.Text(inbox.Subject(r))
}

// checkOpen says which conversation is meant.
func (m *Model) checkOpen(text string) (string, error) {
	_, words, err := m.findConversation(text)
	return words, err
}
