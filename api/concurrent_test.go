package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/api"
)

// TestClientIsShared uses one client from many goroutines.
func TestClientIsShared(t *testing.T) {
	t.Parallel()
	var served atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n := served.Add(1)
		w.Header().Set("X-RateLimit-Limit", "1000")
		w.Header().Set("X-RateLimit-Remaining", strconv.FormatInt(1000-n, 10))
		w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(time.Minute).Unix(), 10))
		_, _ = io.WriteString(w, minimal)
	}))
	t.Cleanup(srv.Close)
	c := newClient(t, srv.URL)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 4 {
				if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
					t.Error(err)
				}
			}
			if _, err := c.Conversations.Open(t.Context(), "12", "41"); err != nil {
				t.Error(err)
			}
			c.RateLimit()
			c.ClockSkew()
		})
	}
	wg.Wait()
	if n := served.Load(); n != 80 {
		t.Errorf("%d requests were served", n)
	}
	if got := c.RateLimit(); !got.Known || got.Remaining > 920 {
		t.Errorf("after 80 calls: %+v", got)
	}
}

// TestFateOverHTTP2 aborts the stream after the request arrived.
func TestFateOverHTTP2(t *testing.T) {
	t.Parallel()
	var served atomic.Int64
	var proto atomic.Int64
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		served.Add(1)
		proto.Store(int64(r.ProtoMajor))
		panic(http.ErrAbortHandler)
	}))
	srv.EnableHTTP2 = true
	srv.Config.ErrorLog = silent
	srv.StartTLS()
	t.Cleanup(srv.Close)
	_, err := newClient(t, srv.URL, api.WithTransport(srv.Client().Transport)).Conversations.Reply(t.Context(), "12", aReply)
	if api.FateOf(err) != api.Unknown || api.Kind(err) != api.KindUnknownSent {
		t.Errorf("%v: fate %v", err, api.FateOf(err))
	}
	if served.Load() != 1 || proto.Load() != 2 {
		t.Errorf("%d requests arrived over HTTP/%d", served.Load(), proto.Load())
	}
}
