package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The hour at which a day begins for whoever names only the day.
const morning = 9

// whenHelp says what parseWhen takes.
const whenHelp = "30m, 2h, 3d, 1w, 14:30, tomorrow, friday, friday 14:30, 2026-03-05 or 2026-03-05 14:30"

// parseWhen reads a moment after now as people write it, in the zone of now:
// a distance, an hour, a day with or without an hour.
func parseWhen(s string, now time.Time) (time.Time, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	t, ok := distance(s, now)
	if !ok {
		t, ok = dayAndHour(s, now)
	}
	if !ok {
		exact, err := time.Parse(time.RFC3339, strings.ToUpper(s))
		t, ok = exact, err == nil
	}
	switch {
	case !ok:
		return time.Time{}, fmt.Errorf("%q is not a time; allowed: %s", s, whenHelp)
	case !t.After(now):
		return time.Time{}, fmt.Errorf("%q is over", s)
	default:
		return t, nil
	}
}

// distance reads "90m", "2h", "3d" or "1w"; days keep the hour of the clock.
func distance(s string, now time.Time) (time.Time, bool) {
	if len(s) < 2 {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || n < 0 || n > 100_000 {
		return time.Time{}, false
	}
	switch s[len(s)-1] {
	case 'm':
		return now.Add(time.Duration(n) * time.Minute), true
	case 'h':
		return now.Add(time.Duration(n) * time.Hour), true
	case 'd':
		return now.AddDate(0, 0, n), true
	case 'w':
		return now.AddDate(0, 0, 7*n), true
	default:
		return time.Time{}, false
	}
}

// dayAndHour reads "14:30", "friday", "friday 14:30" or "2026-03-05 14:30".
func dayAndHour(s string, now time.Time) (time.Time, bool) {
	first, second, two := strings.Cut(s, " ")
	if hour, err := time.Parse("15:04", first); err == nil && !two {
		t := at(now, hour.Hour(), hour.Minute())
		if !t.After(now) {
			t = at(now.AddDate(0, 0, 1), hour.Hour(), hour.Minute())
		}
		return t, true
	}
	day, ok := parseDay(first, now)
	if !ok {
		return time.Time{}, false
	}
	if !two {
		return at(day, morning, 0), true
	}
	hour, err := time.Parse("15:04", strings.TrimSpace(second))
	return at(day, hour.Hour(), hour.Minute()), err == nil
}

// parseDay reads a day: a weekday is the next one after today.
func parseDay(s string, now time.Time) (time.Time, bool) {
	switch s {
	case "today":
		return now, true
	case "tomorrow":
		return now.AddDate(0, 0, 1), true
	}
	for ahead := 1; ahead <= 7; ahead++ {
		day := now.AddDate(0, 0, ahead)
		name := strings.ToLower(day.Weekday().String())
		if s == name || s == name[:3] {
			return day, true
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, s, now.Location())
	return day, err == nil
}

func at(day time.Time, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
}
