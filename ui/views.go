package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
	"parley/ui/dialog"
)

// showView goes to the view of that place.
func (m *Model) showView(i int) tea.Cmd {
	views := m.desk.Views()
	if i < 0 || i >= len(views) {
		return nil
	}
	m.setFocus(onList)
	if views[i].ID == m.view && m.query == "" {
		return nil
	}
	m.view, m.sort, m.filter, m.query, m.found, m.rows = views[i].ID, "", "", "", nil, 0
	m.list.Reset()
	m.forgive()
	return tea.Batch(m.loadList(), m.refreshView())
}

// refreshView asks Intercom for the view alone.
func (m *Model) refreshView() tea.Cmd {
	ctx, d, view := m.ctx, m.desk, m.view
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		if err := d.Refresh(ctx, view); err != nil {
			return failed{err}
		}
		return nil
	}
}

// showViewID goes to the view of that id.
func (m *Model) showViewID(id string) tea.Cmd {
	return m.showView(slices.IndexFunc(m.desk.Views(), func(v desk.View) bool { return v.ID == id }))
}

// pickView asks which view to go to.
func (m *Model) pickView() {
	var items []dialog.Item
	for i, v := range m.desk.Views() {
		it := dialog.Item{ID: v.ID, Label: v.Name, Also: v.Query}
		if n, ok := v.Count.Get(); ok {
			it.Note = fmt.Sprint(n)
		}
		if i < len(viewActions) {
			it.Note = strings.TrimSpace(it.Note + "  " + m.keys.Key(keymap.Global, viewActions[i]))
		}
		items = append(items, it)
	}
	m.dialogs.Push(dialog.NewPicker(dialog.PickerOptions{Kind: pickView, Title: "Views", Items: items}))
}

func (m *Model) stepView(n int) tea.Cmd {
	views := m.desk.Views()
	for i, v := range views {
		if v.ID == m.view {
			return m.showView((i + n + len(views)) % len(views))
		}
	}
	return nil
}

var sorts = []desk.Sort{desk.SortUpdated, desk.SortSLA, desk.SortWaiting, desk.SortPriority}

// cycleSort goes to the next order of the list.
func (m *Model) cycleSort() tea.Cmd {
	next, asked := sorts[0], cmp.Or(m.sort, m.list.Sort()) // the rows may still be on their way
	for i, s := range sorts {
		if s == asked {
			next = sorts[(i+1)%len(sorts)]
		}
	}
	m.sort = next
	return m.loadList()
}
