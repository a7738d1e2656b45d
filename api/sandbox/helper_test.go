package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api/sandbox/openapitest"
)

// noon is when test workspaces begin: a Tuesday.
var noon = time.Date(2025, 3, 4, 12, 0, 0, 0, time.UTC)

// clock is a settable clock, safe for concurrent use.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// fixture is a sandbox with a clock and a client for one version.
type fixture struct {
	*Server
	t       *testing.T
	clock   *clock
	version string
	header  http.Header // extra or, with an empty value, removed headers
}

func newFixture(t *testing.T, o Options) *fixture {
	t.Helper()
	c := &clock{now: noon}
	o.Now = c.Now
	return &fixture{Server: New(o), t: t, clock: c, version: "2.9", header: http.Header{}}
}

// at returns the same sandbox seen through another version.
func (f *fixture) at(version string) *fixture {
	g := *f
	g.version, g.header = version, f.header.Clone()
	return &g
}

type response struct {
	*http.Response
	raw  []byte
	json map[string]any
}

// do sends one request; body is nil, a string, or something to encode. What
// succeeds is held against Intercom's description when that is at hand.
func (f *fixture) do(method, path string, body any) response {
	f.t.Helper()
	return f.send(f.request(method, path, body), true)
}

// send is do for a finished request; described is whether the request itself
// should be as Intercom describes it.
func (f *fixture) send(req *http.Request, described bool) response {
	f.t.Helper()
	doc, have, err := openapitest.Load(f.version)
	if err != nil {
		f.t.Fatal(err)
	}
	var findings []openapitest.Finding
	known := have && doc.Call(req) != ""
	if known && described {
		findings = doc.ValidateRequest(req)
	}
	rec := httptest.NewRecorder()
	f.ServeHTTP(rec, req)
	res := response{Response: rec.Result()}
	res.raw, err = io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	_ = json.Unmarshal(res.raw, &res.json) // HTML and cut answers have no JSON
	if res.StatusCode >= 300 {
		findings = nil // the request was wrong on purpose
	}
	if known && strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		findings = append(findings, doc.ValidateResponse(req, res.Response, res.raw)...)
	}
	for _, x := range openapitest.Unexplained(findings) {
		f.t.Errorf("not as Intercom describes it: %v", x)
	}
	return res
}

func (f *fixture) request(method, path string, body any) *http.Request {
	f.t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	default:
		r = bytes.NewReader(encode(b))
	}
	req := httptest.NewRequestWithContext(f.t.Context(), method, path, r)
	req.Header.Set("Authorization", "Bearer "+DefaultToken)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Intercom-Version", f.version)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range f.header {
		if v[0] == "" {
			req.Header.Del(k)
		} else {
			req.Header[k] = v
		}
	}
	return req
}

// want fails the test unless the status is status, and returns the JSON.
func (r response) want(t *testing.T, status int) map[string]any {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("status %d, want %d: %.300s", r.StatusCode, status, r.raw)
	}
	return r.json
}

// wantError fails the test unless the answer is that error.
func (r response) wantError(t *testing.T, status int, code string) {
	t.Helper()
	r.want(t, status)
	if got := dig(r.json, "errors", 0, "code"); r.json["type"] != "error.list" || got != code {
		t.Fatalf("error %v in %.300s, want code %q in an error.list", got, r.raw, code)
	}
}

// dig walks into decoded JSON by keys and indexes; nil when there is nothing.
// An index of -1 is the last.
func dig(v any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				return nil
			}
			v = m[s]
		case int:
			l, ok := v.([]any)
			if s < 0 {
				s += len(l)
			}
			if !ok || s < 0 || s >= len(l) {
				return nil
			}
			v = l[s]
		}
	}
	return v
}

// text is dig for a string, "" when there is none.
func text(v any, path ...any) string {
	s, _ := dig(v, path...).(string)
	return s
}

// list is dig for an array, nil when there is none.
func list(v any, path ...any) []any {
	l, _ := dig(v, path...).([]any)
	return l
}

// num is dig for a number, 0 when there is none.
func num(v any, path ...any) float64 {
	n, _ := dig(v, path...).(float64)
	return n
}

func (f *fixture) id(key string) string {
	f.t.Helper()
	id, ok := f.ConversationID(key)
	if !ok {
		f.t.Fatalf("no sample conversation %q", key)
	}
	return id
}

func (f *fixture) contactID(key string) string {
	f.t.Helper()
	p := f.ws.contactKeyed(key)
	if p == nil {
		f.t.Fatalf("no sample contact %q", key)
	}
	return p.id
}

func (f *fixture) adminID(key string) string {
	f.t.Helper()
	if key == "nobody" {
		return "0"
	}
	a := f.ws.adminKeyed(key)
	if a == nil {
		f.t.Fatalf("no sample admin %q", key)
	}
	return a.id
}
