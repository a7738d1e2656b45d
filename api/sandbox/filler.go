package sandbox

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// filler makes scripts from templates, varied by the seed.
type filler struct {
	w     *workspace
	rng   *rand.Rand
	words map[string][]string
	names []string // of words, in a fixed order
}

func newFiller(w *workspace, words map[string][]string) *filler {
	return &filler{
		w: w, rng: rand.New(rand.NewPCG(w.seed, 3)),
		words: words, names: slices.Sorted(maps.Keys(words)),
	}
}

// teammates who take everyday conversations.
var fillerAdmins = []string{"jonas", "priya", "chidi", "yuki", "siobhan"}

func (g *filler) script(t fillerTemplate, from string, n int) script {
	fill := g.replacer()
	began := 40 + n*53 + g.rng.IntN(50) // minutes ago
	by := fillerAdmins[g.rng.IntN(len(fillerAdmins))]
	sc := script{
		From: from, Channel: t.Channel, SLA: t.SLA, Ago: minutes(began), Read: t.End == "closed",
		Title: fill(t.Title), Body: fill(t.Body),
	}
	if t.Channel == "email" {
		sc.Subject = sc.Title
	}
	steps := len(t.Answers) + 4
	at := func(i int) string { return minutes(began - (i+1)*began/(steps+1)) }
	if t.Team != "" {
		sc.Events = append(sc.Events, event{Ago: at(0), By: "bot", Do: "assign", To: t.Team})
	}
	if len(t.Answers) > 0 {
		sc.Events = append(sc.Events, event{Ago: at(1), By: by, Do: "assign", To: by})
	}
	if t.Tag != "" {
		sc.Events = append(sc.Events, event{Ago: at(1), By: by, Do: "tag", Name: t.Tag})
	}
	for i, text := range t.Answers {
		ev := event{Ago: at(i + 2), Body: fill(text)}
		if i%2 == 0 {
			ev.By = by
		}
		sc.Events = append(sc.Events, ev)
	}
	last := at(len(t.Answers) + 2)
	switch t.End {
	case "closed":
		sc.Events = append(sc.Events, event{Ago: last, By: by, Do: "close"})
	case "snoozed":
		sc.Events = append(sc.Events, event{Ago: last, By: by, Do: "snooze", For: fmt.Sprintf("%dh", 2+g.rng.IntN(40))})
	}
	if t.Rating > 0 {
		sc.Events = append(sc.Events, event{Ago: at(len(t.Answers) + 3), Do: "rate", Score: t.Rating, Body: t.Remark})
	}
	return sc
}

// replacer chooses one word of each list for one conversation.
func (g *filler) replacer() func(string) string {
	pairs := []string{"{n}", strconv.Itoa(2 + g.rng.IntN(7)), "{order}", strconv.Itoa(4300 + g.rng.IntN(400))}
	for _, name := range g.names {
		list := g.words[name]
		pairs = append(pairs, "{"+name+"}", list[g.rng.IntN(len(list))])
	}
	return strings.NewReplacer(pairs...).Replace
}

func minutes(n int) string { return strconv.Itoa(max(n, 1)) + "m" }
