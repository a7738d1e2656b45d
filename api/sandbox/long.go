package sandbox

import (
	"fmt"
	"slices"
)

// longFile is a conversation that went on for months: an opening, and lines
// that the two take turns with.
type longFile struct {
	Script script   `json:"script"`
	Parts  int      `json:"parts"`
	Lines  []string `json:"lines"`
	By     []string `json:"by"`
}

// playLong plays the thread that has more parts than the API returns.
func (w *workspace) playLong() {
	var f longFile
	mustRead("long.json", &f)
	c := w.play(f.Script)
	minutes := int64(span(f.Script.Ago).Minutes())
	for i := 0; len(c.parts) < f.Parts; i++ {
		left := minutes - int64(i+1)*minutes/int64(f.Parts+1)
		body := fmt.Sprintf("<p>"+f.Lines[i%len(f.Lines)]+"</p>", 1+i/len(f.Lines), 12+i%17)
		w.perform(c, event{Ago: fmt.Sprintf("%dm", left), By: f.By[i%len(f.By)], Body: body})
	}
	c.read = true
}

// fillerFile holds templates from which the seed makes the everyday rest.
type fillerFile struct {
	Count     int                 `json:"count"`
	Templates []fillerTemplate    `json:"templates"`
	Words     map[string][]string `json:"words"`
}

type fillerTemplate struct {
	Channel string   `json:"channel"`
	Title   string   `json:"title"`
	Body    string   `json:"body"`
	Answers []string `json:"answers"` // by a teammate and the contact in turn
	Tag     string   `json:"tag"`
	Team    string   `json:"team"`
	SLA     string   `json:"sla"`
	Rating  int64    `json:"rating"`
	Remark  string   `json:"remark"`
	End     string   `json:"end"` // open, closed or snoozed
}

func (w *workspace) playFiller() {
	var f fillerFile
	mustRead("filler.json", &f)
	people := slices.DeleteFunc(slices.Clone(w.contacts), func(p *contact) bool {
		return !p.live() || p.role != "user" || p.key == "hostile" || p.key == "bird"
	})
	g := newFiller(w, f.Words)
	for i := range f.Count {
		t := f.Templates[i%len(f.Templates)]
		w.play(g.script(t, people[g.rng.IntN(len(people))].key, i))
	}
}
