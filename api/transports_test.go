package api_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"testing"

	"parley/api"
)

var silent = log.New(io.Discard, "", 0)

// roundTrip makes a transport of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// dialling returns a transport that fails to connect.
func dialling(fail func() error) api.Option {
	return api.WithTransport(&http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, fail() },
	})
}

// proxied returns a transport that goes through a proxy.
func proxied(t *testing.T, proxy string) api.Option {
	t.Helper()
	u, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	return api.WithTransport(&http.Transport{Proxy: http.ProxyURL(u)})
}
