package desk

import (
	"testing"
	"time"
)

const hoursLayout = "2006-01-02 15:04"

func at(t testing.TB, s string, loc *time.Location) time.Time {
	t.Helper()
	v, err := time.ParseInLocation(hoursLayout, s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func officeHours(t testing.TB, spec string) *OfficeHours {
	t.Helper()
	if spec == "" {
		return nil
	}
	zone(t, "Europe/Berlin")
	o, err := ParseOfficeHours(spec, "Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOfficeHours(t *testing.T) {
	t.Parallel()
	const week, lunch, nights = "Mon-Fri 09:00-18:00", "Mon-Fri 09:00-12:00 13:00-18:00, Sat 10:00-14:00", "Fri-Sun 22:00-06:00"
	tests := []struct{ name, spec, from, to, want string }{
		{"around the clock", "", "2026-11-17 11:30", "2026-11-19 11:30", "48h"},
		{"around the clock, clocks forward", "", "2026-03-28 12:00", "2026-03-29 12:00", "23h"},
		{"one day", week, "2026-11-17 10:00", "2026-11-17 12:30", "2h30m"},
		{"before opening", week, "2026-11-17 06:00", "2026-11-17 09:20", "20m"},
		{"over night", week, "2026-11-17 17:30", "2026-11-18 09:30", "1h"},
		{"over a weekend", week, "2026-11-20 17:00", "2026-11-23 10:00", "2h"},
		{"begun on a Saturday", week, "2026-11-21 12:00", "2026-11-23 09:45", "45m"},
		{"a whole week", week, "2026-11-16 00:00", "2026-11-23 09:01", "45h1m"},
		{"over a month's end", week, "2026-11-30 17:00", "2026-12-01 10:00", "2h"},
		{"lunch", lunch, "2026-11-17 11:30", "2026-11-17 13:30", "1h"},
		{"Saturday", lunch, "2026-11-20 17:30", "2026-11-23 09:30", "5h"},
		{"nights", nights, "2026-11-20 20:00", "2026-11-21 08:01", "8h"},
		{"Sunday night ends on Monday", nights, "2026-11-22 23:00", "2026-11-27 22:30", "7h30m"},
		{"clocks forward while closed", week, "2026-03-27 17:00", "2026-03-30 10:00", "2h"},
		{"clocks forward while open", nights, "2026-03-28 21:00", "2026-03-29 07:00", "7h"},
		{"clocks back while open", nights, "2026-10-24 21:00", "2026-10-25 07:00", "9h"},
		{"a day of 23 hours", "daily 00:00-24:00", "2026-03-29 00:00", "2026-03-30 00:00", "23h"},
		{"a day of 25 hours", "daily 00:00-24:00", "2026-10-25 00:00", "2026-10-26 00:00", "25h"},
		{"backwards", week, "2026-11-18 10:00", "2026-11-17 10:00", "0s"},
		{"spans that overlap", "Mon 9-12, Mon 11-13; mon tue 8:30-9", "2026-11-16 00:00", "2026-11-16 23:00", "4h30m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			berlin := zone(t, "Europe/Berlin")
			o := officeHours(t, tt.spec)
			from, to := at(t, tt.from, berlin), at(t, tt.to, berlin)
			want, err := time.ParseDuration(tt.want)
			if err != nil {
				t.Fatal(err)
			}
			if got := o.Elapsed(from, to); got != want {
				t.Errorf("elapsed %s, want %s", got, want)
			}
			if want == 0 {
				return
			}
			end := o.Add(from, want)
			if end.After(to) || o.Elapsed(from, end) != want || o.Elapsed(end, to) != 0 {
				t.Errorf("adding %s leads to %s", want, end)
			}
		})
	}
}

func TestOfficeHoursAdd(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	o := officeHours(t, "Mon-Fri 09:00-18:00")
	for _, tt := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-11-20 17:30", time.Hour, "2026-11-23 09:30"},
		{"2026-11-20 17:30", 30 * time.Minute, "2026-11-20 18:00"}, // not Monday morning
		{"2026-11-21 03:00", time.Minute, "2026-11-23 09:01"},
		{"2026-11-20 17:30", 0, "2026-11-20 17:30"},
		{"2026-03-27 17:00", 2 * time.Hour, "2026-03-30 10:00"},
		{"2026-11-17 09:00", 45 * time.Hour, "2026-11-23 18:00"},
	} {
		if got := o.Add(at(t, tt.from, berlin), tt.d).Format(hoursLayout); got != tt.want {
			t.Errorf("%s + %s = %s, want %s", tt.from, tt.d, got, tt.want)
		}
	}
}

func TestParseOfficeHoursRefuses(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{
		"", " , ", "Mon-Fri", "09:00-18:00", "Mon 18:00", "Mon 9:00-9:00", "Mon 25:00-26:00", "Mon 9-18 Tue 9-18",
		"Mox-Fri 9-18", "M 9-18", "Mon 24:00-03:00", "Mon 9:5-10", "always",
	} {
		if _, err := ParseOfficeHours(spec, ""); err == nil {
			t.Errorf("%q was taken", spec)
		}
	}
	if _, err := ParseOfficeHours("Mon 9-18", "Europe/Atlantis"); err == nil {
		t.Error("a time zone that does not exist was taken")
	}
}

func FuzzParseOfficeHours(f *testing.F) {
	for _, s := range []string{"Mon-Fri 09:00-18:00, Sat 10:00-14:00", "daily 22-6", "fri-mon 9-12 13-17; Tue 0-24"} {
		f.Add(s, int64(1774742400), int64(3600))
	}
	loc := zone(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, s string, sec, add int64) {
		o, err := ParseOfficeHours(s, "Europe/Berlin")
		if err != nil {
			return
		}
		from := time.Unix(sec&(1<<32-1), 0).In(loc)
		d := time.Duration(add&(1<<18-1)) * time.Second
		end := o.Add(from, d)
		if got := o.Elapsed(from, end); got != d {
			t.Errorf("%q: %s after %s is %s, where %s elapsed", s, d, from, end, got)
		}
	})
}
