package uitest_test

import (
	"strings"
	"testing"

	"parley/ui/uitest"
)

func TestCheckFrame(t *testing.T) {
	t.Parallel()
	good := []string{
		"ab  \n登录",
		"\x1b[1;38;2;255;0;0mab\x1b[m\n\x1b]8;;https://parley.example/a?b=1\x1b\\ab\x1b]8;;\x1b\\",
		"👍\nمرحب",
	}
	for _, frame := range good {
		if err := uitest.CheckFrame(frame, 4, 2); err != nil {
			t.Errorf("%q: %v", frame, err)
		}
	}
	bad := map[string]string{
		"too few lines":          "a",
		"too many lines":         "a\nb\nc",
		"too wide":               "abcde\n",
		"too wide by wcwidth":    "👨‍👩‍👧\n",
		"tab":                    "a\tb\n",
		"bell":                   "a\ab\n",
		"C1 control":             "a\u009db\n",
		"raw C1 byte":            "a\x9bb\n",
		"delete":                 "a\x7fb\n",
		"bidi override":          "a\u202eb\n",
		"line separator":         "a\u2028b\n",
		"cursor movement":        "\x1b[2Jab\n",
		"clipboard":              "\x1b]52;c;AAAA\a\n",
		"long style":             "\x1b[" + strings.Repeat("1;", 40) + "1mab\x1b[m\n",
		"private style":          "\x1b[>4;2m\n",
		"unfinished style":       "\x1b[1\n",
		"lone escape":            "a\x1b\n",
		"script link":            "\x1b]8;;javascript:alert(1)\x1b\\a\x1b]8;;\x1b\\\n",
		"link to a local file":   "\x1b]8;;file:///etc/passwd\aab\x1b]8;;\a\n",
		"link beyond ASCII":      "\x1b]8;;https://x/М\aab\n",
		"unfinished link":        "\x1b]8;;https://x\n",
		"link with an escape":    "\x1b]8;;https://x\x1b[mab\n",
		"link without its field": "\x1b]8;https\aab\n",
	}
	for name, frame := range bad {
		if uitest.CheckFrame(frame, 4, 2) == nil {
			t.Errorf("%s: %q was accepted", name, frame)
		}
	}
}

func FuzzCheckBytes(f *testing.F) {
	for _, seed := range []string{"a", "\x1b[1m", "\x1b]8;;https://x\x1b\\", "\x1b]8;", "\u009b", "\x1b["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if uitest.CheckBytes(s) == nil && strings.ContainsAny(s, "\n\r\t\b\x00") {
			t.Errorf("%q was accepted", s)
		}
	})
}

func TestGeometry(t *testing.T) {
	t.Parallel()
	uitest.Geometry(t, func(w, h int) string {
		m := &desk{ctx: t.Context(), w: w, h: h, text: "hello", log: []string{"one", "two"}}
		return m.View().Content
	})
	for name, render := range map[string]func(w, h int) string{
		"panic": func(w, _ int) string { return strings.Repeat("x", w-2) },
		"width": func(_, h int) string { return "xx" + strings.Repeat("\n", h-1) },
		"lines": func(_, _ int) string { return "x" },
	} {
		s := &spy{TB: t}
		uitest.Geometry(s, render)
		if s.failure == "" {
			t.Errorf("%s: a broken surface passed", name)
		}
	}
}
