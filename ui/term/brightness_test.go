package term

import "testing"

func TestTheConsoleKeepsBoldAndBrightApart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, written, want string }{
		{"a grey line after a bold title", "\x1b[94;1mMine\x1b[90;22m──", "\x1b[22;1;94mMine\x1b[22;90m──"},
		{"bold ends, the colour stays", "\x1b[1;94mA\x1b[22mB", "\x1b[22;1;94mA\x1b[22;94mB"},
		{"from grey to the plain colour", "\x1b[90mA\x1b[37mB\x1b[39mC", "\x1b[22;90mA\x1b[22;37mB\x1b[22;39mC"},
		{"nothing of it", "\x1b[4mA\x1b[24;44mB\x1b[mC", "\x1b[4mA\x1b[24;44mB\x1b[mC"},
		{"all ends", "\x1b[90;4mA\x1b[mB\x1b[0;1;44mC", "\x1b[22;90;4mA\x1b[mB\x1b[0;1;44mC"},
		{"colours by number", "\x1b[38;5;239;48;5;22;1mA\x1b[48;2;1;22;3;22mB", "\x1b[22;1;38;5;239;48;5;22mA\x1b[22;38;5;239;48;2;1;22;3mB"},
		{"cut short", "\x1b[38mA\x1b[38;5mB", "\x1b[22;38mA\x1b[22;38;5mB"},
	} {
		var f tty
		if _, err := Output(&f, env("linux")).Write([]byte(tt.written)); err != nil || f.String() != tt.want {
			t.Errorf("%s: %v, %q, not %q", tt.name, err, f.String(), tt.want)
		}
	}
}
