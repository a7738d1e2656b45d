package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// writeJSON writes JSON that came from the network, indented, with every
// character that could drive a terminal or turn text around as \uXXXX. What a
// program reads from it is what Intercom said.
func writeJSON(w io.Writer, raw []byte) error {
	if masked, ok := w.(*maskedOut); ok {
		return masked.writeJSON(raw)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(raw), "", "  "); err != nil {
		return fmt.Errorf("write what Intercom said: %w", err)
	}
	_, err := w.Write(append(escapeJSON(b.Bytes()), '\n'))
	return err
}

// writeJSONArray writes values that came from the network as one array.
func writeJSONArray(w io.Writer, raws [][]byte) error {
	for _, raw := range raws {
		if !json.Valid(raw) {
			return errors.New("write what Intercom said: it is not JSON")
		}
	}
	return writeJSON(w, append(append([]byte{'['}, bytes.Join(raws, []byte{','})...), ']'))
}

// escapeJSON writes what is not plainly printable in valid JSON as escapes.
// Outside of strings JSON has no such character, so the meaning stays.
func escapeJSON(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			out = append(out, `\ufffd`...)
		case mustEscape(r) && r > 0xFFFF:
			hi, lo := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		case mustEscape(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return out
}

// mustEscape reports whether a character acts instead of being seen:
// controls, format characters (bidirectional ones among them), line and
// paragraph separators, private use and what is not assigned.
func mustEscape(r rune) bool {
	return r != '\n' && r != ' ' && !unicode.IsGraphic(r) || r == '\u2028' || r == '\u2029'
}
