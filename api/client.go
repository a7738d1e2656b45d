package api

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// How long one attempt may take unless WithTimeouts says otherwise. Intercom
// publishes no figure; its own SDKs wait 60 seconds.
const (
	defaultReadTimeout = 30 * time.Second
	defaultSendTimeout = 60 * time.Second
)

// Client talks to one workspace with one token. It is safe for concurrent
// use. The rate limit that Intercom reports is kept per client: share one.
type Client struct {
	Me            MeService
	Admins        AdminsService
	Teams         TeamsService
	Tags          TagsService
	Macros        MacrosService
	Conversations ConversationsService
	Contacts      ContactsService

	base      *url.URL
	version   Version
	userAgent string
	transport http.RoundTripper
	now       func() time.Time
	random    func() float64
	sleep     func(context.Context, time.Duration) error
	log       *slog.Logger

	readTimeout, sendTimeout time.Duration

	reads, sends *http.Client
	traced       bool // the transport reports connections to httptrace
	scrub        *strings.Replacer
	limit        rateLimit
	clock        serverClock
	served       servedVersion
}

// service is what every group of calls shares.
type service struct{ c *Client }

// New returns a Client for the token. Without options it talks to the US
// region in DefaultVersion.
func New(token string, opts ...Option) (*Client, error) {
	if problem := tokenProblem(token); problem != "" {
		return nil, &FieldError{Field: "token", Problem: problem}
	}
	c := &Client{
		version:     DefaultVersion,
		userAgent:   "parley",
		now:         time.Now,
		random:      rand.Float64,
		sleep:       sleep,
		log:         slog.New(slog.DiscardHandler),
		readTimeout: defaultReadTimeout,
		sendTimeout: defaultSendTimeout,
		scrub:       scrubber(token),
	}
	for _, opt := range append([]Option{WithRegion("us")}, opts...) {
		if err := opt(c); err != nil {
			return nil, err
		}
	}
	c.connect(token)
	s := service{c}
	c.Me, c.Admins, c.Teams, c.Tags = MeService{s}, AdminsService{s}, TeamsService{s}, TagsService{s}
	c.Macros, c.Conversations, c.Contacts = MacrosService{s}, ConversationsService{s}, ContactsService{s}
	return c, nil
}

// String names the server and version, and nothing that is secret.
func (c *Client) String() string { return c.BaseURL() + " (API version " + string(c.version) + ")" }

// BaseURL returns the address that the client talks to.
func (c *Client) BaseURL() string { return strings.TrimSuffix(c.base.String(), "/") }

// Host returns the host that the client talks to, with its port if it has one.
func (c *Client) Host() string { return c.base.Host }

// Version returns the API version that the client asks for.
func (c *Client) Version() Version { return c.version }

// Close gives idle connections back.
func (c *Client) Close() {
	c.reads.CloseIdleConnections()
	c.sends.CloseIdleConnections()
}

// tokenProblem says why a token cannot be one. It never repeats the token.
func tokenProblem(token string) string {
	switch {
	case token == "":
		return "is empty"
	case strings.ContainsAny(token, "\r\n"):
		return "holds a line break; only its first line may be given"
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return "holds a space or another character that no token has"
	default:
		return ""
	}
}

// sleep waits, or returns early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// leastSecret is the length from which a text is taken for a secret. A
// shorter token is one of a sandbox, and its letters are in every sentence.
const leastSecret = 8

// scrubber returns what takes the token out of the texts that servers send.
func scrubber(token string) *strings.Replacer {
	if len(token) < leastSecret {
		return strings.NewReplacer()
	}
	return strings.NewReplacer(token, "[redacted]")
}
