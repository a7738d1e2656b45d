package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"parley/api/safetext"
)

// ErrorKind sorts errors by what a person can do about them; exit codes and
// screens go by it.
type ErrorKind int

// The kinds of error.
const (
	KindNone         ErrorKind = iota // no error
	KindFailed                        // anything not named below
	KindUnauthorized                  // the token is not accepted
	KindForbidden                     // the token or the plan lacks the right
	KindNotFound                      // no such thing, or it was merged away
	KindRateLimited                   // wait
	KindNetwork                       // no answer, and nothing was sent
	KindUnknownSent                   // no telling whether a send was accepted
	KindPosted                        // accepted, and only the answer is missing
	KindConfig                        // the request or the configuration cannot be right
	KindCanceled                      // the person stopped it; show nothing
)

// Kind sorts an error. A send whose fate is unknown is KindUnknownSent
// whatever else is known of it.
func Kind(err error) ErrorKind {
	if err == nil {
		return KindNone
	}
	_, ours := errors.AsType[fated](err)
	switch {
	case ours && FateOf(err) == Unknown:
		return KindUnknownSent
	case errors.Is(err, ErrPostedNoBody):
		return KindPosted
	case errors.Is(err, context.Canceled):
		return KindCanceled
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrPlan):
		return KindForbidden
	case errors.Is(err, ErrUnauthorized):
		return KindUnauthorized
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrGone):
		return KindNotFound
	case errors.Is(err, ErrRateLimited):
		return KindRateLimited
	case errors.Is(err, ErrVersionInvalid), errors.Is(err, ErrVersion), errors.Is(err, ErrRedirect), errors.Is(err, ErrNotJSON):
		return KindConfig
	}
	if _, ok := errors.AsType[*FieldError](err); ok {
		return KindConfig
	}
	if _, ok := errors.AsType[*NetworkError](err); ok {
		return KindNetwork
	}
	return KindFailed
}

// Sentence turns an error into what to tell a person: what happened, and the
// next step. It is one or two full sentences without control characters, and
// "" for nil. Request ids are left to the details view.
func Sentence(err error) string {
	if err == nil {
		return ""
	}
	return safetext.Line(sentence(err))
}

func sentence(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return answerSentence(e)
	}
	if e, ok := errors.AsType[*PostedError](err); ok {
		return fmt.Sprintf("%s accepted it, but its answer did not arrive whole. Refresh to see the result; do not send it again.", e.Host)
	}
	if e, ok := errors.AsType[*NetworkError](err); ok {
		return networkSentence(e)
	}
	if e, ok := errors.AsType[*RateLimitError](err); ok {
		return rateLimitSentence(e.Reset)
	}
	if e, ok := errors.AsType[*FieldError](err); ok {
		return capital(e.Error()) + "."
	}
	if e, ok := errors.AsType[*VersionError](err); ok {
		return capital(e.Error()) + ". Select it with --api-version or in the configuration."
	}
	if errors.Is(err, context.Canceled) {
		return "Cancelled."
	}
	return capital(err.Error()) + "."
}

