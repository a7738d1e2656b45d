package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// maxAnswer is how large an answer may be: 500 parts of 50 kB fit.
	maxAnswer = 32 << 20
	// maxErrorBody is how much of an error's body is looked at.
	maxErrorBody = 64 << 10

	readAttempts = 4
	backoffBase  = 300 * time.Millisecond
	backoffCap   = 8 * time.Second
	// limitRounds is how often a read waits for a new window before it gives
	// up: others may spend a window the moment it opens.
	limitRounds = 3
)

// call is one request to make.
type call struct {
	method, path string // path is escaped and starts with a slash
	query        url.Values
	body         any     // nil, or what to send as JSON
	version      Version // other than the client's, or empty
	read         bool    // it changes nothing at Intercom
}

// get returns the call of a GET.
func get(path string, query url.Values) call {
	return call{method: http.MethodGet, path: path, query: query, read: true}
}

// do makes the call: a read with retries, a send once.
func (c *Client) do(ctx context.Context, cl call) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, c.networkError(cl, NotPosted, err)
	}
	var body []byte
	if cl.body != nil {
		b, err := encode(cl.body)
		if err != nil {
			return nil, &FieldError{Field: "body", Problem: "cannot be written as JSON", Err: err}
		}
		body = b
	}
	if !cl.read {
		if reset, ok := c.limit.admit(c.now(), false); !ok {
			return nil, &RateLimitError{Reset: reset}
		}
		return c.attempt(ctx, cl, body, c.sends, c.sendTimeout)
	}
	for n := 0; ; n++ {
		if err := c.waitForWindow(ctx, cl); err != nil {
			return nil, err
		}
		b, err := c.attempt(ctx, cl, body, c.reads, c.readTimeout)
		if err == nil || n+1 == readAttempts || ctx.Err() != nil || !worthRetrying(err) {
			return b, err
		}
		wait := c.pause(n, err)
		if deadline, has := ctx.Deadline(); has && deadline.Before(c.now().Add(wait)) {
			return nil, err
		}
		if c.sleep(ctx, wait) != nil {
			return nil, err
		}
	}
}

// worthRetrying reports whether a read may succeed when asked again.
func worthRetrying(err error) bool {
	if _, ok := errors.AsType[*NetworkError](err); ok {
		return true
	}
	return errors.Is(err, ErrServer) || errors.Is(err, ErrRateLimited)
}

// pause returns how long to wait after attempt n: full jitter under a cap
// that doubles, or until the rate limit's reset and a little more, so that
// waiting clients do not all come back at once.
func (c *Client) pause(n int, err error) time.Duration {
	if limited, ok := errors.AsType[*RateLimitError](err); ok {
		return max(limited.Reset.Sub(c.now()), 0) + time.Duration(c.random()*float64(time.Second))
	}
	limit := min(backoffBase<<n, backoffCap)
	return time.Duration(c.random() * float64(limit))
}

// waitForWindow waits until the rate limit has room for a read, or returns a
// *RateLimitError where the context ends before that.
func (c *Client) waitForWindow(ctx context.Context, cl call) error {
	var reset time.Time
	for range limitRounds {
		at, ok := c.limit.admit(c.now(), true)
		if ok {
			return nil
		}
		reset = at
		if deadline, has := ctx.Deadline(); has && deadline.Before(reset) {
			break
		}
		wait := max(reset.Sub(c.now()), 0) + time.Duration(c.random()*float64(250*time.Millisecond))
		if err := c.sleep(ctx, wait); err != nil {
			return c.networkError(cl, NotPosted, err)
		}
	}
	return &RateLimitError{Reset: reset}
}

// attempt makes one request and returns the body of a 2xx answer.
func (c *Client) attempt(ctx context.Context, cl call, body []byte, client *http.Client, limit time.Duration) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var connected atomic.Bool
	req, err := c.request(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	}), cl, body)
	if err != nil {
		return nil, err
	}
	began := c.now()
	resp, err := client.Do(req)
	ended := c.now()
	if err != nil {
		c.logAttempt(ctx, cl, 0, ended.Sub(began), "")
		return nil, c.networkError(cl, c.sentFate(cl, err, connected.Load()), err)
	}
	defer resp.Body.Close()
	c.logAttempt(ctx, cl, resp.StatusCode, ended.Sub(began), requestID(resp))
	c.limit.record(resp, ended)
	c.clock.record(resp, began, ended)
	c.served.record(resp)
	return c.answer(cl, resp)
}

// request builds the HTTP request of a call.
func (c *Client) request(ctx context.Context, cl call, body []byte) (*http.Request, error) {
	address := strings.TrimSuffix(c.base.String(), "/") + cl.path
	if len(cl.query) > 0 {
		address += "?" + cl.query.Encode()
	}
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, cl.method, address, reader)
	if err != nil {
		return nil, &FieldError{Field: "id", Problem: "cannot be part of an address", Err: err}
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if cl.version != "" {
		req.Header.Set("Intercom-Version", string(cl.version))
	}
	return req, nil
}

// answer reads what the server said to a call.
func (c *Client) answer(cl call, resp *http.Response) ([]byte, error) {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		// What of the body arrives is enough, the status has said the main thing.
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		return nil, c.refusal(cl, resp, body)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d MB", maxAnswer>>20)
	}
	switch {
	case err != nil && cl.read:
		return nil, c.networkError(cl, NotPosted, err)
	case err != nil:
		return nil, c.postedError(cl, resp, err)
	case notOurs(body):
		return nil, c.refusal(cl, resp, body)
	}
	return body, nil
}

// notOurs reports whether a body is a web page or an error.list: neither says
// that the API did what was asked, whatever the status.
func notOurs(body []byte) bool {
	body = bytes.TrimSpace(body)
	if bytes.HasPrefix(body, []byte("<")) {
		return true
	}
	if len(body) > maxErrorBody || !bytes.Contains(body, []byte("error.list")) {
		return false
	}
	var list struct{ Type string }
	return json.Unmarshal(body, &list) == nil && list.Type == "error.list"
}

// sentFate judges a failure of the transport.
func (c *Client) sentFate(cl call, err error, connected bool) Fate {
	if cl.read {
		return NotPosted
	}
	return fateOfTransport(err, connected, c.traced)
}

// networkError makes the error of a call without answer. The url.Error that
// net/http wraps around is taken off, since it prints the query.
func (c *Client) networkError(cl call, sent Fate, err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	return &NetworkError{Method: cl.method, Host: c.base.Host, Path: cl.path, Sent: sent, Err: err}
}

func (c *Client) postedError(cl call, resp *http.Response, err error) error {
	return &PostedError{
		Method: cl.method, Host: c.base.Host, Path: cl.path,
		Status: resp.StatusCode, RequestID: requestID(resp), Err: err,
	}
}

func (c *Client) logAttempt(ctx context.Context, cl call, status int, took time.Duration, id string) {
	c.log.DebugContext(ctx, "intercom", "method", cl.method, "path", cl.path, "status", status, "took", took, "request_id", id)
}

// encode writes JSON without turning <, > and & of HTML bodies into escapes.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
