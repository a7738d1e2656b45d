package dialog

import (
	"errors"
	"strings"
	"testing"

	"parley/keymap"
)

func palette() *Palette {
	return NewPalette(PaletteOptions{
		Bindings: append(keymap.Default().Bindings(keymap.List, keymap.Verbs, keymap.Global), keymap.Binding{Action: keymap.Undo, Help: "twice"}),
		Recent:   []keymap.Action{keymap.Note, keymap.Refresh},
		Disabled: func(a keymap.Action) string {
			if a == keymap.AsContact {
				return "This conversation names no contact."
			}
			return ""
		},
		Commands: []CommandSpec{
			{Name: "snooze", Args: "WHEN", Help: "snooze the conversation", Check: func(args string) (string, error) {
				if args != "tomorrow 9am" {
					return "", errors.New("That is no time.")
				}
				return "Wed 09:00", nil
			}},
			{Name: "assign", Args: "[WHO]", Help: "assign the conversation"},
			{Name: "open", Args: "ID", Help: "open a conversation"},
			{Name: "tag", Args: "NAME", Help: "tag the conversation"},
			{Name: "tags", Help: "list the tags"},
			{Name: "undo", Args: "[N]", Help: "take back"},
			{Name: "merge", Args: "ID", Help: "merge into another"},
		},
	})
}

func TestPaletteFindsActionsAndCommands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, keys string
		want       any
	}{
		{"recent first", "enter", keymap.Note},
		{"then the next", "down enter", keymap.Refresh},
		{"by its help", "text:repl\nenter", keymap.Reply},
		{"by its name", "text:redraw\nenter", keymap.Redraw},
		{"of several, the recent", "text:int\nenter", keymap.Note},
		{"with arguments", "text:open\nspace text:4411\nenter", Command{"open", "4411"}},
		{"after a colon", "text::tag\nspace text:very\nspace text:late\nenter", Command{"tag", "very late"}},
		{"begun", "text::sn\nspace text:tomorrow\nspace text:9am\nenter", Command{"snooze", "tomorrow 9am"}},
		{"in capitals", "text:Open\nspace text:4411\nenter", Command{"open", "4411"}},
		{"arguments left out", "text::assign\nenter", Command{"assign", ""}},
		{"no arguments", "text::tags\nenter", Command{"tags", ""}},
		{"two words may be letters of an action", "text:un\nspace text:pen\nenter", keymap.Undo},
		{"above what only has its letters", "text:mer\nenter text:4411\nenter", Command{"merge", "4411"}},
		{"below an action of its name", "text:sno\nenter", keymap.Snooze},
		{"below what has its beginning", "text:op\nenter", keymap.OpenIt},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := palette()
			if got, done := press(t, p, tt.keys); !done || got != tt.want {
				t.Errorf("got %v, %v, want %v:\n%s", got, done, tt.want, screen(p, 90, 30))
			}
		})
	}
}

func TestPaletteAsksForArguments(t *testing.T) {
	t.Parallel()
	p := palette()
	if got, done := press(t, p, "text::sno\nenter"); got != nil || done || p.query != ":snooze " {
		t.Fatalf("got %v, %v with %q typed", got, done, p.query)
	}
	if got, done := press(t, p, "text:soon\nenter"); got != nil || done || !strings.Contains(screen(p, 90, 30), "That is no time.") {
		t.Errorf("got %v, %v:\n%s", got, done, screen(p, 90, 30))
	}
	press(t, p, "ctrl+w text:tomorrow\nspace text:9am\n")
	if s := screen(p, 90, 30); !strings.Contains(s, ":snooze tomorrow 9am") || !strings.Contains(s, "Wed 09:00") {
		t.Errorf("it does not say until when:\n%s", s)
	}
}

func TestPaletteSaysWhatIsDisabledAndShowsKeys(t *testing.T) {
	t.Parallel()
	p := palette()
	if s := screen(p, 90, 40); !strings.Contains(s, "reply to the customer") || strings.Contains(s, "twice") {
		t.Errorf("the palette is\n%s", s)
	}
	if got, done := press(t, p, "text:behalf\nenter"); got != nil || done {
		t.Errorf("a disabled action gave %v", got)
	}
	if s := screen(p, 90, 30); strings.Count(s, "This conversation names no contact.") != 2 {
		t.Errorf("it does not say why:\n%s", s)
	}
	if got, done := p.Key("enter", true); got != nil || done {
		t.Errorf("a key held down gave %v", got)
	}
}
