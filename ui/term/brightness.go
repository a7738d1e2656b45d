package term

import (
	"regexp"
	"slices"
	"strings"
)

// styles are sequences that set colours and attributes.
var styles = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// brightness is what the Linux console keeps in one place: that letters are
// bold, and that their colour is one of the bright ones. Whoever ends the one
// ends the other, and bright black that is not bright cannot be seen.
type brightness struct {
	bold   bool
	colour string // of the letters; "" is the terminal's own
}

// keep returns p with every change of the one followed by the other again.
func (b *brightness) keep(p []byte) []byte {
	return styles.ReplaceAllFunc(p, func(seq []byte) []byte {
		was := *b
		rest := b.take(strings.Split(string(seq[2:len(seq)-1]), ";"))
		if *b == was {
			return seq
		}
		said := []string{"22"}
		if len(rest) > 0 && (rest[0] == "" || rest[0] == "0") { // all ends with it
			said, rest = []string{rest[0]}, rest[1:]
		} else if b.colour == "" {
			said = append(said, "39")
		}
		if b.bold {
			said = append(said, "1")
		}
		if b.colour != "" {
			said = append(said, b.colour)
		}
		return []byte("\x1b[" + strings.Join(slices.Concat(said, rest), ";") + "m")
	})
}

// take learns from the parameters of a sequence, and returns those that are
// about something else.
func (b *brightness) take(params []string) (rest []string) {
	for i := 0; i < len(params); i++ {
		switch p := params[i]; {
		case p == "" || p == "0":
			*b = brightness{}
			rest = append(rest[:0], p)
		case p == "1" || p == "22":
			b.bold = p == "1"
		case p == "39":
			b.colour = ""
		case p == "38" || p == "48":
			n := i + colourParams(params[i:])
			if p == "38" {
				b.colour = strings.Join(params[i:n], ";")
			} else {
				rest = append(rest, params[i:n]...)
			}
			i = n - 1
		case len(p) == 2 && (p[0] == '3' || p[0] == '9'):
			b.colour = p
		default:
			rest = append(rest, p)
		}
	}
	return rest
}

// colourParams is how many parameters name a colour by number or by its parts.
func colourParams(params []string) int {
	n := 1
	if len(params) > 1 {
		n = map[string]int{"5": 3, "2": 5}[params[1]]
	}
	return min(max(n, 1), len(params))
}
