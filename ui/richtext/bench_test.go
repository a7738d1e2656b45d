package richtext_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/ui/richtext"
	"parley/ui/theme"
)

// body is a mail of about n bytes as customers write it.
func body(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "<p>Hello <b>Ada</b>, order %d was charged <i>twice</i> &amp; I do not know why. Please look at "+
			`<a href="https://example.com/orders/%d?ref=mail&amp;x=1">my order</a> and tell me what happened.</p>`, i, i)
		if i%3 == 2 {
			b.WriteString("<ul><li>first charge</li><li>second charge, <code>ch_1N&lt;x&gt;</code></li></ul>")
		}
	}
	return b.String()
}

func options(width int) richtext.Options {
	return richtext.Options{Width: width, Theme: theme.Default(), Hyperlinks: true}
}

func BenchmarkBody(b *testing.B) {
	for _, n := range []int{1 << 10, 5 << 10} {
		s := body(n)
		b.Run(fmt.Sprintf("%dkB", n>>10), func(b *testing.B) {
			o := options(80)
			for b.Loop() {
				richtext.Parse(s).Layout(o).Height()
			}
		})
	}
}

func BenchmarkFirstScreenOf5MB(b *testing.B) {
	for name, s := range huge(5 << 20) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				richtext.NewBody(s).Piece(0, nil).Layout(options(120)).Lines(0, 50)
			}
		})
	}
}

// BenchmarkLastPieceOf5MB looks for the end of a body that was not looked at before, and lays it out.
func BenchmarkLastPieceOf5MB(b *testing.B) {
	for name, s := range huge(5 << 20) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				all := richtext.NewBody(s)
				all.Piece(all.Len()-1, nil).Layout(options(120)).Height()
			}
		})
	}
}

func BenchmarkThreadOf500(b *testing.B) {
	s, o := body(600), options(100)
	for b.Loop() {
		for range 500 {
			richtext.Parse(s).Layout(o).Height()
		}
	}
}

func BenchmarkGuard(b *testing.B) {
	style := theme.Default().Accent
	row := strings.Repeat(style.Render("Ada Obi ")+"│ 登录失败 order 4411 ", 200/29)
	frame := strings.Repeat(row+"\n", 50)
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	for b.Loop() {
		richtext.Guard(frame)
	}
}

func BenchmarkToHTML(b *testing.B) {
	s := strings.Repeat("Hi **Ada**,\nthe charge of https://example.com/x was `reversed`.\n\n- one\n- two\n\n", 10)
	for b.Loop() {
		richtext.ToHTML(s)
	}
}
