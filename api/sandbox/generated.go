package sandbox

import (
	"fmt"
	"strings"
)

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
	"log-3000": func() string {
		var b strings.Builder
		b.WriteString("<pre>")
		for i := range 3000 {
			fmt.Fprintf(&b, "%02d:%02d:%02d gateway rssi=-%d pump duty=%d%% level=%dml", i/3600, i/60%60, i%60, 40+i*7%45, i*17%100, 900-i*13%800)
			if i%9 == 8 {
				b.WriteString(" WARN stall &lt;retry&gt;")
			}
			b.WriteByte('\n')
		}
		return b.String() + "</pre>"
	},
	"marks-200": func() string {
		return "<p>Z" + strings.Repeat("\u0310\u0326\u0334", 66) + "algo</p>"
	},
}
