package api_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parley/api"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, token, field string
		opt                api.Option
	}{
		{"no token", "", "token", nil},
		{"a token with a line break", "abc\n", "token", nil},
		{"a token with a space", "abc def", "token", nil},
		{"a token that is no ASCII", "abcé", "token", nil},
		{"no region", testToken, "region", api.WithRegion("mars")},
		{"no address", testToken, "base_url", api.WithBaseURL("http://[::1")},
		{"no scheme", testToken, "base_url", api.WithBaseURL("api.intercom.io")},
		{"another scheme", testToken, "base_url", api.WithBaseURL("ftp://api.intercom.io")},
		{"no host", testToken, "base_url", api.WithBaseURL("https:///x")},
		{"a password in the address", testToken, "base_url", api.WithBaseURL("https://u:pw@host")},
		{"a query in the address", testToken, "base_url", api.WithBaseURL("https://host/?a=b")},
		{"no version", testToken, "api_version", api.WithVersion("2.99")},
		{"a header in the user agent", testToken, "user_agent", api.WithUserAgent("x\r\nEvil: 1")},
		{"no transport", testToken, "transport", api.WithTransport(nil)},
		{"a negative timeout", testToken, "timeout", api.WithTimeouts(-1, 0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var opts []api.Option
			if tt.opt != nil {
				opts = append(opts, tt.opt)
			}
			c, err := api.New(tt.token, opts...)
			if c != nil {
				t.Error("there is a client")
			}
			wantField(t, err, tt.field)
			noToken(t, err.Error())
			if strings.Contains(err.Error(), "pw") {
				t.Errorf("a password is in %q", err)
			}
		})
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{"us": "api.intercom.io", "EU": "api.eu.intercom.io", "au": "api.au.intercom.io"} {
		c, err := api.New(testToken, api.WithRegion(region))
		if err != nil || c.Host() != want || c.BaseURL() != "https://"+want {
			t.Errorf("%s: %v, %v", region, c, err)
		}
	}
	if c, err := api.New(testToken); err != nil || c.Host() != "api.intercom.io" || c.Version() != "2.9" {
		t.Errorf("the default is %v, %v", c, err)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	if got := len(api.Versions()); got != 23 {
		t.Errorf("%d versions", got)
	}
	for _, s := range []string{"1.0", "2.16", "preview", "Preview", "2.9"} {
		if _, err := api.ParseVersion(s); err != nil {
			t.Error(err)
		}
	}
	for _, s := range []string{"", "2", "2.90", "2.17", "1.5", "latest"} {
		_, err := api.ParseVersion(s)
		wantField(t, err, "api_version")
	}
	if !api.Version("2.9").Before("2.10") || api.Version("2.10").Before("2.9") || !api.Version("2.16").Before(api.Preview) {
		t.Error("the order of versions is wrong")
	}
	for v, warns := range map[api.Version]bool{"1.4": true, "2.6": true, "2.7": false, "2.9": false, "2.16": false, api.Preview: true} {
		if (v.Warning() != "") != warns {
			t.Errorf("%s warns %q", v, v.Warning())
		}
	}
	if !api.Preview.Has(api.FeatureMacros) || api.Version("2.15").Has(api.FeatureMacros) || api.Preview.Has(api.FeatureRunAssignmentRules) || !api.Version("2.11").Has(api.FeatureRunAssignmentRules) {
		t.Error("features are wrong")
	}
}

func TestLogIsDiscreet(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := newServer(t,
		exchange{method: "GET", path: "/conversations", query: "starting_after=secret_cursor", status: 500, headers: map[string]string{"X-Request-Id": "r1"}},
		exchange{method: "GET", path: "/conversations", query: "starting_after=secret_cursor", answer: `{"conversations":[{"id":1,"title":"private"}]}`},
	)
	c := s.client(api.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	if _, err := c.Conversations.List(t.Context(), &api.ListOptions{StartingAfter: "secret_cursor"}); err != nil {
		t.Fatal(err)
	}
	text := log.String()
	noToken(t, text)
	if strings.Contains(text, "secret_cursor") || strings.Contains(text, "private") {
		t.Errorf("too much: %s", text)
	}
	if strings.Count(text, "\n") != 2 || !strings.Contains(text, "status=500") || !strings.Contains(text, "request_id=r1") {
		t.Errorf("too little: %s", text)
	}
}

// TestTokenStaysHome gives the client a transport that sees where requests
// go, and a server that redirects to another port of the same host.
func TestTokenStaysHome(t *testing.T) {
	t.Parallel()
	var asked []string
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Host)
		return &http.Response{
			StatusCode: http.StatusFound, Header: http.Header{"Location": {"https://api.intercom.io:8443/x"}}, Body: http.NoBody, Request: r,
		}, nil
	})
	c, err := api.New(testToken, api.WithTransport(transport), api.WithTimeouts(time.Second, time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Me.Get(t.Context()); err == nil {
		t.Error("no error")
	}
	if strings.Join(asked, " ") != "api.intercom.io" {
		t.Errorf("asked %v", asked)
	}
}

func TestWebURL(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"US": "https://app.intercom.com/a/inbox/abc/inbox/conversation/12",
		"EU": "https://app.eu.intercom.com/a/inbox/abc/inbox/conversation/12",
		"au": "https://app.au.intercom.com/a/inbox/abc/inbox/conversation/12",
		"":   "https://app.intercom.com/a/inbox/abc/inbox/conversation/12",
	} {
		if got := api.WebURL(&api.App{IDCode: "abc", Region: region}, "12"); got != want {
			t.Errorf("%s: %s", region, got)
		}
	}
	if api.WebURL(nil, "12") != "" || api.WebURL(&api.App{}, "12") != "" {
		t.Error("an address came of nothing")
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]api.Contact{
		"Ada": {Name: "Ada", Email: "a@x"}, "a@x": {Email: "a@x", Phone: "1"}, "1": {Phone: "1"},
		"Visitor 0d64": {ID: "6657ab2f6abd0164c24b0d64"}, "Visitor": {},
	} {
		if got := c.Label(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if !(&api.Author{Type: "admin", Email: "operator+x@intercom.io"}).Bot() || (&api.Author{Type: "admin"}).Bot() || !(&api.Author{Type: "lead"}).Contact() {
		t.Error("authors are told apart wrongly")
	}
	if !(&api.Part{PartType: "note_and_reopen"}).Internal() || (&api.Part{PartType: "comment"}).Internal() {
		t.Error("notes are told apart wrongly")
	}
}

func TestOnlyWhatCanBeASecretIsTakenOut(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]string{
		"t":        "Resource Not Found",
		"Resource": "[redacted] Not Found",
	} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"type":"error.list","errors":[{"code":"not_found","message":"Resource Not Found"}]}`)
		}))
		c, err := api.New(token, api.WithBaseURL(srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Me.Get(t.Context())
		if e, ok := errors.AsType[*api.Error](err); !ok || e.Message != want {
			t.Errorf("with the token %q the message is %v, want %q", token, err, want)
		}
		srv.Close()
	}
}
