package main

import "unicode/utf8"

type point struct{ x, y float64 }

// segment is one step of a path: a move, a line, or a cubic curve with two control points.
type segment struct {
	kind byte // 'M', 'L', 'C'
	p    [3]point
}

// path is a closed outline.
type path []segment

// shape is a filled outline within a cell.
type shape struct {
	path    path
	opacity float64
}

// kappa places the control points of a curve that stands for a quarter of a circle.
const kappa = 0.5522847498

func move(x, y float64) segment { return segment{kind: 'M', p: [3]point{{x, y}}} }
func line(x, y float64) segment { return segment{kind: 'L', p: [3]point{{x, y}}} }

func curve(x1, y1, x2, y2, x, y float64) segment {
	return segment{kind: 'C', p: [3]point{{x1, y1}, {x2, y2}, {x, y}}}
}

func (p path) at(x, y float64) path {
	moved := make(path, len(p))
	for i, s := range p {
		for j := range s.p {
			s.p[j].x += x
			s.p[j].y += y
		}
		moved[i] = s
	}
	return moved
}

func rect(x, y, w, h float64) path {
	return path{move(x, y), line(x+w, y), line(x+w, y+h), line(x, y+h)}
}

func roundRect(x, y, w, h, r float64) path {
	k := r * (1 - kappa)
	return path{
		move(x+r, y),
		line(x+w-r, y), curve(x+w-k, y, x+w, y+k, x+w, y+r),
		line(x+w, y+h-r), curve(x+w, y+h-k, x+w-k, y+h, x+w-r, y+h),
		line(x+r, y+h), curve(x+k, y+h, x, y+h-k, x, y+h-r),
		line(x, y+r), curve(x, y+k, x+k, y, x+r, y),
	}
}

// arms say how thick the lines are that leave the middle of a box character: up, right, down,
// left; 0 is none, 1 light, 2 heavy.
var arms = map[rune][4]int{
	'─': {0, 1, 0, 1}, '│': {1, 0, 1, 0}, '┌': {0, 1, 1, 0}, '┐': {0, 0, 1, 1}, '└': {1, 1, 0, 0}, '┘': {1, 0, 0, 1},
	'├': {1, 1, 1, 0}, '┤': {1, 0, 1, 1}, '┬': {0, 1, 1, 1}, '┴': {1, 1, 0, 1}, '┼': {1, 1, 1, 1},
	'━': {0, 2, 0, 2}, '┃': {2, 0, 2, 0}, '┏': {0, 2, 2, 0}, '┓': {0, 0, 2, 2}, '┗': {2, 2, 0, 0}, '┛': {2, 0, 0, 2},
	'┣': {2, 2, 2, 0}, '┫': {2, 0, 2, 2}, '┳': {0, 2, 2, 2}, '┻': {2, 2, 0, 2}, '╋': {2, 2, 2, 2},
	'┝': {1, 2, 1, 0}, '┥': {1, 0, 1, 2}, '┯': {0, 2, 1, 2}, '┷': {1, 2, 0, 2}, '┿': {1, 2, 1, 2},
	'┠': {2, 1, 2, 0}, '┨': {2, 0, 2, 1}, '┰': {0, 1, 2, 1}, '┸': {2, 1, 0, 1}, '╂': {2, 1, 2, 1},
	'╴': {0, 0, 0, 1}, '╵': {1, 0, 0, 0}, '╶': {0, 1, 0, 0}, '╷': {0, 0, 1, 0},
	'╸': {0, 0, 0, 2}, '╹': {2, 0, 0, 0}, '╺': {0, 2, 0, 0}, '╻': {0, 0, 2, 0},
}

// quadrants of a cell: upper left, upper right, lower left, lower right.
var quadrants = map[rune][4]bool{
	'▖': {false, false, true, false}, '▗': {false, false, false, true}, '▘': {true, false, false, false},
	'▙': {true, false, true, true}, '▚': {true, false, false, true}, '▛': {true, true, true, false},
	'▜': {true, true, false, true}, '▝': {false, true, false, false}, '▞': {false, true, true, false},
	'▟': {false, true, true, true},
}

// The middle lines of a cell, one unit wide, begin here.
const midX, midY = 4.0, 9.0

