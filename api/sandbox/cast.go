package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// cast is who and what a story may name.
type cast struct {
	conversations []string
	customers     []string
	teammates     []string
	teams         []string
	slas          []string
}

// newCast returns a cast of its own to each story.
func newCast() *cast {
	c := sample()
	c.conversations = slices.Clone(c.conversations)
	return &c
}

// sample is who is in the sample workspace: with every seed the same.
var sample = sync.OnceValue(func() cast {
	w := newWorkspace(Options{Now: func() time.Time { return time.Unix(firstMessage, 0) }})
	var c cast
	for _, conv := range w.conversations {
		if conv.key != "" {
			c.conversations = append(c.conversations, conv.key)
		}
	}
	for _, p := range w.contacts {
		if p.live() {
			c.customers = append(c.customers, p.key)
		}
	}
	for _, a := range w.admins {
		if !a.bot {
			c.teammates = append(c.teammates, a.key)
		}
	}
	for _, t := range w.teams {
		c.teams = append(c.teams, t.key)
	}
	for _, p := range w.slas {
		c.slas = append(c.slas, p.Name)
	}
	return c
})

// bots may do what no person does.
var bots = []string{"bot", "fin"}

// verb is something that can happen: which words it needs, and which it takes
// besides. say, at and after go with each.
type verb struct{ needs, takes []string }

var verbs = map[string]verb{
	"write":      {needs: []string{"by", "body"}, takes: []string{"subject", "as"}},
	"reply":      {needs: []string{"in", "body"}, takes: []string{"by"}},
	"note":       {needs: []string{"in", "by", "body"}},
	"close":      {needs: []string{"in", "by"}},
	"open":       {needs: []string{"in", "by"}},
	"snooze":     {needs: []string{"in", "by", "for"}},
	"assign":     {needs: []string{"in", "by", "to"}},
	"tag":        {needs: []string{"in", "by", "name"}},
	"priority":   {needs: []string{"in", "by", "name"}},
	"sla":        {needs: []string{"in", "name"}},
	"sla-remove": {needs: []string{"in", "by"}},
	"rate":       {needs: []string{"in", "score"}, takes: []string{"body"}},
	"fail":       {needs: []string{"faults"}},
	"recover":    {},
	"":           {takes: []string{"keys", "text"}},
}

// admit checks that a step says all that its verb needs, and names only what
// there is. A conversation that begins joins the cast.
func (c *cast) admit(f *stepFile, st *Step) error {
	v, ok := verbs[st.Do]
	if !ok {
		return fmt.Errorf("do: there is no %q; there are %s", st.Do, commas(slices.Sorted(maps.Keys(verbs))[1:]))
	}
	given := f.words()
	for _, w := range v.needs {
		if !slices.Contains(given, w) {
			return fmt.Errorf("%s needs %s", st.Do, commas(v.needs))
		}
	}
	for _, w := range given {
		if !slices.Contains(v.needs, w) && !slices.Contains(v.takes, w) {
			if st.Do == "" {
				return fmt.Errorf("%s says nothing without do", w)
			}
			return fmt.Errorf("%s takes no %s", st.Do, w)
		}
	}
	if st.Do == "" && st.Say == "" && len(st.Keys) == 0 {
		return errors.New("nothing happens in it; it needs say, do, keys or text")
	}
	return c.known(st)
}

// words are those that the step gives, but for say and the times.
func (f *stepFile) words() []string {
	var out []string
	for _, w := range []struct {
		name  string
		given bool
	}{
		{"in", f.In != ""},
		{"by", f.By != ""},
		{"body", f.Body != ""},
		{"subject", f.Subject != ""},
		{"as", f.As != ""},
		{"to", f.To != ""},
		{"for", f.For != ""},
		{"name", f.Name != ""},
		{"score", f.Score != 0},
		{"faults", f.Faults != ""},
		{"keys", f.Keys != ""},
		{"text", f.Text != ""},
	} {
		if w.given {
			out = append(out, w.name)
		}
	}
	return out
}

func (c *cast) known(st *Step) error {
	for _, x := range []struct {
		word, key string
		among     []string
	}{
		{"in", st.In, c.conversations},
		{"by", st.By, c.actors(st.Do)},
		{"to", st.To, slices.Concat(c.teammates, c.teams, []string{"none"})},
	} {
		if x.key != "" && !slices.Contains(x.among, x.key) {
			return fmt.Errorf("%s: there is no %q; there are %s", x.word, x.key, commas(x.among))
		}
	}
	switch {
	case st.Do == "sla" && !slices.Contains(c.slas, st.Name):
		return fmt.Errorf("name: there is no SLA %q; there are %s", st.Name, commas(c.slas))
	case st.Do == "priority" && !slices.Contains(priorityNames, st.Name):
		return fmt.Errorf("name: there is no priority %q; there are %s", st.Name, commas(priorityNames))
	case st.Do == "rate" && (st.Score < 1 || st.Score > 5):
		return fmt.Errorf("score: a rating is 1 to 5, not %d", st.Score)
	case st.As != "" && slices.Contains(c.conversations, st.As):
		return fmt.Errorf("as: there is a conversation %q already", st.As)
	case st.As != "":
		c.conversations = append(c.conversations, st.As)
	}
	return nil
}

// actors are who can do something.
func (c *cast) actors(verb string) []string {
	switch verb {
	case "write":
		return c.customers
	case "note":
		return c.teammates
	case "reply":
		return slices.Concat(c.teammates, bots, c.customers)
	default:
		return slices.Concat(c.teammates, bots[:1])
	}
}

func commas(words []string) string { return strings.Join(words, ", ") }
