package main

import (
	"image/color"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// look is what a terminal adds to a program's output: its own two colours.
type look struct {
	fg, bg color.RGBA
	window color.RGBA // the bar and the frame around the screen
	edge   color.RGBA
}

var (
	darkLook = look{
		fg: rgb(0xd7, 0xda, 0xe0), bg: rgb(0x16, 0x18, 0x1d),
		window: rgb(0x24, 0x27, 0x2e), edge: rgb(0x3a, 0x3f, 0x4a),
	}
	lightLook = look{
		fg: rgb(0x24, 0x27, 0x2e), bg: rgb(0xfb, 0xfb, 0xfa),
		window: rgb(0xe9, 0xea, 0xec), edge: rgb(0xc9, 0xcc, 0xd2),
	}
)

// frame is a screen ready to be drawn: every colour resolved, every cell in its place.
type frame struct {
	w, h   int
	rows   [][]cell
	cursor *tea.Cursor
	look   look
	title  string
}

// cell is a character and the columns it takes: one or two, or none for the second column of a
// wide one.
type cell struct {
	text                              string
	width                             int
	fg, bg                            color.RGBA
	bold, italic, underline, stricken bool
}

func newFrame(buf uv.ScreenBuffer, view tea.View, l look) frame {
	if view.ForegroundColor != nil {
		l.fg = solid(view.ForegroundColor)
	}
	if view.BackgroundColor != nil {
		l.bg = solid(view.BackgroundColor)
	}
	f := frame{w: buf.Width(), h: buf.Height(), cursor: view.Cursor, look: l, title: view.WindowTitle}
	for y := range f.h {
		row := make([]cell, f.w)
		for x := range f.w {
			row[x] = newCell(buf.CellAt(x, y), l)
		}
		f.rows = append(f.rows, row)
	}
	return f
}

func newCell(c *uv.Cell, l look) cell {
	if c == nil {
		return cell{text: " ", width: 1, fg: l.fg, bg: l.bg}
	}
	has := func(attr uint8) bool { return c.Style.Attrs&attr != 0 }
	out := cell{
		text: c.Content, width: c.Width, fg: l.fg, bg: l.bg,
		bold: has(uv.AttrBold), italic: has(uv.AttrItalic), stricken: has(uv.AttrStrikethrough),
		underline: c.Style.Underline != uv.UnderlineNone,
	}
	if c.Style.Fg != nil {
		out.fg = solid(c.Style.Fg)
	}
	if c.Style.Bg != nil {
		out.bg = solid(c.Style.Bg)
	}
	if has(uv.AttrReverse) {
		out.fg, out.bg = out.bg, out.fg
	}
	if has(uv.AttrFaint) {
		out.fg = mix(out.fg, out.bg)
	}
	if has(uv.AttrConceal) {
		out.fg = out.bg
	}
	return out
}

func rgb(r, g, b uint8) color.RGBA { return color.RGBA{R: r, G: g, B: b, A: 0xff} }

// solid drops transparency, which cells do not have.
func solid(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	return rgb(uint8(r>>8), uint8(g>>8), uint8(b>>8))
}

// mix is how terminals draw faint text: half of it is background.
func mix(fg, bg color.RGBA) color.RGBA {
	half := func(a, b uint8) uint8 { return uint8((int(a) + int(b)) / 2) }
	return rgb(half(fg.R, bg.R), half(fg.G, bg.G), half(fg.B, bg.B))
}
