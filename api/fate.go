package api

import (
	"errors"
	"net"
	"net/http"
)

// Fate is what is known of a call that changes something at Intercom.
type Fate int

// The fates of a send. Unknown is the zero Fate: what nobody vouches for must
// be verified before anything is sent again.
const (
	Unknown Fate = iota
	NotPosted
	Posted
)

// String returns the fate in words.
func (f Fate) String() string {
	switch f {
	case Posted:
		return "posted"
	case NotPosted:
		return "not posted"
	default:
		return "unknown whether posted"
	}
}

// fated is an error that knows what became of its send.
type fated interface {
	error
	fate() Fate
}

// FateOf tells from the error of a send whether Intercom took it. A nil error
// is Posted; an error that is not of this package is Unknown.
func FateOf(err error) Fate {
	if err == nil {
		return Posted
	}
	if f, ok := errors.AsType[fated](err); ok {
		return f.fate()
	}
	return Unknown
}

func (e *PostedError) fate() Fate    { return Posted }
func (e *NetworkError) fate() Fate   { return e.Sent }
func (e *FieldError) fate() Fate     { return NotPosted }
func (e *VersionError) fate() Fate   { return NotPosted }
func (e *RateLimitError) fate() Fate { return NotPosted }

// fate trusts only the statuses with which a server says that it refused:
// after 408 and 5xx it may have acted, and what is not listed is not vouched
// for.
func (e *Error) fate() Fate {
	if e.read {
		return NotPosted
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden,
		http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusProxyAuthRequired,
		http.StatusConflict, http.StatusGone, http.StatusLengthRequired, http.StatusRequestEntityTooLarge,
		http.StatusRequestURITooLong, http.StatusUnsupportedMediaType, http.StatusMisdirectedRequest,
		http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusRequestHeaderFieldsTooLarge:
		return NotPosted
	}
	if e.Status >= 300 && e.Status < 400 {
		return NotPosted
	}
	return Unknown
}

// fateOfTransport judges an error of the HTTP transport. Without a connection
// nothing can have been sent; that a connection was had is seen only by
// transports that support httptrace, so for others only a failed dial proves
// anything.
func fateOfTransport(err error, connected, traced bool) Fate {
	if connected {
		return Unknown
	}
	if traced {
		return NotPosted
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return NotPosted
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return NotPosted
	}
	return Unknown
}
