package pane

import (
	"fmt"
	"strings"
	"time"
)

// Span writes a duration in one short word, rounded down: "now" below a
// minute, then "7m", "3h", "2d", "5w". Negative durations count as their
// absolute value.
func Span(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d < 14*24*time.Hour:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	default:
		return fmt.Sprintf("%dw", d/(7*24*time.Hour))
	}
}

// Length writes how long something lasted, rounded down, in at most two units:
// "45s", "18m", "3h 20m", "2d 4h". What is negative is nothing.
func Length(d time.Duration) string {
	d = max(d, 0)
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm", minutes)
	case days == 0 && minutes == 0:
		return fmt.Sprintf("%dh", hours)
	case days == 0:
		return fmt.Sprintf("%dh %dm", hours, minutes)
	case hours == 0 || days > 6:
		return fmt.Sprintf("%dd", days)
	default:
		return fmt.Sprintf("%dd %dh", days, hours)
	}
}

// Countdown returns how many seconds are left: those that are whole, and one
// for what remains. A countdown that shows it never says 0 before the end.
func Countdown(left time.Duration) int {
	return int((max(left, 0) + time.Second - 1) / time.Second)
}

// Moment writes a time as short as can be understood at now: "09:14" on the
// same day, "Tue 09:14" within six days, "3 Nov" within the year, "3 Nov 2025"
// otherwise.
func Moment(t, now time.Time) string {
	t = t.In(now.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	days := day(now).Sub(day(t)).Hours() / 24
	switch {
	case days == 0:
		return t.Format("15:04")
	case days > -7 && days < 7:
		return t.Format("Mon 15:04")
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	default:
		return t.Format("2 Jan 2006")
	}
}

// Bytes writes a file size: "48 kB".
func Bytes(n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	f, i := float64(n), 0
	for f >= 1000 && i < len(units)-1 {
		f, i = f/1000, i+1
	}
	if f < 10 && i > 0 {
		return fmt.Sprintf("%.1f %s", f, units[i])
	}
	return fmt.Sprintf("%.0f %s", f, units[i])
}

// Count writes a number with its noun: "1 note", "2 notes".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Human turns an identifier of the API into words: "note_and_reopen" into
// "note and reopen".
func Human(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "_", " "))
}
