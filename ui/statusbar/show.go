package statusbar

import (
	"fmt"
	"strconv"
	"time"

	"parley/ui/layout"
	"parley/ui/pane"
)

// Show is how far a scripted demo is.
type Show struct {
	Title   string
	At      time.Duration // since the beginning
	Length  time.Duration // of the story
	Speed   float64
	Paused  bool
	Done    bool
	Caption string        // what the audience is told
	Next    string        // what it will be told next; "" where nothing follows
	In      time.Duration // until then
}

// leastNext is how many cells what comes next is worth showing in.
const leastNext = 24

// ShowLine draws the row of a scripted demo: what happens, how far it is, what
// comes next, and the keys that stop and speed it. What happens is never
// dropped.
func ShowLine(env *pane.Env, s Show, hints []Hint, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	left.add(0, t.BarAccent, "demo "+gear(s))
	if s.Caption != "" {
		left.add(0, t.BarStrong, s.Caption)
	}
	if s.Done {
		right.add(2, t.BarDim, "the story is over")
	} else {
		for i, h := range hints {
			right.add(3+i, t.BarDim, h.Key+" "+h.Word)
		}
		room := w - 2 - left.kept() - (width(right.segs) + len(between))
		if s.Next != "" && room >= leastNext {
			next := segment{layout.Cut("next "+clock(s.In)+" "+s.Next, room), t.BarDim, 9}
			right.segs = append([]segment{next}, right.segs...)
		}
	}
	if len(left.segs) > 1 { // the caption gives way before the time does
		left.segs[1].text = layout.Cut(left.segs[1].text, max(w-2-layout.Widest(left.segs[0].text)-len(between), 4))
	}
	return bar(left, right, w)
}

// gear says whether the demo runs, how fast, and where it is.
func gear(s Show) string {
	switch {
	case s.Done:
		return "■ " + clock(s.Length)
	case s.Paused:
		return "❚❚ " + clock(s.At) + "/" + clock(s.Length)
	default:
		return "▶ " + strconv.FormatFloat(s.Speed, 'g', -1, 64) + "x " + clock(s.At) + "/" + clock(s.Length)
	}
}

func clock(d time.Duration) string {
	s := int(max(d, 0) / time.Second)
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}
