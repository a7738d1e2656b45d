package richtext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parley/api/safetext"
)

// Inline returns a subject or title, which may hold HTML or entities, as one safe line of plain text. What
// looks like a tag but is none ("Array<String>") stays.
func Inline(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = stripTags(s)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(safetext.Line(s), nbsp, " ")), " ")
}

func stripTags(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := false
	for {
		tt := z.Next()
		raw := string(z.Raw())
		switch tt {
		case html.ErrorToken:
			b.WriteString(raw) // a tag that never ends
			return b.String()
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
			hidden = false
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case tag == 0:
				b.WriteString(raw)
			case isBlock(tag) || tag == atom.Br:
				b.WriteByte(' ')
			}
			hidden = tt == html.StartTagToken && isRaw(tag)
		}
	}
}
