package term

import (
	"io"
	"os"
)

// maxParameters is how many parameters a sequence may have. Terminals send
// four or five; the parser of Bubble Tea's input panics, where nothing can
// recover it, at the 33rd.
const maxParameters = 16

// Input is a terminal's input that cannot hurt whoever reads it: what is
// pasted, and what a client sends over SSH, may hold any bytes. Of the
// parameters of a sequence those beyond the sixteenth are made zeros of the
// last one; everything else stays as it is. A file stays a file.
func Input(r io.Reader) io.Reader {
	if f, ok := r.(*os.File); ok {
		return &inputFile{File: f}
	}
	return &input{Reader: r}
}

type input struct {
	io.Reader
	filter SequenceFilter
}

func (i *input) Read(p []byte) (int, error) {
	n, err := i.Reader.Read(p)
	i.filter.Clean(p[:n])
	return n, err
}

type inputFile struct {
	*os.File
	filter SequenceFilter
}

func (i *inputFile) Read(p []byte) (int, error) {
	n, err := i.File.Read(p)
	i.filter.Clean(p[:n])
	return n, err //nolint:wrapcheck // io.EOF and the reader's own errors must stay what they are
}

// SequenceFilter is what [Input] does to bytes, one stretch of a stream after
// the other. Its zero value is ready.
type SequenceFilter struct {
	escaped  bool // the last byte was ESC
	inside   bool // of a control sequence or a device control string's head
	trailing int  // bytes of a character in UTF-8 still to come
	count    int  // parameters so far
}

// Clean changes p in place.
func (f *SequenceFilter) Clean(p []byte) {
	for i, c := range p {
		if f.trailing > 0 && c&0xC0 == 0x80 {
			f.trailing--
			continue
		}
		f.trailing = 0
		escaped := f.escaped
		f.escaped = c == 0x1B
		switch {
		case f.escaped:
			f.inside = false
		case escaped && (c == '[' || c == 'P'), c == 0x9B, c == 0x90:
			f.inside, f.count = true, 1
		case f.inside:
			f.parameter(&p[i])
		case c >= 0xC0:
			f.trailing = trailing(c)
		}
	}
}

// parameter takes a byte of a sequence.
func (f *SequenceFilter) parameter(c *byte) {
	switch {
	case *c == ';' || *c == ':':
		if f.count == maxParameters {
			*c = '0'
		} else {
			f.count++
		}
	case *c >= 0x40 && *c < 0x7F:
		f.inside = false
	}
}

// trailing is how many bytes follow the first one of a character.
func trailing(c byte) int {
	switch {
	case c >= 0xF0:
		return 3
	case c >= 0xE0:
		return 2
	default:
		return 1
	}
}
