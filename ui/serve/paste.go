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
	given   bool   // raw begins with an escape that was handed on
	pasting bool
	begun   bool // the escape that began the paste was handed on
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
// waits for the rest, but for a lone escape key: that is handed on at once,
// and remembered as given.
func (b *bounded) sort(end bool) {
	for len(b.raw) > 0 {
		mark := pasteBegin
		if b.pasting {
			mark = pasteEnd
		}
		i := bytes.Index(b.raw, []byte(mark))
		if i < 0 {
			keep := partial(b.raw, mark)
			if end {
				keep = 0
			}
			b.pass(len(b.raw) - keep)
			if keep == 1 && !b.pasting && !b.given {
				b.out, b.given = append(b.out, b.raw...), true
			}
			return
		}
		b.pass(i)
		b.raw = append(b.raw[:0], b.raw[len(mark):]...)
		if b.pasting = !b.pasting; b.pasting {
			b.begun, b.given = b.given, false
		} else {
			b.finish()
		}
	}
}

// pass takes n bytes from what was read: they are keys, or of the paste.
func (b *bounded) pass(n int) {
	switch p := b.raw[:n]; {
	case n == 0:
		return
	case b.pasting:
		b.take(p)
	case b.given:
		b.out, b.given = append(b.out, p[1:]...), false
	default:
		b.out = append(b.out, p...)
	}
	b.raw = append(b.raw[:0], b.raw[n:]...)
}

// finish hands on a complete paste, or says that it was refused.
func (b *bounded) finish() {
	if b.over {
		b.tell()
	} else {
		begin := pasteBegin
		if b.begun {
			begin = begin[1:]
		}
		b.out = append(b.out, begin...)
		b.out = append(b.out, b.paste...)
		b.out = append(b.out, pasteEnd...)
	}
	b.over, b.paste = false, nil
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
