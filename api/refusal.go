package api

import (
	"net/http"
	"path"
	"regexp"
	"strings"

	"parley/api/safetext"
)

// maxSnippet is how many bytes of a body that is no error.list are kept.
const maxSnippet = 300

// refusal turns an answer into an *Error. Bodies may be an error.list, a web
// page of a load balancer, cut or empty: the status alone gives a good error.
func (c *Client) refusal(cl call, resp *http.Response, body []byte) error {
	e := &Error{
		Method: cl.method, Host: c.base.Host, Path: safetext.Line(cl.path),
		Status:     resp.StatusCode,
		RequestID:  requestID(resp),
		Location:   c.safe(resp.Header.Get("Location")),
		MergedInto: mergedInto(resp.Header.Get("Link")),
		read:       cl.read,
	}
	if at, limited := retryTime(resp, c.now()); limited {
		e.RetryAt = at
	}
	if !c.readErrorList(e, body) {
		e.Body = c.snippet(body)
	}
	return e
}

// readErrorList fills in what an error.list says and reports whether the
// body was one.
func (c *Client) readErrorList(e *Error, body []byte) bool {
	var list struct {
		RequestID string `json:"request_id"`
		Errors    []struct {
			Code, Type, Message, Field string
		} `json:"errors"`
	}
	if decodeTolerant(body, &list) != nil {
		return false
	}
	if list.RequestID != "" {
		e.RequestID = c.safe(list.RequestID)
	}
	for _, one := range list.Errors {
		code := one.Code
		if code == "" {
			code = one.Type // as old answers have it
		}
		if code != "" {
			e.Codes = append(e.Codes, c.safe(code))
		}
		if e.Message == "" {
			e.Message = c.safe(one.Message)
		}
		if e.Field == "" {
			e.Field = c.safe(one.Field)
		}
	}
	return len(list.Errors) > 0
}

// safe makes a text of the network fit for the screen. Should a server repeat
// the token, it goes no further.
func (c *Client) safe(s string) string {
	return safetext.Line(strings.TrimSpace(c.scrub.Replace(s)))
}

func requestID(resp *http.Response) string {
	return safetext.Line(resp.Header.Get("X-Request-Id"))
}

var linkTarget = regexp.MustCompile(`<([^<>]+)>`)

// mergedInto reads the contact's id from the Link header of a 410.
func mergedInto(link string) ID {
	m := linkTarget.FindStringSubmatch(link)
	if m == nil {
		return ""
	}
	target, _, _ := strings.Cut(m[1], "?")
	return ID(safetext.Line(path.Base(target)))
}

// undecodable is the error of a 2xx answer that is cut, or is JSON and still
// not what was asked for.
func (c *Client) undecodable(cl call, body []byte, err error) error {
	if cl.read {
		return &Error{
			Method: cl.method, Host: c.base.Host, Path: safetext.Line(cl.path),
			Status: http.StatusOK, Message: c.safe(err.Error()), Body: c.snippet(body), read: true,
		}
	}
	return &PostedError{Method: cl.method, Host: c.base.Host, Path: cl.path, Status: http.StatusOK, Err: err}
}

// snippet returns the beginning of a body, fit for the screen.
func (c *Client) snippet(body []byte) string {
	return c.safe(string(body[:min(len(body), maxSnippet)]))
}
