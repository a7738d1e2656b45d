package secret

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// commandLimit is how long a token command may take: somebody may have to
// type a passphrase.
const commandLimit = 30 * time.Second

// maxLine is how long the first line of a token command may be, in bytes.
const maxLine = 64 << 10

// Sources is where a token is looked for, in the order of the fields. What is
// zero is left out.
type Sources struct {
	Getenv  func(string) string
	Command []string  // a program that prints the token, and its arguments
	Stdin   io.Reader // for the command, which may ask for a passphrase
	Stderr  io.Writer
	Keyring Keyring // nil where there is none
	Account string  // whose token it is, in the keyring
	File    string  // a file that only its owner can read
}

// Found is a token and the place it came from.
type Found struct {
	Token Token
	From  string // the variable, "token_command", "keyring", or the file's name
	// Keyring says why the keyring could not be asked, nil when it could or
	// did not have to be.
	Keyring error
}

// SourceError is a place that should have held a token and did not.
type SourceError struct {
	From string
	Err  error
}

// Error names the place; it never repeats a token.
func (e *SourceError) Error() string { return e.From + ": " + e.Err.Error() }

// Unwrap returns what went wrong.
func (e *SourceError) Unwrap() error { return e.Err }

// Find returns the first token that a source holds; the sources after it are
// not touched. Its Token is empty when none has one. The error is a
// *SourceError: a variable, command or file that is there and cannot be used
// is not passed over.
func Find(ctx context.Context, s Sources) (Found, error) {
	t, from, err := Lookup(s.Getenv)
	if err != nil {
		return Found{}, &SourceError{from, err}
	}
	if from != "" {
		return Found{Token: t, From: from}, nil
	}
	if len(s.Command) > 0 {
		t, err := runCommand(ctx, s)
		if err != nil {
			return Found{}, &SourceError{"token_command", err}
		}
		return Found{Token: t, From: "token_command"}, nil
	}
	var found Found
	if s.Keyring != nil {
		text, err := s.Keyring.Get(ctx, s.Account)
		if t, err = usable(text, err); err == nil {
			return Found{Token: t, From: "keyring"}, nil
		}
		if !errors.Is(err, ErrNone) {
			found.Keyring = err
		}
	}
	if s.File != "" {
		text, err := readFile(s.File)
		if t, err = usable(text, err); err == nil {
			return Found{Token: t, From: s.File, Keyring: found.Keyring}, nil
		}
		if !errors.Is(err, ErrNone) {
			return found, &SourceError{s.File, err}
		}
	}
	return found, nil
}

// usable makes a token of a text that a source gave.
func usable(text string, err error) (Token, error) {
	if err != nil {
		return Token{}, err
	}
	t, err := New(text)
	if err == nil && t.IsZero() {
		err = ErrNone
	}
	return t, err
}

// runCommand runs the token command and returns its first line.
func runCommand(ctx context.Context, s Sources) (Token, error) {
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	cmd.WaitDelay = time.Second // what it started may keep the pipe open
	var out limited
	cmd.Stdin, cmd.Stderr, cmd.Stdout = s.Stdin, s.Stderr, &out
	err := cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return Token{}, fmt.Errorf("%s gave no answer within %s", s.Command[0], commandLimit)
	case ctx.Err() != nil:
		return Token{}, ctx.Err()
	case err != nil:
		return Token{}, fmt.Errorf("%s: %w", s.Command[0], err)
	}
	line, _, _ := strings.Cut(out.String(), "\n")
	t, err := New(line)
	if err == nil && t.IsZero() {
		err = errors.New("its first line is empty")
	}
	return t, err
}

// limited keeps the beginning of what is written to it.
type limited struct{ bytes.Buffer }

func (l *limited) Write(b []byte) (int, error) {
	if room := maxLine - l.Len(); room > 0 {
		l.Buffer.Write(b[:min(len(b), room)])
	}
	return len(b), nil
}
