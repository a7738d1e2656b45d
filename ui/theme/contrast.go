package theme

import (
	"fmt"
	"image/color"
	"math"
)

// enough is the contrast from which the Web Content Accessibility Guidelines
// call text of this size readable.
const enough = 4.5

// unreadable names the pairs of text and background that are hard to tell
// apart. Pairs with a colour that only the terminal knows are left out.
func (p *palette) unreadable() []string {
	var out []string
	check := func(text, on string, fg, bg color.Color) {
		if !known(fg) || !known(bg) {
			return
		}
		if c := contrast(fg, bg); c < enough {
			out = append(out, fmt.Sprintf("%s on %s has a contrast of %.1f, and below %.1f text is hard to read", text, on, c, enough))
		}
	}
	for _, x := range []struct {
		name string
		c    color.Color
	}{
		{"accent", p.accent},
		{"dim", p.dim},
		{"good", p.good},
		{"warn", p.warn},
		{"bad", p.bad},
		{"contact", p.contact},
		{"teammate", p.teammate},
		{"bot", p.bot},
		{"note", p.note},
		{"link", p.link},
		{"text", p.text},
	} {
		check(x.name, "background", x.c, p.background)
	}
	check("bar_text", "bar", p.barText, p.bar)
	check("bar_dim", "bar", p.barDim, p.bar)
	if !p.brightBar {
		check("accent", "bar", p.accent, p.bar)
		check("warn", "bar", p.warn, p.bar)
		check("bad", "bar", p.bad, p.bar)
	}
	check("text", "selected", p.text, p.selected)
	check("text", "selected_blur", p.text, p.selectedBlur)
	check("match_text", "match", p.matchText, p.match)
	return out
}

// known reports whether it is known what a colour looks like: everybody
// chooses the sixteen of the terminal for themselves.
func known(c color.Color) bool {
	_, own := c.(ansiColor)
	return c != nil && !own
}

// contrast is that of the Guidelines, from 1 to 21.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is how bright a colour looks, from 0 to 1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
