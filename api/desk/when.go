package desk

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// whenHelp is what ParseWhen understands, by example.
const whenHelp = `write for instance "tomorrow 9am", "in 3h", "next mon", "fri 14:30", "24 dec" or "2026-12-24 09:00"`

// maxWhen is how far ahead a moment may lie: further is a slip of the keys.
const maxWhen = 5 * 366 * 24 * time.Hour

// ParseWhen reads a moment in words, in the order in which they come to mind:
// spans ("in 3h", "90m", "1h 30m", "2 weeks"), days ("tomorrow", "fri",
// "next mon", "next week", "24 dec", "24.12.", "2026-12-24"), times of day
// ("9am", "14:30", "noon", "morning"), or a day with a time. A day alone is
// its morning, 9:00; a time alone is the next one there is; a weekday is the
// coming one, and with "next" never today.
//
// The result is in now's zone and after now, at most five years. A time that
// the clocks skip is the first moment after it; of one that they repeat it is
// the first. The error says what is understood.
func ParseWhen(s string, now time.Time) (time.Time, error) {
	p := whenParser{words: whenWords(s), now: now}
	if len(p.words) == 0 {
		return time.Time{}, fmt.Errorf("say until when: %s", whenHelp)
	}
	for len(p.words) > 0 {
		n := p.take()
		if n == 0 {
			return time.Time{}, fmt.Errorf("%q is no time that can be understood: %s", strings.TrimSpace(s), whenHelp)
		}
		p.words = p.words[n:]
	}
	t, err := p.moment()
	switch {
	case err != nil:
		return time.Time{}, fmt.Errorf("%q %w", strings.TrimSpace(s), err)
	case !t.After(now):
		return time.Time{}, fmt.Errorf("%q has passed: it would be %s", strings.TrimSpace(s), t.Format("Mon 2 Jan 2006 15:04"))
	case t.Sub(now) > maxWhen:
		return time.Time{}, fmt.Errorf("%q is more than five years ahead", strings.TrimSpace(s))
	}
	return t, nil
}

// Preset is a moment that is offered for snoozing.
type Preset struct {
	Key   string // words that ParseWhen reads as Time
	Label string
	Time  time.Time
}

// presets are what SnoozePresets offers, soonest first on most days.
var presets = []struct{ key, label string }{
	{"in 1h", "In an hour"},
	{"later today", "Later today"},
	{"tonight", "This evening"},
	{"tomorrow", "Tomorrow morning"},
	{"tomorrow afternoon", "Tomorrow afternoon"},
	{"next mon", "Next Monday"},
	{"in a week", "In a week"},
	{"in a month", "In a month"},
}

// SnoozePresets returns the moments that are offered for snoozing at now, in
// its zone, soonest first. What has passed, what is no longer today though it
// says so, and a second name for one moment are left out.
func SnoozePresets(now time.Time) []Preset {
	var out []Preset
	for _, p := range presets {
		t, err := ParseWhen(p.key, now)
		if err != nil || p.key == "later today" && t.Day() != now.Day() {
			continue
		}
		at := len(out)
		for at > 0 && out[at-1].Time.After(t) {
			at--
		}
		if at > 0 && out[at-1].Time.Equal(t) {
			continue
		}
		out = append(out[:at], append([]Preset{{p.key, p.label, t}}, out[at:]...)...)
	}
	return out
}

// whenWords cuts a phrase into lower-case words, without those that only make
// it read well.
func whenWords(s string) []string {
	var out []string
	for w := range strings.FieldsSeq(strings.NewReplacer(",", " ", "–", "-").Replace(strings.ToLower(s))) {
		switch w {
		case "on", "the", "of", "until", "til", "till", "and", "@", "from", "now", "clock", "o'clock":
		default:
			out = append(out, w)
		}
	}
	return out
}

// clock is a time of day.
type clock struct{ hour, minute int }

// morning is the time of a day that is named without one.
var morning = clock{9, 0}

var dayTimes = map[string]clock{
	"morning": morning, "noon": {12, 0}, "midday": {12, 0}, "afternoon": {14, 0}, "eod": {17, 0},
	"evening": {18, 0}, "night": {20, 0}, "midnight": {0, 0},
}

