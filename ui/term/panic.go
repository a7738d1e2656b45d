package term

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Panic says what went wrong and where, without anything that was worked on:
// neither the text of a customer nor a token can be in it.
type Panic struct {
	Where string   // the part of the program
	What  string   // the type of the value, and the words of one of the runtime's own
	Stack []string // function, file and line, without arguments; the innermost first
}

// The most frames that are kept.
const maxFrames = 64

// NewPanic describes the value of a panic. It must be called by the deferred
// function that recovered it: the stack is that of the panic.
func NewPanic(where string, value any) Panic {
	p := Panic{Where: where, What: fmt.Sprintf("%T", value)}
	if err, ok := value.(runtime.Error); ok {
		p.What += ": " + runtimeWords(err)
	}
	pcs := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		f, more := frames.Next()
		if f.Function != "" {
			p.Stack = append(p.Stack, fmt.Sprintf("%s %s:%d", f.Function, filepath.Base(f.File), f.Line))
		}
		if !more {
			return p
		}
	}
}

// runtimeWords are the words of an error of the runtime, as far as they are
// always its own: a conversion that failed names types, an index numbers, but
// what is thrown as a value may say anything.
func runtimeWords(err runtime.Error) string {
	words := err.Error()
	for _, own := range []string{"runtime error: ", "interface conversion: ", "assignment to entry in nil map"} {
		if strings.HasPrefix(words, own) && !strings.ContainsAny(words, "\"\n") {
			return words
		}
	}
	return "(not repeated here)"
}

// Write puts a report of the panic into a folder, readable by its owner only,
// and returns its path. about are lines about the program and its surroundings.
func (p Panic) Write(dir string, now time.Time, about ...string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make a place for the report: %w", err)
	}
	f, err := os.CreateTemp(dir, "crash-"+now.UTC().Format("20060102T150405")+"-*.txt") // of mode 0600
	if err != nil {
		return "", fmt.Errorf("write the report: %w", err)
	}
	lines := append([]string{
		"Parley stopped on " + now.UTC().Format(time.RFC3339) + " in " + p.Where + ": " + p.What,
	}, about...)
	lines = append(append(lines, ""), p.Stack...)
	_, err = f.WriteString(strings.Join(lines, "\n") + "\n")
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return "", fmt.Errorf("write the report: %w", err)
	}
	return f.Name(), nil
}
