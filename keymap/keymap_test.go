package keymap_test

import (
	"slices"
	"strings"
	"testing"

	"parley/keymap"
)

func TestDefaultsAgree(t *testing.T) {
	t.Parallel()
	if _, err := keymap.New(nil); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, b := range keymap.Default().All() {
		if seen[b.Name()] {
			t.Errorf("%s is bound in two places", b.Name())
		}
		seen[b.Name()] = true
		if b.Help == "" || len(b.Keys) == 0 {
			t.Errorf("%s has no help or no key", b.Name())
		}
		for _, k := range b.Keys {
			if strings.HasPrefix(k, "alt+") {
				t.Errorf("%s needs Alt, which not every terminal sends", b.Name())
			}
		}
	}
}

func TestOnlyCtrlEnterIsOptional(t *testing.T) {
	t.Parallel()
	// A terminal may not tell ctrl+enter from enter: what it does must have
	// another key somewhere.
	var elsewhere bool
	for _, b := range keymap.Default().All() {
		if b.Action == keymap.SendNow && !slices.Contains(b.Keys, "ctrl+enter") {
			elsewhere = true
		}
	}
	if !elsewhere {
		t.Error("sending has no key that every terminal sends")
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	m := keymap.Default()
	list := []keymap.Scope{keymap.Always, keymap.List, keymap.Verbs, keymap.Moving, keymap.Global}
	thread := []keymap.Scope{keymap.Always, keymap.Conversation, keymap.Verbs, keymap.Moving, keymap.Global}
	tests := []struct {
		name   string
		scopes []keymap.Scope
		keys   string
		want   keymap.Action
		more   bool
	}{
		{"one key", list, "j", keymap.Down, false},
		{"an innermost scope comes first", thread, "]", keymap.FindNext, false},
		{"the same key elsewhere", list, "]", keymap.NextView, false},
		{"the beginning of a sequence", list, "g", "", true},
		{"a sequence", list, "g g", keymap.First, false},
		{"no such sequence", list, "g x", "", false},
		{"no such key", list, "ctrl+f12", "", false},
		{"a dialog knows nothing of the list", []keymap.Scope{keymap.Review}, "j", keymap.ScrollDown, false},
		{"text stays text", []keymap.Scope{keymap.Always, keymap.Composer}, "y", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, more := m.Match(tt.scopes, strings.Fields(tt.keys))
			if a != tt.want || more != tt.more {
				t.Errorf("Match(%q) = %q, %v; want %q, %v", tt.keys, a, more, tt.want, tt.more)
			}
		})
	}
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		overrides map[string][]string
		wantErr   string
	}{
		{"another key", map[string][]string{"verbs.reply": {"ctrl+x"}}, ""},
		{"unbound", map[string][]string{"verbs.reply": {}}, ""},
		{"no such action", map[string][]string{"verbs.repy": {"R"}}, `no action "verbs.repy"`},
		{"one key for two", map[string][]string{"verbs.reply": {"n"}}, `"n" stands for both`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := keymap.New(tt.overrides)
			if tt.wantErr == "" && err != nil || tt.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tt.wantErr)) {
				t.Errorf("New(%v) = %v, want %q", tt.overrides, err, tt.wantErr)
			}
		})
	}
}

func TestHelpLeavesOutWhatIsShadowed(t *testing.T) {
	t.Parallel()
	m, err := keymap.New(map[string][]string{"conversation.find": {"?"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range m.Bindings(keymap.Conversation, keymap.Global) {
		if b.Action == keymap.Help {
			t.Error("help is listed although its key means something else here")
		}
	}
}

func TestMarkdownNamesEveryBoundAction(t *testing.T) {
	t.Parallel()
	m := keymap.Default()
	text := m.Markdown()
	for _, b := range m.All() {
		if !strings.Contains(text, "`"+b.Name()+"`") {
			t.Errorf("the reference leaves out %s", b.Name())
		}
	}
}