// whenParser collects what the words say: a span, or a day and a time of day.
type whenParser struct {
	now   time.Time
	words []string

	span  bool // the words below count from now
	exact time.Duration
	days  int
	month int

	day    *date
	rolls  func(date) date // the next such day, where the day has passed; nil: it stays
	night  bool            // an hour up to 11 is one of the evening
	time   *clock
	inZone *time.Time // a moment with its own zone
}

// take consumes words from the front and returns how many; 0 means that they
// are not understood, or say a second time what was said.
func (p *whenParser) take() int {
	for _, read := range []func() int{p.takeSpan, p.takeDay, p.takeDate, p.takeTime} {
		if n := read(); n > 0 {
			return n
		}
	}
	return 0
}

func (p *whenParser) word(i int) string {
	if i < len(p.words) {
		return p.words[i]
	}
	return ""
}

// moment puts together what the words said.
func (p *whenParser) moment() (time.Time, error) {
	switch {
	case p.inZone != nil:
		return p.inZone.In(p.now.Location()), nil
	case p.span && p.day != nil:
		return time.Time{}, fmt.Errorf("names both a span and a day: %s", whenHelp)
	case p.span && p.time != nil && (p.exact != 0 || p.days == 0 && p.month == 0):
		return time.Time{}, fmt.Errorf("names both a span and a time: %s", whenHelp)
	case p.span:
		return p.after(), nil
	case p.day == nil:
		today := dateOf(p.now)
		if t := p.at(today, *p.time); t.After(p.now) {
			return t, nil
		}
		return p.at(today.add(1), *p.time), nil
	}
	of := morning
	if p.time != nil {
		of = *p.time
	}
	if p.night && of.hour > 0 && of.hour < 12 {
		of.hour += 12
	}
	day := *p.day
	t := p.at(day, of)
	if !t.After(p.now) && p.rolls != nil {
		t = p.at(p.rolls(day), of)
	}
	return t, nil
}

// after counts a span from now: hours and minutes as they pass, days and
// months by the calendar.
func (p *whenParser) after() time.Time {
	t := p.now.Truncate(time.Second)
	if p.days != 0 || p.month != 0 {
		to := dateOf(p.now).addMonths(p.month).add(p.days)
		of := clock{t.Hour(), t.Minute()}
		if p.time != nil {
			of = *p.time
		}
		t = p.at(to, of)
		if p.time == nil {
			t = t.Add(time.Duration(p.now.Second()) * time.Second)
		}
	}
	return t.Add(p.exact)
}

// at is a time of day on a day: the first such moment that is after now, else
// the first one. One that the clocks skip is the first moment after the gap.
func (p *whenParser) at(d date, c clock) time.Time {
	t := time.Date(d.year, d.month, d.day, c.hour, c.minute, 0, 0, p.now.Location())
	start, end := t.ZoneBounds()
	if got := (clock{t.Hour(), t.Minute()}); got != c { // skipped
		if dateOf(t).before(d) || dateOf(t) == d && (got.hour < c.hour || got.hour == c.hour && got.minute < c.minute) {
			return end
		}
		return start
	}
	first, second := t, t
	if !start.IsZero() {
		if e := t.Add(-back(start)); e.Before(start) {
			first = e
		}
	}
	if !end.IsZero() {
		if e := t.Add(back(end)); !e.Before(end) {
			second = e
		}
	}
	if !first.After(p.now) && second.After(p.now) {
		return second
	}
	return first
}

// back is by how much the clocks are put back at a moment, 0 if they are not.
func back(change time.Time) time.Duration {
	_, before := change.Add(-time.Second).Zone()
	_, after := change.Zone()
	return time.Duration(max(before-after, 0)) * time.Second
}

// number reads a count: digits, "a", "an".
func number(w string) (int, bool) {
	if w == "a" || w == "an" || w == "one" {
		return 1, true
	}
	if len(w) > 5 || w == "" || w[0] < '0' || w[0] > '9' {
		return 0, false
	}
	n, err := strconv.Atoi(w)
	return n, err == nil
}
