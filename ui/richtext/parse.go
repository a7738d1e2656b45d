package richtext

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parse reads the tokens of a body. A tree is not built: the tree builder of x/net/html refuses 512 open
// elements, and lines need no more than what is open at the moment. The first tag may be opened already.
func (b *builder) parse(s string, opened bool) {
	z := html.NewTokenizer(strings.NewReader(s))
	if opened {
		z.Next()
	}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		b.token(z, kind)
	}
}

// token takes the token that was read last.
func (b *builder) token(z *html.Tokenizer, kind html.TokenType) {
	switch kind {
	case html.TextToken:
		if b.skip == 0 && !b.dropText {
			t := z.Raw()
			if bytes.IndexByte(t, '&') >= 0 || bytes.IndexByte(t, '\r') >= 0 || bytes.IndexByte(t, 0) >= 0 {
				t = z.Text() // it copies
			}
			b.addText(t)
		}
		b.dropText = false
	case html.StartTagToken, html.SelfClosingTagToken:
		b.start(z, tagOf(z.Raw()))
	case html.EndTagToken:
		b.dropText = false
		b.end(tagOf(z.Raw()))
	}
}

// tagOf returns the name in a tag; the tokenizer would copy it first.
func tagOf(raw []byte) atom.Atom {
	var name [16]byte
	n := 0
	for _, c := range bytes.TrimPrefix(raw[1:], []byte("/")) {
		if isSpace(c) || c == '/' || c == '>' {
			break
		}
		if n == len(name) {
			return 0
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		name[n] = c
		n++
	}
	return atom.Lookup(name[:n])
}

// attributes are those that mean something here.
type attributes struct {
	class, id, style, kind, href, src, alt, start, value, width, height, smartmail string
}

func readAttributes(z *html.Tokenizer) (a attributes) {
	for more := true; more; {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch string(k) {
		case "class":
			a.class = string(v)
		case "id":
			a.id = string(v)
		case "style":
			a.style = strings.ToLower(string(v))
		case "type":
			a.kind = string(v)
		case "href":
			a.href = string(v)
		case "src":
			a.src = string(v)
		case "alt":
			a.alt = string(v)
		case "start":
			a.start = string(v)
		case "value":
			a.value = string(v)
		case "width":
			a.width = string(v)
		case "height":
			a.height = string(v)
		case "data-smartmail":
			a.smartmail = string(v)
		}
	}
	return a
}

// start handles a start tag.
func (b *builder) start(z *html.Tokenizer, tag atom.Atom) {
	b.dropText = false
	if b.skip != 0 {
		if tag == b.skip {
			b.depth++
			return
		}
		if b.skip != atom.Svg || !isBlock(tag) {
			b.dropText = isRaw(tag)
			return
		}
		b.skip = 0 // HTML ends a drawing that is still open
	}
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Noembed, atom.Noframes, atom.Noscript:
		b.dropText = true
	case atom.Iframe:
		b.dropText = true
		b.video(readAttributes(z))
	case atom.Template, atom.Object, atom.Svg, atom.Select, atom.Datalist:
		if !b.shown[tag] {
			b.skip, b.depth = tag, 1
		}
	case atom.Br:
		b.newline()
	case atom.Hr:
		b.hr()
	case atom.Img:
		b.image(readAttributes(z))
	case atom.A:
		b.startLink(readAttributes(z))
	case atom.B, atom.Strong, atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var, atom.S, atom.Strike, atom.Del,
		atom.U, atom.Ins, atom.Code, atom.Tt, atom.Kbd, atom.Samp, atom.Span, atom.Font:
		b.startFormat(tag, readAttributes(z))
	case atom.Xmp, atom.Plaintext:
		b.startBlock(atom.Pre, attributes{})
	default:
		if isBlock(tag) {
			b.startBlock(tag, readAttributes(z))
		}
	}
}

// end handles an end tag.
func (b *builder) end(tag atom.Atom) {
	if b.skip != 0 {
		if tag == b.skip {
			if b.depth--; b.depth == 0 {
				b.skip = 0
			}
		}
		return
	}
	switch tag {
	case atom.A:
		b.endLink()
	case atom.Br:
		b.newline()
	case atom.Xmp:
		b.endBlock(atom.Pre)
	default:
		if isBlock(tag) {
			b.endBlock(tag)
			return
		}
		b.endFormat(tag)
	}
}

func (b *builder) hr() {
	b.closeParagraph()
	b.flush()
	b.wantGap()
	b.emit(leaf{from: int32(len(b.text)), to: int32(len(b.text)), run0: int32(len(b.d.runs)), run1: int32(len(b.d.runs)), kind: rule})
	b.wantGap()
}

func isRaw(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript, atom.Xmp, atom.Plaintext:
		return true
	}
	return false
}

// isBlock reports whether tag begins and ends lines.
func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog,
		atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Legend, atom.Li, atom.Listing,
		atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

func isHeading(tag atom.Atom) bool { return headingLevel(tag) > 0 }

func headingLevel(tag atom.Atom) kind {
	switch tag {
	case atom.H1:
		return heading1
	case atom.H2:
		return heading2
	case atom.H3:
		return heading3
	case atom.H4:
		return heading4
	case atom.H5:
		return heading5
	case atom.H6:
		return heading6
	}
	return 0
}

// marker is what stands before an item of a list.
func (e *element) marker() string {
	switch e.style {
	case 0:
		return [...]string{"•", "◦", "▪"}[min(max(e.lists-1, 0), 2)]
	case 'a', 'A':
		if e.next >= 1 && e.next <= 26 {
			return string(rune(e.style)+e.next-1) + "."
		}
	case 'i', 'I':
		if s := roman(e.next); s != "" {
			if e.style == 'I' {
				s = strings.ToUpper(s)
			}
			return s + "."
		}
	}
	return strconv.Itoa(int(e.next)) + "."
}

func roman(n int32) string {
	if n < 1 || n > 39 {
		return ""
	}
	return strings.Repeat("x", int(n/10)) + [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}[n%10]
}