func answerSentence(e *Error) string {
	switch {
	case errors.Is(e, ErrPlan):
		return fmt.Sprintf("The workspace's plan does not include this: %s Ask the workspace's owner, or use another workspace's token.", ended(e.Message))
	case errors.Is(e, ErrForbidden) && e.html():
		return fmt.Sprintf("%s blocked the request before it reached the API. Check the network, proxy or VPN, and try again.", e.Host)
	case errors.Is(e, ErrForbidden):
		return fmt.Sprintf("This token may not do that: %s Give the app the permission in Intercom's Developer Hub, or use another token.", ended(e.words()))
	case errors.Is(e, ErrUnauthorized):
		return fmt.Sprintf("Token rejected by %s (%s). Run `parley login` or set INTERCOM_TOKEN; check that region or base URL are the workspace's.", e.Host, e.words())
	case errors.Is(e, ErrVersionInvalid):
		return fmt.Sprintf("%s refused the API version: %s Choose another with --api-version.", e.Host, ended(e.Message))
	case errors.Is(e, ErrNotFound):
		return fmt.Sprintf("Not found: %s Check the id; it may be deleted, merged, or a ticket that this token may not see.", ended(e.words()))
	case errors.Is(e, ErrGone):
		if e.MergedInto != "" {
			return fmt.Sprintf("That contact was merged into %s. Use that id instead.", e.MergedInto)
		}
		return "That was merged into another and is gone. Search for it by name or address."
	case errors.Is(e, ErrConflict):
		return fmt.Sprintf("More than one contact fits: %s Name the contact by its Intercom id.", ended(e.words()))
	case errors.Is(e, ErrRateLimited):
		return rateLimitSentence(e.RetryAt)
	case errors.Is(e, ErrRedirect):
		return fmt.Sprintf("%s sends us elsewhere (%s), and a token is not taken along. Set the region or base URL to the right address.", e.Host, e.Location)
	case e.fate() == Unknown:
		return fmt.Sprintf("%s answered %d %s, so it is not known whether this was accepted. Look at the conversation before sending it again.", e.Host, e.Status, e.words())
	case errors.Is(e, ErrServer):
		return fmt.Sprintf("%s has a problem (%d %s). Try again in a minute; Intercom's status page tells more.", e.Host, e.Status, e.words())
	case errors.Is(e, ErrNotJSON):
		return fmt.Sprintf("%s answered with something that is not Intercom's API. Check the base URL, and whether the network wants a sign-in.", e.Host)
	default:
		return fmt.Sprintf("Intercom refused it: %s Change it and try again.", ended(e.withField()))
	}
}

// withField adds the field that the answer blames.
func (e *Error) withField() string {
	if e.Field == "" {
		return e.words()
	}
	return e.words() + " (" + e.Field + ")"
}

func networkSentence(e *NetworkError) string {
	why := reason(e.Err)
	if e.Sent == Unknown {
		return fmt.Sprintf("It is not known whether %s accepted this: %s. Look at the conversation before sending it again.", e.Host, why)
	}
	if errors.Is(e.Err, context.Canceled) {
		return "Cancelled."
	}
	return fmt.Sprintf("Cannot reach %s: %s. Check the network and the base URL, then try again.", e.Host, why)
}

func rateLimitSentence(reset time.Time) string {
	if reset.IsZero() {
		return "Intercom's rate limit is reached. Wait a few seconds and try again."
	}
	return fmt.Sprintf("Intercom's rate limit is reached. It opens again at %s.", reset.Local().Format(time.TimeOnly))
}

// reason says in a few words why the network failed.
func reason(err error) string {
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		if e.IsNotFound {
			return "there is no host of that name"
		}
		return "its name could not be looked up"
	}
	if isTLS(err) {
		return "its certificate is not trusted (" + err.Error() + ")"
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return "no answer in time"
	}
	if errors.Is(err, context.Canceled) {
		return "it was cancelled under way"
	}
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Err != nil {
		return innermost(e.Err).Error()
	}
	return err.Error()
}

func isTLS(err error) bool {
	_, cert := errors.AsType[*tls.CertificateVerificationError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	return cert || authority || host
}

func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// ended closes a text with a full stop.
func ended(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// capital starts a text with a capital and takes its full stop off. A text
// that starts with the name of a field is left as it is.
func capital(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), ".")
	word, _, _ := strings.Cut(s, " ")
	if strings.ContainsAny(word, "_:[") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Details returns what support and bug reports need of an error, in one line:
// the status, the code, the field and the request id, as far as the answer
// gave them. It is "" where there was no answer.
func Details(err error) string {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return ""
	}
	parts := []string{strconv.Itoa(e.Status)}
	if c := e.Code(); c != "" {
		parts = append(parts, c)
	}
	if e.Field != "" {
		parts = append(parts, "field "+e.Field)
	}
	if e.RequestID != "" {
		parts = append(parts, "request "+e.RequestID)
	}
	return safetext.Line(strings.Join(parts, " · "))
}
