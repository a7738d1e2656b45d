package richtext

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	gansi "charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"parley/ui/theme"
)

// maxBatch is how many bytes of lines are drawn by one call of glamour's renderer.
const maxBatch = 2 << 10

// pen draws runs of text with glamour's ANSI renderer. It is asked for no wrapping: it is given a block,
// and what it returns has to be that block, character by character, with styles in between. These styles
// are what the caller gets. A pen must not be used from two goroutines.
type pen struct {
	theme  *theme.Theme
	r      renderer.Renderer
	source bytes.Buffer
	out    bytes.Buffer
	roles  map[attr]string // the style of targets, pictures and dividers
	plain  int             // blocks that were not drawn, for tests
}

func newPen(t *theme.Theme) *pen {
	p := &pen{theme: t}
	if t != nil {
		p.roles = map[attr]string{
			target:  paramsOf(t.Rich.Link),
			picture: paramsOf(t.Rich.Image),
			divider: paramsOf(t.Rich.Dim),
		}
	}
	return p
}

// sketch is a block of text to draw: pieces of the document of one kind.
type sketch struct {
	kind  kind
	spans []span
}

// span is a run with its text.
type span struct {
	text string
	attr attr
	link bool
}

// draw returns the SGR parameters of each span of the block. Without a theme, or when glamour did not
// return the text it was given, there are none.
func (p *pen) draw(s *sketch) []string {
	styles := make([]string, len(s.spans))
	if p.theme == nil {
		return styles
	}
	if err := p.render(s); err != nil {
		p.r = nil // its block stack may be left half full
		p.plain++
		return styles
	}
	if err := p.read(s, styles); err != nil {
		p.plain++
		clear(styles)
	}
	return styles
}

// render lets glamour draw the block.
func (p *pen) render(s *sketch) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("draw a block: %v", r)
		}
	}()
	if p.r == nil {
		a := gansi.NewRenderer(gansi.Options{Styles: p.theme.Rich.Glamour, PreserveNewLines: true, InlineTableLinks: true})
		p.r = renderer.NewRenderer(renderer.WithNodeRenderers(util.Prioritized(a, 1000)))
	}
	p.source.Reset()
	p.out.Reset()
	doc := ast.NewDocument()
	doc.AppendChild(doc, p.block(s))
	return p.r.Render(&p.out, p.source.Bytes(), doc)
}

// block builds the syntax tree of a block.
func (p *pen) block(s *sketch) ast.Node {
	if s.kind == verbatim {
		var lines text.Segments
		for _, sp := range s.spans {
			lines.Append(p.segment(sp.text))
		}
		b := ast.NewCodeBlock()
		b.SetLines(&lines)
		return b
	}
	var b ast.Node = ast.NewTextBlock() // a paragraph without margins: glamour copies its text half as often
	if s.kind >= heading1 && s.kind <= heading6 {
		b = ast.NewHeading(int(s.kind-heading1) + 1)
	}
	for _, sp := range s.spans {
		b.AppendChild(b, p.inline(sp))
	}
	return b
}

// inline builds the node of one span. Code and strikethrough are innermost: glamour takes only plain text
// in them. The target "#" gives a link its style and prints nothing.
func (p *pen) inline(sp span) ast.Node {
	var n ast.Node = ast.NewTextSegment(p.segment(sp.text))
	around := func(outer ast.Node) { outer.AppendChild(outer, n); n = outer }
	if sp.attr&(target|picture|divider) != 0 {
		return n
	}
	switch {
	case sp.attr&code != 0:
		around(ast.NewCodeSpan())
	case sp.attr&strike != 0:
		around(extast.NewStrikethrough())
	}
	if sp.attr&italic != 0 {
		around(ast.NewEmphasis(1))
	}
	if sp.attr&bold != 0 {
		around(ast.NewEmphasis(2))
	}
	if sp.link {
		l := ast.NewLink()
		l.Destination = []byte("#")
		around(l)
	}
	return n
}

// mask is added to characters that glamour would treat as syntax, to bring them into the private use area,
// which cleaned text never holds.
const mask = 0xE000

// segment appends text to the source.
func (p *pen) segment(s string) text.Segment {
	from := p.source.Len()
	for s != "" {
		i := strings.IndexAny(s, "&\\\n\t")
		if i < 0 {
			p.source.WriteString(s)
			break
		}
		p.source.WriteString(s[:i])
		p.source.WriteRune(mask + rune(s[i]))
		s = s[i+1:]
	}
	return text.NewSegment(from, p.source.Len())
}

var errAltered = errors.New("glamour altered the text")

// read walks over the text and what glamour made of it together and keeps the style of each span.
func (p *pen) read(s *sketch, styles []string) error {
	var (
		want   = p.source.Bytes()
		got    = p.out.Bytes()
		params []byte // SGR parameters in force
		i      int
		left   int // bytes of span i that are still to come
	)
	i = -1
	for len(got) > 0 {
		switch {
		case got[0] == '\x1b':
			end := bytes.IndexByte(got, 'm')
			if end < 0 || len(got) < 3 || got[1] != '[' {
				return errAltered
			}
			params = addParams(params, got[2:end])
			got = got[end+1:]
		case (got[0] == '\n' || got[0] == ' ') && (len(want) == 0 || want[0] != got[0]): // not of the text
			got = got[1:]
		default:
			if left == 0 {
				i++
				if i >= len(s.spans) {
					return errAltered
				}
				left = maskedLen(s.spans[i].text)
				styles[i] = p.styleOf(s.spans[i], params)
			}
			n := min(left, len(got), len(want))
			if e := bytes.IndexByte(got[:n], '\x1b'); e >= 0 {
				n = e
			}
			if n == 0 || !bytes.Equal(got[:n], want[:n]) {
				return errAltered
			}
			got, want, left = got[n:], want[n:], left-n
		}
	}
	if len(want) > 0 {
		return errAltered
	}
	return nil
}

func maskedLen(s string) int {
	n := len(s)
	for i := range len(s) {
		switch s[i] {
		case '&', '\\', '\n', '\t':
			n += 2
		}
	}
	return n
}

// addParams follows one SGR sequence.
func addParams(params, add []byte) []byte {
	if len(add) == 0 || len(add) == 1 && add[0] == '0' {
		return params[:0]
	}
	if len(params) > 0 {
		params = append(params, ';')
	}
	return append(params, add...)
}

// styleOf completes what glamour says about a span with what it does not know.
func (p *pen) styleOf(sp span, params []byte) string {
	if role := sp.attr & (target | picture | divider); role != 0 {
		return p.roles[role]
	}
	s := string(params)
	if sp.attr&underline != 0 && !sp.link {
		s = join(s, "4")
	}
	if strings.Count(s, ";") >= maxParams {
		return ""
	}
	return s
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ";" + b
}

// paramsOf returns the SGR parameters of a style.
func paramsOf(s lipgloss.Style) string {
	out := s.Render("x")
	from := strings.Index(out, "\x1b[")
	end := strings.IndexByte(out, 'm')
	if from != 0 || end < 0 || strings.IndexByte(out, 'x') < end {
		return ""
	}
	return out[2:end]
}

// hyperlinkStart begins an OSC 8 hyperlink; the id keeps its parts together on several lines.
func hyperlinkStart(url string, id int) string {
	return "\x1b]8;id=" + strconv.Itoa(id) + ";" + url + "\x1b\\"
}

const hyperlinkEnd = "\x1b]8;;\x1b\\"
