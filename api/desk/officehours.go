package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// OfficeHours are the hours of the week in which a clock runs. A nil
// *OfficeHours runs around the clock. It is read-only after
// [ParseOfficeHours] and safe for concurrent use.
type OfficeHours struct {
	days     [7][]interval // by weekday, in order, not touching
	location *time.Location
}

// interval is part of a day in minutes since midnight by the clock on the
// wall; to is at most 1440.
type interval struct{ from, to int }

const dayMinutes = 24 * 60

// maxOfficeDays bounds how far a sum over days goes: a hundred years.
const maxOfficeDays = 36525

// ParseOfficeHours reads "Mon-Fri 09:00-18:00, Sat 10:00-14:00". Between
// commas stand days, alone or as spans, and then one time span or more;
// "daily" is every day, and a span that ends before it begins goes on into
// the next morning. zone is the name of a time zone, such as Europe/Lisbon;
// "" is this computer's.
func ParseOfficeHours(spec, zone string) (*OfficeHours, error) {
	loc := time.Local
	if zone != "" {
		l, err := time.LoadLocation(zone)
		if err != nil {
			return nil, fmt.Errorf("office hours: there is no time zone %q: write one such as Europe/Lisbon", zone)
		}
		loc = l
	}
	o := &OfficeHours{location: loc}
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(spec, "–", "-"), func(r rune) bool { return r == ',' || r == ';' }) {
		if err := o.parse(strings.Fields(part)); err != nil {
			return nil, err
		}
	}
	some := false
	for d := range o.days {
		o.days[d] = merge(o.days[d])
		some = some || len(o.days[d]) > 0
	}
	if !some {
		return nil, fmt.Errorf("office hours: %q names none: write for instance Mon-Fri 09:00-18:00", spec)
	}
	return o, nil
}

// parse reads one part: days, then time spans.
func (o *OfficeHours) parse(words []string) error {
	var days []time.Weekday
	spans := 0
	for _, w := range words {
		if found, ok := weekdays(w); ok && spans == 0 {
			days = append(days, found...)
			continue
		}
		iv, ok := timeSpan(w)
		if !ok || len(days) == 0 {
			return fmt.Errorf("office hours: %q is not understood: write for instance Mon-Fri 09:00-18:00", w)
		}
		spans++
		for _, d := range days {
			o.add(d, iv)
		}
	}
	if spans == 0 && len(words) > 0 {
		return fmt.Errorf("office hours: %q has no times: write for instance Mon-Fri 09:00-18:00", strings.Join(words, " "))
	}
	return nil
}

// add puts a span on a day; what goes past midnight is the next day's.
func (o *OfficeHours) add(d time.Weekday, iv interval) {
	if iv.to > iv.from {
		o.days[d] = append(o.days[d], iv)
		return
	}
	o.days[d] = append(o.days[d], interval{iv.from, dayMinutes})
	if iv.to > 0 {
		next := (d + 1) % 7
		o.days[next] = append(o.days[next], interval{0, iv.to})
	}
}

// merge orders spans and joins those that touch.
func merge(spans []interval) []interval {
	slices.SortFunc(spans, func(a, b interval) int { return a.from - b.from })
	var out []interval
	for _, iv := range spans {
		if n := len(out); n > 0 && iv.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, iv.to)
			continue
		}
		out = append(out, iv)
	}
	return out
}

// weekdays reads "Mon", "Mon-Fri", "Fri-Mon" and "daily".
func weekdays(w string) ([]time.Weekday, bool) {
	w = strings.ToLower(w)
	if w == "daily" {
		return []time.Weekday{0, 1, 2, 3, 4, 5, 6}, true
	}
	first, last, span := strings.Cut(w, "-")
	from, ok := weekday(first)
	if !ok {
		return nil, false
	}
	to := from
	if span {
		if to, ok = weekday(last); !ok {
			return nil, false
		}
	}
	out := []time.Weekday{from}
	for d := from; d != to; {
		d = (d + 1) % 7
		out = append(out, d)
	}
	return out, true
}

// timeSpan reads "09:00-18:00" and "9-18".
func timeSpan(w string) (interval, bool) {
	first, last, ok := strings.Cut(w, "-")
	from, ok1 := minuteOfDay(first)
	to, ok2 := minuteOfDay(last)
	return interval{from, to}, ok && ok1 && ok2 && from != to && from != dayMinutes
}

func minuteOfDay(s string) (int, bool) {
	hours, minutes, split := strings.Cut(s, ":")
	if !split {
		minutes = "00"
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	if err != nil || err2 != nil || len(minutes) != 2 || m > 59 || h > 24 || h == 24 && m > 0 {
		return 0, false
	}
	return int(h)*60 + int(m), true
}

// Elapsed returns how much of the time between from and to the clock runs,
// 0 where to is not after from. Spans of more than a hundred years count as
// a hundred.
func (o *OfficeHours) Elapsed(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	if o == nil {
		return to.Sub(from)
	}
	var sum time.Duration
	o.each(from, func(start, end time.Time) bool {
		if !start.Before(to) {
			return false
		}
		sum += earlier(end, to).Sub(start)
		return true
	})
	return sum
}

// closed reports whether the clock stands still at a moment.
func (o *OfficeHours) closed(at time.Time) bool {
	return o != nil && o.Elapsed(at, at.Add(time.Second)) == 0
}

// Add returns the moment at which the clock, begun at from, has run for d;
// from itself where d is not positive.
func (o *OfficeHours) Add(from time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return from
	}
	if o == nil {
		return from.Add(d)
	}
	at := from
	o.each(from, func(start, end time.Time) bool {
		if length := end.Sub(start); length < d {
			d -= length
			at = end
			return true
		}
		at = start.Add(d)
		return false
	})
	return at.In(from.Location())
}

// each calls yield with the spans in which the clock runs from a moment on,
// in order, until yield returns false. Spans that daylight saving leaves
// without length are left out.
func (o *OfficeHours) each(from time.Time, yield func(start, end time.Time) bool) {
	first := from.In(o.location)
	y, m, d := first.Date()
	for n := range maxOfficeDays {
		for _, iv := range o.days[(int(first.Weekday())+n)%7] {
			end := time.Date(y, m, d+n, 0, iv.to, 0, 0, o.location)
			if !end.After(from) {
				continue
			}
			start := later(time.Date(y, m, d+n, 0, iv.from, 0, 0, o.location), from)
			if end.After(start) && !yield(start, end) {
				return
			}
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
