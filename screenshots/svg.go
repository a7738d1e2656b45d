package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"strconv"
	"strings"
)

// fontFamily names common monospaced fonts; an image in a README cannot bring its own. Text is
// stretched to the grid, so that their different widths do not matter.
const fontFamily = "ui-monospace,'SF Mono',Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"

type svgCanvas struct {
	out bytes.Buffer
	err error
}

func drawSVG(f frame) ([]byte, error) {
	w, h := f.size()
	c := &svgCanvas{}
	fmt.Fprintf(&c.out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s">`+"\n", num(w), num(h))
	fmt.Fprintf(&c.out, `<g font-family="%s" font-size="%s" style="white-space:pre">`+"\n", fontFamily, num(fontSize))
	f.paint(c)
	c.out.WriteString("</g>\n</svg>\n")
	return c.out.Bytes(), c.err
}

func (c *svgCanvas) fill(p path, col color.RGBA, opacity float64) {
	var d strings.Builder
	edges := ` shape-rendering="crispEdges"`
	for _, s := range p {
		d.WriteByte(s.kind)
		points := s.p[:1]
		if s.kind == 'C' {
			points = s.p[:]
			edges = ""
		}
		for i, pt := range points {
			if i > 0 {
				d.WriteByte(' ')
			}
			d.WriteString(num(pt.x) + " " + num(pt.y))
		}
	}
	alpha := ""
	if opacity < 1 {
		alpha = fmt.Sprintf(` fill-opacity="%s"`, num(opacity))
	}
	fmt.Fprintf(&c.out, `<path d="%sZ" fill="%s"%s%s/>`+"\n", d.String(), hex(col), alpha, edges)
}

func (c *svgCanvas) text(r textRun) {
	style := ""
	if r.bold {
		style += ` font-weight="bold"`
	}
	if r.italic {
		style += ` font-style="italic"`
	}
	place := fmt.Sprintf(`x="%s"`, num(r.x))
	if r.width > 1 { // a wide character in the middle of its two columns
		place = fmt.Sprintf(`x="%s" text-anchor="middle"`, num(r.x+float64(r.width)*cellW/2))
	} else if len(r.cells) > 1 {
		place += fmt.Sprintf(` textLength="%s"`, num(float64(len(r.cells))*cellW))
	}
	c.write(strings.Join(r.cells, ""), fmt.Sprintf(`%s y="%s" fill="%s"%s`, place, num(r.y), hex(r.fg), style))
}

func (c *svgCanvas) caption(text string, x, y float64, col color.RGBA) {
	c.write(text, fmt.Sprintf(`x="%s" y="%s" fill="%s" text-anchor="middle" font-size="13"`, num(x), num(y), hex(col)))
}

func (c *svgCanvas) write(text, attributes string) {
	fmt.Fprintf(&c.out, "<text %s>", attributes)
	if err := xml.EscapeText(&c.out, []byte(text)); err != nil && c.err == nil {
		c.err = err
	}
	c.out.WriteString("</text>\n")
}

func num(v float64) string { return strconv.FormatFloat(v, 'f', -1, 32) }

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
