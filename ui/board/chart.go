package board

import "strings"

// eighthsUp are the blocks that fill a cell from below.
var eighthsUp = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"}

// across is what horizontal bars are made of: not all of a cell, so that bars
// below each other stay apart.
const across = "▆"

// bar is a horizontal bar for n where most takes w cells. What is not 0 can
// be seen.
func bar(n, most, w int) string {
	if n <= 0 || most <= 0 || w <= 0 {
		return ""
	}
	return strings.Repeat(across, max((n*w+most/2)/most, 1))
}

// columnChart draws numbers as columns, cell cells apart and rows high; most
// takes all of the height. A 0 is a dot.
func columnChart(ns []int, most, cell, rows int) []string {
	lines := make([]string, rows)
	thick := max(cell-1, 1)
	gap := strings.Repeat(" ", cell-thick)
	for _, n := range ns {
		eighths := 0
		if n > 0 && most > 0 {
			eighths = max(n*rows*8/most, 1)
		}
		for y := range rows {
			below := (rows - 1 - y) * 8 // eighths of the rows under this one
			block := " "
			switch in := eighths - below; {
			case in >= 8:
				block = "█"
			case in > 0:
				block = eighthsUp[in]
			case eighths == 0 && y == rows-1:
				lines[y] += "·" + strings.Repeat(" ", thick-1) + gap
				continue
			}
			lines[y] += strings.Repeat(block, thick) + gap
		}
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// digits are large figures, three cells wide and three rows high.
var digits = map[rune][3]string{
	'0': {"█▀█", "█ █", "█▄█"},
	'1': {"▄█ ", " █ ", "▄█▄"},
	'2': {"▀▀█", "▄▀▀", "█▄▄"},
	'3': {"▀▀█", " ▀█", "▄▄█"},
	'4': {"█ █", "▀▀█", "  █"},
	'5': {"█▀▀", "▀▀▄", "▄▄▀"},
	'6': {"█▀▀", "█▀█", "█▄█"},
	'7': {"▀▀█", " ▐▌", " █ "},
	'8': {"█▀█", "█▀█", "█▄█"},
	'9': {"█▀█", "▀▀█", "▄▄█"},
}

// enlarge writes a number with large digits.
func enlarge(number string) [3]string {
	var out [3]string
	for i, r := range number {
		for y, row := range digits[r] {
			if i > 0 {
				out[y] += " "
			}
			out[y] += row
		}
	}
	return out
}
