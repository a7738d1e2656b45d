package cli

import (
	"fmt"
	"strings"
	"time"

	"parley/ui/pane"
)

// clock is the moment by which everything is told, and in whose zone.
type clock struct{ now time.Time }

// moment says when something was or will be, with the distance from now.
func (c clock) moment(t time.Time) string {
	at := t.In(c.now.Location()).Format("Mon 2 Jan 2006 15:04")
	if d := c.now.Sub(t); d >= 0 {
		return fmt.Sprintf("%s (%s ago)", at, pane.Length(d))
	}
	return fmt.Sprintf("%s (in %s)", at, pane.Length(t.Sub(c.now)))
}

// short says when something was as briefly as it is clear: the hour for
// today, the weekday within six days, the date otherwise.
func (c clock) short(t time.Time) string {
	t = t.In(c.now.Location())
	switch d := c.now.Sub(t).Abs(); {
	case t.YearDay() == c.now.YearDay() && t.Year() == c.now.Year():
		return t.Format("15:04")
	case d < 6*24*time.Hour:
		return t.Format("Mon 15:04")
	case t.Year() == c.now.Year():
		return t.Format("2 Jan 15:04")
	default:
		return t.Format("2 Jan 2006")
	}
}

// humanise turns a code of the API into words.
func humanise(code string) string { return strings.ReplaceAll(code, "_", " ") }

// plural says how many there are.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// bytesize says how large a file is.
func bytesize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000*1000:
		return fmt.Sprintf("%.0f kB", float64(n)/1000)
	case n < 1000*1000*1000:
		return fmt.Sprintf("%.1f MB", float64(n)/1000/1000)
	default:
		return fmt.Sprintf("%.0f GB", float64(n)/1000/1000/1000)
	}
}
