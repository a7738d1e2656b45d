package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/inbox"
)

// listLoaded is the answer to a request for rows.
type listLoaded struct {
	slot uint64
	list desk.List
	err  error
}

// threadLoaded is the answer to a request for a conversation, from the local
// copy or from Intercom.
type threadLoaded struct {
	slot   uint64
	id     api.ID
	thread desk.Thread
	err    error
	local  bool
}

// earlierLoaded holds the contact's other conversations.
type earlierLoaded struct {
	contact api.ID
	rows    []desk.Row
}

// firstRows is how many rows of a view are asked of the desk at first: some
// more than most screens show, since each has to be decoded before the first
// one is seen.
const firstRows = 60

// loadList reads the rows of the view from the desk.
func (m *Model) loadList() tea.Cmd {
	if m.query != "" {
		return m.searchAgain()
	}
	ctx, id, cancel := m.lists.begin(m.ctx)
	d := m.desk
	m.listed = d.Status().Drafts
	req := desk.ListRequest{View: m.view, Sort: m.sort, Limit: max(m.rows, firstRows, m.h), Filter: m.filter}
	return func() tea.Msg {
		defer cancel()
		l, err := d.List(ctx, req)
		return listLoaded{id, l, err}
	}
}

func (m *Model) onList(msg listLoaded) tea.Cmd {
	if msg.slot != m.lists.id {
		return nil
	}
	if msg.err != nil {
		return m.complain(msg.err)
	}
	m.meet(msg.list.Rows)
	m.list.Show(msg.list)
	return m.probe()
}

// moreRows asks for twice as many rows, so that few steps lead to the end of
// a long view: first for those that are held, then Intercom for the others.
func (m *Model) moreRows(view string) tea.Cmd {
	m.rows = 2 * m.list.Held()
	if m.list.Hidden() > 0 {
		return m.loadList()
	}
	ctx, d := m.ctx, m.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		if err := d.More(ctx, view); err != nil {
			return failed{err}
		}
		return nil
	}
}

// openConversation shows what is held of a conversation and asks Intercom for
// the rest.
func (m *Model) openConversation(id api.ID, focus bool) tea.Cmd {
	if m.composer.Active() && m.composer.ConversationID() != id {
		m.composer.Close()
	}
	if m.openID != id {
		m.open, m.openID = nil, id
		m.thread.Loading(id, m.titleShown(id))
		m.panel.Clear()
	}
	if focus {
		m.setFocus(onThread)
	} else {
		m.arrange()
	}
	m.desk.Focus(id)
	ctx, slot, cancel := m.threads.begin(m.ctx)
	d, save := m.desk, m.saveDraft()
	local := func() tea.Msg {
		t, err := d.Open(ctx, id)
		return threadLoaded{slot, id, t, err, true}
	}
	remote := func() tea.Msg {
		defer cancel()
		t, err := d.Fetch(ctx, id)
		return threadLoaded{slot, id, t, err, false}
	}
	return tea.Batch(save, tea.Sequence(local, remote))
}

// titleOf returns what the list calls a conversation.
func (m *Model) titleOf(id api.ID) string {
	if row, ok := m.list.Row(id); ok {
		return inbox.Subject(row)
	}
	return ""
}

// titleShown is that as presenter mode shows it: where there is no title it is
// what was written.
func (m *Model) titleShown(id api.ID) string {
	if row, ok := m.list.Row(id); ok {
		return inbox.Subject(m.env.Mask.Row(row))
	}
	return ""
}

// reopen reads the open conversation's local copy again.
func (m *Model) reopen() tea.Cmd {
	ctx, d, id, slot := m.ctx, m.desk, m.openID, m.threads.id
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		t, err := d.Open(ctx, id)
		return threadLoaded{slot, id, t, err, true}
	}
}

func (m *Model) onThread(msg threadLoaded) tea.Cmd {
	if msg.slot != m.threads.id || msg.id != m.openID {
		return nil
	}
	if msg.err != nil {
		if msg.local && errors.Is(msg.err, desk.ErrNotHeld) {
			return nil // Intercom is being asked
		}
		if m.open == nil {
			m.thread.Failed(sentence(msg.err))
		}
		return m.complain(msg.err)
	}
	if m.open != nil && msg.thread.FetchedAt.Before(m.open.FetchedAt) {
		return nil
	}
	first := m.open == nil
	m.open = &msg.thread
	m.meet(msg.thread, m.dir)
	cmd := m.thread.Show(msg.thread, m.dir)
	m.panel.Show(msg.thread, m.dir)
	if first && msg.thread.Contact != nil {
		return tea.Batch(cmd, m.loadEarlier(msg.thread.Contact.ID), m.loadCompanies(msg.thread.Contact.ID))
	}
	return cmd
}

// loadEarlier reads which other conversations are held of a contact.
func (m *Model) loadEarlier(contact api.ID) tea.Cmd {
	ctx, d := m.ctx, m.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		rows, err := d.Earlier(ctx, contact)
		if err != nil {
			return failed{err}
		}
		return earlierLoaded{contact, rows}
	}
}

// companiesLoaded holds the companies of a contact.
type companiesLoaded struct {
	contact   api.ID
	companies []api.Company
}

// loadCompanies asks which companies a contact belongs to, if anybody looks.
func (m *Model) loadCompanies(contact api.ID) tea.Cmd {
	if !m.panelOpen {
		return nil
	}
	ctx, d := m.ctx, m.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		companies, err := d.Companies(ctx, contact)
		if err != nil {
			return failed{err}
		}
		return companiesLoaded{contact, companies}
	}
}

// refresh asks Intercom for the view and the open conversation.
func (m *Model) refresh() tea.Cmd {
	ctx, d, view := m.ctx, m.desk, m.view
	rows := func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		if err := d.Refresh(ctx, view); err != nil {
			return failed{err}
		}
		return nil
	}
	if m.openID == "" {
		return rows
	}
	return tea.Batch(rows, m.openConversation(m.openID, false))
}

// minutePassed comes on the minute: what is said of time may have changed.
type minutePassed struct{}

func (m *Model) minute() tea.Cmd {
	return m.tick(untilNextMinute(m.env.Now()), func(time.Time) tea.Msg { return minutePassed{} })
}

func untilNextMinute(now time.Time) time.Duration {
	return time.Minute - time.Duration(now.Second())*time.Second - time.Duration(now.Nanosecond())
}
