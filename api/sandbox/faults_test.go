package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

func TestParseFaults(t *testing.T) {
	t.Parallel()
	good := map[string]string{ // as read and as written again
		"":                                  "",
		" ; ":                               "",
		"reply:cut-after,once":              "reply:cut-after,times=1",
		"search:429,every=5":                "search:429,every=5",
		"*:latency=300ms; get:html403,once": "*:latency=300ms;get:html403,times=1",
		"close:503-after,skip=2,times=3":    "close:503-after,skip=2,times=3",
		"writes:hang-after,p=0.25":          "writes:hang-after,p=0.25",
		"reads:cut-before;me:plan403":       "reads:cut-before;me:plan403",
		"reply:redirect":                    "reply:redirect",
		"reply:redirect=https://x.example/": "reply:redirect=https://x.example/",
		"attachment:cut-body":               "attachment:cut-body",
		"webhook:forged,every=3; webhook:swapped; webhook:duplicate,once; webhook:lost,p=0.5; webhook:latency=5s": "webhook:forged,every=3;webhook:swapped;webhook:duplicate,times=1;webhook:lost,p=0.5;webhook:latency=5s",
		"snooze:hang; reply:408": "snooze:hang;reply:408",
	}
	for spec, want := range good {
		faults, err := ParseFaults(spec)
		if err != nil {
			t.Errorf("%q: %v", spec, err)
			continue
		}
		var got []string
		for _, f := range faults {
			got = append(got, f.String())
		}
		if s := strings.Join(got, ";"); s != want {
			t.Errorf("%q is read as %q, want %q", spec, s, want)
		}
	}
	bad := map[string]string{ // and what the error must mention
		"reply": "OPERATION:KIND", "repl:hang": "unknown operation", "reply:boom": "unknown kind", "reply:200": "unknown kind",
		"webhook:503": "of webhook", "reply:forged": "unknown kind",
		"reply:latency": "duration", "reply:latency=soon": "duration", "reply:hang=3": "takes no value", "reply:429,often": "unknown word",
		"reply:429,every=0": "number from 1", "reply:429,p=2": "chance", "reply:429,p=NaN": "chance", "reply:429,times=x": "number from 1",
	}
	for spec, want := range bad {
		if _, err := ParseFaults(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one about %q", spec, err, want)
		}
	}
}

func FuzzParseFaults(f *testing.F) {
	for _, s := range []string{"reply:cut-after,once; search:429,every=5", "*:latency=1h,p=0.5", ":,", "reply:redirect=a:b,c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		faults, err := ParseFaults(spec)
		if err != nil {
			return
		}
		for _, x := range faults {
			again, err := ParseFaults(x.String())
			if err != nil || len(again) != 1 || again[0] != x {
				t.Fatalf("%q is written as %q, read as %v, %v", spec, x, again, err)
			}
		}
	})
}

// mustFaults parses a spec that is right.
func mustFaults(t *testing.T, spec string) []Fault {
	t.Helper()
	faults, err := ParseFaults(spec)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// live serves the fixture over a real connection.
func (f *fixture) live() *http.Client {
	srv := httptest.NewUnstartedServer(f)
	srv.Start()
	f.t.Cleanup(srv.Close)
	base := strings.TrimPrefix(srv.URL, "http://")
	return &http.Client{
		Transport: rewrite{base, &http.Transport{DisableKeepAlives: true}},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

// rewrite sends every request to one address.
type rewrite struct {
	host string
	base http.RoundTripper
}

func (r rewrite) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(req.Context())
	out.URL.Scheme, out.URL.Host, out.RequestURI = "http", r.host, ""
	return r.base.RoundTrip(out)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		spec    string
		status  int // as the client sees it; 0 is no answer
		cutBody bool
		applied bool
		code    string // of the error.list, or "html"
	}{
		{"reply:cut-before", 0, false, false, ""},
		{"reply:cut-after", 0, false, true, ""},
		{"reply:cut-body", 200, true, true, ""},
		{"reply:503", 503, false, false, "service_unavailable"},
		{"reply:503-after", 503, false, true, "service_unavailable"},
		{"reply:500-after", 500, false, true, "server_error"},
		{"reply:408-after", 408, false, true, "request_timeout"},
		{"reply:429", 429, false, false, "rate_limit_exceeded"},
		{"reply:401", 401, false, false, "unauthorized"},
		{"reply:422", 422, false, false, "unprocessable_entity"},
		{"reply:plan403", 403, false, false, "api_plan_restricted"},
		{"reply:html403", 403, false, false, "html"},
		{"reply:redirect", 307, false, false, ""},
		{"writes:latency=1ms", 200, false, true, ""},
		{"reads:503", 200, false, true, ""},
		{"close:503", 200, false, true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.spec, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, Options{Faults: mustFaults(t, tt.spec)})
			before := len(f.ws.conversation(f.id("refund-4411")).parts)
			resp, err := f.live().Do(f.outgoing("POST", "/conversations/"+f.id("refund-4411")+"/reply", adminSays("comment", "Hi")))
			status := 0
			var raw []byte
			if err == nil {
				status = resp.StatusCode
				raw, err = io.ReadAll(resp.Body)
				if cut := errors.Is(err, io.ErrUnexpectedEOF); cut != tt.cutBody {
					t.Errorf("body cut: %v (%v)", cut, err)
				}
			}
			if status != tt.status {
				t.Fatalf("status %d (%v), want %d", status, err, tt.status)
			}
			if posted := len(f.ws.conversation(f.id("refund-4411")).parts) > before; posted != tt.applied {
				t.Errorf("posted: %v, want %v", posted, tt.applied)
			}
			j := f.Journal()
			if len(j) != 1 || j[0].Applied != tt.applied || j[0].Status != tt.status || (j[0].Part != "") != tt.applied {
				t.Errorf("journal %+v", j)
			}
			checkFaultBody(t, tt.code, resp, raw)
		})
	}
}

