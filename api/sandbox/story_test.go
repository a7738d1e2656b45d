package sandbox

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func TestStoriesThatComeWithParley(t *testing.T) {
	t.Parallel()
	for _, name := range Stories() {
		raw, ok := StoryFile(name)
		if !ok {
			t.Fatalf("there is no file of %s", name)
		}
		s, err := ParseStory(name, raw)
		if err != nil {
			t.Fatal(err)
		}
		if n := s.Length(); n < 3*time.Minute || n > 5*time.Minute {
			t.Errorf("%s takes %s: a standup is 3 to 5 minutes", name, n)
		}
		for _, st := range s.Steps {
			if n := len([]rune(st.Say)); n > 52 {
				t.Errorf("%s:%d: %d characters are more than a row of 80 has room for: %s", name, st.Line, n, st.Say)
			}
		}
	}
	if _, ok := StoryFile("../workspace/workspace"); ok {
		t.Error("a name reached out of the folder of stories")
	}
}

func TestWhatIsWrongWithAStoryNamesItsLine(t *testing.T) {
	t.Parallel()
	step := func(lines string) string { return "title = 'x'\n[[step]]\nat = '0:01'\n[[step]]\n" + lines }
	for name, tt := range map[string]struct{ text, want string }{
		"not TOML":                 {"title = ", "f.toml:1: "},
		"nothing":                  {"title = 'x'", "f.toml: nothing happens in it; it needs a [[step]]"},
		"unknown at the top":       {"color = 1\n[[step]]\nsay='x'", `f.toml:1: there is no "color"; there are title, seed`},
		"unknown in a step":        {step("wen = '0:02'"), `f.toml:5: there is no "step.wen"; there are at, after, say`},
		"wrong type":               {step("at = 5"), "f.toml:5: "},
		"no such verb":             {step("do = 'shout'"), `f.toml:4: do: there is no "shout"; there are assign, close,`},
		"an empty step":            {step("at = '0:02'"), "f.toml:4: nothing happens in it; it needs say, do, keys or text"},
		"both times":               {step("at = '0:02'\nafter = '1s'\nsay = 'x'"), "f.toml:4: it has both at and after"},
		"a time that is none":      {step("at = '2'\nsay = 'x'"), `f.toml:4: at: "2" is not a moment of the story such as 1:20`},
		"a time that is too short": {step("at = '0:5'\nsay = 'x'"), `f.toml:4: at: "0:5" is not a moment`},
		"a time that has passed":   {"[[step]]\nat = '0:09'\nsay = 'x'\n[[step]]\nat = '0:08'\nsay = 'y'", "f.toml:4: at: 0:08 is before the end of the step above, which is at 0:09"},
		"a span that is none":      {step("after = 'soon'\nsay = 'x'"), `f.toml:4: after: "soon" is not a time such as 5s`},
		"a span into the past":     {step("after = '-5s'\nsay = 'x'"), `f.toml:4: after: "-5s" is not a time such as 5s`},
		"too long":                 {step("after = '90h'\nsay = 'x'"), "f.toml:4: after: no story is longer than 4h"},
		"a word is missing":        {step("do = 'assign'\nin = 'refund-4411'\nby = 'yuki'"), "f.toml:4: assign needs in, by, to"},
		"a word too many":          {step("do = 'close'\nin = 'refund-4411'\nby = 'yuki'\nto = 'ana'"), "f.toml:4: close takes no to"},
		"a word without do":        {step("in = 'refund-4411'\nsay = 'x'"), "f.toml:4: in says nothing without do"},
		"no such conversation":     {step("do = 'close'\nin = 'refund'\nby = 'yuki'"), `f.toml:4: in: there is no "refund"; there are refund-4411, `},
		"no such teammate":         {step("do = 'note'\nin = 'refund-4411'\nby = 'ada'\nbody = 'x'"), `f.toml:4: by: there is no "ada"; there are ana, jonas`},
		"no such customer":         {step("do = 'write'\nby = 'ana'\nbody = 'x'"), `f.toml:4: by: there is no "ana"; there are ada, liwei`},
		"no such assignee":         {step("do = 'assign'\nin = 'refund-4411'\nby = 'bot'\nto = 'sales'"), `f.toml:4: to: there is no "sales"; there are ana,`},
		"no such SLA":              {step("do = 'sla'\nin = 'refund-4411'\nname = 'Lead'"), `f.toml:4: name: there is no SLA "Lead"; there are Gold: first reply 1h`},
		"no such priority":         {step("do = 'priority'\nin = 'refund-4411'\nby = 'ana'\nname = 'top'"), `f.toml:4: name: there is no priority "top"; there are none, low`},
		"no such rating":           {step("do = 'rate'\nin = 'refund-4411'\nscore = 6"), "f.toml:4: score: a rating is 1 to 5, not 6"},
		"a taken key":              {step("do = 'write'\nby = 'ada'\nbody = 'x'\nas = 'refund-4411'"), `f.toml:4: as: there is a conversation "refund-4411" already`},
		"a fault that is none":     {step("do = 'fail'\nfaults = 'reply:sulk'"), `f.toml:4: faults: fault "reply:sulk": unknown kind "sulk"`},
		"a snooze for no time":     {step("do = 'snooze'\nin = 'refund-4411'\nby = 'ana'\nfor = 'ever'"), `f.toml:4: for: "ever" is not a time such as 20m`},
		"keys and text":            {step("keys = 'x'\ntext = 'y'"), "f.toml:4: it has both keys and text; make it two steps"},
		"an id of nothing":         {step("text = 'open {nowhere}'"), `f.toml:4: there is no conversation "nowhere"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(tt.text, "[[step]]\nat = '0:01'\n[[step]]", "[[step]]\nsay = 'x'\n[[step]]", 1)
			_, err := ParseStory("f.toml", []byte(text))
			if e, ok := errors.AsType[*StoryError](err); !ok || !strings.HasPrefix(e.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestAStoryIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	s, err := ParseStory("f.toml", []byte(`
title = "One"
seed = 9
clock = 2026-11-17T11:30:00Z
[[step]]
at = "0:05"
say = "A customer writes."
do = "write"
by = "ada"
body = "One & two.\n\nThree."
as = "new"
[[step]]
do = "assign"
in = "new"
by = "bot"
to = "ana"
[[step]]
after = "2s"
text = "é {new}\n"
[[step]]
keys = "ctrl+k esc"
`))
	if err != nil {
		t.Fatal(err)
	}
	if s.Title != "One" || s.Seed != 9 || s.Clock.Hour() != 11 || len(s.Steps) != 4 {
		t.Errorf("the story is %+v", s)
	}
	if got, want := s.Steps[0].Body, "<p>One &amp; two.</p><p>Three.</p>"; got != want {
		t.Errorf("the body is %s, want %s", got, want)
	}
	if got := s.Steps[1]; got.At != 5*time.Second || got.Line != 12 {
		t.Errorf("the second step is at %s on line %d", got.At, got.Line)
	}
	if got, want := strings.Join(s.Steps[2].Keys, "|"), "é|space|{new}|enter"; got != want {
		t.Errorf("the keys are %s, want %s", got, want)
	}
	if got, want := s.Steps[3].At, 7*time.Second+2*typePace+keyPace; got != want {
		t.Errorf("the last step begins at %s, want %s", got, want)
	}
	if got, want := s.Length(), s.Steps[3].At+keyPace; got != want {
		t.Errorf("the story takes %s, want %s", got, want)
	}
}

func FuzzParseStory(f *testing.F) {
	raw, _ := StoryFile("standup")
	f.Add(raw)
	f.Add([]byte("[[step]]\nat = '0:01'\ntext = '{'\n"))
	f.Add([]byte("step = [{say = 'x'}, {at = '99999:59'}]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ParseStory("f.toml", raw)
		if err != nil {
			return
		}
		before := time.Duration(0)
		for _, st := range s.Steps {
			if st.At < before || st.end() < st.At {
				t.Fatalf("the steps are not in order: %s before %s", before, st.At)
			}
			before = st.end()
		}
	})
}

func TestTheExampleInTheREADME(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(raw), "\n## A scripted demo\n")
	_, example, _ := strings.Cut(section, "```toml\n")
	example, _, ok := strings.Cut(example, "```\n")
	if !ok {
		t.Fatal("there is no example")
	}
	if _, err := ParseStory("README.md", []byte(example)); err != nil {
		t.Error(err)
	}
}
