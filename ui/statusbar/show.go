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

// What comes next is worth showing in so many cells, and takes the place of
// all hints but the first.
const (
	leastNext = 24
	firstTwo  = 2
)

// ShowLine draws the row of a scripted demo: what happens, how far it is, what
// comes next, and the keys that stop and speed it. What happens is never
// dropped.
func ShowLine(env *pane.Env, s Show, hints []Hint, w int) string {
	t := env.Theme
	left, right := &row{env: env}, &row{env: env}
	s.Caption, s.Next = env.Mask.Text(s.Caption), env.Mask.Text(s.Next)
	left.add(0, t.BarAccent, "demo "+gear(s))
	if s.Caption != "" {
		left.add(0, t.BarStrong, s.Caption)
	}
	if s.Done {
		right.add(2, t.BarDim, "the story is over")
	} else {
		for i, h := range hints {
			rank := 3 + i
			if i >= firstTwo {
				rank++ // after what comes next
			}
			right.add(rank, t.BarDim, h.Key+" "+h.Word)
		}
		room := w - 2 - left.kept() - (width(right.segs[:min(len(right.segs), firstTwo)]) + len(between))
		if s.Next != "" && room >= leastNext {
			next := segment{text: layout.Cut("next "+clock(s.In)+" "+s.Next, room), style: t.BarDim, rank: 3 + firstTwo}
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