func checkFaultBody(t *testing.T, code string, resp *http.Response, raw []byte) {
	t.Helper()
	var body map[string]any
	switch isJSON := json.Unmarshal(raw, &body) == nil; {
	case code == "html":
		if isJSON || resp.Header.Get("X-Request-Id") != "" || resp.Header.Get("X-RateLimit-Limit") != "" {
			t.Errorf("the load balancer's page is %q with %v", raw, resp.Header)
		}
	case code != "" && dig(body, "errors", 0, "code") != code:
		t.Errorf("body %q, want code %s", raw, code)
	case code == "rate_limit_exceeded":
		if resp.Header.Get("X-RateLimit-Remaining") != "0" || resp.Header.Get("X-RateLimit-Reset") == "" {
			t.Errorf("429 with headers %v", resp.Header)
		}
	}
}

// outgoing is request for a real client.
func (f *fixture) outgoing(method, path string, body any) *http.Request {
	req := f.request(method, path, body)
	req.RequestURI = ""
	return req
}

// noticer closes its channel at the first entry of a journal.
type noticer struct {
	once sync.Once
	seen chan struct{}
}

func (n *noticer) Write(p []byte) (int, error) {
	n.once.Do(func() { close(n.seen) })
	return len(p), nil
}

func TestHangEndsWithTheClient(t *testing.T) {
	t.Parallel()
	for spec, applied := range map[string]bool{"reply:hang": false, "reply:hang-after": true} {
		f := newFixture(t, Options{Faults: mustFaults(t, spec)})
		noted := &noticer{seen: make(chan struct{})}
		f.WriteJournalTo(noted)
		client := f.live()
		ctx, cancel := context.WithCancel(t.Context())
		req := f.outgoing("POST", "/conversations/"+f.id("refund-4411")+"/reply", adminSays("comment", "Hi")).WithContext(ctx)
		failed := make(chan error)
		go func() {
			resp, err := client.Do(req)
			if err == nil {
				err = resp.Body.Close()
			}
			failed <- err
		}()
		<-noted.seen // it is noted before it hangs
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want the client's own cancel", spec, err)
		}
		if j := f.Journal(); len(j) != 1 || j[0].Applied != applied || j[0].Status != 0 {
			t.Errorf("%s: journal %+v, want applied %v and no status", spec, j, applied)
		}
	}
}

// A client that gives up while an answer is delayed has changed nothing.
func TestDelayOutlivesTheClient(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{Faults: mustFaults(t, "*:latency=1h")})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req := f.request("POST", "/conversations/"+f.id("refund-4411")+"/reply", adminSays("comment", "Hi")).WithContext(ctx)
	f.ServeHTTP(httptest.NewRecorder(), req)
	if j := f.Journal(); len(j) != 1 || j[0].Applied || j[0].Status != 0 || j[0].Fault != "latency=1h0m0s" {
		t.Errorf("journal %+v", j)
	}
}

func TestFaultTiming(t *testing.T) {
	t.Parallel()
	pattern := func(spec string, seed uint64) string {
		f := newFixture(t, Options{Seed: seed, Faults: mustFaults(t, spec)})
		var b strings.Builder
		for range 10 {
			if f.do("GET", "/me", nil).StatusCode == http.StatusOK {
				b.WriteByte('.')
			} else {
				b.WriteByte('x')
			}
		}
		return b.String()
	}
	for spec, want := range map[string]string{
		"me:503":                     "xxxxxxxxxx",
		"me:503,once":                "x.........",
		"me:503,times=3":             "xxx.......",
		"me:503,skip=4,once":         "....x.....",
		"me:503,every=3":             "..x..x..x.",
		"me:503,skip=1,every=2":      "..x.x.x.x.",
		"tags:503":                   "..........",
		"me:503,once;me:429,times=2": "xxx.......",
	} {
		if got := pattern(spec, 0); got != want {
			t.Errorf("%s struck %s, want %s", spec, got, want)
		}
	}
	dice := pattern("me:503,p=0.5", 3)
	if dice != pattern("me:503,p=0.5", 3) || !strings.Contains(dice, "x") || !strings.Contains(dice, ".") {
		t.Errorf("chances struck %s", dice)
	}
}

func TestFaultsCanBeChanged(t *testing.T) {
	t.Parallel()
	f := newFixture(t, Options{Faults: mustFaults(t, "me:503")})
	f.SetFaults()
	f.do("GET", "/me", nil).want(t, http.StatusOK)
	f.AddFaults(mustFaults(t, "me:500,once")...)
	f.do("GET", "/me", nil).wantError(t, 500, "server_error")
	f.do("GET", "/me", nil).want(t, http.StatusOK)
}
