package ui

import (
	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
)

// joinDraft shows text that another program put into the draft that is being
// written: both are kept.
func (m *Model) joinDraft(e desk.DraftJoined) tea.Cmd {
	if !m.composer.Active() || m.composer.ConversationID() != e.ID || m.composer.Mode() != e.Mode {
		return nil // it is there when the composer is opened
	}
	m.composer.Before(e.Text)
	m.draftDirty = true
	return tea.Batch(m.saveDraft(), m.say("This draft was changed elsewhere: both texts are kept.", true))
}
