package api_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"
	"time"

	"parley/api"
)

// limits returns the headers of an answer that the server gave at a time.
func limits(at time.Time, limit, remaining int, reset time.Time) map[string]string {
	return map[string]string{
		"X-RateLimit-Limit":     strconv.Itoa(limit),
		"X-RateLimit-Remaining": strconv.Itoa(remaining),
		"X-RateLimit-Reset":     strconv.FormatInt(reset.Unix(), 10),
		"Date":                  at.UTC().Format(http.TimeFormat),
	}
}

var noon = time.Unix(1700000000, 0)

func TestRateLimitIsRemembered(t *testing.T) {
	t.Parallel()
	clk := newClock(noon)
	server := noon.Add(time.Hour) // the server's clock is an hour ahead
	s := newServer(t, getIt(exchange{answer: minimal, headers: limits(server, 166, 150, server.Add(8*time.Second))}))
	c := s.client(clk.options()...)
	if c.RateLimit().Known {
		t.Error("known before the first answer")
	}
	if _, known := c.ClockSkew(); known {
		t.Error("skew known before the first answer")
	}
	if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
		t.Fatal(err)
	}
	if got, want := c.RateLimit(), (api.RateLimit{Limit: 166, Remaining: 150, Reset: noon.Add(8 * time.Second), Known: true}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if skew, known := c.ClockSkew(); !known || skew.Round(time.Minute) != time.Hour {
		t.Errorf("skew is %v, %v", skew, known)
	}
	if err := clk.Sleep(t.Context(), 9*time.Second); err != nil {
		t.Fatal(err)
	}
	if got := c.RateLimit().Remaining; got != 166 {
		t.Errorf("%d remain in a new window", got)
	}
}

func TestSpentWindow(t *testing.T) {
	t.Parallel()
	clk := newClock(noon)
	spent := limits(noon, 100, 3, noon.Add(10*time.Second))
	body := `{"message_type":"open","admin_id":"41"}`
	open := exchange{method: "POST", path: "/conversations/12/parts", body: body, answer: minimal}
	s := newServer(t, getIt(exchange{answer: minimal, headers: spent}), open, open, open, getIt(exchange{answer: minimal}))
	c := s.client(clk.options()...)
	get := func() {
		if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
			t.Fatal(err)
		}
	}
	get()
	// What is left is for sends: they go out until it is spent, then are refused.
	for range 3 {
		if _, err := c.Conversations.Open(t.Context(), "12", "41"); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.Conversations.Open(t.Context(), "12", "41")
	limited, ok := asType[*api.RateLimitError](err)
	if !ok || !limited.Reset.Equal(noon.Add(10*time.Second)) || !errors.Is(err, api.ErrRateLimited) || api.FateOf(err) != api.NotPosted {
		t.Errorf("got %v, fate %v", err, api.FateOf(err))
	}
	if len(clk.slept) != 0 {
		t.Errorf("somebody slept %v", clk.slept)
	}
	// A read with time waits for the new window.
	get()
	if len(clk.slept) != 1 || clk.slept[0] < 10*time.Second || clk.slept[0] > 11*time.Second {
		t.Errorf("slept %v", clk.slept)
	}
}

func TestReadsRefuseWhatTheyCannotWaitFor(t *testing.T) {
	t.Parallel()
	now := time.Now()
	clk := newClock(now)
	s := newServer(t, getIt(exchange{answer: minimal, headers: limits(now, 8, 0, now.Add(30*time.Second))}))
	c := s.client(clk.options()...)
	if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithDeadline(t.Context(), now.Add(20*time.Second))
	defer cancel()
	_, err := c.Conversations.Get(ctx, "12", nil)
	if _, ok := asType[*api.RateLimitError](err); !ok || len(clk.slept) != 0 {
		t.Errorf("got %v after %v", err, clk.slept)
	}
}

