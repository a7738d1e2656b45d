package safetext_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"parley/api/safetext"
)

func TestCodePoints(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, block, line string }{
		{"plain", "Hello, Ada", "Hello, Ada", "Hello, Ada"},
		{"line breaks", "a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h\ni", "a\nb\nc\nd\ne\nf\ng\nh\ni", "a b c d e f g h i"},
		{"tab", "a\tb", "a\tb", "a b"},
		{"C0", "a\x1b[8mb\x00\x07", "a␛[8mb␀␇", "a␛[8mb␀␇"},
		{"DEL", "a\x7fb", "a␡b", "a␡b"},
		{"C1", "a\u009d52;c;x\u009cb", "a\uFFFD52;c;x\uFFFDb", "a\uFFFD52;c;x\uFFFDb"},
		{"invalid UTF-8", "a\x9b31mb\xff", "a\uFFFD31mb\uFFFD", "a\uFFFD31mb\uFFFD"},
		{"bidi", "a\u202Egpj.exe\u2066\u200F\u061C", "agpj.exe", "a<202E>gpj.exe<2066><200F><061C>"},
		{"invisible", "a\u200Bb\u2060c\uFEFFd\u00ADe\u180Ef\uFFF9g\u206Ah", "abcdefgh", "abcdefgh"},
		{"family", "👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧"},
		{"heart on fire", "❤\uFE0F\u200D🔥", "❤\uFE0F\u200D🔥", "❤\uFE0F\u200D🔥"},
		{"lone joiner", "\u200Da \u200Db\u200D\u200D", "a b\u200D", "a b\u200D"},
		{"lone selector", "\uFE0Fa\uFE0F\uFE0F \uFE0F", "a\uFE0F ", "a\uFE0F "},
		{"keycap", "1\uFE0F\u20E3", "1\uFE0F\u20E3", "1\uFE0F\u20E3"},
		{"Scotland", "🏴\U000E0067\U000E0062\U000E007Fx", "🏴\U000E0067\U000E0062\U000E007Fx", "🏴\U000E0067\U000E0062\U000E007Fx"},
		{"stray tags", "a\U000E0067b\U000E0001\U000E0101", "ab", "ab"},
		{"private use", "a\uE000b\U000F0000\U0010FFFD", "a\uFFFDb\uFFFD\uFFFD", "a\uFFFDb\uFFFD\uFFFD"},
		{"marks", "e" + strings.Repeat("\u0301", 9), "e" + strings.Repeat("\u0301", 6), "e" + strings.Repeat("\u0301", 6)},
		{"blank letters", "a\u3164\u115F\u1160\uFFA0\u2800", "a\u3164\u115F\u1160\uFFA0\u2800", "a" + strings.Repeat("\uFFFD", 5)},
		{"scripts", "Ünïcødé 你好 こんにちは 한국어 עברית العربية हिन्दी ไทย", "Ünïcødé 你好 こんにちは 한국어 עברית العربية हिन्दी ไทย", "Ünïcødé 你好 こんにちは 한국어 עברית العربية हिन्दी ไทย"},
		{"Persian joiner", "می\u200Cخواهم", "می\u200Cخواهم", "می\u200Cخواهم"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := safetext.Block(tt.in); got != tt.block {
				t.Errorf("Block(%q) = %q, want %q", tt.in, got, tt.block)
			}
			if got := safetext.Line(tt.in); got != tt.line {
				t.Errorf("Line(%q) = %q, want %q", tt.in, got, tt.line)
			}
		})
	}
}

func TestClipboard(t *testing.T) {
	t.Parallel()
	if got, want := safetext.Clipboard("rm\x1b -rf\r\n\tx\u202E\u009b\n\n"), "rm -rf\n\tx\uFFFD"; got != want {
		t.Errorf("Clipboard = %q, want %q", got, want)
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 100)
	tests := []struct{ in, want string }{
		{"receipt.pdf", "receipt.pdf"},
		{"../../etc/passwd", "passwd"},
		{`C:\Users\x\a.txt`, "a.txt"},
		{".bashrc", "bashrc"},
		{"-rf", "rf"},
		{"a:b?.txt", "a_b_.txt"},
		{"photo\u202Egpj.exe", "photo_202E_gpj.exe"},
		{"a\nb\x00.txt", "a b␀.txt"},
		{"trailing. . ", "trailing"},
		{"", "attachment"},
		{"...", "attachment"},
		{"nul.txt", "_nul.txt"},
		{long + ".pdf", strings.Repeat("ä", 58) + ".pdf"},
	}
	for _, tt := range tests {
		if got := safetext.FileName(tt.in); got != tt.want {
			t.Errorf("FileName(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCleanTextIsNotCopied(t *testing.T) { // not parallel: testing.AllocsPerRun panics there
	s := strings.Repeat("An order of 12 € for 李伟, ", 20) + "\n"
	for name, f := range map[string]func(string) string{"Block": safetext.Block, "Clipboard": safetext.Clipboard} {
		if n := testing.AllocsPerRun(10, func() { f(s) }); n != 0 {
			t.Errorf("%s of clean text: %v allocations, want 0", name, n)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b]52;c;x\x07", "\u009d8;;\u009c", "a\r\nb", "🏴\U000E0067", "e\u0301\uFE0F\u200D", "\u202E<202E>", "../\u2028.."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, fn := range map[string]func(string) string{
			"Block": safetext.Block, "Line": safetext.Line, "Clipboard": safetext.Clipboard, "FileName": safetext.FileName,
		} {
			got := fn(s)
			if again := fn(got); again != got {
				t.Errorf("%s is not idempotent: %q then %q", name, got, again)
			}
			if !utf8.ValidString(got) {
				t.Errorf("%s(%q) is not UTF-8", name, s)
			}
			for _, r := range got {
				ok := safetext.Printable(r) || (name == "Block" || name == "Clipboard") && (r == '\n' || r == '\t')
				if !ok || (unicode.IsControl(r) && r != '\n' && r != '\t') {
					t.Errorf("%s(%q) holds %U", name, s, r)
				}
			}
		}
		if n := safetext.FileName(s); n == "" || len(n) > 121 || strings.ContainsAny(n, `/\:`) || n[0] == '.' || n[0] == '-' {
			t.Errorf("FileName(%q) = %q", s, n)
		}
		if strings.HasSuffix(safetext.Clipboard(s), "\n") {
			t.Errorf("Clipboard(%q) ends in a line break", s)
		}
	})
}

func BenchmarkBlock(b *testing.B) {
	s := strings.Repeat("The order 4411 was charged twice. ", 3000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		safetext.Block(s)
	}
}
