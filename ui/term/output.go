package term

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"parley/ui/layout"
)

// Output returns what is written to in place of w. Behind every sign whose
// width terminals dispute, it puts the cursor where the renderer believes it to
// be, unless the terminal confirmed that it counts as the renderer does. For a
// terminal that knows little, it leaves out what older ones would print in
// part, such as questions about modes and keyboards. It must be written whole
// sequences and signs, by one goroutine at a time. A file stays a file.
func Output(w io.Writer, getenv func(string) string) io.Writer {
	o := &output{w: w, sober: plain(getenv)}
	if last := leftover(getenv); last != "" {
		o.leave = []byte(leave + last)
	}
	if f, ok := w.(term.File); ok {
		return outputFile{File: f, output: o}
	}
	return o
}

type output struct {
	w      io.Writer
	leave  []byte // leaves the second screen, where there may be none; nil is as usual
	sober  bool   // tells the terminal only what it understands
	agreed bool   // the terminal counts as the renderer does

	titled  bool       // the title is the program's
	letters brightness // of those to come, where sober
}

type outputFile struct {
	term.File
	output *output
}

// Write writes as [Output] says.
func (f outputFile) Write(p []byte) (int, error) { return f.output.Write(p) }

// Write writes what the terminal understands, and counts all of it.
func (o *output) Write(p []byte) (int, error) {
	clean := p
	if o.sober {
		clean = o.letters.keep(unknown.ReplaceAll(clean, nil))
	}
	clean = o.settle(clean)
	if clean = o.title(clean); o.leave != nil {
		clean = bytes.ReplaceAll(clean, []byte(leave), o.leave)
	}
	if len(clean) > 0 {
		if _, err := o.w.Write(clean); err != nil {
			return 0, err //nolint:wrapcheck // a file's own errors must stay what they are
		}
	}
	return len(p), nil
}

// title returns p with the title of before kept when the program sets its own,
// and brought back when it takes that away: most terminals can, and the others
// skip it.
func (o *output) title(p []byte) []byte {
	const taken, keep, back = "\x1b]2;\a", "\x1b[22;2t", "\x1b[23;2t"
	at := bytes.Index(p, []byte(taken[:4]))
	switch {
	case at < 0:
		return p
	case bytes.HasPrefix(p[at:], []byte(taken)):
		if !o.titled {
			return p
		}
		o.titled = false
		return slices.Insert(bytes.Clone(p), at+len(taken), []byte(back)...)
	case o.titled:
		return p
	}
	o.titled = true
	return slices.Insert(bytes.Clone(p), at, []byte(keep)...)
}

// leave leaves the second screen.
const leave = ansi.ResetModeAltScreenSaveCursor

// The renderer switches to grapheme clusters, and back, with these.
const (
	agree    = ansi.SetModeUnicodeCore
	disagree = ansi.ResetModeUnicodeCore
)

// settle returns p with the cursor set after each sign of disputed width.
func (o *output) settle(p []byte) []byte {
	if bytes.IndexFunc(p, func(r rune) bool { return r >= 0x300 }) < 0 && !bytes.Contains(p, []byte(agree)) {
		return p
	}
	s := string(p)
	var b strings.Builder
	for done, i := 0, 0; ; {
		if i == len(s) {
			b.WriteString(s[done:])
			return []byte(b.String())
		}
		switch c := s[i]; {
		case c == ansi.ESC:
			n := layout.Sequence(s[i:])
			switch s[i : i+n] {
			case agree:
				o.agreed = true
			case disagree:
				o.agreed = false
			}
			i += n
		case c < utf8.RuneSelf || o.agreed:
			i++
		default:
			n := simple(s[i:])
			if n == 0 || o.sober {
				cluster, width := ansi.FirstGraphemeCluster(s[i:], ansi.WcWidth)
				n = len(cluster)
				if width > 0 && disputed(cluster) || width > 1 && o.sober { // to the Linux console emoji are narrow
					b.WriteString(s[done:i] + settled(cluster, width))
					done = i + n
				}
			}
			i += n
		}
	}
}

// settled draws a cluster into as many cells as it is believed to take: they
// are emptied, and however far the terminal then goes, it comes back. The
// cursor that is saved for it is that of the screen the inbox is on.
func settled(cluster string, width int) string {
	return ansi.SaveCursor + ansi.EraseCharacter(width) + cluster + ansi.RestoreCursor + ansi.CursorForward(width)
}
