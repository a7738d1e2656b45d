package desk_test

import (
	"bytes"
	"context"
	"errors"
	"html"
	"io"
	"net"
	"net/http"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// wire carries requests to a sandbox in this process. Down makes it refuse
// every connection.
type wire struct {
	server http.Handler
	down   atomic.Bool
}

// RoundTrip answers with what the handler wrote. A handler that aborts looks
// like a connection that was cut.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if w.down.Load() {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	body := []byte{}
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
	}
	in := req.Clone(req.Context())
	in.Body, in.RequestURI, in.Host = io.NopCloser(bytes.NewReader(body)), req.URL.RequestURI(), req.URL.Host
	out := &answer{header: http.Header{}, status: http.StatusOK}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { out.aborted = recover() }()
		w.server.ServeHTTP(out, in)
	}()
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case <-done:
	}
	if out.aborted != nil && !out.flushed {
		return nil, io.ErrUnexpectedEOF
	}
	var content io.Reader = &out.body
	if out.aborted != nil {
		content = io.MultiReader(content, cut{})
	}
	return &http.Response{
		StatusCode: out.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: out.header, Body: io.NopCloser(content), ContentLength: -1, Request: req,
	}, nil
}

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

type answer struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	flushed bool
	aborted any
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
func (a *answer) Flush()                      { a.flushed = true }

// rig is a desk on a sandbox.
type rig struct {
	*desk.Desk
	t      testing.TB
	server *sandbox.Server
	wire   *wire
	store  *store.Store
}

type rigOptions struct {
	server *sandbox.Server
	dir    string
	now    func() time.Time
	busy   time.Duration // how long the store waits for another program
	set    func(*desk.Options)
}

// newRig makes a desk over the sample workspace. It is not started.
func newRig(t testing.TB, o rigOptions) *rig {
	t.Helper()
	if o.now == nil {
		o.now = time.Now
	}
	if o.server == nil {
		o.server = sandbox.New(sandbox.Options{Seed: 1, Now: o.now, RateLimit: -1})
	}
	w := &wire{server: o.server}
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL("http://sandbox.test"), api.WithTransport(w), api.WithClock(o.now))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.OpenOrMemory(context.Background(), store.Options{Dir: o.dir, Now: o.now, BusyTimeout: o.busy})
	if err != nil {
		t.Fatal(err)
	}
	opts := desk.Options{Client: client, Store: s, Now: o.now, PlainText: plainText}
	if o.set != nil {
		o.set(&opts)
	}
	d, err := desk.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{Desk: d, t: t, server: o.server, wire: w, store: s}
}

// stop closes the desk at once, and its store.
func (r *rig) stop() {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.Close(ctx); err != nil && !errors.Is(err, context.Canceled) {
		r.t.Error(err)
	}
	if err := r.store.Close(); err != nil {
		r.t.Error(err)
	}
}

// plainText is what these tests know of HTML.
func plainText(body string) string {
	return html.UnescapeString(tag.ReplaceAllString(body, " "))
}

var tag = regexp.MustCompile(`<[^>]*>`)

// waitFor reads events until ok.
func (r *rig) waitFor(ctx context.Context, sub *desk.Subscription, what string, ok func() bool) {
	r.t.Helper()
	for !ok() {
		if _, err := sub.Next(ctx); err != nil {
			r.t.Fatalf("waiting for %s: %v (status: %+v)", what, err, r.Status())
		}
	}
}

// posted returns the replies that the sandbox took, by conversation.
func posted(s *sandbox.Server) map[string][]sandbox.Entry {
	out := map[string][]sandbox.Entry{}
	for _, e := range s.Journal() {
		if e.Operation == "reply" && e.Applied {
			id := e.Path[len("/conversations/") : len(e.Path)-len("/reply")]
			out[id] = append(out[id], e)
		}
	}
	return out
}

func reply(id api.ID, mode desk.Mode, text string) desk.Reply {
	return desk.Reply{
		Draft: desk.Draft{ConversationID: id, Mode: mode, Text: text},
		HTML:  "<p>" + html.EscapeString(text) + "</p>",
	}
}

// otherWorkspace answers GET /me as another workspace does.
type otherWorkspace struct{ http.Handler }

func (o otherWorkspace) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/me" {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"type":"admin","id":"`+sandbox.MeID+`","name":"Ana","email":"ana@example.com","has_inbox_seat":true,
			"app":{"type":"app","id_code":"other","name":"Other"}}`)
		return
	}
	o.Handler.ServeHTTP(w, r)
}
