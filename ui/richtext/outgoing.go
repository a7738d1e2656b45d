package richtext

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"parley/api/safetext"
)

// typed is the Markdown that agents type: emphasis, links, lists, headings, code spans and fences. What
// else CommonMark knows would make text vanish or jump (reference definitions, setext headings, raw HTML,
// indented code), so it stays the text it is.
var typed = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(anyParagraph{parser.NewParagraphParser()}, 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	),
)

// anyParagraph takes indented lines too: without indented code nothing else would.
type anyParagraph struct{ parser.BlockParser }

// CanAcceptIndentedLine implements parser.BlockParser.
func (anyParagraph) CanAcceptIndentedLine() bool { return true }

// ToHTML turns the Markdown an agent typed into the HTML that Intercom keeps: p, br, b, i, a, ul, ol, li,
// h1, h2 and code, without attributes but href and without anything between blocks. A single line break
// stays one. HTML in the text is text, and so are entities, quotes, rules, lists that do not begin with 1
// and links of other schemes than http, https, mailto and tel. Nothing but space becomes "".
func ToHTML(markdown string) string {
	s := safetext.Block(markdown)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	w := &htmlWriter{source: []byte(s)}
	_ = ast.Walk(typed.Parse(text.NewReader(w.source)), w.node) // node returns no errors
	if !w.inked {                                               // only marks, such as "-" or "#"
		return "<p>" + strings.NewReplacer("\n", "<br>", "\t", " ").Replace(escape(strings.TrimSpace(s))) + "</p>"
	}
	return w.b.String()
}

// htmlWriter writes the nodes of typed Markdown.
type htmlWriter struct {
	source []byte
	b      strings.Builder
	links  int  // how many links are open
	code   bool // in a code span
	inked  bool // text was written
}

func (w *htmlWriter) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		w.paragraph(n, entering)
	case *ast.Heading:
		w.tag([...]string{"h1", "h2"}[min(n.Level, 2)-1], entering)
	case *ast.List:
		switch {
		case n.IsOrdered() && n.Start == 1:
			w.tag("ol", entering)
		case !n.IsOrdered():
			w.tag("ul", entering)
		}
	case *ast.ListItem:
		if l, ok := n.Parent().(*ast.List); ok && (!l.IsOrdered() || l.Start == 1) {
			w.tag("li", entering)
		}
	case *ast.FencedCodeBlock:
		w.fence(n, entering)
	case *ast.Emphasis:
		w.tag([...]string{"i", "b"}[min(n.Level, 2)-1], entering)
	case *ast.CodeSpan:
		w.tag("code", entering)
		w.code = entering
	case *ast.Link:
		w.link(string(n.Destination), entering, n.HasChildren())
	case *ast.Image:
		w.link(string(n.Destination), entering, n.HasChildren())
	case *ast.AutoLink:
		w.autoLink(n, entering)
	case *ast.Text:
		if entering {
			w.text(n)
		}
	}
	return ast.WalkContinue, nil
}

func (w *htmlWriter) tag(name string, entering bool) {
	w.b.WriteByte('<')
	if !entering {
		w.b.WriteByte('/')
	}
	w.b.WriteString(name)
	w.b.WriteByte('>')
}

// paragraph writes a paragraph. The only one of a list item needs no tags; an item of a list that begins
// with another number than 1 is a paragraph that begins with the number.
func (w *htmlWriter) paragraph(n ast.Node, entering bool) {
	item, ok := n.Parent().(*ast.ListItem)
	if !ok {
		w.tag("p", entering)
		return
	}
	list, _ := item.Parent().(*ast.List)
	if list.IsOrdered() && list.Start != 1 {
		w.tag("p", entering)
		if entering && n.PreviousSibling() == nil {
			number := list.Start
			for i := item.PreviousSibling(); i != nil; i = i.PreviousSibling() {
				number++
			}
			w.write(strconv.Itoa(number) + string(rune(list.Marker)) + " ")
		}
		return
	}
	if item.ChildCount() > 1 && !onlyLists(n.NextSibling()) || n.PreviousSibling() != nil {
		w.tag("p", entering)
	}
}

// onlyLists reports whether n and what follows are lists.
func onlyLists(n ast.Node) bool {
	for ; n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindList {
			return false
		}
	}
	return true
}

// link writes a link, or the text with the target behind it when Intercom should not make it one.
func (w *htmlWriter) link(dest string, entering, labelled bool) {
	url := cleanURL(dest)
	if entering {
		if mayOpen(url) {
			w.b.WriteString(`<a href="` + escape(url) + `">`)
		}
		if !labelled {
			w.write(url)
		}
		w.links++
		return
	}
	w.links--
	switch {
	case mayOpen(url):
		w.b.WriteString("</a>")
	case labelled && url != "":
		w.write(" (" + url + ")")
	}
}

func (w *htmlWriter) autoLink(n *ast.AutoLink, entering bool) {
	if !entering {
		return
	}
	url := string(n.URL(w.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
		url = "mailto:" + url
	}
	if !mayOpen(url) {
		w.write("<" + string(n.Label(w.source)) + ">")
		return
	}
	w.b.WriteString(`<a href="` + escape(cleanURL(url)) + `">`)
	w.write(string(n.Label(w.source)))
	w.b.WriteString("</a>")
}

// text writes a stretch of text, with links for the addresses in it. The parser cuts text at what might
// have been a mark: the pieces are one text again, written with the first of them.
func (w *htmlWriter) text(n *ast.Text) {
	if w.code {
		w.write(strings.ReplaceAll(string(n.Segment.Value(w.source)), "\n", " "))
		return
	}
	if p, ok := n.PreviousSibling().(*ast.Text); ok && !p.HardLineBreak() && !p.SoftLineBreak() {
		return
	}
	s := util.UnescapePunctuations(n.Segment.Value(w.source))
	for !n.HardLineBreak() && !n.SoftLineBreak() {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok {
			break
		}
		n = next
		s = append(slices.Clip(s), util.UnescapePunctuations(n.Segment.Value(w.source))...)
	}
	for w.links == 0 {
		i, size := findAddress(s)
		if size == 0 {
			break
		}
		url := string(s[i : i+size])
		w.write(string(s[:i]))
		w.b.WriteString(`<a href="` + escape(url) + `">` + escape(url) + "</a>")
		w.inked = true
		s = s[i+size:]
	}
	w.write(string(s))
	if n.HardLineBreak() || n.SoftLineBreak() {
		w.b.WriteString("<br>")
	}
}

// fence writes a block of code as a paragraph whose spaces do not collapse.
func (w *htmlWriter) fence(n *ast.FencedCodeBlock, entering bool) {
	if !entering {
		return
	}
	w.b.WriteString("<p><code>")
	for i := range n.Lines().Len() {
		if i > 0 {
			w.b.WriteString("<br>")
		}
		seg := n.Lines().At(i)
		line := strings.TrimRight(string(seg.Value(w.source)), "\n")
		line = strings.ReplaceAll(line, "\t", "    ")
		line = strings.ReplaceAll(line, "  ", nbsp+" ")
		if strings.HasPrefix(line, " ") {
			line = nbsp + line[1:]
		}
		w.write(line)
	}
	w.b.WriteString("</code></p>")
}

func (w *htmlWriter) write(s string) {
	w.inked = w.inked || strings.TrimSpace(s) != ""
	w.b.WriteString(escape(strings.ReplaceAll(s, "\t", " ")))
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escapes.Replace(s) }
