package serve

import (
	"bytes"
	"io"
)

const (
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// bounded reads what a terminal sends and lets a paste through only when it
// is complete and not too large; nothing of a larger one arrives. A terminal
// that never ends its paste, or a long run that is no key, takes no memory.
type bounded struct {
	r     io.Reader
	limit int
	tell  func() // a paste was refused

	raw     []byte // what was read and not looked at
	out     []byte // what may be handed on
	paste   []byte // a paste that is not complete
	pasting bool
	over    bool // it is too large already
	chunk   [4096]byte
	err     error
}

// Read hands on keys as they come.
func (b *bounded) Read(p []byte) (int, error) {
	for len(b.out) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		n, err := b.r.Read(b.chunk[:])
		b.raw = append(b.raw, b.chunk[:n]...)
		b.err = err
		b.sort(err != nil)
	}
	n := copy(p, b.out)
	if b.out = b.out[n:]; len(b.out) == 0 {
		b.out = nil
	}
	return n, nil
}

// sort takes pastes out of the stream. What may be the beginning of a mark
// waits for the rest only inside a paste: a lone escape key must not.
func (b *bounded) sort(end bool) {
	for len(b.raw) > 0 {
		if !b.pasting {
			i := bytes.Index(b.raw, []byte(pasteBegin))
			if i < 0 {
				keep := partial(b.raw, pasteBegin)
				if keep < len("\x1b[2") || end {
					keep = 0
				}
				b.out = append(b.out, b.raw[:len(b.raw)-keep]...)
				b.raw = append(b.raw[:0], b.raw[len(b.raw)-keep:]...)
				return
			}
			b.out = append(b.out, b.raw[:i]...)
			b.raw = append(b.raw[:0], b.raw[i+len(pasteBegin):]...)
			b.pasting, b.over, b.paste = true, false, nil
		}
		i := bytes.Index(b.raw, []byte(pasteEnd))
		if i < 0 {
			keep := partial(b.raw, pasteEnd)
			b.take(b.raw[:len(b.raw)-keep])
			b.raw = append(b.raw[:0], b.raw[len(b.raw)-keep:]...)
			return
		}
		b.take(b.raw[:i])
		b.raw = append(b.raw[:0], b.raw[i+len(pasteEnd):]...)
		b.pasting = false
		if b.over {
			b.tell()
		} else {
			b.out = append(b.out, pasteBegin...)
			b.out = append(b.out, b.paste...)
			b.out = append(b.out, pasteEnd...)
		}
		b.paste = nil
	}
}

// take adds to the paste, up to the limit.
func (b *bounded) take(p []byte) {
	if b.over || len(b.paste)+len(p) > b.limit {
		b.over, b.paste = true, nil
		return
	}
	b.paste = append(b.paste, p...)
}

// partial is how many bytes at the end of p may be the beginning of mark.
func partial(p []byte, mark string) int {
	for n := min(len(p), len(mark)-1); n > 0; n-- {
		if bytes.HasSuffix(p, []byte(mark[:n])) {
			return n
		}
	}
	return 0
}
