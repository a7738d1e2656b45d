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
		{"not within sequences", []string{"\x1b]0;👍🏿\x1b\\\x1b]777;n;🫨\ax\x1bPq🫨\x1b\\"}, "\x1b]0;👍🏿\x1b\\\x1b]777;n;🫨\ax\x1bPq🫨\x1b\\"},
		{"a sequence without an end", []string{"🫨\x1b]0;🫨"}, "\x1b7\x1b[2X🫨\x1b8\x1b[2C\x1b]0;🫨"},
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

func TestTheTitleComesBack(t *testing.T) {
	t.Parallel()
	var f tty
	out := Output(&f, env("xterm"))
	for _, p := range []string{"\x1b]2;\a", "a\x1b]2;parley\ab", "\x1b]2;parley 2\a", "\x1b]2;\ac", "\x1b]2;\a", "\x1b]2;parley\a"} {
		if n, err := out.Write([]byte(p)); n != len(p) || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	const want = "\x1b]2;\aa\x1b[22;2t\x1b]2;parley\ab\x1b]2;parley 2\a\x1b]2;\a\x1b[23;2tc\x1b]2;\a\x1b[22;2t\x1b]2;parley\a"
	if f.String() != want {
		t.Errorf("%q", f.String())
	}
}

func TestLight(t *testing.T) {
	t.Parallel()
	for colours, want := range map[string]bool{"": false, "0;default;15": true, "0;15": true, "0;7": true, "15;0": false, "15": true, "7;default;0": false, "15;": false} {
		if got := Light(func(string) string { return colours }); got != want {
			t.Errorf("%q: %t", colours, got)
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

func TestNothingIsLeftInFrontOfThePrompt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"linux": "row\x1b[?1049l\r\x1b[J", "screen": "row\x1b[?1049l\r\x1b[J", "xterm": "row\x1b[?1049l"} {
		var f tty
		if _, err := Output(&f, env(name)).Write([]byte("row\x1b[?1049l")); err != nil || f.String() != want {
			t.Errorf("%s: %v, %q", name, err, f.String())
		}
	}
}
