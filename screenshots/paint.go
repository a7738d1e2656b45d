package main

import (
	"image/color"
	"math"

	tea "charm.land/bubbletea/v2"
)

// Sizes in units; an SVG shows one as a pixel, a PNG as scale×scale of them.
const (
	cellW, cellH = 9.0, 18.0
	baseline     = 14.0 // of text, below the top of its cell
	fontSize     = 14.95
	margin       = 12.0 // around the screen
	barH         = 30.0 // of the title bar
	corner       = 8.0
)

// canvas is where a frame is painted.
type canvas interface {
	fill(p path, c color.RGBA, opacity float64)
	text(r textRun)
	// caption writes text centred at x on a baseline at y.
	caption(text string, x, y float64, c color.RGBA)
}

// textRun is text in one style on one row. Its cells are equally wide.
type textRun struct {
	x, y         float64 // left end, baseline
	cells        []string
	width        int // of each cell, in columns
	fg           color.RGBA
	bold, italic bool
}

// size returns how large a frame's picture is.
func (f frame) size() (w, h float64) {
	return float64(f.w)*cellW + 2*margin, float64(f.h)*cellH + barH + margin
}

func (f frame) paint(c canvas) {
	w, h := f.size()
	c.fill(roundRect(0, 0, w, h, corner), f.look.edge, 1)
	c.fill(roundRect(1, 1, w-2, h-2, corner-1), f.look.window, 1)
	for i, dot := range []color.RGBA{rgb(0xec, 0x6a, 0x5e), rgb(0xf4, 0xbf, 0x4f), rgb(0x61, 0xc5, 0x54)} {
		x := margin + 6 + 18*float64(i)
		c.fill(roundRect(x-5, barH/2-5, 10, 10, 5), dot, 1)
	}
	if f.title != "" {
		c.caption(f.title, w/2, barH/2+5, mix(f.look.fg, f.look.window))
	}
	// The screen reaches a little beyond its cells, as terminals pad theirs.
	c.fill(rect(1, barH, w-2, h-barH-corner), f.look.bg, 1)
	c.fill(roundRect(1, h-3*corner, w-2, 3*corner-1, corner-1), f.look.bg, 1)
	for y, row := range f.rows {
		f.paintBackground(c, y, row)
		f.paintText(c, y, row)
	}
	f.paintCursor(c)
}

func (f frame) origin(x, y int) (left, top float64) {
	return margin + float64(x)*cellW, barH + float64(y)*cellH
}

func (f frame) paintBackground(c canvas, y int, row []cell) {
	for x := 0; x < len(row); {
		end := x + 1
		for end < len(row) && (row[end].bg == row[x].bg || row[end].width == 0) {
			end++
		}
		if row[x].bg != f.look.bg {
			left, top := f.origin(x, y)
			c.fill(rect(left, top, float64(end-x)*cellW, cellH), row[x].bg, 1)
		}
		x = end
	}
}

// paintText draws box characters as shapes, so that they meet whatever the font is, and puts
// the rest together to runs.
func (f frame) paintText(c canvas, y int, row []cell) {
	for x := 0; x < len(row); x++ {
		cl := row[x]
		if cl.width == 0 {
			continue
		}
		left, top := f.origin(x, y)
		f.paintLines(c, cl, left, top)
		if shapes, ok := boxShapes(cl.text); ok {
			for _, s := range shapes {
				c.fill(s.path.at(left, top), cl.fg, s.opacity)
			}
			continue
		}
		if blank(cl) {
			continue
		}
		r := textRun{
			x: left, y: top + baseline, cells: []string{cl.text}, width: cl.width,
			fg: cl.fg, bold: cl.bold, italic: cl.italic,
		}
		for cl.width == 1 {
			n := continued(cl, row[x+1:])
			if n == 0 {
				break
			}
			for range n {
				x++
				next, _ := f.origin(x, y)
				f.paintLines(c, row[x], next, top)
				r.cells = append(r.cells, row[x].text)
			}
		}
		c.text(r)
	}
}

// continued returns how many of the next cells carry on a run: a character of the same style,
// perhaps after one blank.
func continued(a cell, next []cell) int {
	n := 1
	if len(next) > 1 && blank(next[0]) && next[0].width == 1 {
		n = 2
	}
	if len(next) < n {
		return 0
	}
	b := next[n-1]
	if _, shape := boxShapes(b.text); shape || blank(b) || b.width != 1 {
		return 0
	}
	if a.fg != b.fg || a.bold != b.bold || a.italic != b.italic {
		return 0
	}
	return n
}

func blank(c cell) bool { return c.text == " " || c.text == "" || c.text == "\u00a0" }

func (f frame) paintLines(c canvas, cl cell, left, top float64) {
	w := float64(cl.width) * cellW
	if cl.underline {
		c.fill(rect(left, top+16, w, 1), cl.fg, 1)
	}
	if cl.stricken {
		c.fill(rect(left, top+9, w, 1), cl.fg, 1)
	}
}

func (f frame) paintCursor(c canvas) {
	if f.cursor == nil || f.cursor.Y < 0 || f.cursor.Y >= f.h || f.cursor.X < 0 || f.cursor.X >= f.w {
		return
	}
	colour := f.look.fg
	if f.cursor.Color != nil {
		colour = solid(f.cursor.Color)
	}
	left, top := f.origin(f.cursor.X, f.cursor.Y)
	under := f.rows[f.cursor.Y][f.cursor.X]
	w := math.Max(1, float64(under.width)) * cellW
	switch f.cursor.Shape {
	case tea.CursorBar:
		c.fill(rect(left, top+1, 2, cellH-2), colour, 1)
	case tea.CursorUnderline:
		c.fill(rect(left, top+cellH-3, w, 2), colour, 1)
	case tea.CursorBlock:
		c.fill(rect(left, top, w, cellH), colour, 1)
		under.fg, under.underline = under.bg, false
		row := make([]cell, f.w)
		row[f.cursor.X] = under
		f.paintText(c, f.cursor.Y, row)
	}
}
