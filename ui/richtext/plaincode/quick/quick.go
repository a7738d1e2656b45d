// Package quick writes code as it is.
package quick

import "io"

// Highlight writes source without highlighting, whatever language, formatter
// and style are asked for.
func Highlight(w io.Writer, source, _, _, _ string) error {
	_, err := io.WriteString(w, source)
	return err
}
