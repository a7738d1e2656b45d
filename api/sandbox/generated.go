package sandbox

import "strings"

// generated are bodies that are easier to make than to store.
var generated = map[string]func() string{
	"nested-513": func() string {
		return strings.Repeat("<div>", 513) + "still here" + strings.Repeat("</div>", 513)
	},
	"csi-40": func() string {
		return "<pre>before \x1b[" + strings.Repeat("1;", 39) + "1m after &#27;[" + strings.Repeat("1;", 39) + "1m end</pre>"
	},
	"quotes-80": func() string {
		return strings.Repeat("<blockquote>", 80) + "the bottom" + strings.Repeat("</blockquote>", 80)
	},
	"marks-200": func() string {
		return "<p>Z" + strings.Repeat("\u0310\u0326\u0334", 66) + "algo</p>"
	},
}
