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
		{"several", map[string][]string{"verbs.reply": {"f5", "ctrl+x", "g  r"}}, ""},
		{"with another", map[string][]string{"verbs.reply": {"ctrl+enter", "r"}}, ""},
		{"swapped", map[string][]string{"verbs.reply": {"n"}, "verbs.note": {"r"}}, ""},
		{"no such action", map[string][]string{"verbs.repy": {"R"}}, `verbs.repy: there is no action "verbs.repy"; `},
		{"another scope", map[string][]string{"list.reply": {"R"}}, `it may be verbs.reply`},
		{"one key for two", map[string][]string{"verbs.reply": {"n"}}, `verbs.reply: "n" stands for both verbs.note and verbs.reply; choose another key`},
		{"the later is blamed", map[string][]string{"verbs.take": {"r"}}, `verbs.take: "r" stands for both verbs.reply and verbs.take`},
		{"a beginning", map[string][]string{"verbs.reply": {"y"}}, `verbs.reply: "y" and "y l" of verbs.copy-link begin alike`},
		{"a continuation", map[string][]string{"verbs.reply": {"n r"}}, `verbs.reply: "n r" and "n" of verbs.note begin alike`},
		{"tab by another name", map[string][]string{"verbs.reply": {"ctrl+i"}}, `"ctrl+i" cannot be told from tab; write "tab"`},
		{"a capital with ctrl", map[string][]string{"verbs.reply": {"ctrl+R"}}, `write "ctrl+r"`},
		{"shift with a letter", map[string][]string{"verbs.reply": {"shift+r"}}, `write "R"`},
		{"order", map[string][]string{"verbs.reply": {"shift+ctrl+left"}}, `write "ctrl+shift+left"`},
		{"a name from elsewhere", map[string][]string{"verbs.reply": {"PageUp"}}, `write "pgup"`},
		{"a modifier from elsewhere", map[string][]string{"verbs.reply": {"Cmd+r"}}, `write "super+r"`},
		{"a capital name", map[string][]string{"verbs.reply": {"Enter"}}, `write "enter"`},
		{"no modifier", map[string][]string{"verbs.reply": {"fn+r"}}, `no known modifier "fn"`},
		{"no key", map[string][]string{"verbs.reply": {"power"}}, `"power" is no key`},
		{"few terminals", map[string][]string{"verbs.reply": {"ctrl+enter"}}, `sent by few terminals; give a second key`},
		{"ctrl and a digit", map[string][]string{"verbs.reply": {"ctrl+1"}}, `sent by few terminals`},
		{"empty", map[string][]string{"verbs.reply": {""}}, `a key is empty; to take the keys away write []`},
		{"long", map[string][]string{"verbs.reply": {"a b c d"}}, `longer than 3 keys`},
		{"a letter while writing", map[string][]string{"composer.save-draft": {"s"}}, `"s" could not be typed any more`},
		{"no way out", map[string][]string{"always.cancel": {}}, `it is the way out`},
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

func TestPresetsTakeNothingAway(t *testing.T) {
	t.Parallel()
	for _, name := range keymap.Presets() {
		p, err := keymap.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := keymap.New(p)
		if err != nil {
			t.Errorf("preset %s: %v", name, err)
			continue
		}
		for _, chain := range keymap.Chains() {
			for _, b := range m.Hidden(chain...) {
				t.Errorf("preset %s: no key leads to %s from %v", name, b.Name(), chain[1])
			}
		}
	}
	if _, err := keymap.Preset("emacs"); err == nil || !strings.Contains(err.Error(), "default, gmail, mutt, vim") {
		t.Errorf("Preset(emacs) = %v", err)
	}
}

func TestHidden(t *testing.T) {
	t.Parallel()
	m, err := keymap.New(map[string][]string{"verbs.reply": {"g"}, "list.mark": {"o"}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range m.Hidden(keymap.Chains()[0]...) {
		names = append(names, b.Name())
	}
	got := strings.Join(names, " ")
	if !strings.Contains(got, "global.outbox") || !strings.Contains(got, "global.go-mine") || strings.Contains(got, "moving.first") {
		t.Errorf("Hidden() = %s; the outbox's o and the views' g are taken, first has another key", got)
	}
}

func TestTheUserOverridesThePreset(t *testing.T) {
	t.Parallel()
	vim, err := keymap.Preset("vim")
	if err != nil {
		t.Fatal(err)
	}
	m, err := keymap.New(vim, map[string][]string{"verbs.note": {"w"}})
	if err != nil || m.Key(keymap.Verbs, keymap.Note) != "w" || m.Key(keymap.Verbs, keymap.Customer) != "I" {
		t.Errorf("note is %q, the panel %q, %v", m.Key(keymap.Verbs, keymap.Note), m.Key(keymap.Verbs, keymap.Customer), err)
	}
}

func FuzzNew(f *testing.F) {
	for _, k := range []string{"a", "ctrl+x", "g g", "++", "ctrl++", "+", "shift+ctrl+", "f13", "\x00", "日"} {
		f.Add("verbs.reply", k)
	}
	f.Fuzz(func(t *testing.T, name, key string) {
		m, err := keymap.New(map[string][]string{name: {key}})
		if (m == nil) == (err == nil) {
			t.Errorf("New(%q: %q) = %v, %v", name, key, m, err)
		}
	})
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
