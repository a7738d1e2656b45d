package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/api/sandbox"
	"parley/api/webhook"
)

// receiver takes notifications as Parley does, in this process, and answers
// with the statuses that it is told to give first.
type receiver struct {
	mu       sync.Mutex
	handler  *webhook.Handler
	statuses []int
	posts    []post
	taken    []webhook.Notification
	refused  []string
}

type post struct {
	At       time.Time
	ID       string `json:"id"`
	Topic    string `json:"topic"`
	Attempts int    `json:"delivery_attempts"`
	Data     struct {
		Item map[string]any `json:"item"`
	} `json:"data"`
}

// RoundTrip implements [http.RoundTripper].
func (r *receiver) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	p := post{At: time.Now()}
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.posts = append(r.posts, p)
	status := 0
	if len(r.statuses) > 0 {
		status, r.statuses = r.statuses[0], r.statuses[1:]
	}
	r.mu.Unlock()
	if status == -1 { // never answers
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	w := httptest.NewRecorder()
	if status == 0 {
		in := req.Clone(req.Context())
		in.Body = io.NopCloser(bytes.NewReader(body))
		r.handler.ServeHTTP(w, in)
	} else {
		w.WriteHeader(status)
	}
	return w.Result(), nil
}

// hooked runs a sandbox that sends to a receiver, on a clock that needs no
// time. do is done while it sends; what it planned has been sent afterwards.
func hooked(t *testing.T, version string, do func(*sandbox.Server, *receiver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1, Version: version, BaseURL: "http://sandbox.test"})
		r := &receiver{}
		var err error
		r.handler, err = webhook.New(webhook.Options{
			Secret: "s3cret", AppID: sandbox.AppID, Now: time.Now,
			Notify:  func(n webhook.Notification) { r.taken = append(r.taken, n) },
			Refused: func(_, why string) { r.refused = append(r.refused, why) },
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- s.SendHooks(ctx, sandbox.Hooks{URL: "http://parley.test/intercom", Secret: "s3cret", Client: &http.Client{Transport: r}})
		}()
		synctest.Wait()
		do(s, r)
		<-time.After(5 * time.Minute)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func id(t *testing.T, s *sandbox.Server, key string) string {
	t.Helper()
	c, ok := s.ConversationID(key)
	if !ok {
		t.Fatalf("no conversation %s", key)
	}
	return c
}

// call sends a request of the API.
func call(t *testing.T, s *sandbox.Server, method, path, body string) {
	t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+sandbox.DefaultToken)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	if w.Code != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
}
