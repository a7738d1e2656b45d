package api_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"parley/api"
)

// TestFateOfStalledBody gives up between the header of an answer and the rest
// of its body: the reply was accepted.
func TestFateOfStalledBody(t *testing.T) {
	t.Parallel()
	s := newRawServer(t, func(c net.Conn) { say(c, 200, minimal[:200], 5000); <-t.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	wire := &http.Transport{}
	t.Cleanup(wire.CloseIdleConnections)
	c := newClient(t, s.url(), api.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
		resp, err := wire.RoundTrip(r)
		cancel()
		return resp, err
	})))
	_, err := c.Conversations.Reply(ctx, "12", aReply)
	if api.FateOf(err) != api.Posted || api.Kind(err) != api.KindPosted || !errors.Is(err, api.ErrPostedNoBody) {
		t.Errorf("%v: fate %v, kind %v", err, api.FateOf(err), api.Kind(err))
	}
}

// TestSendsFollowNoRedirect answers with redirects: the reply must not go
// there, nor the token.
func TestSendsFollowNoRedirect(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		trap := newRawServer(t, func(net.Conn) {})
		s := newServer(t, exchange{
			method: "POST", path: "/conversations/12/reply", status: status, headers: map[string]string{"Location": trap.url() + "/conversations/12/reply"},
			body: `{"message_type":"comment","type":"admin","admin_id":"41","body":"<p>Hi</p>"}`,
		})
		_, err := s.client().Conversations.Reply(t.Context(), "12", aReply)
		if api.FateOf(err) != api.NotPosted || !errors.Is(err, api.ErrRedirect) || api.Kind(err) != api.KindConfig {
			t.Errorf("%d: %v, fate %v", status, err, api.FateOf(err))
		}
		if n := trap.Requests.Load(); n != 0 {
			t.Errorf("%d was followed", status)
		}
	}
}

// TestSendsUseFreshConnections counts connections: each send has its own,
// reads share one.
func TestSendsUseFreshConnections(t *testing.T) {
	t.Parallel()
	var conns atomic.Int32
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, minimal)
	}))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	c := newClient(t, srv.URL)
	for range 3 {
		if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("reads used %d connections", n)
	}
	for range 3 {
		if _, err := c.Conversations.Reply(t.Context(), "12", aReply); err != nil {
			t.Fatal(err)
		}
	}
	if n := conns.Load(); n != 4 {
		t.Errorf("1 connection of reads and 3 sends make %d", n)
	}
}
