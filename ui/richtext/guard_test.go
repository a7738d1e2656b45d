package richtext_test

import (
	"strings"
	"testing"

	"parley/ui/richtext"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	params := func(n int) string { return "\x1b[" + strings.TrimSuffix(strings.Repeat("1;", n), ";") + "m" }
	tests := []struct{ name, in, want string }{
		{"text", "Ada ▎ 登录 👨\u200D👩 é\nx", "Ada ▎ 登录 👨\u200D👩 é\nx"},
		{"own style", "\x1b[1;38;2;1;2;3;48;5;8mx\x1b[m\x1b[4:3my\x1b[0m", "\x1b[1;38;2;1;2;3;48;5;8mx\x1b[m\x1b[4:3my\x1b[0m"},
		{"own link", "\x1b]8;id=1;https://x.test/a\x1b\\x\x1b]8;;\x1b\\ \x1b]8;;mailto:a@b\x07y\x1b]8;;\x07", "\x1b]8;id=1;https://x.test/a\x1b\\x\x1b]8;;\x1b\\ \x1b]8;;mailto:a@b\x07y\x1b]8;;\x07"},
		{"16 parameters", params(16), params(16)},
		{"17 parameters", params(17), params(17)[1:]},
		{"33 parameters", params(33), params(33)[1:]},
		{"conceal", "\x1b[8mx", "[8mx"},
		{"conceal behind a colour", "\x1b[38;5;8;8mx", "[38;5;8;8mx"},
		{"cursor", "\x1b[2Jx\x1b[H", "[2Jx[H"},
		{"title", "\x1b]0;t\x07x", "]0;tx"},
		{"clipboard", "\x1b]52;c;eA==\x1b\\", "]52;c;eA==\\"},
		{"C1", "a\u009b31mb\u009d8;;\u009c", "a31mb8;;"},
		{"raw C1", "a\x9b31m", "a31m"},
		{"controls", "a\rb\tc\x00d\x7f\x07\b", "ab cd"},
		{"bidi", "a\u202Eb\u2066", "ab"},
		{"line separators", "a\u2028b\u0085c", "abc"},
		{"private use", "a\uE000b", "ab"},
		{"scheme", "\x1b]8;;javascript:x\x1b\\y\x1b]8;;\x1b\\", "]8;;javascript:x\\y\x1b]8;;\x1b\\"},
		{"control in a link", "\x1b]8;;https://x\x1b]8;;\x07", "]8;;https://x\x1b]8;;\x07"},
		{"cut", "\x1b[1", "[1"},
		{"lone escape", "x\x1b", "x"},
		{"DCS", "\x1bPq\x1b\\", "Pq\\"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := richtext.Guard(tt.in); got != tt.want {
				t.Errorf("Guard(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestGuardDoesNotCopyCleanFrames(t *testing.T) { // not parallel: testing.AllocsPerRun panics there
	frame := strings.Repeat("\x1b[1;38;2;1;2;3mAda │ 登录\x1b[m order\n", 100)
	if n := testing.AllocsPerRun(10, func() { richtext.Guard(frame) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}
