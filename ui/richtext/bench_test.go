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
	for name, s := range map[string]string{
		"paragraphs": body(5 << 20),
		"text":       strings.Repeat("one two three ", 5<<20/14),
		"no spaces":  strings.Repeat("x", 5<<20),
		"breaks":     strings.Repeat("a<br>", 1<<20),
		"tiny":       strings.Repeat("<p>x</p>", 5<<20/8),
		"open tags":  strings.Repeat("<div><b>", 5<<20/8),
		"CJK":        strings.Repeat("请问我的订单在哪里？", 5<<20/30),
		"table":      "<table>" + strings.Repeat("<tr><td>a</td><td>b</td></tr>", 5<<20/30) + "</table>",
		"quotes":     strings.Repeat("<blockquote>a", 5<<20/13),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				richtext.Parse(s).Layout(options(120)).Lines(0, 50)
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
