package term

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestCodePoints(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, frame, want string }{
		{"nothing to do", "│ \x1b[1mGrüße\x1b[m 登录 🙂 é नमस्ते │", "│ \x1b[1mGrüße\x1b[m 登录 🙂 é नमस्ते │"},
		{"a family", "a 👨‍👩‍👧 b", "a 👨👩👧 b"},
		{"a heart", "I ❤️ it ❤️", "I ❤ it ❤"},
		{"a keycap", "1️⃣ first", "1⃣ first"},
		{"a flag", "🏳️‍🌈", "🏳🌈"},
		{"a colour of skin", "👩🏽‍💻", "👩🏽💻"},
		{"many of them", "👍🏿🏿🏿", "👍🏿" + parting + "🏿🏿"},
		{"a joiner that shapes letters", "ক্\u200dষ", "ক্\u200dষ"},
		{"five consonants in one", "र्त्स्न्य", "र्त्स्न्" + parting + "य"},
		{"many vowels after a letter of ours", "kாாாா", "kாாா" + parting + "ா"},
		{"at the end", "x👨‍👩", "x👨👩"},
		{"invalid", "\xff é \xe2", "\xff é \xe2"},
	} {
		got := CodePoints(tt.frame)
		if got != tt.want {
			t.Errorf("%s: %+q, not %+q", tt.name, got, tt.want)
		}
		if again := CodePoints(got); again != got {
			t.Errorf("%s: becomes %+q the second time", tt.name, again)
		}
	}
}

func FuzzCodePoints(f *testing.F) {
	for _, s := range []string{"👨‍👩‍👧‍👦x", "a❤️‍🔥", "👍🏿🏿🏿", "र्त्स्न्य", "ᄀᄀᄀᄀᄀ각", "\x1b[1mா\x1b[m", "m்\u200dா", "가각ᆨ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7F && r < 0xA0 }) >= 0 {
			return // a frame has none, but in sequences of ours
		}
		got := CodePoints(s)
		if w, before := ansi.WcWidth.StringWidth(got), ansi.WcWidth.StringWidth(s); w != before {
			t.Errorf("%+q is %d wide, %+q %d", s, before, got, w)
		}
		for rest := got; rest != ""; {
			seq, w, n, _ := ansi.DecodeSequenceWc(rest, 0, nil)
			if w > widestCell {
				t.Errorf("%+q holds %+q, of %d cells", got, seq, w)
			}
			rest = rest[n:]
		}
	})
}

// Long texts of one writing system are what frames are made of.
func BenchmarkCodePoints(b *testing.B) {
	for name, line := range map[string]string{
		"latin": "│ Thank you — “Grüße” from us, é … │", "cjk": "│ 登录失败，请问怎么重置密码？谢谢 │", "hindi": "│ नमस्ते, मेरा ऑर्डर नहीं आया │", "emoji": "│ 👨‍👩‍👧‍👦 👩🏽‍💻 ❤️ 🙂 │",
	} {
		frame := strings.Repeat(line+"\n", 120)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				CodePoints(frame)
			}
		})
	}
}
