package api

import (
	"net/http"
	"net/url"
	"time"
)

// maxRedirects is how many redirects within the host a read follows.
const maxRedirects = 3

// connect makes the two HTTP clients: reads reuse connections and follow
// redirects within the host; sends have a connection of their own, since a
// kept one may die just as it is used, and follow nothing, since a redirect
// would post the text elsewhere.
func (c *Client) connect(token string) {
	base := c.transport
	if base == nil {
		base = defaultTransport()
	}
	fresh := base
	if t, ok := base.(*http.Transport); ok {
		c.traced = true
		once := t.Clone()
		once.DisableKeepAlives = true
		fresh = once
	}
	c.reads = &http.Client{
		Transport:     &headers{next: base, client: c, token: token},
		CheckRedirect: c.followWithin,
	}
	c.sends = &http.Client{
		Transport:     &headers{next: fresh, client: c, token: token},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func defaultTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 8
	t.TLSHandshakeTimeout = 10 * time.Second
	return t
}

// followWithin lets a read be redirected within the host only, and only when
// it stays the same request.
func (c *Client) followWithin(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects || !c.ours(req.URL) || req.Method != via[0].Method {
		return http.ErrUseLastResponse
	}
	return nil
}

// ours reports whether an address is on the host that the token is for.
func (c *Client) ours(u *url.URL) bool {
	return u.Scheme == c.base.Scheme && u.Host == c.base.Host
}

// headers adds to each request what every request needs. The token goes to
// the client's own host only.
type headers struct {
	next   http.RoundTripper
	client *Client
	token  string
}

// RoundTrip sends a copy of the request with the headers added.
func (h *headers) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	if h.client.ours(req.URL) {
		req.Header.Set("Authorization", "Bearer "+h.token)
	}
	req.Header.Set("Accept", "application/json") // without it the API may answer 406
	req.Header.Set("User-Agent", h.client.userAgent)
	if req.Header.Get("Intercom-Version") == "" {
		req.Header.Set("Intercom-Version", string(h.client.version))
	}
	return h.next.RoundTrip(req)
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the
// transport below.
func (h *headers) CloseIdleConnections() {
	if t, ok := h.next.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}
