package desk

import (
	"strconv"
	"strings"
	"time"
)

// date is a day of the calendar.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

// utc is the day's midnight in UTC, where every day has 24 hours.
func (d date) utc() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

func (d date) add(days int) date { return dateOf(d.utc().AddDate(0, 0, days)) }

// addMonths keeps the day, or takes the month's last where it has fewer.
func (d date) addMonths(n int) date {
	first := dateOf(time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	last := dateOf(time.Date(first.year, first.month+1, 0, 0, 0, 0, 0, time.UTC)).day
	return date{first.year, first.month, min(d.day, last)}
}

func (d date) before(o date) bool { return d.utc().Before(o.utc()) }

// valid reports whether the calendar has the day.
func (d date) valid() bool { return d.year > 0 && d.year < 10000 && dateOf(d.utc()) == d }

// units are the units of spans: exact ones, and days and months.
var units = map[string]struct {
	exact        time.Duration
	days, months int
}{
	"m": {exact: time.Minute}, "min": {exact: time.Minute}, "mins": {exact: time.Minute},
	"minute": {exact: time.Minute}, "minutes": {exact: time.Minute},
	"h": {exact: time.Hour}, "hr": {exact: time.Hour}, "hrs": {exact: time.Hour}, "hour": {exact: time.Hour}, "hours": {exact: time.Hour},
	"d": {days: 1}, "day": {days: 1}, "days": {days: 1},
	"w": {days: 7}, "wk": {days: 7}, "week": {days: 7}, "weeks": {days: 7},
	"mo": {months: 1}, "month": {months: 1}, "months": {months: 1},
}

// takeSpan reads "in 3h", "1h30m", "2 weeks", "half an hour", "later today".
func (p *whenParser) takeSpan() int {
	switch {
	case p.word(0) == "in" && p.word(1) != "morning" && p.word(1) != "afternoon" && p.word(1) != "evening":
		p.words = p.words[1:]
		n := p.takeSpan()
		p.words = append([]string{"in"}, p.words...)
		if n == 0 {
			return 0
		}
		return n + 1
	case p.word(0) == "half" && p.word(1) == "an" && p.word(2) == "hour":
		return p.addSpan(30*time.Minute, 0, 0, 3)
	case p.word(0) == "later" && p.word(1) == "today":
		return p.addSpan(3*time.Hour, 0, 0, 2)
	case p.word(0) == "later":
		return p.addSpan(3*time.Hour, 0, 0, 1)
	}
	if n, ok := number(p.word(0)); ok {
		u, ok := units[p.word(1)]
		if !ok || n == 0 {
			return 0
		}
		return p.addSpan(u.exact*time.Duration(n), u.days*n, u.months*n, 2)
	}
	return p.takeRun(p.word(0))
}

// takeRun reads a span in one word: "3h", "1h30m", "2d".
func (p *whenParser) takeRun(w string) int {
	var exact time.Duration
	days, months := 0, 0
	for w != "" {
		digits := len(w) - len(strings.TrimLeft(w, "0123456789"))
		letters := len(w[digits:]) - len(strings.TrimLeft(w[digits:], "abcdefghijklmnopqrstuvwxyz"))
		n, ok := number(w[:digits])
		u, known := units[w[digits:digits+letters]]
		if !ok || !known || n == 0 {
			return 0
		}
		exact, days, months = exact+u.exact*time.Duration(n), days+u.days*n, months+u.months*n
		w = w[digits+letters:]
	}
	if exact == 0 && days == 0 && months == 0 {
		return 0
	}
	return p.addSpan(exact, days, months, 1)
}

func (p *whenParser) addSpan(exact time.Duration, days, months, words int) int {
	p.span = true
	p.exact, p.days, p.month = p.exact+exact, p.days+days, p.month+months
	return words
}

// takeDay reads days by their names.
func (p *whenParser) takeDay() int {
	today := dateOf(p.now)
	switch w, next := p.word(0), p.word(1); {
	case w == "today":
		return p.setDay(today, nil, nil, 1)
	case w == "tonight":
		p.night = true
		if p.clockAhead(1) {
			return p.setDay(today, nil, nil, 1)
		}
		at := dayTimes["night"]
		return p.setDay(today, nil, &at, 1)
	case w == "tomorrow" || w == "tmr" || w == "tmrw" || w == "tom":
		return p.setDay(today.add(1), nil, nil, 1)
	case w == "this" && next == "weekend":
		return p.setDay(p.coming(time.Saturday, 0), weekLater, nil, 2)
	case w == "weekend":
		return p.setDay(p.coming(time.Saturday, 0), weekLater, nil, 1)
	case w == "eow":
		eod := dayTimes["eod"]
		return p.setDay(p.coming(time.Friday, 0), weekLater, &eod, 1)
	case w == "next" && next == "week":
		if day, ok := weekday(p.word(2)); ok { // the one of the week that begins on Monday
			return p.setDay(p.coming(time.Monday, 1).add((int(day)+6)%7), nil, nil, 3)
		}
		return p.setDay(p.coming(time.Monday, 1), nil, nil, 2)
	case w == "next" && next == "month":
		return p.setDay(date{today.year, today.month, 1}.addMonths(1), nil, nil, 2)
	case w == "next":
		if day, ok := weekday(next); ok {
			return p.setDay(p.coming(day, 1), nil, nil, 2)
		}
	case w == "this":
		if day, ok := weekday(next); ok {
			return p.setDay(p.coming(day, 0), weekLater, nil, 2)
		}
		if _, ok := dayTimes[next]; ok {
			return p.setDay(today, nil, nil, 1)
		}
	default:
		if day, ok := weekday(w); ok {
			return p.setDay(p.coming(day, 0), weekLater, nil, 1)
		}
	}
	return 0
}

// clockAhead reports whether a time of day is named from the n-th word on.
func (p *whenParser) clockAhead(n int) bool {
	rest := whenParser{now: p.now, words: p.words[n:], day: &date{}}
	return p.time != nil || rest.takeTime() > 0
}

func weekLater(d date) date { return d.add(7) }

// coming returns the first such weekday that is at least so many days away.
func (p *whenParser) coming(day time.Weekday, least int) date {
	from := dateOf(p.now).add(least)
	return from.add((int(day) - int(from.utc().Weekday()) + 7) % 7)
}

func (p *whenParser) setDay(d date, rolls func(date) date, at *clock, words int) int {
	if p.day != nil || at != nil && p.time != nil {
		return 0
	}
	p.day, p.rolls = &d, rolls
	if at != nil {
		p.time = at
	}
	return words
}

// weekday reads the name of a weekday, or its first two letters or more.
func weekday(w string) (time.Weekday, bool) {
	w = strings.TrimSuffix(w, ".")
	if len(w) < 2 {
		return 0, false
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.HasPrefix(strings.ToLower(d.String()), w) {
			return d, true
		}
	}
	return 0, false
}

// takeTime reads a time of day.
func (p *whenParser) takeTime() int {
	words := 0
	bare := p.day != nil // after a day or "at", a number alone is an hour
	switch p.word(0) {
	case "at":
		words, bare = 1, true
	case "in": // in the morning
		words = 1
	}
	w, next := p.word(words), p.word(words+1)
	if p.time != nil || w == "" {
		return 0
	}
	if c, ok := dayTimes[w]; ok {
		p.time = &c
		return words + 1
	}
	if next == "am" || next == "pm" || next == "a.m." || next == "p.m." {
		w, words = w+strings.ReplaceAll(next, ".", ""), words+1
	}
	c, ok := readClock(w, bare)
	if !ok || p.word(0) == "in" {
		return 0
	}
	p.time = &c
	return words + 1
}

// readClock reads "9am", "9:30", "9.30pm", "14:30", and "9" where bare.
func readClock(w string, bare bool) (clock, bool) {
	rest, half := w, ""
	if cut, ok := strings.CutSuffix(w, "am"); ok {
		rest, half = cut, "am"
	} else if cut, ok := strings.CutSuffix(w, "pm"); ok {
		rest, half = cut, "pm"
	}
	hours, minutes, split := strings.Cut(strings.Replace(rest, ".", ":", 1), ":")
	if !split {
		minutes = "00"
		if half == "" && !bare {
			return clock{}, false
		}
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	if err != nil || err2 != nil || len(minutes) != 2 || len(hours) > 2 || m > 59 || h > 23 {
		return clock{}, false
	}
	if half != "" {
		if h < 1 || h > 12 {
			return clock{}, false
		}
		h %= 12
		if half == "pm" {
			h += 12
		}
	}
	return clock{int(h), int(m)}, true
}
