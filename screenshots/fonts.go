package main

import (
	"fmt"
	"image"
	"math"
	"unicode"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/dejavu/dejavusansmonobold"
	"github.com/go-fonts/dejavu/dejavusansmonoboldoblique"
	"github.com/go-fonts/dejavu/dejavusansmonooblique"
	"github.com/hajimehoshi/bitmapfont/v3"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// glyph is a character as pixels, placed relative to the left end of its baseline.
type glyph struct {
	area   image.Rectangle
	mask   image.Image
	maskAt image.Point
}

// fonts are tried in order: the monospaced one in the wanted style, its proportional sister,
// which has more symbols, and a bitmap font for East Asian scripts.
type fonts struct {
	styles  [4]*outline // plain, bold, italic, bold italic
	symbols *outline
}

type outline struct {
	font *sfnt.Font
	face font.Face
}

// newFonts opens the fonts for one picture: a font face serves one goroutine at a time.
func newFonts() (*fonts, error) {
	fs := &fonts{}
	for i, ttf := range [][]byte{
		dejavusansmono.TTF, dejavusansmonobold.TTF, dejavusansmonooblique.TTF, dejavusansmonoboldoblique.TTF,
	} {
		o, err := newOutline(ttf)
		if err != nil {
			return nil, err
		}
		fs.styles[i] = o
	}
	o, err := newOutline(dejavusans.TTF)
	if err != nil {
		return nil, err
	}
	fs.symbols = o
	return fs, nil
}

func newOutline(ttf []byte) (*outline, error) {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("parse a font: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: fontSize * scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("open a font: %w", err)
	}
	return &outline{font: parsed, face: face}, nil
}

// glyph finds a character and centres it in width pixels.
func (fs *fonts) glyph(char rune, bold, italic bool, width float64) (glyph, bool) {
	style := 0
	if bold {
		style |= 1
	}
	if italic {
		style |= 2
	}
	for _, o := range []*outline{fs.styles[style], fs.styles[0], fs.symbols} {
		if g, ok := o.glyph(char, width); ok {
			return g, true
		}
	}
	return bitmapGlyph(char, width)
}

func (o *outline) glyph(char rune, width float64) (glyph, bool) {
	var buf sfnt.Buffer
	if index, err := o.font.GlyphIndex(&buf, char); err != nil || index == 0 {
		return glyph{}, false
	}
	advance, ok := o.face.GlyphAdvance(char)
	if !ok {
		return glyph{}, false
	}
	shift := 0.0
	if advance > 0 { // marks have none and sit on the character before
		shift = math.Max(0, (width-float64(advance)/64)/2)
	}
	area, mask, maskAt, _, ok := o.face.Glyph(fixed.P(int(math.Round(shift)), 0), char)
	if !ok {
		return glyph{}, false
	}
	// The face draws the next glyph into the same mask.
	own := image.NewAlpha(image.Rectangle{Max: area.Size()})
	for y := range area.Dy() {
		for x := range area.Dx() {
			own.Set(x, y, mask.At(maskAt.X+x, maskAt.Y+y))
		}
	}
	return glyph{area: area, mask: own}, true
}

// zoom is how much the bitmap font, 12 pixels high, is enlarged to match the text beside it.
const zoom = 2

func bitmapGlyph(char rune, width float64) (glyph, bool) {
	for _, face := range []font.Face{bitmapfont.FaceSC, bitmapfont.Face} {
		area, mask, maskAt, _, ok := face.Glyph(fixed.P(0, 0), char)
		if !ok || area.Empty() {
			continue
		}
		big := image.NewAlpha(image.Rect(0, 0, area.Dx()*zoom, area.Dy()*zoom))
		inked := false
		for y := range area.Dy() * zoom {
			for x := range area.Dx() * zoom {
				c := mask.At(maskAt.X+x/zoom, maskAt.Y+y/zoom)
				_, _, _, a := c.RGBA()
				inked = inked || a > 0
				big.Set(x, y, c)
			}
		}
		if !inked {
			continue
		}
		left := int(math.Round((width - float64(big.Rect.Dx())) / 2))
		return glyph{area: big.Rect.Add(image.Pt(left, area.Min.Y*zoom)), mask: big}, true
	}
	return glyph{}, false
}

// invisible characters change their neighbours instead of being drawn.
func invisible(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Cf, r)
}
