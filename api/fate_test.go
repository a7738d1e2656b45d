package api_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"parley/api"
)

var aReply = api.Reply{As: api.AsAdmin, AdminID: "41", Body: "<p>Hi</p>"}

// rawServer takes connections, reads one request of each, and leaves the rest
// to a function. It counts the requests that arrived whole.
type rawServer struct {
	net.Listener
	Requests atomic.Int32
}

func newRawServer(t *testing.T, respond func(net.Conn)) *rawServer {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &rawServer{Listener: l}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				req, err := http.ReadRequest(bufio.NewReader(conn))
				if err != nil {
					return
				}
				if _, err := io.Copy(io.Discard, req.Body); err != nil {
					return
				}
				s.Requests.Add(1)
				respond(conn)
			}()
		}
	}()
	return s
}

func (s *rawServer) url() string { return "http://" + s.Addr().String() }

// say writes an answer whose length is announced as it is, or as more.
func say(conn net.Conn, status int, body string, missing int) {
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		status, http.StatusText(status), len(body)+missing, body)
}

func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// TestFateOnTheWire sends a reply to servers that fail in every way after the
// request arrived, and checks that it is sent once and judged right.
func TestFateOnTheWire(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	tests := []struct {
		name    string
		respond func(net.Conn)
		fate    api.Fate
		kind    api.ErrorKind
	}{
		{"closed without an answer", func(net.Conn) {}, api.Unknown, api.KindUnknownSent},
		{"reset without an answer", reset, api.Unknown, api.KindUnknownSent},
		{"silence", func(net.Conn) { <-hang }, api.Unknown, api.KindUnknownSent},
		{"cut within the header", func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-") }, api.Unknown, api.KindUnknownSent},
		{"nonsense", func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-OpenSSH\r\n\r\n") }, api.Unknown, api.KindUnknownSent},
		{"200 and a cut body", func(c net.Conn) { say(c, 200, minimal[:200], 5000) }, api.Posted, api.KindPosted},
		{"200 and a reset body", func(c net.Conn) { say(c, 200, minimal[:200], 5000); reset(c) }, api.Posted, api.KindPosted},
		{"200 and no body", func(c net.Conn) { say(c, 200, "", 0) }, api.Posted, api.KindPosted},
		{"200 and half a conversation", func(c net.Conn) { say(c, 200, minimal[:200], 0) }, api.Posted, api.KindPosted},
		{"200 and something else", func(c net.Conn) { say(c, 200, `{"type":"tag"}`, 0) }, api.Posted, api.KindPosted},
		{"200 and a web page", func(c net.Conn) { say(c, 200, "<html>Sign in</html>", 0) }, api.Unknown, api.KindUnknownSent},
		{"200 and an error", func(c net.Conn) { say(c, 200, errorList("server_error", "x"), 0) }, api.Unknown, api.KindUnknownSent},
		{"400", func(c net.Conn) { say(c, 400, errorList("parameter_invalid", "x"), 0) }, api.NotPosted, api.KindFailed},
		{"400 for the version", func(c net.Conn) { say(c, 400, errorList("intercom_version_invalid", "x"), 0) }, api.NotPosted, api.KindConfig},
		{"401", func(c net.Conn) { say(c, 401, errorList("unauthorized", "x"), 0) }, api.NotPosted, api.KindUnauthorized},
		{"401 for a lack of rights", func(c net.Conn) { say(c, 401, errorList("token_unauthorized", "x"), 0) }, api.NotPosted, api.KindForbidden},
		{"403", func(c net.Conn) { say(c, 403, errorList("forbidden", "x"), 0) }, api.NotPosted, api.KindForbidden},
		{"403 with a cut body", func(c net.Conn) { say(c, 403, `{"type":"err`, 500) }, api.NotPosted, api.KindForbidden},
		{"404", func(c net.Conn) { say(c, 404, errorList("not_found", "x"), 0) }, api.NotPosted, api.KindNotFound},
		{"405", func(c net.Conn) { say(c, 405, "", 0) }, api.NotPosted, api.KindFailed},
		{"406", func(c net.Conn) { say(c, 406, "", 0) }, api.NotPosted, api.KindFailed},
		{"408", func(c net.Conn) { say(c, 408, errorList("request_timeout", "x"), 0) }, api.Unknown, api.KindUnknownSent},
		{"409", func(c net.Conn) { say(c, 409, errorList("conflict", "x"), 0) }, api.NotPosted, api.KindFailed},
		{"410", func(c net.Conn) { say(c, 410, errorList("contact_merged", "x"), 0) }, api.NotPosted, api.KindNotFound},
		{"413", func(c net.Conn) { say(c, 413, "", 0) }, api.NotPosted, api.KindFailed},
		{"415", func(c net.Conn) { say(c, 415, "", 0) }, api.NotPosted, api.KindFailed},
		{"422", func(c net.Conn) { say(c, 422, errorList("unprocessable_entity", "x"), 0) }, api.NotPosted, api.KindFailed},
		{"429", func(c net.Conn) { say(c, 429, errorList("rate_limit_exceeded", "x"), 0) }, api.NotPosted, api.KindRateLimited},
		{"a status nobody listed", func(c net.Conn) { say(c, 499, "", 0) }, api.Unknown, api.KindUnknownSent},
		{"500", func(c net.Conn) { say(c, 500, "", 0) }, api.Unknown, api.KindUnknownSent},
		{"502", func(c net.Conn) { say(c, 502, "<html>Bad gateway</html>", 0) }, api.Unknown, api.KindUnknownSent},
		{"503", func(c net.Conn) { say(c, 503, errorList("service_unavailable", "x"), 0) }, api.Unknown, api.KindUnknownSent},
		{"504", func(c net.Conn) { say(c, 504, "", 0) }, api.Unknown, api.KindUnknownSent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newRawServer(t, tt.respond)
			limit := time.Minute
			if tt.name == "silence" {
				limit = 2 * time.Second // long enough to connect on a busy machine
			}
			c := newClient(t, s.url(), api.WithTimeouts(time.Minute, limit))
			got, err := c.Conversations.Reply(t.Context(), "12", aReply)
			if got != nil || err == nil {
				t.Fatalf("got %+v, %v", got, err)
			}
			if api.FateOf(err) != tt.fate {
				t.Errorf("fate of %v is %v, want %v", err, api.FateOf(err), tt.fate)
			}
			if wrapped := fmt.Errorf("reply: %w", err); api.FateOf(wrapped) != tt.fate || api.Kind(wrapped) != tt.kind {
				t.Errorf("%v: kind is %v, want %v", wrapped, api.Kind(wrapped), tt.kind)
			}
			if n := s.Requests.Load(); n != 1 {
				t.Errorf("the reply was sent %d times", n)
			}
			noToken(t, err.Error(), api.Sentence(err))
		})
	}
}

// TestFateWithoutConnection sends replies that cannot leave.
func TestFateWithoutConnection(t *testing.T) {
	t.Parallel()
	closed := newRawServer(t, func(net.Conn) {})
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = silent
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	plain := newRawServer(t, func(net.Conn) {})
	proxy := newRawServer(t, func(c net.Conn) { say(c, 502, "", 0) })

	tests := []struct {
		name, base string
		opts       []api.Option
	}{
		{"refused", closed.url(), nil},
		{"no such host", "http://nowhere.invalid", []api.Option{dialling(func() error {
			return &net.DNSError{Err: "no such host", Name: "nowhere.invalid", IsNotFound: true}
		})}},
		{"a certificate nobody trusts", untrusted.URL, nil},
		{"no TLS there", "https://" + plain.Addr().String(), nil},
		{"a proxy that refuses", "https://api.intercom.io", []api.Option{proxied(t, proxy.url())}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			opts := append([]api.Option{api.WithTimeouts(0, 5*time.Second)}, tt.opts...)
			_, err := newClient(t, tt.base, opts...).Conversations.Reply(t.Context(), "12", aReply)
			if api.FateOf(err) != api.NotPosted || api.Kind(err) != api.KindNetwork {
				t.Errorf("%v: fate %v, kind %v", err, api.FateOf(err), api.Kind(err))
			}
			if _, ok := asType[*api.NetworkError](err); !ok {
				t.Errorf("%T is no NetworkError", err)
			}
			noToken(t, err.Error(), api.Sentence(err))
		})
	}
}

func TestFateOfCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newRawServer(t, func(net.Conn) { cancel(); <-t.Context().Done() })
	c := newClient(t, s.url())
	_, err := c.Conversations.Reply(ctx, "12", aReply)
	if api.FateOf(err) != api.Unknown || api.Kind(err) != api.KindUnknownSent || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled under way: %v, fate %v", err, api.FateOf(err))
	}
	_, err = c.Conversations.Reply(ctx, "12", aReply)
	if api.FateOf(err) != api.NotPosted || api.Kind(err) != api.KindCanceled {
		t.Errorf("cancelled before: %v, fate %v", err, api.FateOf(err))
	}
	if n := s.Requests.Load(); n != 1 {
		t.Errorf("%d requests arrived", n)
	}
}

// TestFateOfForeignTransport uses a transport that tells httptrace nothing:
// only what says itself that it did not connect is believed.
func TestFateOfForeignTransport(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		fate api.Fate
	}{
		{errors.New("something broke"), api.Unknown},
		{io.ErrUnexpectedEOF, api.Unknown},
		{&net.OpError{Op: "read", Err: errors.New("reset")}, api.Unknown},
		{&net.OpError{Op: "dial", Err: errors.New("refused")}, api.NotPosted},
		{&net.DNSError{Err: "no such host"}, api.NotPosted},
	} {
		c := newClient(t, "http://example.invalid", api.WithTransport(roundTrip(func(*http.Request) (*http.Response, error) { return nil, tt.err })))
		_, err := c.Conversations.Reply(t.Context(), "12", aReply)
		if api.FateOf(err) != tt.fate {
			t.Errorf("fate of %v is %v", err, api.FateOf(err))
		}
	}
}

func TestFateOfOthers(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]api.Fate{
		nil:                                    api.Posted,
		errors.New("who knows"):                api.Unknown,
		context.Canceled:                       api.Unknown,
		&api.RateLimitError{}:                  api.NotPosted,
		&api.VersionError{}:                    api.NotPosted,
		&api.NetworkError{}:                    api.Unknown,
		&api.NetworkError{Sent: api.NotPosted}: api.NotPosted,
		&api.Error{Status: 500}:                api.Unknown,
	} {
		if got := api.FateOf(err); got != want {
			t.Errorf("fate of %v is %v, want %v", err, got, want)
		}
	}
	if s := fmt.Sprint(api.Posted, api.NotPosted, api.Unknown); s != "posted not posted unknown whether posted" {
		t.Error(s)
	}
}
