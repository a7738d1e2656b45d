package sandbox

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainText is display_as=plaintext: tags go, blocks become lines, and link
// targets follow their label when links is set (from 2.16).
func plainText(s string, links bool) string {
	var b strings.Builder
	var href string
	z := html.NewTokenizer(strings.NewReader(s))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return strings.TrimSpace(s)
			}
			return strings.TrimSpace(b.String())
		case html.TextToken:
			if skip == 0 {
				b.WriteString(z.Token().Data)
			}
		case html.StartTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.Script, atom.Style, atom.Head, atom.Title:
				skip++
			case atom.A:
				href = attribute(t, "href")
			case atom.Br:
				b.WriteByte('\n')
			}
		case html.SelfClosingTagToken:
			if z.Token().DataAtom == atom.Br {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			switch z.Token().DataAtom {
			case atom.Script, atom.Style, atom.Head, atom.Title:
				skip = max(skip-1, 0)
			case atom.A:
				if links && href != "" {
					b.WriteString(" (" + href + ")")
				}
				href = ""
			case atom.P, atom.Div, atom.Li, atom.Tr, atom.Pre, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.Ul, atom.Ol, atom.Table:
				b.WriteByte('\n')
			}
		}
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
