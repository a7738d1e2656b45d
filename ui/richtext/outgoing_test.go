package richtext_test

import (
	"regexp"
	"strings"
	"testing"

	"parley/ui/richtext"
)

func TestToHTML(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"paragraphs", "Hi Ada,\n\nsee below.\n", "<p>Hi Ada,</p><p>see below.</p>"},
		{"single line breaks", "a\nb  \nc\\\nd\r\ne", "<p>a<br>b<br>c<br>d<br>e</p>"},
		{"emphasis", "**b** *i* __b__ _i_ ***bi*** snake_case_name", "<p><b>b</b> <i>i</i> <b>b</b> <i>i</i> <i><b>bi</b></i> snake_case_name</p>"},
		{"link", "[our *page*](https://x.test/?a=1&b=2)", `<p><a href="https://x.test/?a=1&amp;b=2">our <i>page</i></a></p>`},
		{"bare address", "See https://x.test/a_b_c(d), ok", `<p>See <a href="https://x.test/a_b_c(d)">https://x.test/a_b_c(d)</a>, ok</p>`},
		{"angle address", "<https://x.test> <ada@x.test>", `<p><a href="https://x.test">https://x.test</a> <a href="mailto:ada@x.test">ada@x.test</a></p>`},
		{"scheme", "[x](javascript:alert(1)) [y](/rel)", "<p>x (javascript:alert(1)) y (/rel)</p>"},
		{"list", "- a\n- b\n  - c\n\n1. d\n2. e", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><ol><li>d</li><li>e</li></ol>"},
		{"loose list", "- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li>c</li></ul>"},
		{"list behind text", "Do:\n- a\n- b\n\nthen", "<p>Do:</p><ul><li>a</li><li>b</li></ul><p>then</p>"},
		{"number that is no list", "4411. is the order", "<p>4411. is the order</p>"},
		{"headings", "# A\n## B\n### C", "<h1>A</h1><h2>B</h2><h2>C</h2>"},
		{"code", "`a <b> *c*`", "<p><code>a &lt;b&gt; *c*</code></p>"},
		{"fence", "```go\nif x {\n  y()\n}\n```", "<p><code>if x {<br>\u00a0 y()<br>}</code></p>"},
		{"HTML is text", "<b>x</b> <script>y</script> &amp; <!-- z -->", "<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;y&lt;/script&gt; &amp;amp; &lt;!-- z --&gt;</p>"},
		{"HTML block is text", "<div>\nx\n</div>", "<p>&lt;div&gt;<br>x<br>&lt;/div&gt;</p>"},
		{"quote is text", "> quoted\n> more", "<p>&gt; quoted<br>&gt; more</p>"},
		{"rules and underlines are text", "Title\n=====\n\n---\n\nAna\n---", "<p>Title<br>=====</p><p>---</p><p>Ana<br>---</p>"},
		{"definitions are text", "[1]: https://x.test", `<p>[1]: <a href="https://x.test">https://x.test</a></p>`},
		{"escapes", `\*x\* \# C:\temp`, `<p>*x* # C:\temp</p>`},
		{"indented", "    four", "<p>four</p>"},
		{"image", "![a cat](https://x.test/c.png)", `<p><a href="https://x.test/c.png">a cat</a></p>`},
		{"only marks", "-", "<p>-</p>"},
		{"controls", "a\x1b[2Jb\u202Ec", "<p>a␛[2Jbc</p>"},
		{"empty", " \n\t\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := richtext.ToHTML(tt.in); got != tt.want {
				t.Errorf("ToHTML(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

var (
	tags    = regexp.MustCompile(`<[^>]*>`)
	allowed = regexp.MustCompile(`^</?(p|br|b|i|a|ul|ol|li|h1|h2|code)>$|^<a href="(?i:https?|mailto|tel):[^"<>]*">$`)
)

func checkSubset(t *testing.T, html string) {
	t.Helper()
	for _, tag := range tags.FindAllString(html, -1) {
		if !allowed.MatchString(tag) {
			t.Errorf("tag %q in %q", tag, html)
		}
	}
	if strings.ContainsAny(html, "\n\r\t\x1b") {
		t.Errorf("line breaks or controls in %q", html)
	}
}

// TestRoundTrip types text and reads it again as it will come back.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Hi **Ada**,\nI refunded *order 4411*.\n\n- first\n- second\n\nBest,\nAna": "Hi Ada, I refunded order 4411. first second Best, Ana",
		"请**重启**应用。\n谢谢！":                                                          "请重启应用。 谢谢！",
		"Use `a && b < c` & <b>":                                                   "Use a && b < c & <b>",
		"[page](https://x.test)":                                                   "page <https://x.test>",
		"https://x.test/a":                                                         "https://x.test/a",
		"1. one\n2. two":                                                           "1. one 2. two",
		"3. three\n4. four":                                                        "3. three 4. four",
		"a &lt; b":                                                                 "a &lt; b",
	} {
		html := richtext.ToHTML(in)
		checkSubset(t, html)
		got := strings.Join(strings.Fields(undecorated.Replace(strings.Join(lay(html, 80), "\n"))), " ")
		if got != want {
			t.Errorf("%q comes back as %q, want %q", in, got, want)
		}
	}
}
