package serve

import "io"

// whole writes lines, and completes one that was written in part before it
// writes another: whoever reads the file later finds only whole ones.
type whole struct {
	w    io.Writer
	rest []byte // of a line that was begun
}

// line writes one, with its line break. kept says that it is written, or will
// be once writing works again.
func (l *whole) line(b []byte) (kept bool, err error) {
	if err := l.put(l.rest); err != nil {
		return false, err
	}
	err = l.put(b)
	if len(l.rest) == len(b) { // nothing of it was written
		l.rest = nil
		return false, err
	}
	return true, err
}

// put writes b and keeps what is left of it.
func (l *whole) put(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	n, err := l.w.Write(b)
	l.rest = b[min(max(n, 0), len(b)):]
	if err == nil && len(l.rest) > 0 {
		err = io.ErrShortWrite
	}
	return err //nolint:wrapcheck // the caller says what it wrote
}
