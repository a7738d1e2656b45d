package desk

import (
	"testing"
	"time"
	_ "time/tzdata" // the test needs zones, wherever it runs
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestParseWhen(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	const layout = "2006-01-02 15:04"
	tue := "2026-11-17 11:30" // a Tuesday
	tests := []struct{ now, in, want string }{
		{tue, "tomorrow 9am", "2026-11-18 09:00"},
		{tue, "Tomorrow", "2026-11-18 09:00"},
		{tue, "tmr", "2026-11-18 09:00"},
		{tue, "9am tomorrow", "2026-11-18 09:00"},
		{tue, "tomorrow at 9", "2026-11-18 09:00"},
		{tue, "tomorrow 9:30 pm", "2026-11-18 21:30"},
		{tue, "tomorrow morning", "2026-11-18 09:00"},
		{tue, "tomorrow in the afternoon", "2026-11-18 14:00"},
		{tue, "in 3h", "2026-11-17 14:30"},
		{tue, "3h", "2026-11-17 14:30"},
		{tue, "90m", "2026-11-17 13:00"},
		{tue, "1h30m", "2026-11-17 13:00"},
		{tue, "1h 30m", "2026-11-17 13:00"},
		{tue, "1 hour and 30 minutes", "2026-11-17 13:00"},
		{tue, "an hour", "2026-11-17 12:30"},
		{tue, "half an hour", "2026-11-17 12:00"},
		{tue, "in 2 days", "2026-11-19 11:30"},
		{tue, "in 2 days at 9am", "2026-11-19 09:00"},
		{tue, "in a week", "2026-11-24 11:30"},
		{tue, "2w", "2026-12-01 11:30"},
		{tue, "in a month", "2026-12-17 11:30"},
		{tue, "later today", "2026-11-17 14:30"},
		{tue, "tonight", "2026-11-17 20:00"},
		{tue, "tonight 9pm", "2026-11-17 21:00"},
		{tue, "tonight at 9", "2026-11-17 21:00"},
		{tue, "9pm tonight", "2026-11-17 21:00"},
		{tue, "this afternoon", "2026-11-17 14:00"},
		{tue, "today 17:00", "2026-11-17 17:00"},
		{tue, "friday", "2026-11-20 09:00"},
		{tue, "on Fri, 14:30", "2026-11-20 14:30"},
		{tue, "mon 14:30", "2026-11-23 14:30"},
		{tue, "next mon", "2026-11-23 09:00"},
		{tue, "next monday at noon", "2026-11-23 12:00"},
		{tue, "tue", "2026-11-24 09:00"},       // today's 9:00 has passed
		{tue, "tue 14:30", "2026-11-17 14:30"}, // today's has not
		{tue, "next tue 14:30", "2026-11-24 14:30"},
		{tue, "next week", "2026-11-23 09:00"},
		{tue, "next week thu", "2026-11-26 09:00"},
		{tue, "next week sunday", "2026-11-29 09:00"},
		{tue, "this weekend", "2026-11-21 09:00"},
		{tue, "next month", "2026-12-01 09:00"},
		{tue, "eod", "2026-11-17 17:00"},
		{tue, "eow", "2026-11-20 17:00"},
		{tue, "9:30", "2026-11-18 09:30"},
		{tue, "14:30", "2026-11-17 14:30"},
		{tue, "at 12", "2026-11-17 12:00"},
		{tue, "12am", "2026-11-18 00:00"},
		{tue, "12pm", "2026-11-17 12:00"},
		{tue, "9.30pm", "2026-11-17 21:30"},
		{tue, "11:30", "2026-11-18 11:30"}, // now is not in the future
		{tue, "noon", "2026-11-17 12:00"},
		{tue, "2026-12-24 09:00", "2026-12-24 09:00"},
		{tue, "2026-12-24", "2026-12-24 09:00"},
		{tue, "2026-12-24T16:45", "2026-12-24 16:45"},
		{tue, "2026-12-24T16:45:00Z", "2026-12-24 17:45"},
		{tue, "24 dec", "2026-12-24 09:00"},
		{tue, "Dec 24th 8pm", "2026-12-24 20:00"},
		{tue, "the 24th of December 2027", "2027-12-24 09:00"},
		{tue, "24.12. 10:15", "2026-12-24 10:15"},
		{tue, "24.12.2026", "2026-12-24 09:00"},
		{tue, "3 mar", "2027-03-03 09:00"},
		{tue, "17 nov 9:00", "2027-11-17 09:00"},
		{tue, "17 nov 15:00", "2026-11-17 15:00"},
		{tue, "29 feb", "2028-02-29 09:00"},
		// Month ends.
		{"2026-01-31 10:00", "tomorrow", "2026-02-01 09:00"},
		{"2026-01-31 10:00", "in a month", "2026-02-28 10:00"},
		{"2028-01-31 10:00", "1 month", "2028-02-29 10:00"},
		{"2026-12-31 23:30", "1h", "2027-01-01 00:30"},
		{"2026-12-31 23:30", "next month", "2027-01-01 09:00"},
		{"2028-02-28 12:00", "tomorrow", "2028-02-29 09:00"},
		// The clocks go forward on 29 March 2026 at 2:00, back on 25 October at 3:00.
		{"2026-03-28 12:00", "tomorrow", "2026-03-29 09:00"},
		{"2026-03-28 12:00", "tomorrow 2:30", "2026-03-29 03:00"},
		{"2026-03-28 12:00", "in 24h", "2026-03-29 13:00"},
		{"2026-03-28 12:00", "in 1 day", "2026-03-29 12:00"},
		{"2026-03-29 01:30", "1h", "2026-03-29 03:30"},
		{"2026-10-24 12:00", "tomorrow 9:00", "2026-10-25 09:00"},
		{"2026-10-24 12:00", "in 24h", "2026-10-25 11:00"},
		{"2026-10-24 12:00", "in a week", "2026-10-31 12:00"},
	}
	for _, tt := range tests {
		t.Run(tt.now+" "+tt.in, func(t *testing.T) {
			t.Parallel()
			now, err := time.ParseInLocation(layout, tt.now, berlin)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ParseWhen(tt.in, now)
			if err != nil {
				t.Fatal(err)
			}
			if got.Format(layout) != tt.want || got.Location() != berlin {
				t.Errorf("got %s in %s, want %s", got.Format(layout), got.Location(), tt.want)
			}
		})
	}
}

func TestParseWhenTakesTheFirstOfARepeatedHour(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	first := time.Date(2026, time.October, 25, 0, 30, 0, 0, time.UTC)
	now := time.Date(2026, time.October, 24, 12, 0, 0, 0, berlin)
	if got, err := ParseWhen("tomorrow 2:30", now); err != nil || !got.Equal(first) {
		t.Errorf("the day before: %v, %v", got, err)
	}
	if got, err := ParseWhen("2:30", first.Add(time.Minute).In(berlin)); err != nil || !got.Equal(first.Add(time.Hour)) {
		t.Errorf("between the two: %v, %v", got, err)
	}
}

func TestParseWhenRefuses(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 17, 21, 30, 0, 0, time.UTC)
	for _, in := range []string{
		"", "  ", "soon", "3", "9", "0h", "-3h", "tomorrow tomorrow", "9:00 10:00", "25:00", "9:75", "13pm", "0am", "9:5",
		"30 feb", "31.4.", "2026-02-30", "2026-13-01", "tomorrow in 3h", "3h 9:00", "2020-01-01", "tonight", "today 9:00", "2 hours ago",
		"in", "next", "this", "at", "in 100000h", "99999h", "in 99999 weeks", "2099-01-01", "24/12", "tomorrow\x00", "next next mon",
	} {
		if got, err := ParseWhen(in, now); err == nil {
			t.Errorf("%q was read as %s", in, got)
		}
	}
}

