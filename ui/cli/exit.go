package cli

import (
	"errors"
	"fmt"
	"slices"

	"parley/api"
	"parley/api/desk"
	"parley/config"
)

// The exit codes, for scripts.
const (
	ExitDone         = 0
	ExitFailed       = 1
	ExitUsage        = 2 // usage or configuration
	ExitUnauthorized = 3
	ExitNotFound     = 4
	ExitRateLimited  = 5
	ExitNetwork      = 6
	ExitUnknownSent  = 7 // it is not known whether Intercom took it
	ExitInterrupted  = 130
)

// usageError is a command line that cannot be meant.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, a ...any) error {
	return &usageError{err: fmt.Errorf(format, a...)}
}

// problem is an error whose sentence or exit code is not that of its cause.
type problem struct {
	code     int
	sentence string
	err      error // may be nil
}

func (p *problem) Error() string { return p.sentence }
func (p *problem) Unwrap() error { return p.err }

// doneButUnseen says that a change was made and that Intercom's answer to it
// could not be read, now or afterwards.
type doneButUnseen struct {
	done string
	err  error
}

func (e *doneButUnseen) Error() string {
	return fmt.Sprintf("%s, but what came of it could not be read: %s", e.done, sentenceOf(e.err))
}

// exitCode returns the code that tells a script what became of the command.
func exitCode(err error) int {
	if err == nil {
		return ExitDone
	}
	if p, ok := errors.AsType[*problem](err); ok {
		return p.code
	}
	if _, ok := errors.AsType[*usageError](err); ok {
		return ExitUsage
	}
	if _, ok := errors.AsType[*config.Error](err); ok {
		return ExitUsage
	}
	if _, ok := errors.AsType[config.Errors](err); ok {
		return ExitUsage
	}
	if _, ok := errors.AsType[*doneButUnseen](err); ok {
		return ExitDone
	}
	if _, ok := errors.AsType[*desk.QueryError](err); ok {
		return ExitUsage
	}
	return apiExitCode(err)
}

// sentenceOf turns an error into what a person is told.
func sentenceOf(err error) string {
	if p, ok := errors.AsType[*problem](err); ok {
		return p.sentence
	}
	if u, ok := errors.AsType[*usageError](err); ok {
		return u.Error()
	}
	if c, ok := errors.AsType[config.Errors](err); ok {
		return c.Error()
	}
	if c, ok := errors.AsType[*config.Error](err); ok {
		return c.Error()
	}
	if d, ok := errors.AsType[*doneButUnseen](err); ok {
		return d.Error()
	}
	if q, ok := errors.AsType[*desk.QueryError](err); ok {
		return "in the query, " + q.Error()
	}
	return api.Sentence(err)
}

// apiExitCode maps what package api says of an error.
func apiExitCode(err error) int {
	switch api.Kind(err) {
	case api.KindNone, api.KindPosted:
		return ExitDone
	case api.KindUnauthorized, api.KindForbidden:
		return ExitUnauthorized
	case api.KindNotFound:
		return ExitNotFound
	case api.KindRateLimited:
		return ExitRateLimited
	case api.KindNetwork:
		return ExitNetwork
	case api.KindUnknownSent:
		return ExitUnknownSent
	case api.KindConfig:
		return ExitUsage
	case api.KindCanceled:
		return ExitInterrupted
	default:
		return ExitFailed
	}
}

// severity orders exit codes by how much they need somebody.
var severity = []int{ExitDone, ExitNotFound, ExitUsage, ExitFailed, ExitRateLimited, ExitNetwork, ExitUnauthorized, ExitInterrupted, ExitUnknownSent}

// worst returns the exit code that needs somebody most.
func worst(a, b int) int {
	if slices.Index(severity, a) >= slices.Index(severity, b) {
		return a
	}
	return b
}
