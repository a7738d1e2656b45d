package cli

import (
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/keymap"
	"parley/ui/pane"
)

// Each action of the screen is a command line by line, or says what to do in
// its place; and the help knows every command.
func TestEveryActionHasItsWordLineByLine(t *testing.T) {
	t.Parallel()
	spoken := verbs()
	var helped []keymap.Action
	for _, topic := range helpTopics {
		helped = append(helped, topic.actions...)
	}
	onScreen := map[keymap.Action]bool{}
	for _, b := range keymap.Default().All() {
		onScreen[b.Action] = true
		_, isVerb := spoken[b.Action]
		why, refused := drawn[b.Action]
		switch {
		case isVerb == refused:
			t.Errorf("%s: a command: %v, refused: %v; want one of them (verbs in linearcommand.go, drawn in linearhelp.go)", b.Action, isVerb, refused)
		case refused && len(why) < 20:
			t.Errorf("%s is refused without a reason", b.Action)
		}
	}
	for a, v := range spoken {
		if n := len(slices.DeleteFunc(slices.Clone(helped), func(b keymap.Action) bool { return a != b })); n != 1 {
			t.Errorf("%s is %d times in the help", a, n)
		}
		if !onScreen[a] && v.about == "" {
			t.Errorf("%s has no key on the screen and no words for the help", a)
		}
	}
	for a := range drawn {
		if !onScreen[a] {
			t.Errorf("%s is refused, and there is no such action", a)
		}
	}
	for _, a := range helped {
		if _, ok := spoken[a]; !ok {
			t.Errorf("the help has %s, which is no command", a)
		}
	}
}

func TestLikelyCommands(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"snoze": "snooze", "repli": "reply", "snooz": "snooze", "sear": "search", "macr": "macro", "unred": "unread",
	} {
		if got := likely(typed); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v, want %s first", typed, got, want)
		}
	}
	for _, typed := range []string{"qq", "frobnicate", ""} {
		if got := likely(typed); len(got) != 0 {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

// What happens while somebody types stands on lines of its own, and the prompt
// is written again below it.
func TestEventsLeaveThePromptAlone(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	now := time.Date(2026, 3, 3, 10, 2, 0, 0, time.UTC)
	l := &linear{out: &out, person: true, env: &pane.Env{Now: func() time.Time { return now }}}
	l.begin("Mine> ")
	l.event("New message from %s in %s: %s", "Ada", "row 3", "hello\x1b[2J")
	l.finish("next", true)
	l.say("2. Li Wei")
	if got, want := out.String(), "Mine> \n10:02 New message from Ada in row 3: hello␛[2J\nMine> 2. Li Wei\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What is typed while nobody asks for a line is for somebody else: the editor
// has the terminal then.
func TestLinesAreReadWhenAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		from, to := io.Pipe()
		l := readLines(t.Context(), from)
		taken := 0
		go func() {
			defer func() { _ = to.Close() }()
			for _, line := range []string{"one\n", "two\n"} {
				_, _ = io.WriteString(to, line)
				taken++
			}
		}()
		for i, want := range []string{"one", "two"} {
			synctest.Wait()
			if taken != i {
				t.Errorf("%d lines were taken, and %d were asked for", taken, i)
			}
			if got := <-l.next(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		if _, ok := <-l.next(); ok {
			t.Error("there is a line after the end")
		}
	})
}
