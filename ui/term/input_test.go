package term

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	uv "github.com/charmbracelet/ultraviolet"
)

// events feeds the reader that Bubble Tea reads its input with.
func events(t *testing.T, r io.Reader) {
	t.Helper()
	ch := make(chan uv.Event, 64)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range ch {
		}
	}()
	_ = uv.NewTerminalReader(r, "xterm-256color").StreamEvents(context.WithoutCancel(t.Context()), ch) // io.EOF
	close(ch)
	<-done
}

func TestNoInputPanics(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]string{
		"many parameters":       "\x1b[" + strings.Repeat("1;", 60) + "1m",
		"many subparameters":    "\x1b[" + strings.Repeat("1:", 60) + "1u",
		"a device string":       "\x1bP" + strings.Repeat("1;", 60) + "1q",
		"eight bits":            "\x9b" + strings.Repeat("1;", 60) + "1m",
		"within a paste":        "\x1b[200~before\x1b[" + strings.Repeat("1;", 60) + "1m after\x1b[201~",
		"a control byte inside": "\x1b[" + strings.Repeat("1;", 20) + "\x07" + strings.Repeat("1;", 20) + "1m",
		"a letter inside":       "\x1b[" + strings.Repeat("1;", 20) + "Щ" + strings.Repeat("1;", 20) + "1m",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events(t, Input(strings.NewReader(s)))
			events(t, Input(iotest.OneByteReader(strings.NewReader(s))))
		})
	}
}

func TestInputStaysAsItIs(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"a;b;c", "\x1b[200~" + strings.Repeat("1;2;3;4;5;6;7;8;9;", 9) + "\x1b[201~", "\x1b[<0;12;40M", "\x1b[97;5;97u", "\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m",
		"‛" + strings.Repeat("1;", 60), "登录失败;;;;;;;;;;;;;;;;;;;;", "\x1bOP", "\x1b",
	} {
		got, err := io.ReadAll(Input(iotest.HalfReader(strings.NewReader(s))))
		if err != nil || string(got) != s {
			t.Errorf("%q became %q, %v", s, got, err)
		}
	}
}

func TestAFileStaysAFile(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	in, ok := Input(r).(interface {
		io.ReadWriteCloser
		Fd() uintptr
		Name() string
	})
	if !ok || in.Fd() != r.Fd() {
		t.Fatal("it is no file any more")
	}
	if _, err := w.WriteString("\x1b[" + strings.Repeat("1;", 40) + "m"); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 200)
	n, err := in.Read(b)
	if err != nil || bytes.Count(b[:n], []byte(";")) != maxParameters-1 {
		t.Errorf("%q, %v", b[:n], err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := in.Close(); err != nil {
		t.Error(err)
	}
}

func FuzzInput(f *testing.F) {
	f.Add("\x1b["+strings.Repeat("1;", 40)+"m", "x")
	f.Add("\x1b[200~\x1b[201~", "\x9b1;2m")
	f.Add("\x1bP1;2q…\x1b\\", "\x1b]52;c;aGk=\x07\x1b_x\x1b\\")
	f.Fuzz(func(t *testing.T, a, b string) {
		r := Input(io.MultiReader(strings.NewReader(a), strings.NewReader(b)))
		got, err := io.ReadAll(r)
		if err != nil || len(got) != len(a)+len(b) {
			t.Fatalf("%d bytes of %d, %v", len(got), len(a)+len(b), err)
		}
		events(t, bytes.NewReader(got))
	})
}
