package cli

import (
	"testing"
	"time"

	"parley/ui/pane"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	tests := []struct {
		d    time.Duration
		want string
	}{
		{-time.Hour, "0s"},
		{0, "0s"},
		{59 * time.Second, "59s"},
		{time.Minute, "1m"},
		{59*time.Minute + 59*time.Second, "59m"},
		{time.Hour, "1h"},
		{3*time.Hour + 20*time.Minute, "3h 20m"},
		{24 * time.Hour, "1d"},
		{52 * time.Hour, "2d 4h"},
		{(7*24 + 5) * time.Hour, "7d"},
		{400 * 24 * time.Hour, "400d"},
	}
	for _, tt := range tests {
		if got := pane.Length(tt.d); got != tt.want {
			t.Errorf("pane.Length(%s) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestMoments(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("X", 3600)
	c := clock{now: time.Date(2026, 3, 3, 10, 0, 0, 0, zone)}
	tests := []struct {
		at            time.Time
		moment, short string
	}{
		{c.now.Add(-18 * time.Minute), "Tue 3 Mar 2026 09:42 (18m ago)", "09:42"},
		{c.now.Add(2 * time.Hour).UTC(), "Tue 3 Mar 2026 12:00 (in 2h)", "12:00"},
		{c.now.AddDate(0, 0, -2), "Sun 1 Mar 2026 10:00 (2d ago)", "Sun 10:00"},
		{c.now.AddDate(0, 0, 20), "Mon 23 Mar 2026 10:00 (in 20d)", "23 Mar 10:00"},
		{c.now.AddDate(-1, 0, 0), "Mon 3 Mar 2025 10:00 (365d ago)", "3 Mar 2025"},
	}
	for _, tt := range tests {
		if got := c.moment(tt.at); got != tt.moment {
			t.Errorf("moment(%s) = %q, want %q", tt.at, got, tt.moment)
		}
		if got := c.short(tt.at); got != tt.short {
			t.Errorf("short(%s) = %q, want %q", tt.at, got, tt.short)
		}
	}
}

func TestShellWord(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"/home/ada/.local/state/parley/unsent/reply-1-note.md", "/home/ada/.local/state/parley/unsent/reply-1-note.md"},
		{"ada@example.com", "ada@example.com"},
		{"a b", "'a b'"},
		{"it's", `'it'\''s'`},
		{"$(rm)", "'$(rm)'"},
		{"", "''"},
		{"a\x1bb", `"a\x1bb"`},
	}
	for _, tt := range tests {
		if got := shellWord(tt.in); got != tt.want {
			t.Errorf("shellWord(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}
