package serve

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func through(t testing.TB, in string, limit int, oneByOne bool) (out string, refused int) {
	t.Helper()
	var r io.Reader = strings.NewReader(in)
	if oneByOne {
		r = iotest.OneByteReader(r)
	}
	b, err := io.ReadAll(&bounded{r: r, limit: limit, tell: func() { refused++ }})
	if err != nil {
		t.Fatal(err)
	}
	return string(b), refused
}

func TestPastes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in, want string
		refused  int
		slow     string // where an escape was gone before anybody could know
	}{
		"keys":                  {"abc\x1b[A\x1b", "abc\x1b[A\x1b", 0, ""},
		"a paste":               {"a\x1b[200~hello\x1b[201~b", "a\x1b[200~hello\x1b[201~b", 0, ""},
		"just small enough":     {"\x1b[200~1234567890\x1b[201~", "\x1b[200~1234567890\x1b[201~", 0, ""},
		"too large":             {"a\x1b[200~12345678901\x1b[201~b", "ab", 1, "a\x1bb"},
		"too large, then not":   {"\x1b[200~12345678901\x1b[201~\x1b[200~1\x1b[201~", "\x1b[200~1\x1b[201~", 1, "\x1b\x1b[200~1\x1b[201~"},
		"escapes in it":         {"\x1b[200~\x1b[20\x1b[2\x1b[201~", "\x1b[200~\x1b[20\x1b[2\x1b[201~", 0, ""},
		"one that never ends":   {"a\x1b[200~123", "a", 0, "a\x1b"},
		"the end of none":       {"a\x1b[201~b", "a\x1b[201~b", 0, ""},
		"something that is not": {"\x1b[20x\x1b[200\x1b[2", "\x1b[20x\x1b[200\x1b[2", 0, ""},
	} {
		for _, slow := range []bool{false, true} {
			want := c.want
			if slow && c.slow != "" {
				want = c.slow
			}
			if got, refused := through(t, c.in, 10, slow); got != want || refused != c.refused {
				t.Errorf("%s (one by one: %v): %q and %d refused, want %q and %d", name, slow, got, refused, want, c.refused)
			}
		}
	}
}

// A lone escape key does not wait for what might follow.
func TestEscapeAtOnce(t *testing.T) {
	t.Parallel()
	pr, pw := io.Pipe()
	defer pw.Close()
	b := &bounded{r: pr, limit: 10}
	go func() { _, _ = pw.Write([]byte("\x1b")) }()
	buf := make([]byte, 10)
	if n, err := b.Read(buf); n != 1 || err != nil {
		t.Errorf("%q, %v", buf[:n], err)
	}
}

func FuzzPastes(f *testing.F) {
	f.Add("a\x1b[200~hello\x1b[201~b", 5)
	f.Add("\x1b[200~\x1b[20\x1b[201~\x1b", 3)
	f.Fuzz(func(t *testing.T, in string, limit int) {
		limit = limit%100 + 100
		fast, n := through(t, in, limit, false)
		slow, m := through(t, in, limit, true)
		if n != m || strings.ReplaceAll(fast, "\x1b", "") != strings.ReplaceAll(slow, "\x1b", "") {
			t.Errorf("%q and %d at once, %q and %d byte by byte", fast, n, slow, m)
		}
		if !strings.Contains(in, pasteBegin) && fast != in {
			t.Errorf("%q became %q", in, fast)
		}
		for rest := []byte(fast); ; {
			_, after, ok := bytes.Cut(rest, []byte(pasteBegin))
			if !ok {
				break
			}
			paste, left, ok := bytes.Cut(after, []byte(pasteEnd))
			if !ok || len(paste) > limit {
				t.Errorf("a paste of %d bytes got through, complete: %v", len(paste), ok)
			}
			rest = left
		}
	})
}
