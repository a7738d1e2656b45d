package richtext_test

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parley/api/safetext"
)

// reference reads the visible text of a body the way a browser would: from the tree that x/net/html
// builds. It is written without the code under test, which reads tokens.
type reference struct {
	b       strings.Builder
	pending string // marker of a list item that has no text yet
	lists   []int  // numbers of the open lists, -1 for bullets
}

// visible returns the text with targets of links and images, and the numbers of lists. Where words end,
// there is white space.
func visible(body string) string {
	body = strings.ReplaceAll(body, "\x00", "␀") // a browser drops it; here nothing that was sent is dropped
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil { // more elements are open than the tree may have
		return visibleFlat(body)
	}
	var r reference
	r.walk(doc)
	return r.b.String()
}

func visibleFlat(body string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(safetext.Block(string(z.Text())))
		case html.StartTagToken, html.EndTagToken:
			if t := z.Token(); t.DataAtom == atom.Div || t.DataAtom == atom.P || t.DataAtom == atom.Br {
				b.WriteByte('\n')
			}
		}
	}
}

func (r *reference) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.text(safetext.Block(n.Data))
		return
	case html.ElementNode:
	default:
		r.children(n)
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Select,
		atom.Textarea, atom.Noscript, atom.Noframes, atom.Noembed, atom.Datalist:
	case atom.Br:
		r.b.WriteByte('\n')
	case atom.Img:
		r.image(n)
	case atom.A:
		r.link(n)
	case atom.Ol:
		start, err := strconv.Atoi(attribute(n, "start"))
		if err != nil {
			start = 1
		}
		r.list(n, start)
	case atom.Ul:
		r.list(n, -1)
	case atom.Li:
		r.item(n)
	case atom.B, atom.Strong, atom.I, atom.Em, atom.U, atom.S, atom.Del, atom.Ins, atom.Code, atom.Kbd, atom.Span,
		atom.Font, atom.Mark, atom.Small, atom.Sup, atom.Sub, atom.Label, atom.Input, atom.Button, 0, atom.Blink, atom.Marquee:
		r.children(n)
	default:
		r.b.WriteByte('\n')
		r.children(n)
		r.b.WriteByte('\n')
	}
}

func (r *reference) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c)
	}
}

func (r *reference) text(s string) {
	if r.pending != "" && strings.TrimSpace(s) != "" {
		r.b.WriteString(" " + r.pending + " ")
		r.pending = ""
	}
	r.b.WriteString(s)
}

func (r *reference) list(n *html.Node, start int) {
	r.b.WriteByte('\n')
	r.lists = append(r.lists, start)
	r.children(n)
	r.lists = r.lists[:len(r.lists)-1]
	r.b.WriteByte('\n')
}

func (r *reference) item(n *html.Node) {
	r.b.WriteByte('\n')
	if k := len(r.lists) - 1; k >= 0 && r.lists[k] >= 0 {
		if v, err := strconv.Atoi(attribute(n, "value")); err == nil {
			r.lists[k] = v
		}
		number := strconv.Itoa(r.lists[k])
		if attribute(n.Parent, "type") == "a" {
			number = string(rune('a' + r.lists[k] - 1))
		}
		r.pending = number + "."
		r.lists[k]++
	}
	r.children(n)
	r.pending = ""
	r.b.WriteByte('\n')
}

func (r *reference) image(n *html.Node) {
	alt := strings.Join(strings.Fields(safetext.Line(attribute(n, "alt"))), " ")
	src := address(attribute(n, "src"))
	if alt == "" && attribute(n, "width") == "1" && attribute(n, "height") == "1" {
		return
	}
	if alt == "😀" {
		r.text(alt)
		return
	}
	s := "[image"
	if alt != "" {
		s += ": " + alt
	}
	if src != "" && !strings.HasPrefix(src, "data:") {
		s += " <" + src + ">"
	}
	r.text(s + "]")
}

func (r *reference) link(n *html.Node) {
	at := r.b.Len()
	r.children(n)
	text := strings.TrimSpace(r.b.String()[at:])
	url := address(attribute(n, "href"))
	if text == "" || url == "" || strings.HasPrefix(url, "#") || url == text || url == "mailto:"+text || url == "tel:"+text {
		return
	}
	r.text(" <" + url + ">")
	if s := r.b.String()[at:]; strings.HasSuffix(strings.TrimSuffix(s, " <"+url+">"), " ") {
		r.b.WriteByte(' ')
	}
}

func address(s string) string {
	s = safetext.Line(strings.NewReplacer("\n", "", "\t", "", "\r", "").Replace(strings.TrimSpace(s)))
	if strings.HasPrefix(s, "data:") {
		s, _, _ = strings.Cut(s, ",")
		return s + ",…"
	}
	return s
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// undecorated removes what is drawn around the text: bars, bullets and the lines of tables.
var undecorated = strings.NewReplacer("▎", "", "•", "", "◦", "", "▪", "", "│", "", "─", "", "┼", "")
