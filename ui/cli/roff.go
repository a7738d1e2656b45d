package cli

import (
	"fmt"
	"strings"
)

// roff writes a manual page in the man macros, which every reader of manual
// pages knows.
type roff struct{ b strings.Builder }

// escaped is text that roff prints as it is, whatever it is read as.
func escaped(s string) string {
	var b strings.Builder
	for _, c := range roffEscapes.Replace(s) {
		if c < 0x80 {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, c)
		}
	}
	return b.String()
}

// roffEscapes are for characters that mean something to roff. A hyphen that
// is typed has to stay one, or it cannot be copied from the page.
var roffEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)

// text is text without markup; at the beginning of a line nothing is a
// request.
func (r *roff) text(s string) string {
	s = escaped(s)
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	return s
}

func (r *roff) line(format string, a ...any) { fmt.Fprintf(&r.b, format+"\n", a...) }

// title begins a page.
func (r *roff) title(name, date, version string) {
	r.line(`.TH %s 1 "%s" "%s" "Parley"`, strings.ToUpper(r.text(name)), date, r.text(version))
}

func (r *roff) section(name string) { r.line(".SH %s", r.text(name)) }

func (r *roff) subsection(name string) { r.line(".SS %s", r.text(name)) }

// prose writes text as it stands in a help page: paragraphs, and lines that
// are indented, which keep their shape. Code between backquotes is bold.
func (r *roff) prose(text string) {
	for i, paragraph := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		if i > 0 {
			r.line(".PP")
		}
		var flowing, shaped []string
		flush := func() {
			r.fill(r.marked(strings.Join(flowing, " ")))
			if len(shaped) > 0 {
				r.literal(strings.Join(shaped, "\n"))
			}
			flowing, shaped = nil, nil
		}
		for line := range strings.SplitSeq(paragraph, "\n") {
			switch {
			case strings.HasPrefix(line, "  "), strings.HasPrefix(line, "\t"):
				shaped = append(shaped, strings.TrimLeft(line, " \t"))
			case len(shaped) > 0:
				flush()
				fallthrough
			default:
				flowing = append(flowing, strings.TrimPrefix(line, "#### "))
			}
		}
		flush()
	}
}

// marked is a line of prose, what stands between backquotes in bold.
func (r *roff) marked(line string) string {
	parts := strings.Split(line, "`")
	if len(parts)%2 == 0 { // one of them stands for itself
		return escaped(line)
	}
	for i, p := range parts {
		parts[i] = escaped(p)
		if i%2 == 1 {
			parts[i] = `\fB` + parts[i] + `\fR`
		}
	}
	return strings.Join(parts, "")
}

// maxRoffLine is how long a line of the source should be at most.
const maxRoffLine = 76

// fill writes marked text on lines of the source that are not too long.
func (r *roff) fill(marked string) {
	line := ""
	put := func() {
		if strings.HasPrefix(line, ".") {
			line = `\&` + line
		}
		if line != "" {
			r.line("%s", line)
		}
	}
	for word := range strings.FieldsSeq(marked) {
		if line != "" && len(line)+1+len(word) > maxRoffLine {
			put()
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	put()
}

// item writes a term and what is said of it.
func (r *roff) item(term, about string) {
	r.line(".TP\n\\fB%s\\fR", strings.TrimPrefix(r.text(term), `\&`))
	r.fill(r.marked(about))
}

// literal writes lines as they are.
func (r *roff) literal(text string) {
	text = strings.TrimPrefix(strings.ReplaceAll("\n"+text, "\n  ", "\n"), "\n")
	r.line(".nf\n.RS 2")
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		if line == "" {
			r.line(`\&`)
			continue
		}
		r.line("%s", r.text(line))
	}
	r.line(".RE\n.fi")
}

func (r *roff) String() string { return r.b.String() }
