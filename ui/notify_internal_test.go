package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
)

func TestACustomersMessageIsToldByTheTerminal(t *testing.T) {
	t.Parallel()
	m := &Model{}
	if cmd := m.notify(desk.CustomerWrote{Contact: "Ada"}); cmd != nil {
		t.Error("told although nobody asked for it")
	}
	m.tell = func(title, body string) string { return title + "|" + body }
	cmd := m.notify(desk.CustomerWrote{ID: "1", Contact: "Ada", Preview: "hello"})
	if cmd == nil {
		t.Fatal("not told")
	}
	if raw, ok := cmd().(tea.RawMsg); !ok || raw.Msg != "Ada|hello" {
		t.Errorf("told %#v", raw)
	}
}
