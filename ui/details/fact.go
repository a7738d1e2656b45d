package details

import (
	"fmt"
	"strings"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// Fact is one figure in words. A Fact without a Value is a heading for those
// below it. Both are plain text of one line, safe to draw.
type Fact struct{ Label, Value string }

// facts collects what is known.
type facts struct {
	now  time.Time
	dir  desk.Directory
	list []Fact
	head string // heading that is written once something follows
}

func (f *facts) heading(s string) { f.head = s }

// add takes a fact, unless its value is empty.
func (f *facts) add(label, value string) {
	value = strings.TrimSpace(safetext.Line(value))
	if value == "" {
		return
	}
	if f.head != "" {
		f.list = append(f.list, Fact{Label: f.head})
		f.head = ""
	}
	f.list = append(f.list, Fact{safetext.Line(label), value})
}

func (f *facts) html(label, value string)      { f.add(label, richtext.Inline(value)) }
func (f *facts) word(label, value string)      { f.add(label, pane.Human(value)) }
func (f *facts) id(label string, id api.ID)    { f.add(label, string(id)) }
func (f *facts) when(label string, t api.Time) { f.add(label, f.moment(t)) }

func (f *facts) count(label string, n api.Number) {
	if v, known := n.Get(); known {
		f.add(label, fmt.Sprint(v))
	}
}

func (f *facts) span(label string, n api.Number) {
	if d, known := n.Duration(); known {
		f.add(label, duration(d))
	}
}

// moment is a time in full, and how far it is away.
func (f *facts) moment(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	s := t.In(f.now.Location()).Format("Mon 2 Jan 2006 15:04")
	switch d := f.now.Sub(t.Time); {
	case d < -time.Minute:
		return s + " (in " + pane.Span(d) + ")"
	case d < time.Minute:
		return s + " (just now)"
	default:
		return s + " (" + pane.Span(d) + " ago)"
	}
}

// ago is a time in short.
func (f *facts) ago(t api.Time) string {
	switch d := f.now.Sub(t.Time); {
	case t.IsZero():
		return ""
	case d < 0:
		return pane.Moment(t.Time, f.now)
	case d < time.Minute:
		return "just now"
	case d < 14*24*time.Hour:
		return pane.Span(d) + " ago"
	default:
		return pane.Moment(t.Time, f.now)
	}
}

// who names a teammate, a team or anything else that a reference points at.
func (f *facts) who(r *api.Reference) string {
	if r == nil || r.ID == "" {
		return ""
	}
	if r.Type == "team" {
		return f.team(r.ID)
	}
	for i := range f.dir.Admins {
		if a := &f.dir.Admins[i]; a.ID == r.ID && a.Name != "" {
			return richtext.Inline(a.Name)
		}
	}
	return strings.TrimSpace(pane.Human(r.Type) + " #" + string(r.ID))
}

func (f *facts) team(id api.ID) string {
	for i := range f.dir.Teams {
		if t := &f.dir.Teams[i]; t.ID == id && t.Name != "" {
			return richtext.Inline(t.Name)
		}
	}
	if id == "" {
		return ""
	}
	return "team #" + string(id)
}

// duration writes a length of time by its two largest units.
func duration(d time.Duration) string {
	if d < 0 {
		return "-" + duration(-d)
	}
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}}
	var words []string
	for _, u := range units {
		if n := int64(d / u.size); n > 0 {
			words = append(words, fmt.Sprintf("%d%s", n, u.name))
			d %= u.size
		} else if len(words) > 0 {
			break
		}
		if len(words) == 2 {
			break
		}
	}
	if len(words) == 0 {
		return "0s"
	}
	return strings.Join(words, " ")
}

// join puts what is not empty together.
func join(sep string, words ...string) string {
	var out []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, sep)
}
