package term

import "testing"

func TestTheCursorIsSetBehindWhatTerminalsDispute(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		writes []string
		want   string
	}{
		{"nothing disputed", []string{"\x1b[1m│ Grüße 登录 🙂 é नम │"}, "\x1b[1m│ Grüße 登录 🙂 é नम │"},
		{"a colour of skin", []string{"x👍🏿y"}, "x\x1b7\x1b[4X👍🏿\x1b8\x1b[4Cy"},
		{"a young emoji and a flag", []string{"🫨", "🇩🇪"}, "\x1b7\x1b[2X🫨\x1b8\x1b[2C\x1b7\x1b[2X🇩🇪\x1b8\x1b[2C"},
		{"not within sequences", []string{"\x1b]2;👍🏿\x1b\\\x1b]777;n;🫨\ax\x1bPq🫨\x1b\\"}, "\x1b]2;👍🏿\x1b\\\x1b]777;n;🫨\ax\x1bPq🫨\x1b\\"},
		{"a sequence without an end", []string{"🫨\x1b]2;🫨"}, "\x1b7\x1b[2X🫨\x1b8\x1b[2C\x1b]2;🫨"},
		{
			"while the terminal agrees",
			[]string{"🫨\x1b[?2027h🫨", "👍🏿", "\x1b[?2027l🫨"},
			"\x1b7\x1b[2X🫨\x1b8\x1b[2C\x1b[?2027h🫨👍🏿\x1b[?2027l\x1b7\x1b[2X🫨\x1b8\x1b[2C",
		},
	} {
		var f tty
		out := Output(&f, env("xterm-kitty"))
		for _, p := range tt.writes {
			if n, err := out.Write([]byte(p)); n != len(p) || err != nil {
				t.Errorf("%s: %d, %v", tt.name, n, err)
			}
		}
		if f.String() != tt.want {
			t.Errorf("%s: %+q, not %+q", tt.name, f.String(), tt.want)
		}
	}
}

func TestWideSignsAreDisputedOnSimpleTerminals(t *testing.T) {
	t.Parallel()
	var f tty
	const written, want = "│é 🌱登│", "│é \x1b7\x1b[2X🌱\x1b8\x1b[2C\x1b7\x1b[2X登\x1b8\x1b[2C│"
	if _, err := Output(&f, env("linux")).Write([]byte(written)); err != nil || f.String() != want {
		t.Errorf("%v, %+q", err, f.String())
	}
}

func BenchmarkOutput(b *testing.B) {
	frame := make([]byte, 0, 20_000)
	for range 120 {
		frame = append(frame, "\x1b[38;2;1;2;3m│ 登录失败，Thank you Grüße 谢谢 🙂 │\x1b[m\r\n"...)
	}
	var f tty
	out := Output(&f, env("xterm"))
	b.ReportAllocs()
	for range b.N {
		f.Reset()
		if _, err := out.Write(frame); err != nil {
			b.Fatal(err)
		}
	}
}
