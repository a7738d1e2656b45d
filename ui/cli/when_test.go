package cli

import (
	"testing"
	"time"
)

func TestParseWhen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 3, 10, 15, 0, 0, time.FixedZone("X", 3600)) // a Tuesday
	tests := []struct{ in, want string }{
		{"30m", "2026-03-03T10:45:00+01:00"},
		{" 2H ", "2026-03-03T12:15:00+01:00"},
		{"3d", "2026-03-06T10:15:00+01:00"},
		{"1w", "2026-03-10T10:15:00+01:00"},
		{"14:30", "2026-03-03T14:30:00+01:00"},
		{"09:00", "2026-03-04T09:00:00+01:00"},
		{"today 18:00", "2026-03-03T18:00:00+01:00"},
		{"tomorrow", "2026-03-04T09:00:00+01:00"},
		{"tomorrow 07:05", "2026-03-04T07:05:00+01:00"},
		{"friday", "2026-03-06T09:00:00+01:00"},
		{"Tue", "2026-03-10T09:00:00+01:00"},
		{"2026-03-05", "2026-03-05T09:00:00+01:00"},
		{"2026-03-05 14:30", "2026-03-05T14:30:00+01:00"},
		{"2026-03-05T14:30:00Z", "2026-03-05T14:30:00Z"},
		{"today", ""}, // nine has passed
		{"0m", ""},
		{"-5m", ""},
		{"2020-01-01", ""},
		{"soon", ""},
		{"friday noon", ""},
		{"", ""},
		{"99999999999999d", ""},
	}
	for _, tt := range tests {
		got, err := parseWhen(tt.in, now)
		if tt.want == "" {
			if err == nil {
				t.Errorf("parseWhen(%q) = %s, want an error", tt.in, got)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339) != tt.want {
			t.Errorf("parseWhen(%q) = %s, %v, want %s", tt.in, got.Format(time.RFC3339), err, tt.want)
		}
	}
}

func FuzzParseWhen(f *testing.F) {
	for _, s := range []string{"30m", "14:30", "friday 14:30", "2026-03-05T14:30:00Z", "tomorrow", "１２m"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 3, 10, 15, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := parseWhen(s, now); err == nil && !got.After(now) {
			t.Errorf("parseWhen(%q) = %s, which is not after %s", s, got, now)
		}
	})
}