// boxShapes returns how a box or block character is drawn, if text is one that we draw.
func boxShapes(text string) ([]shape, bool) {
	r, n := utf8.DecodeRuneInString(text)
	if n != len(text) || r < 0x2500 || r > 0x259f {
		return nil, false
	}
	if a, ok := arms[r]; ok {
		return armShapes(a), true
	}
	if q, ok := quadrants[r]; ok {
		return quadrantShapes(q), true
	}
	switch r {
	case '═':
		return []shape{{rect(0, midY-1, cellW, 1), 1}, {rect(0, midY+1, cellW, 1), 1}}, true
	case '║':
		return []shape{{rect(midX-1, 0, 1, cellH), 1}, {rect(midX+1, 0, 1, cellH), 1}}, true
	case '╭':
		return arcShapes(cellW, midY+0.5+cellW/2, -1, -1), true
	case '╮':
		return arcShapes(0, midY+0.5+cellW/2, 1, -1), true
	case '╰':
		return arcShapes(cellW, midY+0.5-cellW/2, -1, 1), true
	case '╯':
		return arcShapes(0, midY+0.5-cellW/2, 1, 1), true
	}
	return blockShapes(r)
}

func armShapes(a [4]int) []shape {
	var shapes []shape
	add := func(p path) { shapes = append(shapes, shape{p, 1}) }
	// Each arm covers the middle, so that arms of any thickness meet.
	widest := float64(max(a[0], a[1], a[2], a[3]))
	start := func(mid, width float64) float64 { return mid + (1-width)/2 }
	if w := float64(a[0]); w > 0 {
		add(rect(start(midX, w), 0, w, start(midY, widest)+widest))
	}
	if w := float64(a[1]); w > 0 {
		x := start(midX, widest)
		add(rect(x, start(midY, w), cellW-x, w))
	}
	if w := float64(a[2]); w > 0 {
		y := start(midY, widest)
		add(rect(start(midX, w), y, w, cellH-y))
	}
	if w := float64(a[3]); w > 0 {
		add(rect(0, start(midY, w), start(midX, widest)+widest, w))
	}
	return shapes
}

func quadrantShapes(q [4]bool) []shape {
	var shapes []shape
	for i, on := range q {
		if on {
			shapes = append(shapes, shape{rect(float64(i%2)*cellW/2, float64(i/2)*cellH/2, cellW/2, cellH/2), 1})
		}
	}
	return shapes
}

// arcShapes draws a quarter of a ring around (cx, cy), towards (sx, sy), and the line that
// leads from it to the edge of the cell.
func arcShapes(cx, cy, sx, sy float64) []shape {
	outer, inner := cellW/2+0.5, cellW/2-0.5
	ring := path{
		move(cx+sx*outer, cy),
		curve(cx+sx*outer, cy+sy*outer*kappa, cx+sx*outer*kappa, cy+sy*outer, cx, cy+sy*outer),
		line(cx, cy+sy*inner),
		curve(cx+sx*inner*kappa, cy+sy*inner, cx+sx*inner, cy+sy*inner*kappa, cx+sx*inner, cy),
	}
	stem := rect(midX, 0, 1, cy)
	if sy < 0 {
		stem = rect(midX, cy, 1, cellH-cy)
	}
	return []shape{{ring, 1}, {stem, 1}}
}

func blockShapes(r rune) ([]shape, bool) {
	one := func(x, y, w, h, opacity float64) ([]shape, bool) {
		return []shape{{rect(x*cellW, y*cellH, w*cellW, h*cellH), opacity}}, true
	}
	switch {
	case r == '▀':
		return one(0, 0, 1, 0.5, 1)
	case r >= '▁' && r <= '█': // eighths from below
		part := float64(r-'▁'+1) / 8
		return one(0, 1-part, 1, part, 1)
	case r >= '▉' && r <= '▏': // eighths from the left, descending
		return one(0, 0, float64('▏'-r+1)/8, 1, 1)
	case r == '▐':
		return one(0.5, 0, 0.5, 1, 1)
	case r >= '░' && r <= '▓':
		return one(0, 0, 1, 1, float64(r-'░'+1)/4)
	case r == '▔':
		return one(0, 0, 1, 0.125, 1)
	case r == '▕':
		return one(0.875, 0, 0.125, 1, 1)
	}
	return nil, false
}
