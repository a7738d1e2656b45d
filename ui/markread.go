package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/conversation"
)

// When a conversation that is unread at Intercom becomes read by itself.
// Intercom has one mark for the whole workspace, so that everything else is
// the agents' own habit.
const (
	ReadWhenOpened  = "open"  // its newest message was on the screen
	ReadWhenReplied = "reply" // a reply or a note was posted
)

// sawAll marks the open conversation as read once its newest message was on
// the screen.
func (m *Model) sawAll(s conversation.Seen) tea.Cmd {
	if m.readWhen != ReadWhenOpened || m.open == nil || m.openID != s.ID || m.open.Conversation.Read || newerThan(m.open.Conversation, s.Part) {
		return nil
	}
	return m.markRead(s.ID)
}

// newerThan reports whether a conversation has a message after a part.
func newerThan(c *api.Conversation, part api.ID) bool {
	newer := false
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		newer = p.ID != part && (newer || p.Message())
	}
	return newer
}

// replied marks a conversation as read once an answer is with Intercom.
func (m *Model) replied(e desk.Entry) tea.Cmd {
	if m.readWhen != ReadWhenReplied || e.Mode == desk.ModeContact {
		return nil
	}
	return m.markRead(e.ConversationID)
}

// markRead does it without a word: nobody asked for it just now, and there is
// nothing to take back.
func (m *Model) markRead(id api.ID) tea.Cmd {
	if m.status.ReadOnly {
		return nil
	}
	ctx, d := m.ctx, m.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		_, err := d.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActRead}})
		if err != nil && !errors.Is(err, context.Canceled) {
			return failed{err}
		}
		return nil
	}
}
