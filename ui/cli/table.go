package cli

import (
	"bufio"
	"io"
	"strings"

	"parley/ui/layout"
)

// column is one column of a table for people.
type column struct {
	title string
	most  int // cells that it takes at most where the width is limited; 0: what is left
	leave int // 0: always shown; else the order in which columns give way to a narrow screen
}

// The least that the widest column keeps before others give way to it.
const leastRest = 16

const gap = 2

// writeTable writes rows under titles. With a width, no line is wider by
// either rule of counting, and columns give way; without one nothing is cut.
func writeTable(w io.Writer, width int, columns []column, rows [][]string) error {
	widths := natural(columns, rows)
	if width > 0 {
		squeeze(columns, widths, width)
	}
	b := bufio.NewWriter(w)
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	for _, row := range append([][]string{titles}, rows...) {
		line := tableLine(row, widths)
		if width > 0 {
			line = layout.Cut(line, width)
		}
		_, _ = b.WriteString(line + "\n") // Flush reports it
	}
	return b.Flush()
}

// natural returns the width that each column needs.
func natural(columns []column, rows [][]string) []int {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = layout.Widest(c.title)
		for _, row := range rows {
			widths[i] = max(widths[i], layout.Widest(row[i]))
		}
	}
	return widths
}

// squeeze narrows the columns until the line fits; a column of width 0 is
// left out.
func squeeze(columns []column, widths []int, width int) {
	rest := -1
	for i, c := range columns {
		if c.most == 0 {
			rest = i
			continue
		}
		widths[i] = min(widths[i], c.most)
	}
	for order := 1; order <= len(columns); order++ {
		if width-others(widths, rest) >= min(leastRest, widths[rest]) {
			break
		}
		for i, c := range columns {
			if c.leave == order {
				widths[i] = 0
			}
		}
	}
	widths[rest] = max(0, min(widths[rest], width-others(widths, rest)))
}

// others returns the cells that all columns but one take, with the gaps.
func others(widths []int, but int) int {
	sum := 0
	for i, w := range widths {
		if i != but && w > 0 {
			sum += w + gap
		}
	}
	return sum
}

// tableLine lays one row out, without blanks at its end.
func tableLine(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		if widths[i] == 0 {
			continue
		}
		cell = layout.Cut(cell, widths[i])
		b.WriteString(cell)
		b.WriteString(strings.Repeat(" ", widths[i]-layout.Widest(cell)+gap))
	}
	return strings.TrimRight(b.String(), " ")
}
