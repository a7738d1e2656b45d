package webhook_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api/webhook"
)

// unread is a body that nobody may look at.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestBodyOfNobody(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*http.Request){
		"not signed":      func(q *http.Request) { q.Header.Del(webhook.SignatureHeader) },
		"no signature":    func(q *http.Request) { q.Header.Set(webhook.SignatureHeader, "sha1=") },
		"half a one":      func(q *http.Request) { q.Header.Set(webhook.SignatureHeader, "sha1=abcdef") },
		"said to be huge": func(q *http.Request) { q.ContentLength = 5 << 20 },
		"another path":    func(q *http.Request) { q.URL.Path = "/" },
		"another type":    func(q *http.Request) { q.Header.Set("Content-Type", "text/html") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.post("{}", func(q *http.Request) {
				q.Body = io.NopCloser(unread{t})
				change(q)
			})
			if len(r.said) != 1 {
				t.Errorf("said %q", r.said)
			}
		})
	}
}

// Whoever sends large bodies slowly, from one address, takes half the room
// and no more; it is free again when they are gone.
func TestSlowBodies(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	from := func(address string) func(*http.Request) {
		return func(q *http.Request) { q.RemoteAddr = address }
	}
	var slow sync.WaitGroup
	var ends []*io.PipeWriter
	begin := make(chan struct{})
	for range 2 {
		body, end := io.Pipe()
		ends = append(ends, end)
		slow.Go(func() {
			w := httptest.NewRecorder()
			req := httptest.NewRequest(http.MethodPost, "/intercom", body)
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set(webhook.SignatureHeader, webhook.Sign("guessed", nil))
			req.RemoteAddr = "[2001:db8::1]:9"
			begin <- struct{}{}
			r.h.ServeHTTP(w, req)
			if w.Code != http.StatusRequestEntityTooLarge {
				t.Errorf("the slow one: %d", w.Code)
			}
		})
		<-begin
		if _, err := end.Write([]byte("{")); err != nil { // it is being read
			t.Fatal(err)
		}
	}
	one := notification("notif_1", "conversation.user.replied", `{"type":"conversation","id":"1"}`, now)
	if w := r.post(one, from("[2001:db8::2]:9")); w.Code != http.StatusServiceUnavailable || len(r.got) != 0 {
		t.Errorf("from the same network: %d", w.Code)
	}
	if w := r.post(one, from("192.0.2.1:9")); w.Code != http.StatusOK || len(r.got) != 1 {
		t.Errorf("from elsewhere: %d", w.Code)
	}
	for _, end := range ends {
		_ = end.CloseWithError(io.ErrUnexpectedEOF)
	}
	slow.Wait()
	two := strings.Replace(one, "notif_1", "notif_2", 1)
	if w := r.post(two, from("[2001:db8::2]:9")); w.Code != http.StatusOK || len(r.got) != 2 {
		t.Errorf("afterwards: %d", w.Code)
	}
}

// Connections that say nothing, from one address, leave room for Intercom.
func TestManyCallers(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var got, hungUp int
	h, err := webhook.New(webhook.Options{
		Secret: key, Now: func() time.Time { return now },
		Notify: func(webhook.Notification) {
			mu.Lock()
			defer mu.Unlock()
			got++
		},
		Refused: func(_, why string) {
			mu.Lock()
			defer mu.Unlock()
			if why == "too many call at once" {
				hungUp++
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx, l) }()
	var quiet []net.Conn
	for range 40 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		quiet = append(quiet, c)
	}
	elsewhere := &http.Transport{DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}).DialContext}
	defer elsewhere.CloseIdleConnections()
	body := notification("notif_1", "conversation.user.replied", `{"type":"conversation","id":"1"}`, now)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+l.Addr().String()+"/intercom", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(webhook.SignatureHeader, webhook.Sign(key, []byte(body)))
	resp, err := elsewhere.RoundTrip(req)
	if err != nil {
		t.Skip("there is no second address here: ", err)
	}
	_ = resp.Body.Close()
	for _, c := range quiet {
		_ = c.Close()
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if resp.StatusCode != http.StatusOK || !resp.Close || got != 1 || hungUp != 8 {
		t.Errorf("%d, closed %v; %d came in, %d were hung up on", resp.StatusCode, resp.Close, got, hungUp)
	}
}
