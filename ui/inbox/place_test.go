package inbox_test

import (
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/inbox"
	"parley/ui/pane"
	"parley/ui/theme"
)

func rows(ids ...api.ID) (l desk.List) {
	l.View.ID = "mine"
	for _, id := range ids {
		l.Rows = append(l.Rows, desk.Row{Conversation: &api.Conversation{ID: id}})
	}
	return l
}

// What is wanted is selected when it comes, but not once the agent does
// something with what is selected.
func TestWantedUntilTheAgentDoesSomething(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		do   []keymap.Action
		want api.ID
	}{
		"nothing was done": {nil, "3"},
		"moved":            {[]keymap.Action{keymap.Down}, "2"},
		"opened":           {[]keymap.Action{keymap.OpenIt}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := inbox.New(&pane.Env{Theme: theme.Default(), Now: time.Now})
			p.SetSize(40, 20)
			p.Show(rows("1", "2"))
			p.Want("3")
			for _, a := range tt.do {
				p.Do(a)
			}
			p.Show(rows("1", "2", "3"))
			if got, _ := p.Selected(); got.Conversation.ID != tt.want {
				t.Errorf("%s is selected, want %s", got.Conversation.ID, tt.want)
			}
		})
	}
}
