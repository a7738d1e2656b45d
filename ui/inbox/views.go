package inbox

import (
	"strconv"
	"strings"

	"parley/api/desk"
	"parley/ui/pane"
)

// Views draws the names of the views with their counts and the keys that lead
// to them, exactly w×h cells.
func Views(env *pane.Env, views []desk.View, current string, w, h int) string {
	t := env.Theme
	lines := make([]string, 0, len(views))
	for i, v := range views {
		key := " "
		if i < 9 {
			key = strconv.Itoa(i + 1)
		}
		count := ""
		if n, ok := v.Count.Get(); ok {
			count = strconv.FormatInt(n, 10)
		}
		name, mark := t.Text, " "
		if v.ID == current {
			name, mark = t.Strong.Inherit(t.SelectedBlur), "▸"
		}
		left, gap, right := env.Measure.Gap(mark+key+" "+v.Name, count, max(w-1, 1))
		lines = append(lines, name.Render(left+strings.Repeat(" ", gap))+t.Dim.Inherit(name).Render(right)+name.Render(" "))
	}
	return env.Fill(lines, w, h)
}
