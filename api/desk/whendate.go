package desk

import (
	"strconv"
	"strings"
	"time"
)

// takeDate reads days by their date: "2026-12-24", "24 dec 2026", "dec 24",
// "24.12.", each with the year or without; and moments of RFC 3339.
func (p *whenParser) takeDate() int {
	w := p.word(0)
	if n := p.takeISO(w); n > 0 {
		return n
	}
	if n := p.takeDotted(w); n > 0 {
		return n
	}
	day, okDay := ordinal(w)
	month, okMonth := monthName(p.word(1))
	if !okDay || !okMonth {
		month, okMonth = monthName(w)
		day, okDay = ordinal(p.word(1))
	}
	if !okDay || !okMonth {
		return 0
	}
	if y := p.word(2); len(y) == 4 {
		if year, err := strconv.Atoi(y); err == nil {
			return p.setDate(date{year, month, day}, true, 3)
		}
	}
	return p.setDate(date{0, month, day}, false, 2)
}

// takeISO reads "2026-12-24" and "2026-12-24T09:00", with a zone or without.
func (p *whenParser) takeISO(w string) int {
	if p.day != nil || p.time != nil || len(w) < len("2006-01-02") {
		return 0
	}
	w = strings.ToUpper(w)
	if t, err := time.Parse(time.RFC3339, w); err == nil && len(p.words) == 1 {
		p.inZone = &t
		return 1
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"} {
		t, err := time.Parse(layout, w)
		if err != nil {
			continue
		}
		if layout != "2006-01-02" {
			p.time = &clock{t.Hour(), t.Minute()}
		}
		return p.setDate(dateOf(t), true, 1)
	}
	return 0
}

// takeDotted reads "24.12.", "24.12" before a time, and "24.12.2026".
func (p *whenParser) takeDotted(w string) int {
	parts := strings.Split(w, ".")
	if len(parts) != 3 {
		return 0
	}
	day, okDay := ordinal(parts[0])
	month, err := strconv.Atoi(parts[1])
	if !okDay || err != nil || month < 1 || month > 12 {
		return 0
	}
	if parts[2] == "" {
		return p.setDate(date{0, time.Month(month), day}, false, 1)
	}
	year, err := strconv.Atoi(parts[2])
	if err != nil || len(parts[2]) != 4 {
		return 0
	}
	return p.setDate(date{year, time.Month(month), day}, true, 1)
}

// setDate takes a date; without its year it is the next that the calendar
// has.
func (p *whenParser) setDate(d date, withYear bool, words int) int {
	if withYear {
		if !d.valid() {
			return 0
		}
		return p.setDay(d, nil, nil, words)
	}
	next := func(from int) (date, bool) {
		for y := from; y < from+9; y++ { // eight years lie between two 29ths of February at most
			if n := (date{y, d.month, d.day}); n.valid() {
				return n, true
			}
		}
		return date{}, false
	}
	today := dateOf(p.now)
	n, ok := next(today.year)
	if !ok {
		return 0
	}
	if n.before(today) {
		n, _ = next(today.year + 1)
	}
	return p.setDay(n, func(d date) date { n, _ := next(d.year + 1); return n }, nil, words)
}

// ordinal reads the day of a month: "24", "24.", "24th".
func ordinal(w string) (int, bool) {
	for _, end := range []string{"st", "nd", "rd", "th", "."} {
		if cut, ok := strings.CutSuffix(w, end); ok {
			w = cut
			break
		}
	}
	if len(w) > 2 {
		return 0, false
	}
	n, err := strconv.ParseUint(w, 10, 8)
	return int(n), err == nil && n >= 1 && n <= 31
}

// monthName reads the name of a month, or its first three letters or more.
func monthName(w string) (time.Month, bool) {
	w = strings.TrimSuffix(w, ".")
	if len(w) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), w) || w == "sept" && m == time.September {
			return m, true
		}
	}
	return 0, false
}
