package ui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/composer"
	"parley/ui/conversation"
	"parley/ui/pane"
)

// verb carries out what means the same in list and conversation.
func (m *Model) verb(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Reply:
		return m.write(desk.ModeAdmin), true
	case keymap.Note:
		return m.write(desk.ModeNote), true
	case keymap.AsContact:
		return m.write(desk.ModeContact), true
	case keymap.Customer:
		return m.togglePanel(), true
	case keymap.Details:
		m.showDetails()
		return nil, true
	case keymap.NextConversation:
		return m.stepConversation(1), true
	case keymap.PrevConversation:
		return m.stepConversation(-1), true
	case keymap.Macro:
		return m.loadMacros(), true
	default:
		return m.triage(a)
	}
}

// stepConversation opens the conversation n rows further.
func (m *Model) stepConversation(n int) tea.Cmd {
	row, ok := m.list.Step(n)
	if !ok || (m.focus == onList && m.openID == "") {
		return nil
	}
	return m.openConversation(row.Conversation.ID, m.focus != onList)
}

// togglePanel shows or hides who the customer is.
func (m *Model) togglePanel() tea.Cmd {
	m.panelOpen = !m.panelOpen
	switch {
	case !m.panelOpen && m.focus == onPanel:
		m.setFocus(m.base())
	case m.panelOpen && !m.beside():
		m.setFocus(onPanel)
	default:
		m.arrange()
	}
	if m.panelOpen && m.open != nil && m.open.Contact != nil {
		return m.loadCompanies(m.open.Contact.ID)
	}
	return nil
}

// drafts for a conversation, read before the composer opens.
type draftsLoaded struct {
	id     api.ID
	mode   desk.Mode
	drafts []desk.Draft
	err    error
	notice string // a word to show in the composer
}

// write opens the composer in a mode, on the conversation at hand.
func (m *Model) write(mode desk.Mode) tea.Cmd {
	id := m.openID
	var open tea.Cmd
	if row, ok := m.list.Selected(); ok && (m.focus == onList || id == "") {
		if row.Conversation.ID != id {
			id = row.Conversation.ID
			open = m.openConversation(id, true)
		}
	}
	if id == "" {
		return nil
	}
	if m.status.ReadOnly {
		return m.say(m.readOnly(), true)
	}
	m.opening = true
	return tea.Batch(open, tea.Sequence(m.saveDraft(), m.loadDrafts(id, mode, "")))
}

func (m *Model) loadDrafts(id api.ID, mode desk.Mode, notice string) tea.Cmd {
	ctx, d := m.ctx, m.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		all, err := d.Drafts(ctx)
		var own []desk.Draft
		for _, x := range all {
			if x.ConversationID == id {
				own = append(own, x)
			}
		}
		return draftsLoaded{id, mode, own, err, notice}
	}
}

// onDrafts opens the composer on what was written before.
func (m *Model) onDrafts(msg draftsLoaded) tea.Cmd {
	early := m.early
	m.opening, m.early = false, nil
	if msg.id != m.openID {
		return nil
	}
	var cmds []tea.Cmd
	if msg.err != nil {
		cmds = append(cmds, m.complain(msg.err))
	}
	cmds = append(cmds, m.composer.Open(m.target(msg.id), msg.mode, msg.drafts), m.answering())
	m.composer.Say(msg.notice)
	if msg.notice != "" { // it came back: the reason stands beside the text
		m.composer.Do(keymap.ReviewIt)
	}
	m.setFocus(onComposer)
	if x := m.insert; x != nil {
		m.insert = nil
		cmds = append(cmds, m.insertMacro(*x))
	}
	return tea.Batch(append(cmds, m.replay(early))...)
}

// replay gives the composer what was typed before it was open.
func (m *Model) replay(early []tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, msg := range early {
		switch msg := msg.(type) {
		case tea.KeyPressMsg:
			cmds = append(cmds, m.key(msg))
		case tea.PasteMsg:
			cmds = append(cmds, m.typed(msg))
		}
	}
	return tea.Batch(cmds...)
}

// answering tells the desk up to where the agent knows the conversation that
// is being answered: what comes later holds the reply back.
func (m *Model) answering() tea.Cmd {
	if m.open == nil {
		return nil
	}
	parts := m.open.Conversation.Parts.Items
	if len(parts) == 0 {
		return nil
	}
	m.answers = conversation.Seen{ID: m.openID, Part: parts[len(parts)-1].ID}
	return m.saw(m.answers)
}

// target says who a reply to the conversation goes to.
func (m *Model) target(id api.ID) composer.Target {
	t := composer.Target{ID: id, Me: m.status.Identity.Admin.Name}
	if t.Me == "" {
		t.Me = "you"
	}
	c, contact := m.conversation(id), (*api.Contact)(nil)
	if m.open != nil {
		contact = m.open.Contact
	}
	if c == nil {
		return t
	}
	t.Channel, t.Closed = c.Source.Type, c.State == api.StateClosed
	t.Teammates, t.OtherCustomers = m.othersNames(id)
	for _, ref := range c.Contacts.Items {
		t.People = append(t.People, person(ref.ID, c, contact))
	}
	return t
}

// othersNames are the names that a reply to the conversation should make one
// look twice at: teammates', and those of other conversations' customers.
func (m *Model) othersNames(id api.ID) (teammates, customers []string) {
	for _, a := range m.dir.Admins {
		if a.ID != m.status.Identity.Admin.ID {
			teammates = append(teammates, a.Name)
		}
	}
	for _, r := range m.list.Rows() {
		if r.Conversation.ID != id && r.Contact != "" {
			customers = append(customers, r.Contact)
		}
	}
	return teammates, customers
}

// person names a contact from what is known of it.
func person(id api.ID, c *api.Conversation, contact *api.Contact) composer.Person {
	p := composer.Person{ID: id, Label: api.VisitorLabel(id)}
	switch a := c.Source.Author; {
	case contact != nil && contact.ID == id:
		p.Label, p.Email = contact.Label(), contact.Email
	case a.ID == id && a.Name != "":
		p.Label, p.Email = a.Name, a.Email
	}
	return p
}

// conversation returns what is known of a conversation: the open one, or its
// row.
func (m *Model) conversation(id api.ID) *api.Conversation {
	if m.open != nil && m.open.Conversation.ID == id {
		return m.open.Conversation
	}
	if row, ok := m.list.Row(id); ok {
		return row.Conversation
	}
	return nil
}

// follow opens a link where there is a browser here, else copies it.
func (m *Model) follow(f conversation.Followed) tea.Cmd {
	shown, url := f.URL, m.env.Mask.Reveal(f.URL)
	if f.Attachment {
		shown = m.env.Mask.Link(shown)
	}
	if !m.host.CanBrowse() {
		return tea.Batch(tea.SetClipboard(shown), m.say("Copied "+shown, false))
	}
	ctx, host := m.ctx, m.host
	return tea.Batch(m.say("Opening "+shown, false), func() tea.Msg {
		if err := host.Browse(ctx, url); err != nil {
			return failed{err}
		}
		return nil
	})
}

// saw tells the desk what the agent has had on the screen.
func (m *Model) saw(s conversation.Seen) tea.Cmd {
	ctx, d := m.ctx, m.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		if err := d.Seen(ctx, s.ID, s.Part); err != nil && !errors.Is(err, context.Canceled) {
			return failed{err}
		}
		return nil
	}
}

// panelBeside is the width from which the panel does not take another pane's
// place.
const panelBeside = 100

var _ pane.Typist = (*conversation.Pane)(nil)
