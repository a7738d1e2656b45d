package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"parley/api/safetext"
)

// What an error is about, for errors.Is.
var (
	ErrUnauthorized   = errors.New("token rejected")
	ErrForbidden      = errors.New("not permitted")
	ErrPlan           = errors.New("not in the workspace's plan") // is also ErrForbidden
	ErrNotFound       = errors.New("not found")
	ErrConflict       = errors.New("ambiguous")
	ErrGone           = errors.New("merged into another")
	ErrRateLimited    = errors.New("rate limit reached")
	ErrVersionInvalid = errors.New("API version refused")
	ErrServer         = errors.New("server failed")
	ErrRedirect       = errors.New("redirected")
	ErrNotJSON        = errors.New("answer is not Intercom's")
	ErrPostedNoBody   = errors.New("accepted, but the answer could not be read")
)

// Error is a refusal by the API, or an answer that is none of its own. The
// texts come from the network; they were made safe to show.
type Error struct {
	Method, Host, Path string

	Status     int
	Codes      []string // the codes of all errors of the body, in order
	Message    string
	Field      string
	RequestID  string
	RetryAt    time.Time // by the local clock; zero when the answer names no time
	Body       string    // the beginning of a body that is not an error.list
	Location   string    // where a redirect points
	MergedInto ID        // the contact that a merged one lives on as

	read bool // the call changes nothing at Intercom
}

// Code returns the first code of the body, or "".
func (e *Error) Code() string {
	if len(e.Codes) == 0 {
		return ""
	}
	return e.Codes[0]
}

// HasCode reports whether the body named the code.
func (e *Error) HasCode(code string) bool { return slices.Contains(e.Codes, code) }

// Error tells what was asked and what the answer was, on one line.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d", e.Method, e.Path, e.Status)
	if s := e.what(); s != "" {
		b.WriteString(" " + s)
	}
	return b.String()
}

// words is what the answer says, for people: its message where there is one.
func (e *Error) words() string {
	if e.Message != "" {
		return e.Message
	}
	return e.what()
}

// what says in the answer's own words what is wrong.
func (e *Error) what() string {
	switch {
	case e.Code() != "" && e.Message != "":
		return e.Code() + ": " + e.Message
	case e.Message != "" || e.Code() != "":
		return e.Message + e.Code()
	case e.Location != "":
		return "redirect to " + e.Location
	case e.html():
		return strings.TrimSpace(http.StatusText(e.Status) + " (a web page, not an answer of the API)")
	default:
		return http.StatusText(e.Status)
	}
}

// html reports whether the answer was a web page: load balancers, proxies
// and sign-in portals answer so.
func (e *Error) html() bool { return strings.HasPrefix(e.Body, "<") }

// Is tells which of the Err values the answer amounts to. Codes come before
// the status: a token that is good but lacks a right is answered with 401 at
// times.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized && !e.HasCode("token_unauthorized")
	case ErrForbidden:
		return e.Status == http.StatusForbidden || e.HasCode("token_unauthorized")
	case ErrPlan:
		return e.HasCode("api_plan_restricted")
	case ErrNotFound:
		return e.Status == http.StatusNotFound
	case ErrConflict:
		return e.Status == http.StatusConflict
	case ErrGone:
		return e.Status == http.StatusGone
	case ErrRateLimited:
		return e.Status == http.StatusTooManyRequests
	case ErrVersionInvalid:
		return e.HasCode("intercom_version_invalid")
	case ErrServer:
		return e.Status >= 500 || e.Status == http.StatusRequestTimeout
	case ErrRedirect:
		return e.Status >= 300 && e.Status < 400
	case ErrNotJSON:
		return e.Status >= 200 && e.Status < 300
	default:
		return false
	}
}

// Unwrap gives a *RateLimitError for an answer of 429.
func (e *Error) Unwrap() error {
	if e.Status != http.StatusTooManyRequests {
		return nil
	}
	return &RateLimitError{Reset: e.RetryAt}
}

// RateLimitError says that the rate limit is spent until Reset, by the local
// clock. It is [ErrRateLimited]. Where it is not within an *Error, the client
// refused the call itself and nothing was sent.
type RateLimitError struct{ Reset time.Time }

// Error names the time of the reset.
func (e *RateLimitError) Error() string {
	if e.Reset.IsZero() {
		return ErrRateLimited.Error()
	}
	return ErrRateLimited.Error() + " until " + e.Reset.Local().Format(time.TimeOnly)
}

// Is makes a RateLimitError match ErrRateLimited.
func (e *RateLimitError) Is(target error) bool { return target == ErrRateLimited }

// FieldError says that a request was not sent because one of its fields
// cannot be right. Field is the name that Intercom's description uses, with
// the index for an element of a list.
type FieldError struct {
	Field   string
	Problem string
	Err     error // more about the problem, or nil
}

// Error names the field and the problem.
func (e *FieldError) Error() string { return e.Field + ": " + e.Problem }

// Unwrap returns what is known more about the problem.
func (e *FieldError) Unwrap() error { return e.Err }

// NetworkError says that no answer came. Sent tells what that means for a
// call that changes something; for a call that only reads it is NotPosted.
type NetworkError struct {
	Method, Host, Path string

	Sent Fate
	Err  error
}

// Error tells what was asked of which host and what went wrong. Queries are
// left out.
func (e *NetworkError) Error() string {
	return safetext.Line(fmt.Sprintf("%s %s to %s: %v", e.Method, e.Path, e.Host, e.Err))
}

// Unwrap returns what the network layer said.
func (e *NetworkError) Unwrap() error { return e.Err }

// PostedError says that Intercom accepted a call and its answer could not be
// read: what was sent is there, and has to be fetched. It is
// [ErrPostedNoBody].
type PostedError struct {
	Method, Host, Path string

	Status    int
	RequestID string
	Err       error
}

// Error tells what was accepted and why the answer is missing.
func (e *PostedError) Error() string {
	return safetext.Line(fmt.Sprintf("%s %s: %d, %v: %v", e.Method, e.Path, e.Status, ErrPostedNoBody, e.Err))
}

// Is makes a PostedError match ErrPostedNoBody.
func (e *PostedError) Is(target error) bool { return target == ErrPostedNoBody }

// Unwrap returns why the answer could not be read.
func (e *PostedError) Unwrap() error { return e.Err }
