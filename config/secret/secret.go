// Package secret holds a token so that it cannot be printed by accident, and
// knows where a token is looked up. It does not check a token with Intercom
// and never writes one to a log, an error or the command line.
package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// redacted stands for a token wherever one is printed.
const redacted = "[redacted]"

// envNames are the environment variables that may hold the token, in the
// order in which they are asked. The first two are those of Intercom's own
// command line and SDKs.
var envNames = [...]string{"INTERCOM_TOKEN", "INTERCOM_ACCESS_TOKEN"}

// Token is an access token. Every verb of fmt, every encoder and slog print
// it as [redacted]; Reveal is the only way to the text. The zero Token is
// empty.
type Token struct {
	// A pointer, because fmt prints unexported fields of a surrounding struct
	// without asking their methods.
	text *string
}

// New returns a Token with the given text, without space around it. A token
// that could not travel in an HTTP header is an error that does not repeat it.
func New(text string) (Token, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Token{}, nil
	}
	for _, r := range text {
		if r <= ' ' || r > '~' {
			return Token{}, errCharacters
		}
	}
	return Token{text: &text}, nil
}

var errCharacters = errors.New("it holds a space, a line break or a character that no token has")

// Reveal returns the text of the token, for the Authorization header only.
func (t Token) Reveal() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.text == nil }

// String implements fmt.Stringer without the token.
func (t Token) String() string {
	if t.IsZero() {
		return ""
	}
	return redacted
}

// GoString implements fmt.GoStringer without the token.
func (t Token) GoString() string { return t.String() }

// Format implements fmt.Formatter without the token, whatever the verb.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// MarshalText implements encoding.TextMarshaler without the token.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// LogValue implements slog.LogValuer without the token.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Lookup returns the token of the environment and the name of the variable
// that held it, also when it cannot be a token. Both are empty when there is
// none.
func Lookup(getenv func(string) string) (t Token, from string, err error) {
	for _, name := range envNames {
		t, err := New(getenv(name))
		if err != nil {
			return Token{}, name, err
		}
		if !t.IsZero() {
			return t, name, nil
		}
	}
	return Token{}, "", nil
}
