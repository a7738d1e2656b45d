package term

import (
	"strings"
	"testing"
)

func TestNotifierWritesOneSequence(t *testing.T) {
	t.Parallel()
	hostile := "a\x1b]52;c;eA==\x07\u009d;b\nc"
	tests := []struct{ how, begins, ends string }{
		{"bell", "\a", "\a"},
		{"osc9", "\x1b]9;", "\x1b\\"},
		{"osc777", "\x1b]777;notify;", "\x1b\\"},
	}
	for _, tt := range tests {
		got := Notifier(tt.how)(hostile, hostile+strings.Repeat("x", 1000))
		if !strings.HasPrefix(got, tt.begins) || !strings.HasSuffix(got, tt.ends) {
			t.Errorf("%s: %q", tt.how, got)
			continue
		}
		if tt.how == "bell" {
			continue
		}
		inside := strings.TrimSuffix(strings.TrimPrefix(got, tt.begins), tt.ends)
		if strings.ContainsFunc(inside, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) || strings.Count(inside, ";") > 1 || len(inside) > 4*2*maxNotice {
			t.Errorf("%s: %q holds what could end or change it", tt.how, inside)
		}
	}
	if Notifier("none") != nil {
		t.Error("none is not at all")
	}
}
