package richtext_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"parley/ui/richtext"
	"parley/ui/theme"
)

// lay returns the lines of a body at a width, without style and with everything unfolded.
func lay(body string, width int) []string {
	l := richtext.Parse(body).Layout(richtext.Options{Width: width, Unfold: true})
	return l.Lines(0, l.Height())
}

func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		width      int
		want       []string
	}{
		{"breaks stay", "<p>a<br>b<br><br><br>c</p>", 20, []string{"a", "b", "", "", "c"}},
		{"blocks and empty lines", "<div>a</div><div><br></div><div>b</div><p>c</p>d", 20, []string{"a", "", "b", "", "c", "", "d"}},
		{"paragraph without margin", `<p class="no-margin">a</p><p class="no-margin">b</p>`, 20, []string{"a", "b"}},
		{"words wrap", "<p>one two three four</p>", 9, []string{"one two", "three", "four"}},
		{"hyphens do not break", "<p>aa state-of-the-art</p>", 17, []string{"aa", "state-of-the-art"}},
		{"no-break spaces keep together", "<p>aaaa bbbb&nbsp;cc</p>", 10, []string{"aaaa", "bbbb cc"}},
		{"but not beyond the line", "<p>aaaa&nbsp;bbbb&nbsp;cccc</p>", 10, []string{"aaaa bbbb ", "cccc"}},
		{"long words are cut", "<p>ab 0123456789x</p>", 10, []string{"ab", "0123456789", "x"}},
		{"closing marks stay with CJK", "<p>登录失败，请重试。</p>", 8, []string{"登录失", "败，请重", "试。"}},
		{"spaces in code", "<pre>a  b\n\n    c\td\n</pre>", 40, []string{"  a  b", "", "      c   d"}},
		{"list", "<ol><li>one two three<p>four</p></li><li>x<ul><li>y</ul></ol>", 12, []string{"1. one two", "   three", "", "   four", "2. x", "   ◦ y"}},
		{"quote", "<blockquote>one two<p>three</p></blockquote>", 9, []string{"▎ one two", "▎", "▎ three"}},
		{"prefixes take half the width", "<blockquote><blockquote><blockquote><blockquote>abc def", 12, []string{"▎ ▎ ▎ abc", "▎ ▎ ▎ def"}},
		{"table", "<table><tr><th>A</th><th>B</th></tr><tr><td>long</td><td>x</td></tr></table>", 20, []string{"A    │ B", "─────┼──", "long │ x"}},
		{"paragraphs in cells", "<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td><td><p>d</p></td></tr></table>", 20, []string{"a │ b", "c │ d"}},
		{"link that ends with its cell", "<table><tr><td><a href='http://x.test'>a<td>b</table>", 40, []string{"a <http://x.test> │ b"}},
		{"table that does not fit", "<table><tr><td>alpha beta</td><td>gamma</td></tr><tr><td>a</td><td>b</td></tr></table>", 12, []string{"alpha beta │", "gamma", "a │ b"}},
		{"link", `<p><a href="https://x.test/a">b</a> c</p>`, 40, []string{"b <https://x.test/a> c"}},
		{"image", `<p>a<img src="https://x.test/i" alt="b  c">d</p>`, 40, []string{"a[image: b c <https://x.test/i>]d"}},
		{"margins of a document", `<p style="margin-top:0pt;margin-bottom:0pt">a</p><p style="margin: 0 0 0.0in">b</p><p style="margin:0 0 1em">c</p>`, 20, []string{"a", "b", "", "c"}},
		{"what never ends is shown", "<p>a<select><option>b<p>c<svg><text>d", 20, []string{"ab", "", "cd"}},
		{"HTML ends a drawing", "<svg><text>x<p>a</p>", 20, []string{"a"}},
		{"rows beside cells of more lines", "<table><tr><td>a<br>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>", 20, []string{"a", "b", "c", "d │ e"}},
		{"nothing", "<p> </p>", 20, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := lay(tt.body, tt.width); !slices.Equal(got, tt.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestLinesAreLaidOutWhenAskedFor(t *testing.T) {
	t.Parallel()
	d := richtext.Parse(strings.Repeat("<p>x</p>", 100))
	l := d.Layout(richtext.Options{Width: 20})
	if s, ok := l.Line(2); s != "x" || !ok {
		t.Errorf("Line(2) = %q, %v", s, ok)
	}
	if !l.AtLeast(199) || l.AtLeast(200) {
		t.Error("AtLeast does not agree with 199 lines")
	}
	if got := len(l.Lines(190, 300)); got != 9 {
		t.Errorf("Lines(190, 300) has %d lines, want 9", got)
	}
	if _, ok := l.Line(199); ok || l.Height() != 199 {
		t.Errorf("Height = %d, want 199", l.Height())
	}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	th := theme.Default()
	l := richtext.Parse(`<p><b>bo</b>x <a href="https://x.test/м;a">li</a> <a href="javascript:x">no</a> <a href="https://x.test/5%zz">5%</a> <a href="https://x.<y/">y</a></p><pre>a_b</pre>`).
		Layout(richtext.Options{Width: 60, Theme: th, Hyperlinks: true})
	got := strings.Join(l.Lines(0, l.Height()), "\n")
	for _, want := range []string{
		"\x1b[1mbo\x1b[mx ",
		"\x1b]8;id=1;https://x.test/%D0%BC%3Ba\x1b\\",
		"<https://x.test/м;a>",
		";https://x.test/5%25zz\x1b\\",
		"<javascript:x>",
		th.Rich.Code.Render("a_b")[:8],
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if strings.Contains(got, ";javascript:") || strings.Count(got, "\x1b]8;id=") != 3 {
		t.Errorf("hyperlinks in %q", got)
	}
	if bare := richtext.Parse("<p><b>a</b></p>").Layout(richtext.Options{Width: 9, Theme: th}); bare.Lines(0, 1)[0] != "\x1b[1ma\x1b[m" {
		t.Errorf("bold is %q", bare.Lines(0, 1))
	}
}

// TestAlteredTextIsDrawnPlainly uses a style that makes glamour change the text.
func TestAlteredTextIsDrawnPlainly(t *testing.T) {
	t.Parallel()
	th := *theme.Default()
	th.Rich.Glamour.Text.Upper = new(true)
	l := richtext.Parse("<p>Straße <b>ada</b></p>").Layout(richtext.Options{Width: 40, Theme: &th})
	if got := l.Lines(0, 1); !slices.Equal(got, []string{"Straße ada"}) || l.Undrawn() != 1 {
		t.Errorf("got %q, %d blocks drawn plainly", got, l.Undrawn())
	}
}

func TestDocumentIsShared(t *testing.T) {
	t.Parallel()
	d := richtext.Parse(corpus(t)["m-newsletter"])
	want := d.Layout(options(40)).Lines(0, 99)
	var g sync.WaitGroup
	for range 4 {
		g.Go(func() {
			if got := d.Layout(options(40)).Lines(0, 99); !slices.Equal(got, want) || len(d.Links()) != 2 || d.Text() == "" {
				t.Errorf("got %q", got)
			}
		})
	}
	g.Wait()
}

func TestText(t *testing.T) {
	t.Parallel()
	d := richtext.Parse(`<p>See <a href="https://x.test/a">this</a>&nbsp;now</p><hr><table><tr><td>a</td><td>b</td></tr></table><img src="https://x.test/i" alt="pic">`)
	if got, want := d.Text(), "See this now\na │ b\n[image: pic]"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	want := []richtext.Link{{Text: "this", URL: "https://x.test/a"}, {Text: "pic", URL: "https://x.test/i", Image: true}}
	if got := d.Links(); !slices.Equal(got, want) {
		t.Errorf("Links = %v, want %v", got, want)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		body string
		want []string
	}{
		{`<a href="https://x.test/?a=1&amp;b=2">x</a>`, []string{"https://x.test/?a=1&b=2"}},
		{`https://a.test/x, then <a href="https://b.test">b</a> (see http://c.test/(d)).`, []string{"https://a.test/x", "https://b.test", "http://c.test/(d)"}},
		{`见https://a.test/x。谢谢 https://a.test/ошибка`, []string{"https://a.test/x", "https://a.test/ошибка"}},
		{`<a href="https://x.test"></a><a href="#top">t</a><a>n</a><a href="">e</a>`, nil},
		{"<a href=' \nhttps://x.test/\ta'>x</a>", []string{"https://x.test/a"}},
		{"<a href='https://x.test/\u202Ea'>x</a>", []string{"https://x.test/<202E>a"}},
		{`ftp://a.test ://b x://c https:// http://`, nil},
		{`<img src="data:image/png;base64,xx"><img src="cid:1">`, nil},
		{`<iframe src="https://www.youtube.com/embed/x"></iframe><iframe src="https://evil.test"></iframe>`, []string{"https://www.youtube.com/embed/x"}},
	}
	for _, tt := range tests {
		var got []string
		for _, l := range richtext.Parse(tt.body).Links() {
			got = append(got, l.URL)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Links(%q) = %q, want %q", tt.body, got, tt.want)
		}
	}
}

func TestParsePlain(t *testing.T) {
	t.Parallel()
	d := richtext.ParsePlain("a <b>  c\r\n\n\t&amp; https://x.test/y.\x1b[2J")
	l := d.Layout(richtext.Options{Width: 60})
	if got, want := l.Lines(0, l.Height()), []string{"a <b>  c", "", "        &amp; https://x.test/y.␛[2J"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := len(d.Links()); n != 1 {
		t.Errorf("%d links, want 1", n)
	}
}

func TestInline(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Refund for O&#39;Neill &amp; Sons": "Refund for O'Neill & Sons",
		"<b>Re:</b> hello<br>there":         "Re: hello there",
		"Array<String> is x<y":              "Array<String> is x<y",
		"a\x1b]0;t\x07\n b\u202E":           "a␛]0;t␇ b<202E>",
		"<p>one</p><p>two</p>":              "one two",
		"<script>x</script>y":               "y",
		"1 < 2":                             "1 < 2",
	}
	for in, want := range tests {
		if got := richtext.Inline(in); got != want {
			t.Errorf("Inline(%q) = %q, want %q", in, got, want)
		}
	}
}
