package richtext

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxToken is how much of a body is looked at in one go.
const maxToken = 64 << 10

// skimmer reads a body only to find the next cut.
type skimmer struct {
	*builder
	html  string
	at    int       // the token to come, in html
	raw   atom.Atom // it is text of this element, which holds no tags
	limit int
	piece int // what a piece costs
	tags  int
}

// cut returns the cut in front of what comes.
func (s *skimmer) cut() cut {
	s.flush()
	c := cut{at: s.at, raw: s.raw, state: s.carry()}
	c.state.d.continued = true
	return c
}

// read reads up to a cut and reports whether there is one. The tokenizer is given a limit and begun anew
// after a long text: it would read all of it before it returns.
func (s *skimmer) read() bool {
	for long := false; ; {
		z := html.NewTokenizer(io.MultiReader(strings.NewReader(opening(s.raw)), strings.NewReader(s.html[s.at:])))
		if s.raw != 0 {
			z.Next()
		}
		if !long {
			z.SetMaxBuf(maxToken)
		}
		at := s.at
		found, ended := s.tokens(z, long)
		switch {
		case found:
			return true
		case ended:
			return false
		}
		long = s.at == at // one token alone is too long: no text that may be cut
	}
}

// tokens reads tokens up to a cut, to the end, or until the tokenizer has to begin anew; when it is not
// limited, that is after the first token.
func (s *skimmer) tokens(z *html.Tokenizer, unlimited bool) (found, ended bool) {
	for {
		kind := z.Next()
		t := z.Raw()
		switch {
		case kind == html.ErrorToken:
			return false, !errors.Is(z.Err(), html.ErrBufferExceeded)
		case kind == html.TextToken && s.skip == 0 && !s.dropText:
			if found, whole := s.slices(t); found || !whole {
				return found, false
			}
			s.raw = 0
			continue
		case !unlimited && len(t) >= maxToken:
			return false, false
		}
		s.tags++
		tag := atom.Atom(0)
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken || kind == html.EndTagToken {
			tag = tagOf(t)
			if s.mayCut(kind != html.EndTagToken, tag) {
				return true, false
			}
		}
		s.at += len(t)
		if s.raw = 0; kind != html.EndTagToken && isRaw(tag) {
			s.raw = tag
		}
		s.token(z, kind)
		if unlimited {
			return false, false
		}
	}
}

// slices reads text by slices and reports whether the cut is in front of one, and whether the text was
// read to its end: a long one is left before it, since it may go on.
func (s *skimmer) slices(t []byte) (found, whole bool) {
	long, slice := len(t) > maxToken/2, s.piece/4
	for len(t) > 0 {
		if s.mayCut(false, 0) {
			return true, false
		}
		if long && len(t) <= 2*slice {
			return false, false
		}
		n := calm(t, slice, s.el.kind == verbatim || s.el.kind == spaced)
		s.addText(t[:n]) // entities and all: nobody reads it
		s.at += n
		t = t[n:]
	}
	return false, true
}

// mayCut reports whether the piece is long enough and may end here: in front of the start of a block, or
// of a row, at best; where there is none, at the end of any line, and at last anywhere.
func (s *skimmer) mayCut(starts bool, tag atom.Atom) bool {
	cost := len(s.text) + lineCost*(len(s.d.leaves)+len(s.d.cells)) + tagCost*s.tags
	if cost < s.limit || s.skip != 0 || s.dropText {
		return false
	}
	inTable := len(s.tables) > 0
	if starts && isBlock(tag) && (!inTable || tag == atom.Tr) {
		s.closeParagraph()
		s.closeImplied(tag)
		s.flush()
		return true
	}
	clean := len(s.text) == s.from
	return clean && !inTable && s.link == 0 ||
		cost > s.limit+s.piece && (clean || s.space) || cost > s.limit+2*s.piece
}

// calm returns where a slice of a long text may end, which is about as long as it should be: best where a sentence ends or between two words in
// small letters, since there no name, number or address goes on, else at any blank, else between
// characters. Entities are not taken apart. Where line breaks count, it is behind one.
func calm(t []byte, slice int, lines bool) int {
	if len(t) <= 2*slice {
		return len(t)
	}
	if i := bytes.LastIndexByte(t[:slice], '\n'); lines && i >= 0 {
		return i + 1
	}
	blank := 0
	for i := slice; i > slice/2; i-- {
		if !isSpace(t[i-1]) || isSpace(t[i]) {
			continue
		}
		if blank == 0 {
			blank = i
		}
		if before, ok := lastInk(t[:i]); ok && (isMark(before) || isSmall(before) && isSmall(t[i])) {
			return i
		}
	}
	if blank > 0 {
		return blank
	}
	return besideEntity(t, cutAt(t, slice))
}

// besideEntity moves a cut out of an entity.
func besideEntity(t []byte, n int) int {
	from := n
	for from > 0 && (isWordByte(t[from-1]) || t[from-1] == '#') {
		from--
	}
	if from == 0 || t[from-1] != '&' {
		return n
	}
	if from > 1 {
		return from - 1
	}
	for n < len(t) && (isWordByte(t[n]) || t[n] == '#' || t[n] == ';') {
		n++
	}
	return n
}

// lastInk returns the last byte that is not white space.
func lastInk(t []byte) (byte, bool) {
	for i := len(t); i > 0; i-- {
		if !isSpace(t[i-1]) {
			return t[i-1], true
		}
	}
	return 0, false
}

func isMark(c byte) bool  { return c == '.' || c == '!' || c == '?' }
func isSmall(c byte) bool { return c >= 'a' && c <= 'z' }

// cutAt returns a place near n at which t may be cut without taking a character apart.
func cutAt(t []byte, n int) int {
	if n >= len(t) {
		return len(t)
	}
	from := max(0, n-256)
	g := graphemes.FromBytes(t[from:min(n+64, len(t))])
	cut := from
	for g.Next() && cut+len(g.Value()) <= n {
		cut += len(g.Value())
	}
	if cut == from { // one character of more than 256 bytes
		cut = n
		for cut < len(t) && t[cut]&0xC0 == 0x80 {
			cut++
		}
	}
	return cut
}
