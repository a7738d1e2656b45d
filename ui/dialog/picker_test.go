package dialog

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/theme"
	"parley/ui/uitest"
)

func env() *pane.Env {
	return &pane.Env{Theme: theme.Default(), Now: func() time.Time { return time.Unix(0, 0) }}
}

// press types keys into an overlay until it is done, and returns what it
// gave.
func press(t testing.TB, o Overlay, script string) (action any, done bool) {
	t.Helper()
	for _, k := range uitest.Keys(t, script) {
		if done {
			t.Fatalf("the overlay was done before %q", k)
		}
		action, done = o.Key(k.String(), false)
	}
	return action, done
}

// screen draws an overlay as words, without styles.
func screen(o Overlay, w, h int) string {
	var s Stack
	s.Push(o)
	box, _ := s.Draw(env(), w, h)
	return ansi.Strip(strings.Join(box.Lines, "\n"))
}

var people = []Item{
	{ID: "1", Label: "Ana Sousa (you)", Note: "3 open"},
	{ID: "2", Label: "Ben Carter", Note: "away", Also: "ben@example.com"},
	{ID: "3", Label: "Zoë Lindqvist", Disabled: "Zoë has no inbox seat."},
	{ID: "team:7", Label: "Billing", Note: "team"},
	{ID: "team:8", Label: "Billing Europe", Note: "team"},
	{ID: "9", Label: "李伟"},
}

func TestPickerPicksOne(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, keys, want string }{
		{"the first", "enter", "1"},
		{"the next", "down enter", "2"},
		{"moved about", "down down ctrl+n up ctrl+p enter", "2"},
		{"the last", "end enter", "9"},
		{"letters", "text:bc\nenter", "2"},
		{"other words", "text:example\nenter", "2"},
		{"words in any order", "text:eu___bil\nenter", "team:8"},
		{"in full is before what begins with it", "text:billing\nenter", "team:7"},
		{"deleted again", "text:bilx\nbackspace enter", "team:7"},
		{"a word deleted", "text:xyz\nctrl+w enter", "1"},
		{"all deleted", "text:zzz\nctrl+u down enter", "2"},
		{"not Latin", "text:伟\nenter", "9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			script := strings.ReplaceAll(tt.keys, "___", " ")
			got, done := press(t, NewPicker(PickerOptions{Kind: "assign", Items: people}), script)
			if want := (Picked{Kind: "assign", IDs: []string{tt.want}}); !done || !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, %v", got, done)
			}
		})
	}
}

func TestPickerDoesNotPick(t *testing.T) {
	t.Parallel()
	p := NewPicker(PickerOptions{Title: "Assign", Items: people})
	if got, done := press(t, p, "text:zoe\nenter"); got != nil || done {
		t.Errorf("a disabled item gave %v", got)
	}
	if s := screen(p, 80, 24); !strings.Contains(s, "Zoë has no inbox seat.") || !strings.Contains(s, "Zoë Lindqvist") {
		t.Errorf("it does not say why:\n%s", s)
	}
	if got, done := press(t, p, "ctrl+u text:qqq\nenter"); got != nil || done || !strings.Contains(screen(p, 80, 24), "Nothing matches.") {
		t.Errorf("nothing gave %v", got)
	}
	press(t, p, "ctrl+u")
	if got, done := p.Key("enter", true); got != nil || done {
		t.Errorf("a key held down gave %v", got)
	}
	if got, done := press(t, p, "esc"); got != nil || !done {
		t.Errorf("esc gave %v, %v", got, done)
	}
}

// TestPickerSaysTheWholeReasonOfTheLastRow goes to the end of a long list.
func TestPickerSaysTheWholeReasonOfTheLastRow(t *testing.T) {
	t.Parallel()
	const why = "Since the review of last winter nobody may be given any of these, neither by hand nor by a rule."
	var items []Item
	for i := range 40 {
		items = append(items, Item{ID: fmt.Sprint(i), Label: fmt.Sprintf("Somebody %d", i), Disabled: why})
	}
	p := NewPicker(PickerOptions{Title: "Assign", Items: items})
	screen(p, 80, 24)
	press(t, p, "end")
	s := strings.Join(strings.Fields(screen(p, 80, 24)), " ")
	if !strings.Contains(s, "Somebody 39") || !strings.Contains(s, "neither by hand nor by a rule.") {
		t.Errorf("got %s", s)
	}
}

