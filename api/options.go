package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Option sets up a Client. It fails when its value cannot be right.
type Option func(*Client) error

// regions are the hosts of Intercom's regions.
var regions = map[string]string{
	"us": "https://api.intercom.io",
	"eu": "https://api.eu.intercom.io",
	"au": "https://api.au.intercom.io",
}

// Regions returns the names that WithRegion accepts.
func Regions() []string { return []string{"us", "eu", "au"} }

// WithRegion selects the API host of a region: us, eu or au.
func WithRegion(name string) Option {
	return func(c *Client) error {
		base, ok := regions[strings.ToLower(name)]
		if !ok {
			return &FieldError{Field: "region", Problem: fmt.Sprintf("%q is not a region; allowed are us, eu and au", name)}
		}
		return WithBaseURL(base)(c)
	}
}

// WithBaseURL selects any server that speaks the API. A path is kept as a
// prefix of every call.
func WithBaseURL(base string) Option {
	return func(c *Client) error {
		u, err := url.Parse(strings.TrimSpace(base))
		problem := ""
		switch {
		case err != nil:
			problem = "is not an address"
		case u.Scheme != "https" && u.Scheme != "http":
			problem = "must start with https:// or http://"
		case u.Host == "" || u.Opaque != "":
			problem = "names no host"
		case u.User != nil:
			problem = "must not hold a user name or password"
		case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
			problem = "must not have a query or fragment"
		}
		if problem != "" {
			return &FieldError{Field: "base_url", Problem: problem}
		}
		c.base = u.JoinPath("/")
		return nil
	}
}

// WithVersion selects the API version.
func WithVersion(v Version) Option {
	return func(c *Client) error {
		known, err := ParseVersion(string(v))
		c.version = known
		return err
	}
}

// WithUserAgent sets how the client names itself.
func WithUserAgent(name string) Option {
	return func(c *Client) error {
		if !headerSafe(name) {
			return &FieldError{Field: "user_agent", Problem: "holds a control character"}
		}
		c.userAgent = name
		return nil
	}
}

// WithTransport replaces the HTTP transport. For sends an *http.Transport is
// copied with keep-alives off; any other RoundTripper is used as it is, and
// its failures are believed to have come before the send only when they say
// so themselves.
func WithTransport(t http.RoundTripper) Option {
	return func(c *Client) error {
		if t == nil {
			return &FieldError{Field: "transport", Problem: "is nil"}
		}
		c.transport = t
		return nil
	}
}

// WithClock replaces time.Now.
func WithClock(now func() time.Time) Option {
	return func(c *Client) error {
		c.now = now
		return nil
	}
}

// WithRand replaces the source of jitter, which returns a number from 0 up to
// but not including 1 and must be safe for concurrent use.
func WithRand(random func() float64) Option {
	return func(c *Client) error {
		c.random = random
		return nil
	}
}

// WithSleep replaces how the client waits between the attempts of a read and
// for a new rate limit window. It returns early with the context's error.
func WithSleep(sleep func(context.Context, time.Duration) error) Option {
	return func(c *Client) error {
		c.sleep = sleep
		return nil
	}
}

// WithLogger logs one line per attempt: method, path, status, duration and
// request id; never bodies, queries, headers or the token.
func WithLogger(l *slog.Logger) Option {
	return func(c *Client) error {
		if l != nil {
			c.log = l
		}
		return nil
	}
}

// WithTimeouts limits how long one attempt of a read, and a send, may take.
// Zero keeps the default.
func WithTimeouts(read, send time.Duration) Option {
	return func(c *Client) error {
		if read < 0 || send < 0 {
			return &FieldError{Field: "timeout", Problem: "is negative"}
		}
		if read > 0 {
			c.readTimeout = read
		}
		if send > 0 {
			c.sendTimeout = send
		}
		return nil
	}
}

// headerSafe reports whether s can be the value of a header.
func headerSafe(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
