package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy keeps what Intercom keeps of a reply's HTML.
var policy = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AddTargetBlankToFullyQualifiedLinks(true)
	p.AllowAttrs("class").OnElements("p", "a", "div", "pre", "code")
	return p
}()

// cleanHTML is how a sent body is stored: without scripts and document tags,
// and plain text wrapped in a paragraph.
func cleanHTML(s string) string {
	s = strings.TrimSpace(policy.Sanitize(s))
	if s == "" || hasBlock(s) {
		return s
	}
	return "<p>" + s + "</p>"
}

// hasBlock reports whether s holds an element that is a block of its own.
func hasBlock(s string) bool {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken, html.SelfClosingTagToken:
			switch z.Token().DataAtom {
			case atom.P, atom.Div, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
				atom.Pre, atom.Blockquote, atom.Table, atom.Hr, atom.Img:
				return true
			}
		}
	}
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }

func atoi(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func contains(ids []string, id string) bool { return slices.Contains(ids, id) }