func tags() PickerOptions {
	return PickerOptions{Kind: "tags", Multi: true, Items: []Item{
		{ID: "t1", Label: "vip", Mark: On}, {ID: "t2", Label: "refund"}, {ID: "t3", Label: "bug", Mark: Partly}, {ID: "t4", Label: "spam", Disabled: "Archived."},
	}, Free: &FreeText{Verb: "create tag", Check: func(s string) (string, error) {
		if strings.Contains(s, ",") {
			return "", errors.New("A tag has no comma.")
		}
		return "new", nil
	}}}
}

func TestPickerOfSeveral(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, keys string
		want       Picked
	}{
		{"nothing changed", "enter", Picked{IDs: []string{"t1"}}},
		{"space takes one away", "space enter", Picked{Removed: []string{"t1"}}},
		{"tab goes on", "tab tab enter", Picked{IDs: []string{"t2"}, Added: []string{"t2"}, Removed: []string{"t1"}}},
		{"partly becomes all", "down down space enter", Picked{IDs: []string{"t1", "t3"}, Added: []string{"t3"}}},
		{"partly becomes none", "down down space space enter", Picked{IDs: []string{"t1"}, Removed: []string{"t3"}}},
		{"typed and entered", "text:ref\nenter", Picked{IDs: []string{"t1", "t2"}, Added: []string{"t2"}}},
		{"typed, what is marked stays", "text:vip\nenter", Picked{IDs: []string{"t1"}}},
		{"marks count, not the cursor", "text:ref\ntab ctrl+u text:bug\nenter", Picked{IDs: []string{"t1", "t2"}, Added: []string{"t2"}}},
		{"a new one", "text:late\nenter", Picked{IDs: []string{"t1"}, Text: "late"}},
		{"a new one of two words", "text:very\nspace text:late\nenter", Picked{IDs: []string{"t1"}, Text: "very late"}},
		{"a new one besides marks", "down space text:late\nenter", Picked{IDs: []string{"t1", "t2"}, Added: []string{"t2"}, Text: "late"}},
		{"disabled cannot be marked", "end space enter", Picked{IDs: []string{"t1"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.name == "disabled cannot be marked" {
				p := NewPicker(tags())
				if _, done := press(t, p, tt.keys); done {
					t.Error("a disabled item was picked")
				}
				return
			}
			got, done := press(t, NewPicker(tags()), tt.keys)
			tt.want.Kind = "tags"
			if !done || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v, want %+v", got, done, tt.want)
			}
		})
	}
}

func TestPickerSaysWhatTypedTextMeansBeforeItIsPicked(t *testing.T) {
	t.Parallel()
	p := NewPicker(PickerOptions{
		Kind: "snooze", Title: "Snooze", Items: []Item{{ID: "tomorrow", Label: "Tomorrow morning", Note: "Wed 09:00"}},
		Free: &FreeText{Verb: "snooze until", First: true, Check: func(s string) (string, error) {
			if s == "tomorrow 9am" {
				return "Wed 18 Nov 09:00", nil
			}
			return "", fmt.Errorf("%q is no time", s)
		}},
	})
	press(t, p, "text:tomorrow\nspace text:9\n")
	if s := screen(p, 80, 24); !strings.Contains(s, `"tomorrow 9" is no time`) {
		t.Errorf("it does not say what is wrong:\n%s", s)
	}
	if got, done := press(t, p, "enter"); got != nil || done {
		t.Errorf("what cannot be understood gave %v", got)
	}
	press(t, p, "text:am\n")
	if s := screen(p, 80, 24); !strings.Contains(s, "snooze until “tomorrow 9am”") || !strings.Contains(s, "Wed 18 Nov 09:00") {
		t.Errorf("it does not say until when:\n%s", s)
	}
	if got, done := press(t, p, "enter"); !done || !reflect.DeepEqual(got, Picked{Kind: "snooze", Text: "tomorrow 9am"}) {
		t.Errorf("enter gave %+v", got)
	}
}

func TestPickerTakesPastes(t *testing.T) {
	t.Parallel()
	var s Stack
	s.Paste("nobody") // on nothing
	s.Push(NewPicker(tags()))
	s.Paste("very\nlate\x1b[31m\u202e")
	got, ok := s.Key("enter", false).(Picked)
	if !ok || strings.ContainsAny(got.Text, "\n\x1b\u202e") || !strings.HasPrefix(got.Text, "very late") || s.Open() {
		t.Errorf("the paste became %q", got.Text)
	}
}

func TestPickerShowsAPreviewWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	o := PickerOptions{Title: "Macro", Items: people, Preview: func(it Item) []string {
		return []string{"About " + it.Label, "", strings.Repeat("word ", 60)}
	}}
	if s := screen(NewPicker(o), 120, 30); !strings.Contains(s, "│ About Ana Sousa (you)") {
		t.Errorf("no preview:\n%s", s)
	}
	if s := screen(NewPicker(o), 70, 30); strings.Contains(s, "About") {
		t.Errorf("a preview without room for it:\n%s", s)
	}
}

func TestPickerKeepsItsSize(t *testing.T) {
	t.Parallel()
	p := NewPicker(tags())
	first := screen(p, 100, 30)
	for _, keys := range []string{"text:r\n", "text:e\n", "text:zzzzzzz\n", "enter", "ctrl+u", "tab"} {
		press(t, p, keys)
		if s := screen(p, 100, 30); strings.Count(s, "\n") != strings.Count(first, "\n") || layout.Widest(s) != layout.Widest(first) {
			t.Errorf("after %q it is\n%s\nwas\n%s", keys, s, first)
		}
		if p.query == "rezzzzzzz" {
			p.Key("ctrl+u", false)
		}
	}
}

func TestOverlaysFitEveryScreen(t *testing.T) {
	t.Parallel()
	wide := append([]Item{{ID: "x", Label: "👨‍👩‍👧‍👦 日本語のとても長い名前 ❤️ " + strings.Repeat("long ", 40), Note: strings.Repeat("note ", 20)}}, people...)
	for name, o := range map[string]func() Overlay{
		"picker": func() Overlay { return NewPicker(PickerOptions{Title: "Assign to", Items: wide}) },
		"several": func() Overlay {
			return NewPicker(PickerOptions{Title: "日本", Items: wide, Multi: true, Free: &FreeText{Verb: "create"}})
		},
		"preview": func() Overlay {
			return NewPicker(PickerOptions{Title: "Macro", Items: wide, Preview: func(it Item) []string { return []string{it.Label, "日本語👨‍👩‍👧‍👦"} }})
		},
		"palette": func() Overlay { return palette() },
	} {
		for _, keys := range []string{"", "text:o\n", "text:zz日本👨‍👩‍👧‍👦\n", "down down enter", "text:" + strings.Repeat("long", 30) + "\n"} {
			for _, graphemes := range []bool{false, true} {
				e := env()
				e.Measure.Graphemes = graphemes
				overlay := o()
				press(t, overlay, keys)
				var s Stack
				s.Push(overlay)
				for _, w := range []int{1, 8, 9, 17, 40, 61, 90, 139} {
					for _, h := range []int{1, 4, 5, 8, 24} {
						box, ok := s.Draw(e, w, h)
						if ok && (box.Rect.X < 0 || box.Rect.X+box.Rect.W > w || box.Rect.H > h || box.Rect.H != len(box.Lines)) {
							t.Fatalf("%s at %d×%d takes %+v", name, w, h, box.Rect)
						}
						for _, l := range box.Lines {
							if got := e.Measure.Width(l); got != box.Rect.W {
								t.Fatalf("%s at %d×%d: %d of %d cells: %q", name, w, h, got, box.Rect.W, ansi.Strip(l))
							}
						}
					}
				}
			}
		}
	}
}

func TestDeletingTakesWholeCharacters(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"": "", "a": "", "ab": "a", "né": "n", "a👨‍👩‍👧‍👦": "a", "日本": "日", "e\u0301x": "e\u0301"} {
		l := line(s)
		l.key("backspace")
		if string(l) != want {
			t.Errorf("%q became %q", s, l)
		}
	}
}

func BenchmarkPickerKey(b *testing.B) {
	items := make([]Item, 10_000)
	for i := range items {
		items[i] = Item{ID: fmt.Sprint(i), Label: fmt.Sprintf("Customer %d of the %s", i, strings.Repeat("company ", i%4)), Also: fmt.Sprintf("c%d@example.com", i)}
	}
	p, e := NewPicker(PickerOptions{Items: items}), env()
	for b.Loop() {
		for _, k := range []string{"c", "o", "9", "space", "e", "backspace", "backspace", "ctrl+u"} {
			p.Key(k, false)
			p.Body(e, 100, 30)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/8, "µs/key")
}
