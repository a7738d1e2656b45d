package uitest_test

import (
	"strings"
	"testing"

	"parley/ui/uitest"
)

func TestParseKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ script, want string }{
		{"", ""},
		{"j  k enter", "j|k|enter"},
		{"ctrl+k shift+tab alt+x ctrl+shift+a", "ctrl+k|shift+tab|alt+x|ctrl+shift+a"},
		{"space A ? é", "space|A|?|é"},
		{"r text:Hi ctrl+k!", "r|H|i|space|c|t|r|l|+|k|!"},
		{"text:a\nenter\ntext:登👍🏿", "a|enter|登|👍🏿"},
		{"+ ctrl++", "+|ctrl++"},
	} {
		keys, err := uitest.ParseKeys(test.script)
		if err != nil {
			t.Errorf("%q: %v", test.script, err)
			continue
		}
		names := make([]string, 0, len(keys))
		for _, key := range keys {
			names = append(names, key.String())
		}
		if got := strings.Join(names, "|"); got != test.want {
			t.Errorf("%q: got %s, want %s", test.script, got, test.want)
		}
	}
	for _, script := range []string{"entre", "ctrl+", "shift+a", "text:\x1b[A", "cmd+x", "text:\xff"} {
		if keys, err := uitest.ParseKeys(script); err == nil {
			t.Errorf("%q: got %v, want an error", script, keys)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	for _, seed := range []string{"j enter", "text:登录 👍🏿", "ctrl+k\ntext:x", "+", "a\u0301", "\x80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, script string) {
		keys, err := uitest.ParseKeys(script)
		if err != nil {
			return
		}
		for _, key := range keys {
			if key.String() == "" {
				t.Errorf("%q: a key without a name: %#v", script, key)
			}
		}
	})
}
