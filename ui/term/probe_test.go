package term

import (
	"context"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/charmbracelet/x/ansi"
)

// positions answers the question for the cursor after each sample.
func positions(widths ...string) string {
	return "\x1b[5;" + strings.Join(widths, "R\x1b[5;") + "R"
}

func TestProbeReadsAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, says string
		want       Answers
	}{
		{"nothing", "", Answers{}},
		{
			"a modern one",
			"\x1bP>|ghostty 1.2\x1b\\\x1b[?0u\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?2026;2$y\x1b[?2027;1$y" +
				positions("2", "3", "3", "3", "3", "3", "3", "2") + "\x1b[?62;22;52c",
			Answers{
				Answered: true, Complete: true, Name: "ghostty 1.2", Widths: []int{1, 2, 2, 2, 2, 2, 2, 1},
				Sync: true, Graphemes: true, Keyboard: true, Clipboard: true, BackgroundKnown: true,
			},
		},
		{
			"one that knows no modes", "\x1b]11;rgb:0000/0000/0000\x07\x1b[?2026;0$y\x1b[?2027;0$y\x1b[?6c",
			Answers{Answered: true, Complete: true, BackgroundKnown: true, Dark: true},
		},
		// On the first row the place of the cursor looks like a key.
		{"the first row", "\x1b[1;2R\x1b[1;3R\x1b[?6c", Answers{Answered: true, Complete: true, Widths: []int{1, 2}}},
		{"a hostile name", "\x1bP>|x\u202ey\x1b\\\x1b[?6c", Answers{Answered: true, Complete: true, Name: "x<202E>y"}},
		{"typing", "jk\x1b[A", Answers{}},
		{"too many places", positions(strings.Split(strings.Repeat("2 ", 20)+"2", " ")...) + "", Answers{Answered: true, Widths: []int{1, 1, 1, 1, 1, 1, 1, 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked strings.Builder
			got, err := ask(t.Context(), iotest.OneByteReader(strings.NewReader(tt.says)), &asked)
			if err != nil {
				t.Fatal(err)
			}
			got.Took = 0
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			if !strings.HasSuffix(asked.String(), "\r"+ansi.EraseLineRight+ansi.RequestPrimaryDeviceAttributes) {
				t.Errorf("asked %q", asked.String())
			}
		})
	}
}

// A terminal that says nothing is not waited for.
func TestProbeGivesUp(t *testing.T) {
	t.Parallel()
	in, silent := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	context.AfterFunc(ctx, func() { _ = silent.Close() }) // as a cancelled reader ends
	cancel()
	got, err := ask(ctx, in, io.Discard)
	if err != nil || got.Answered {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzProbe(f *testing.F) {
	f.Add("\x1bP>|kitty\x1b\\\x1b[1;2R\x1b[?62;52c")
	f.Add("\x1b[" + strings.Repeat("1;", 40) + "R")
	f.Add("\x1b]11;rgb:zz/1\x07\x1b[?2026;9$y")
	f.Fuzz(func(t *testing.T, says string) {
		a, err := ask(t.Context(), strings.NewReader(says), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Widths) > len(Samples) || strings.ContainsAny(a.Name, "\x1b\x07\n\u009b") {
			t.Errorf("%+v", a)
		}
	})
}
