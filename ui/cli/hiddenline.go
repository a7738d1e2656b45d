package cli

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/charmbracelet/x/term"
)

// hiddenLine asks for a line on a terminal that does not show it. The
// terminal stops showing before it asks, so that nothing typed early is seen,
// and shows again whatever ends the question.
func hiddenLine(ctx context.Context, in term.File, words io.Writer, prompt string) (line string, err error) {
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return "", err
	}
	defer func() {
		err = errors.Join(err, term.Restore(in.Fd(), before))
		_, _ = io.WriteString(words, "\n") // nobody is left to be told
	}()
	_, _ = io.WriteString(words, prompt)
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := rawLine(in)
		answers <- answer{line, err}
	}()
	select {
	case a := <-answers:
		return a.line, a.err
	case <-ctx.Done(): // nothing ends the read; the program does
		return "", ctx.Err()
	}
}

// What a terminal in raw mode sends for the keys that a line knows.
const (
	keyInterrupt = 0x03
	keyEnd       = 0x04
	keyErase     = 0x08
	keyClear     = 0x15
	keyDelete    = 0x7f
)

// rawLine reads a line as the terminal itself would edit it. An interrupt is
// context.Canceled.
func rawLine(r io.Reader) (string, error) {
	var line []byte
	b := make([]byte, 256)
	for {
		n, err := r.Read(b)
		for _, c := range b[:n] {
			switch c {
			case '\r', '\n', keyEnd:
				return string(line), nil
			case keyInterrupt:
				return "", context.Canceled
			case keyErase, keyDelete:
				line = line[:max(len(line)-1, 0)]
			case keyClear:
				line = line[:0]
			default:
				if len(line) < maxToken {
					line = append(line, c)
				}
			}
		}
		if errors.Is(err, io.EOF) {
			return string(bytes.TrimSpace(line)), nil
		}
		if err != nil {
			return "", err
		}
	}
}
