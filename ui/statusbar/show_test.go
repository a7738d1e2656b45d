package statusbar

import (
	"testing"
	"time"
)

func TestTheRowOfAScriptedDemo(t *testing.T) {
	t.Parallel()
	s := Show{
		At: 80 * time.Second, Length: 4 * time.Minute, Speed: 2, Caption: "Siobhán answers Ada too.",
		Next: "Parley looked again: nothing was sent.", In: 9 * time.Second,
	}
	hints := []Hint{{Key: "f8", Word: "pause"}, {Key: "f9", Word: "step"}, {Key: "f6", Word: "slower"}, {Key: "f7", Word: "faster"}}
	paused, over := s, s
	paused.Paused = true
	over.Done, over.Next = true, ""
	for _, tt := range []struct {
		name string
		s    Show
		w    int
		want string
	}{
		{"wide", s, 160, "demo ▶ 2x 01:20/04:00 Siobhán answers Ada too. next 00:09 Parley looked again: nothing was sent. f8 pause f9 step f6 slower f7 faster"},
		{"what follows before the speed", s, 120, "demo ▶ 2x 01:20/04:00 Siobhán answers Ada too. next 00:09 Parley looked again: nothing was sent. f8 pause f9 step"},
		{"narrow", s, 80, "demo ▶ 2x 01:20/04:00 Siobhán answers Ada too. f8 pause f9 step f6 slower"},
		{"narrower", s, 40, "demo ▶ 2x 01:20/04:00 Siobhán answer…"},
		{"stopped", paused, 80, "demo ❚❚ 01:20/04:00 Siobhán answers Ada too. f8 pause f9 step f6 slower"},
		{"over", over, 80, "demo ■ 04:00 Siobhán answers Ada too. the story is over"},
	} {
		line := ShowLine(env(), tt.s, hints, tt.w)
		if got := plain(line); got != tt.want {
			t.Errorf("%s: got  %s\nwant %s", tt.name, got, tt.want)
		}
		if got := env().Measure.Width(line); got != tt.w {
			t.Errorf("%s: the row takes %d cells of %d", tt.name, got, tt.w)
		}
	}
}
