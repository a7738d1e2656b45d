package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api"
)

const (
	testToken = "tok_secret_4711"
	prefix    = "/mounted/here"
)

// exchange is one request that a test expects, and the answer to it.
type exchange struct {
	method, path string // path is escaped, without the prefix
	query        string
	body         string // JSON; "" is no body
	version      string // "" is 2.9

	status  int // 0 is 200
	headers map[string]string
	answer  string
}

// fakeServer answers expected requests in order and fails the test on any
// other and on those that never came.
type fakeServer struct {
	t      *testing.T
	mu     sync.Mutex
	queue  []exchange
	Served int
	*httptest.Server
}

func newServer(t *testing.T, queue ...exchange) *fakeServer {
	t.Helper()
	s := &fakeServer{t: t, queue: queue}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		s.Close()
		if left := len(s.queue); left > 0 {
			t.Errorf("%d expected requests never came, the first is %s %s", left, s.queue[0].method, s.queue[0].path)
		}
	})
	return s
}

func (s *fakeServer) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("reading the request: %v", err)
	}
	if len(s.queue) == 0 {
		s.t.Errorf("unexpected request: %s %s %s", r.Method, r.URL, body)
		w.WriteHeader(http.StatusTeapot)
		return
	}
	want := s.queue[0]
	s.queue = s.queue[1:]
	s.Served++
	s.check(want, r, body)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	for k, v := range want.headers {
		w.Header().Set(k, v)
	}
	if want.status != 0 {
		w.WriteHeader(want.status)
	}
	if _, err := io.WriteString(w, want.answer); err != nil {
		s.t.Errorf("writing the answer: %v", err)
	}
}

func (s *fakeServer) check(want exchange, r *http.Request, body []byte) {
	equal := func(what, got, want string) {
		if got != want {
			s.t.Errorf("%s of %s %s: got %q, want %q", what, r.Method, r.URL.Path, got, want)
		}
	}
	equal("method", r.Method, want.method)
	equal("path", r.URL.EscapedPath(), prefix+want.path)
	equal("query", r.URL.RawQuery, want.query)
	version := want.version
	if version == "" {
		version = "2.9"
	}
	equal("Intercom-Version", r.Header.Get("Intercom-Version"), version)
	equal("Authorization", r.Header.Get("Authorization"), "Bearer "+testToken)
	equal("Accept", r.Header.Get("Accept"), "application/json")
	equal("User-Agent", r.Header.Get("User-Agent"), "parley-test")
	equal("Idempotency-Key", r.Header.Get("Idempotency-Key"), "")
	if want.body == "" {
		equal("body", string(body), "")
		equal("Content-Type", r.Header.Get("Content-Type"), "")
		return
	}
	equal("Content-Type", r.Header.Get("Content-Type"), "application/json")
	if !sameJSON(s.t, body, []byte(want.body)) {
		s.t.Errorf("body of %s %s:\n got %s\nwant %s", r.Method, r.URL.Path, body, want.body)
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	parse := func(s []byte) (v any) {
		d := json.NewDecoder(bytes.NewReader(s))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Errorf("not JSON: %v: %s", err, s)
		}
		return v
	}
	return reflect.DeepEqual(parse(a), parse(b))
}

// client returns a client of the server that never really waits.
func (s *fakeServer) client(opts ...api.Option) *api.Client {
	s.t.Helper()
	return newClient(s.t, s.URL+prefix+"/", opts...)
}

func newClient(t *testing.T, base string, opts ...api.Option) *api.Client {
	t.Helper()
	all := append([]api.Option{
		api.WithBaseURL(base),
		api.WithUserAgent("parley-test"),
		api.WithSleep(func(ctx context.Context, _ time.Duration) error { return ctx.Err() }),
		api.WithRand(func() float64 { return 0.5 }),
	}, opts...)
	c, err := api.New(testToken, all...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// clock is a clock that tests turn by hand; sleeping turns it.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	slept []time.Duration
}

func newClock(at time.Time) *clock { return &clock{at: at} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	c.at = c.at.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

func (c *clock) options() []api.Option {
	return []api.Option{api.WithClock(c.Now), api.WithSleep(c.Sleep)}
}

const minimal = `{"type":"conversation","id":"215470000123456","title":null,
 "created_at":1717021480,"updated_at":1717025490,"waiting_since":1717025488,
 "snoozed_until":null,"open":true,"state":"open","read":false,
 "priority":"not_priority","admin_assignee_id":41,"team_assignee_id":null,
 "source":{"type":"email","id":"90001","delivered_as":"customer_initiated",
  "subject":"<p>Invoice</p>","body":"<p>Where is my invoice?</p>",
  "author":{"type":"user","id":"6657ab2f6abd0164c24b0d64","name":"Ada","email":"ada@example.com"},
  "attachments":[],"url":null,"redacted":false},
 "contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"6657ab2f6abd0164c24b0d64"}]},
 "tags":{"type":"tag.list","tags":[]},"teammates":null,"first_contact_reply":null,
 "conversation_rating":null,"sla_applied":null,"statistics":null,"topics":{},"ticket":null,
 "conversation_parts":{"type":"conversation_part.list","total_count":2,"conversation_parts":[
  {"type":"conversation_part","id":"71","part_type":"open","body":"<p>Any news?</p>",
   "created_at":1717025488,"updated_at":1717025488,"notified_at":1717025488,
   "assigned_to":null,"author":{"type":"user","id":"6657ab2f6abd0164c24b0d64","name":"Ada","email":"ada@example.com"},
   "attachments":[],"external_id":null,"redacted":false},
  {"type":"conversation_part","id":"72","part_type":"language_detection_details","body":null,
   "created_at":1717025490,"updated_at":1717025490,"notified_at":1717025490,"assigned_to":null,
   "author":{"type":"bot","id":"9","name":"Operator","email":"operator+x@intercom.io"},
   "attachments":[],"external_id":null,"redacted":false}]}}`

func errorList(code, message string) string {
	b, err := json.Marshal(map[string]any{
		"type": "error.list", "request_id": "req-1",
		"errors": []any{map[string]any{"code": code, "message": message, "field": nil}},
	})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// noToken fails the test when a text holds the token.
func noToken(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if strings.Contains(s, testToken) {
			t.Errorf("the token is in %q", s)
		}
	}
}