// TestClockThatStands keeps the clock from moving while the client waits: it
// gives up instead of waiting for ever.
func TestClockThatStands(t *testing.T) {
	t.Parallel()
	clk := newClock(noon)
	s := newServer(t, getIt(exchange{answer: minimal, headers: limits(noon, 8, 0, noon.Add(10*time.Second))}))
	c := s.client(api.WithClock(clk.Now))
	if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
		t.Fatal(err)
	}
	_, err := c.Conversations.Get(t.Context(), "12", nil)
	if _, ok := asType[*api.RateLimitError](err); !ok {
		t.Errorf("got %v", err)
	}
}

func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		headers map[string]string
		wait    time.Duration
	}{
		{"no header", map[string]string{}, 10 * time.Second},
		{"seconds", map[string]string{"Retry-After": "4"}, 4 * time.Second},
		{"a date", map[string]string{"Retry-After": noon.Add(6 * time.Second).UTC().Format(http.TimeFormat), "Date": noon.UTC().Format(http.TimeFormat)}, 6 * time.Second},
		{"the window", limits(noon, 100, 0, noon.Add(7*time.Second)), 7 * time.Second},
		{"a window in the past", limits(noon, 100, 0, noon.Add(-7*time.Second)), 10 * time.Second},
		{"milliseconds by mistake", map[string]string{"X-RateLimit-Reset": "1700000000000"}, 10 * time.Second},
		{"an hour", map[string]string{"Retry-After": "3600"}, time.Minute},
		{"nonsense", map[string]string{"Retry-After": "-1", "X-RateLimit-Reset": "soon"}, 10 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clk := newClock(noon)
			refused := exchange{status: 429, headers: tt.headers, answer: errorList("rate_limit_exceeded", "Exceeded 167 in 10_seconds")}
			send := exchange{method: "POST", path: "/tags", body: `{"name":"x"}`, status: 429, headers: tt.headers, answer: refused.answer}
			c := newServer(t, send).client(clk.options()...)
			_, err := c.Tags.Create(t.Context(), "x")
			e, ok := asType[*api.Error](err)
			if !ok || !e.RetryAt.Equal(noon.Add(tt.wait)) {
				t.Errorf("retry at %v: %v", e, err)
			}
			if l, ok := asType[*api.RateLimitError](err); !ok || !l.Reset.Equal(e.RetryAt) {
				t.Errorf("%v holds no RateLimitError", err)
			}
			if _, err := c.Tags.Create(t.Context(), "x"); !errors.Is(err, api.ErrRateLimited) {
				t.Errorf("the next send: %v", err)
			}
			// A read waits that long, with a little jitter, and comes back.
			clk = newClock(noon)
			c = newServer(t, getIt(refused), getIt(exchange{answer: minimal})).client(clk.options()...)
			if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
				t.Error(err)
			}
			if waited := clk.Now().Sub(noon); waited < tt.wait || waited > tt.wait+2*time.Second {
				t.Errorf("waited %v, want %v", waited, tt.wait)
			}
		})
	}
}

func TestAnswersOutOfOrder(t *testing.T) {
	t.Parallel()
	clk := newClock(noon)
	first, second := noon.Add(5*time.Second), noon.Add(15*time.Second)
	s := newServer(t,
		getIt(exchange{answer: minimal, headers: limits(noon, 100, 50, first)}),
		getIt(exchange{answer: minimal, headers: limits(noon, 100, 60, first)}),  // an older answer of the window
		getIt(exchange{answer: minimal, headers: limits(noon, 100, 99, second)}), // a new window
		getIt(exchange{answer: minimal, headers: limits(noon, 100, 1, first)}),   // of the past one
	)
	c := s.client(clk.options()...)
	for i, want := range []int{50, 49, 99, 98} {
		if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
			t.Fatal(err)
		}
		if got := c.RateLimit().Remaining; got != want {
			t.Errorf("after answer %d: %d remain, want %d", i, got, want)
		}
	}
}
