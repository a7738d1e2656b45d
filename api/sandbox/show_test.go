package sandbox

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

const short = `
[[step]]
at = "0:02"
say = "One."
do = "close"
in = "refund-4411"
by = "yuki"
[[step]]
after = "3s"
keys = "a b c"
[[step]]
at = "0:20"
say = "Two."
do = "fail"
faults = "*:429"
`

// premiere starts a show in a bubble, and collects the keys that it presses.
func premiere(t *testing.T, text string) (w *Show, s *Server, c *Clock, keys func() []string) {
	t.Helper()
	story, err := ParseStory("f.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c = NewClock(noon)
	s = New(Options{Now: c.Now})
	w = NewShow(story, s, c)
	go func() { _ = w.Run(t.Context()) }() // its state tells how it ended
	synctest.Wait()
	return w, s, c, func() []string {
		var all []string
		for {
			select {
			case <-w.news:
				w.tell()
				got, err := w.Next(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, got...)
			default:
				return all
			}
		}
	}
}

func state(s *Server, key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.ws.conversations {
		if c.key == key {
			return c.state
		}
	}
	return ""
}

func TestAShowPlaysByItsClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, s, _, keys := premiere(t, short)
		if got := w.State(); got.Next != "One." || got.In != 2*time.Second || got.Length != 20*time.Second {
			t.Errorf("at the beginning the state is %+v", got)
		}
		pass(1900 * time.Millisecond)
		if got := state(s, "refund-4411"); got != stateOpen {
			t.Errorf("the conversation is %s before its time", got)
		}
		pass(200 * time.Millisecond)
		if got := state(s, "refund-4411"); got != stateClosed {
			t.Errorf("the conversation is %s after its time", got)
		}
		if got := w.State(); got.Caption != "One." || got.Next != "Two." {
			t.Errorf("after the first step the state is %+v", got)
		}
		pass(3 * time.Second)
		if got := keys(); !slices.Equal(got, []string{"a"}) {
			t.Errorf("the keys are %q", got)
		}
		pass(keyPace)
		if got := keys(); !slices.Equal(got, []string{"b"}) {
			t.Errorf("then the keys are %q", got)
		}
		pass(time.Minute)
		if got := w.State(); !got.Done || got.Caption != "Two." || got.At != got.Length || got.Next != "" {
			t.Errorf("at the end the state is %+v", got)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.faults) != 1 {
			t.Error("nothing went wrong")
		}
	})
}

func TestAShowIsPausedSteppedAndSpedUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, s, c, keys := premiere(t, short)
		w.Pause()
		pass(time.Hour)
		if got := w.State(); !got.Paused || got.At != 0 {
			t.Errorf("after a pause the state is %+v", got)
		}
		w.Step()
		pass(0)
		if got := state(s, "refund-4411"); got != stateClosed || c.Now().Sub(noon) != 2*time.Second {
			t.Errorf("after a step the conversation is %s, and it is %s", got, c.Now())
		}
		w.Step()
		pass(0)
		if got := keys(); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("a step pressed %q", got)
		}
		if got := w.State(); !got.Paused || got.At != 5*time.Second+2*keyPace {
			t.Errorf("after two steps the state is %+v", got)
		}
		w.Pause()
		for range 5 {
			w.Faster()
		}
		if got := w.State().Speed; got != 8 {
			t.Errorf("the fastest is %g", got)
		}
		pass(time.Second)
		if got, want := w.State().At, 14200*time.Millisecond; got != want {
			t.Errorf("a second at full speed leads to %s, want %s", got, want)
		}
		for range 9 {
			w.Slower()
		}
		if got := w.State().Speed; got != 0.5 {
			t.Errorf("the slowest is %g", got)
		}
		w.Step()
		pass(0)
		w.Step()
		w.Pause()
		if got := w.State(); !got.Done || got.Paused || got.Speed != 1 {
			t.Errorf("after the end the state is %+v", got)
		}
		if w.SetSpeed(3) == nil {
			t.Error("3 is taken for a speed")
		}
	})
}

func TestAStepThatCannotHappenEndsTheShow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, _, _, _ := premiere(t, "[[step]]\nat = '0:01'\ndo = 'reply'\nin = 'deleted-contact'\nbody = 'x'\n[[step]]\nafter='1s'\nsay='y'")
		pass(2 * time.Second)
		if got := w.State(); !got.Done || got.Caption != `line 1 of the story: the contact of conversation "deleted-contact" is gone` {
			t.Errorf("the state is %+v", got)
		}
	})
}

func TestEveryVerbHappens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, s, _, _ := premiere(t, `
[[step]]
do = "write"
by = "june"
subject = "Hello"
body = "It does not grow."
as = "new"
[[step]]
do = "sla"
in = "new"
name = "Gold: first reply 1h"
[[step]]
do = "reply"
in = "new"
by = "fin"
body = "Water it."
[[step]]
do = "assign"
in = "new"
by = "bot"
to = "greenhouse"
[[step]]
do = "priority"
in = "new"
by = "yuki"
name = "urgent"
[[step]]
do = "note"
in = "new"
by = "yuki"
body = "Mine."
[[step]]
do = "tag"
in = "new"
by = "yuki"
name = "plant care"
[[step]]
do = "snooze"
in = "new"
by = "yuki"
for = "20m"
[[step]]
do = "open"
in = "new"
by = "yuki"
[[step]]
do = "sla-remove"
in = "new"
by = "yuki"
[[step]]
do = "close"
in = "new"
by = "yuki"
[[step]]
do = "rate"
in = "new"
score = 2
body = "Slow & curt."
[[step]]
do = "fail"
faults = "*:503"
[[step]]
do = "recover"
`)
		pass(time.Second)
		if got := w.State(); !got.Done || got.Caption != "" {
			t.Fatalf("the state is %+v", got)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		c := find(s.ws.conversations, func(c *conversation) bool { return c.key == "new" })
		var kinds []string
		for _, p := range c.parts {
			kinds = append(kinds, p.kind)
		}
		want := []string{
			"conversation_sla_applied_by_rule", "comment", "assignment", "priority_changed", "note", "conversation_tags_updated",
			"snoozed", "unsnoozed", "conversation_sla_removed", "close", "conversation_rating_changed", "conversation_rating_remark_added",
		}
		if !slices.Equal(kinds, want) {
			t.Errorf("the parts are %q,\nwant %q", kinds, want)
		}
		if c.rating.remark != "Slow & curt." || c.teamID == "" || c.priority != 4 || len(s.faults) != 0 {
			t.Errorf("the conversation is %+v", c)
		}
	})
}
