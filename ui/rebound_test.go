package ui_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/keymap"
	"parley/ui"
	"parley/ui/richtext"
	"parley/ui/term"
	"parley/ui/uitest"
)

// does are the words by which a sentence tells what a key does.
const does = `(takes?|unfolds?|opens?|shows?|tries|refresh|next|again|undo|names?|stays|sends?|discards?|quits?|leaves|scrolls?|goes|edits?|pauses?|steps?)\b`

// named finds sentences that tell what a key does.
var named = regexp.MustCompile(`(?:^|[ (·,.:])((?:ctrl|alt|shift)\+\S+|esc|space|[a-zA-Z?/\[\]\\.!*-]) ` + does)

// fixed are keys that are part of an input or a question, and cannot be
// rebound.
var fixed = []string{"esc leaves", "esc closes", "k scroll", "y discard", "a reply", "a name", "A step", "a step"}

// Sentences take the names of keys from the keymap: none is written into the
// program's text.
func TestNoSentenceHoldsAKey(t *testing.T) {
	t.Parallel()
	for _, root := range []string{".", "../api/desk"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && (d.Name() == "testdata" || path == "cli" || path == "uitest" || path == "serve") {
				if d != nil && d.IsDir() && err == nil {
					return fs.SkipDir
				}
				return err
			}
			if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Errorf("%s: %v", path, err)
				}
				for _, m := range named.FindAllString(text, -1) {
					if !slices.ContainsFunc(fixed, func(s string) bool { return strings.Contains(m, s) }) {
						t.Errorf("%s: %q names a key", path, text)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// rebound gives every action a key that is no default, and one of its own.
func rebound(t *testing.T) *keymap.Map {
	t.Helper()
	var keys []string
	for r := 'a'; r <= 'z'; r++ {
		keys = append(keys, "alt+"+string(r), "alt+"+strings.ToUpper(string(r)), "ctrl+alt+"+string(r))
	}
	for n := 1; n <= 12; n++ {
		keys = append(keys, fmt.Sprintf("f%d", n), fmt.Sprintf("alt+f%d", n), fmt.Sprintf("ctrl+f%d", n))
	}
	over := map[string][]string{}
	for i, b := range keymap.Default().All() {
		if i >= len(keys) {
			t.Fatalf("there are %d actions, and keys for %d", len(keymap.Default().All()), len(keys))
		}
		over[b.Name()] = []string{keys[i]}
	}
	m, err := keymap.New(over)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// reboundBench is a screen on which every action has another key. Press takes
// the default keys' actions.
type reboundBench struct {
	*uitest.Driver
	t    *testing.T
	keys *keymap.Map
}

func (b *reboundBench) do(s keymap.Scope, a keymap.Action) {
	b.t.Helper()
	b.Press(b.keys.Key(s, a))
	b.look()
}

// look fails where a sentence on the screen names a key that is not bound.
func (b *reboundBench) look() {
	b.t.Helper()
	for line := range strings.SplitSeq(b.Screen(), "\n") {
		for _, m := range named.FindAllStringSubmatch(line, -1) {
			bound := slices.ContainsFunc(b.keys.All(), func(x keymap.Binding) bool { return slices.Contains(x.Keys, m[1]) })
			if !bound && !slices.ContainsFunc(fixed, func(s string) bool { return strings.Contains(m[0], s) }) {
				b.t.Errorf("the screen names the key %q:\n%s", m[1], b.Screen())
			}
		}
	}
}

// With every action rebound, no sentence of the inbox names a key that does
// something else now.
func TestSentencesFollowTheKeys(t *testing.T) {
	t.Parallel()
	clock := func() time.Time { return start }
	box := sandbox.New(sandbox.Options{Seed: 7, Now: clock})
	srv := httptest.NewServer(box)
	t.Cleanup(srv.Close)
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL(srv.URL), api.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: clock, PlainText: func(html string) string { return richtext.Parse(html).Text() },
		UndoWindow: func(string, desk.Mode) time.Duration { return time.Minute },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Start(t.Context())
	sub := d.Subscribe()
	t.Cleanup(sub.Close)
	keys := rebound(t)
	b := &reboundBench{
		Driver: uitest.New(t, ui.New(t.Context(), ui.Options{Desk: d, Events: sub, Now: clock, Keys: keys, Host: term.Host{}}), 140, 40),
		t:      t, keys: keys,
	}
	b.WaitForText("Refund for order 4411")
	told := func(words string, s keymap.Scope, a keymap.Action, does string) {
		t.Helper()
		b.WaitForText(words + keys.Key(s, a) + does)
		b.look()
	}
	b.do(keymap.Verbs, keymap.Close)
	told("", keymap.Global, keymap.Undo, " takes it back.")
	b.do(keymap.Verbs, keymap.Take)
	b.do(keymap.List, keymap.Filter)
	b.Press("text:nobody at all\nenter")
	told("", keymap.Global, keymap.Back, " shows all")
	b.do(keymap.Global, keymap.Back)
	b.WaitForText("Refund for order 4411")
	b.Press(keys.Key(keymap.Global, keymap.Palette))
	id, _ := box.ConversationID("refund-4411")
	b.Press("text::open " + id + "\nenter")
	b.WaitForText("contact ·")
	b.do(keymap.Verbs, keymap.Note)
	b.WaitForText("═ Note")
	b.Press("text:A word.")
	b.do(keymap.Composer, keymap.ReviewIt)
	b.do(keymap.Review, keymap.Attach)
	b.Press("text:/no/such/file\nenter")
	told("", keymap.Review, keymap.Attach, " names another.")
	b.do(keymap.Review, keymap.SendNow)
	told("", keymap.Global, keymap.Undo, " takes it back.")
	told("s ", keymap.Global, keymap.Undo, " undo)")
	told("queued, ", keymap.Global, keymap.Undo, " takes it back")
	b.do(keymap.Always, keymap.Cancel)
	told("", keymap.Always, keymap.Cancel, " again quits")
	for _, a := range []keymap.Action{keymap.Outbox, keymap.Help, keymap.Views} {
		b.do(keymap.Global, a)
		b.Press("esc")
	}
}
