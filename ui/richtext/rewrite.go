package richtext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Rewrite returns a body with every piece of text and every address replaced by
// what the functions make of it, and all tags as they were. Text is given
// decoded and without what nobody sees. What Parse does not show is left out,
// and so are addresses when link is nil.
func Rewrite(body string, text, link func(string) string) string {
	z := html.NewTokenizer(strings.NewReader(body))
	var b strings.Builder
	var raw atom.Atom // an element that is open and whose content is no markup
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			switch raw {
			case 0:
				b.WriteString(html.EscapeString(text(unseen.Replace(string(z.Text())))))
			case atom.Xmp, atom.Plaintext:
				b.WriteString(text(string(z.Text())))
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			switch {
			case t.Type == html.StartTagToken && isRaw(t.DataAtom):
				raw = t.DataAtom
			case t.Type == html.EndTagToken && t.DataAtom == raw:
				raw = 0
			}
			if t.DataAtom != atom.Script && t.DataAtom != atom.Style {
				t.Attr = rewritten(t.Attr, text, link)
				b.WriteString(t.String())
			}
		}
	}
}

// unseen takes out what would hide a word from whoever looks for it.
var unseen = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "", "\ufeff", "")

// rewritten keeps the attributes that Parse looks at.
func rewritten(list []html.Attribute, text, link func(string) string) []html.Attribute {
	var out []html.Attribute
	for _, a := range list {
		switch a.Key {
		case "href", "src":
			if link == nil {
				continue
			}
			a.Val = link(a.Val)
		case "alt":
			a.Val = text(a.Val)
		case "class", "id", "style", "type", "start", "value", "width", "height", "data-smartmail":
		default:
			continue
		}
		out = append(out, a)
	}
	return out
}