func TestSnoozePresets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		now  time.Time
		want []string
	}{
		{
			time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC),
			[]string{"in 1h", "later today", "tonight", "tomorrow", "tomorrow afternoon", "next mon", "in a week", "in a month"},
		},
		{ // a Sunday evening: tonight has passed, tomorrow is Monday
			time.Date(2026, time.November, 22, 22, 15, 0, 0, time.UTC),
			[]string{"in 1h", "tomorrow", "tomorrow afternoon", "in a week", "in a month"},
		},
	}
	for _, tt := range tests {
		got := SnoozePresets(tt.now)
		var keys []string
		for i, p := range got {
			keys = append(keys, p.Key)
			again, err := ParseWhen(p.Key, tt.now)
			if err != nil || !again.Equal(p.Time) || !p.Time.After(tt.now) || p.Label == "" || i > 0 && !p.Time.After(got[i-1].Time) {
				t.Errorf("%+v at %s: %s, %v", p, tt.now, again, err)
			}
		}
		if len(keys) != len(tt.want) {
			t.Fatalf("got %q, want %q", keys, tt.want)
		}
		for i := range keys {
			if keys[i] != tt.want[i] {
				t.Errorf("got %q, want %q", keys, tt.want)
				break
			}
		}
	}
}

func FuzzParseWhen(f *testing.F) {
	for _, s := range []string{"tomorrow 9am", "in 3h", "next week thu", "24 dec 2026 9:00", "24.12. 10:15", "2026-12-24T09:00:00+01:00", "half an hour", "tonight at 9", "29 feb"} {
		f.Add(s, int64(1763379000))
	}
	loc := zone(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, s string, sec int64) {
		now := time.Unix(sec&(1<<32-1), 0).In(loc)
		got, err := ParseWhen(s, now)
		if err != nil {
			return
		}
		if !got.After(now) || got.Sub(now) > maxWhen || got.Location() != loc {
			t.Errorf("%q at %s is %s", s, now, got)
		}
	})
}
