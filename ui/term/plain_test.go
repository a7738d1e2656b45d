package term

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// tty is a terminal that keeps what is written.
type tty struct{ bytes.Buffer }

func (*tty) Close() error { return nil }
func (*tty) Fd() uintptr  { return 0 }

func env(name string) func(string) string {
	return func(key string) string {
		if key == "TERM" {
			return name
		}
		return ""
	}
}

func TestASimpleTerminalIsToldOnlyWhatItUnderstands(t *testing.T) {
	t.Parallel()
	const written = "\x1b[?2026$p\x1b[?1049h\x1b[?2004h\x1b]2;parley\x07\x1b[>4;2m\x1b[>1u\x1b[?u\x1b]11;?\x1b\\\x1b[1;31mred\x1b[m\x1b[<1u\x1b[c\x1b[?25l\x1b[3;4Hx"
	for name, want := range map[string]string{
		"linux":          "\x1b[?1049h\x1b[22;1;31mred\x1b[m\x1b[c\x1b[?25l\x1b[3;4Hx",
		"vt100":          "\x1b[?1049h\x1b[22;1;31mred\x1b[m\x1b[c\x1b[?25l\x1b[3;4Hx",
		"xterm-256color": strings.Replace(written, "\x1b]2;", "\x1b[22;2t\x1b]2;", 1),
	} {
		var f tty
		n, err := Output(&f, env(name)).Write([]byte(written))
		if n != len(written) || err != nil || f.String() != want {
			t.Errorf("%s: %d, %v, %q", name, n, err, f.String())
		}
	}
}

func TestOnlyTerminalsWithOneScreenAreCleared(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"linux": "\r\x1b[J", "screen": "\r\x1b[J", "xterm": "", "tmux-256color": ""} {
		if got := leftover(env(name)); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestGlyphsKeepTheirWidth(t *testing.T) {
	t.Parallel()
	if Glyphs(env("xterm")) != nil || Glyphs(env("screen.xterm-256color")) != nil {
		t.Error("a terminal with all signs gets others")
	}
	var all string
	for i := 0; i < len(console); i += 2 {
		all += console[i]
	}
	for i := 0; i < len(letters); i += 2 {
		all += letters[i]
	}
	for _, name := range []string{"linux", "vt100", "vt220"} {
		got := Glyphs(env(name)).Replace(all + "Grüße 登录")
		if ansi.WcWidth.StringWidth(got) != ansi.WcWidth.StringWidth(all+"Grüße 登录") || !strings.HasSuffix(got, "Grüße 登录") {
			t.Errorf("%s: %q", name, got)
		}
		if strings.ContainsAny(got, "▸●★") || name != "linux" && strings.ContainsAny(got, "─│┌█▌") {
			t.Errorf("%s: %q still holds what is not in the font", name, got)
		}
	}
}
