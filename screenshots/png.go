package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"slices"
	"strings"

	"golang.org/x/image/vector"
)

// scale is the number of pixels to a unit, so that pictures are sharp on dense screens.
const scale = 2

type pngCanvas struct {
	img     *image.RGBA
	fonts   *fonts
	missing []string
}

func drawPNG(f frame) ([]byte, error) {
	fonts, err := newFonts()
	if err != nil {
		return nil, err
	}
	w, h := f.size()
	c := &pngCanvas{img: image.NewRGBA(image.Rect(0, 0, int(w*scale), int(h*scale))), fonts: fonts}
	f.paint(c)
	if len(c.missing) > 0 {
		return nil, fmt.Errorf("no font here has %s: choose a scene without", strings.Join(c.missing, " "))
	}
	var out bytes.Buffer
	if err := png.Encode(&out, c.img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (c *pngCanvas) fill(p path, col color.RGBA, opacity float64) {
	minX, minY, maxX, maxY := bounds(p)
	area := image.Rect(int(math.Floor(minX*scale)), int(math.Floor(minY*scale)),
		int(math.Ceil(maxX*scale)), int(math.Ceil(maxY*scale)))
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	px := func(pt point) (x, y float32) {
		return float32(pt.x*scale - float64(area.Min.X)), float32(pt.y*scale - float64(area.Min.Y))
	}
	for _, s := range p {
		x, y := px(s.p[0])
		switch s.kind {
		case 'M':
			r.MoveTo(x, y)
		case 'L':
			r.LineTo(x, y)
		case 'C':
			x2, y2 := px(s.p[1])
			x3, y3 := px(s.p[2])
			r.CubeTo(x, y, x2, y2, x3, y3)
		}
	}
	r.ClosePath()
	r.Draw(c.img, area, image.NewUniform(faded(col, opacity)), image.Point{})
}

func (c *pngCanvas) text(r textRun) {
	for i, cluster := range r.cells {
		x := (r.x + float64(i)*cellW) * scale
		c.cluster(cluster, x, r.y*scale, float64(r.width)*cellW*scale, r)
	}
}

func (c *pngCanvas) caption(text string, x, y float64, col color.RGBA) {
	left := x - float64(len([]rune(text)))*cellW/2
	for i, r := range []rune(text) {
		if r != ' ' {
			c.text(textRun{x: left + float64(i)*cellW, y: y, cells: []string{string(r)}, width: 1, fg: col})
		}
	}
}

// cluster draws the characters that share a cell on top of each other.
func (c *pngCanvas) cluster(text string, x, y, width float64, r textRun) {
	for _, char := range text {
		if char == ' ' || invisible(char) {
			continue
		}
		glyph, ok := c.fonts.glyph(char, r.bold, r.italic, width)
		if !ok {
			if name := fmt.Sprintf("%q", char); !slices.Contains(c.missing, name) {
				c.missing = append(c.missing, name)
			}
			continue
		}
		at := glyph.area.Add(image.Pt(int(math.Round(x)), int(math.Round(y))))
		draw.DrawMask(c.img, at, image.NewUniform(r.fg), image.Point{}, glyph.mask, glyph.maskAt, draw.Over)
	}
}

func bounds(p path) (minX, minY, maxX, maxY float64) {
	minX, minY, maxX, maxY = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range p {
		points := s.p[:1]
		if s.kind == 'C' {
			points = s.p[:]
		}
		for _, pt := range points {
			minX, maxX = min(minX, pt.x), max(maxX, pt.x)
			minY, maxY = min(minY, pt.y), max(maxY, pt.y)
		}
	}
	return minX, minY, maxX, maxY
}

func faded(c color.RGBA, opacity float64) color.NRGBA {
	return color.NRGBA{R: c.R, G: c.G, B: c.B, A: uint8(math.Round(opacity * 0xff))}
}

// tolerance is how far a colour may be off before two pictures differ: processors round the
// edges of shapes differently.
const tolerance = 8

func samePixels(a, b []byte) (bool, error) {
	one, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		return false, fmt.Errorf("not a picture any more: %w", err)
	}
	two, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return false, err
	}
	if one.Bounds() != two.Bounds() {
		return false, nil
	}
	area := one.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			r1, g1, b1, a1 := one.At(x, y).RGBA()
			r2, g2, b2, a2 := two.At(x, y).RGBA()
			for _, pair := range [][2]uint32{{r1, r2}, {g1, g2}, {b1, b2}, {a1, a2}} {
				if max(pair[0], pair[1])-min(pair[0], pair[1]) > tolerance<<8 {
					return false, nil
				}
			}
		}
	}
	return true, nil
}
