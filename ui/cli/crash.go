package cli

import (
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"parley/config"
	"parley/ui/term"
)

// crashed writes the report of a panic and returns what the agent is told.
func (a *app) crashed(p term.Panic) error {
	return &problem{code: ExitFailed, sentence: "Something in Parley went wrong, and it had to stop. " +
		"What was typed is kept as a draft, and what was confirmed is in the outbox. " + a.report(p)}
}

// report writes the report of a panic and says where it is.
func (a *app) report(p term.Panic) string {
	dir, err := config.StateDir(a.env.getenv)
	if err == nil {
		var path string
		if path, err = p.Write(filepath.Join(dir, "crashes"), time.Now(), a.about()...); err == nil {
			return "A report that holds nothing of customers is in " + path
		}
	}
	return fmt.Sprintf("No report could be written: %s (%s)", err, p.What)
}

// about is what a report says of the program and its surroundings.
func (a *app) about() []string {
	return []string{
		"parley " + buildVersion() + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH,
		"TERM=" + a.env.getenv("TERM"),
	}
}

// caught turns a panic into an error. It is deferred around what runs in the
// program's own goroutine.
func (a *app) caught(where string, err *error) {
	if r := recover(); r != nil {
		*err = a.crashed(term.NewPanic(where, r))
	}
}
