package api_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/api"
)

func getIt(answer exchange) exchange {
	answer.method, answer.path = "GET", "/conversations/12"
	return answer
}

func TestReadsRetry(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 429, 500, 502, 503, 504} {
		s := newServer(t, getIt(exchange{status: status}), getIt(exchange{status: status, answer: "<html>"}), getIt(exchange{answer: minimal}))
		c := s.client(newClock(time.Unix(1700000000, 0)).options()...)
		if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
	for _, status := range []int{400, 401, 403, 404, 406, 422} {
		s := newServer(t, getIt(exchange{status: status}))
		_, err := s.client().Conversations.Get(t.Context(), "12", nil)
		if e, ok := asType[*api.Error](err); !ok || e.Status != status {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestSearchRetries(t *testing.T) {
	t.Parallel()
	ask := exchange{method: "POST", path: "/conversations/search", body: `{"query":{"field":"state","operator":"=","value":"open"}}`}
	busy, ok := ask, ask
	busy.status, ok.answer = 503, `{"conversations":[`+minimal+`]}`
	p, err := newServer(t, busy, ok).client().Conversations.Search(t.Context(), api.SearchRequest{Query: api.Where("state", api.Equal, "open")})
	if err != nil || len(p.Items) != 1 {
		t.Errorf("%v, %v", p, err)
	}
}

func TestReadsRetryCutAnswers(t *testing.T) {
	t.Parallel()
	cut := 2
	s := newRawServer(t, func(c net.Conn) {
		if cut--; cut >= 0 {
			say(c, 200, minimal[:100], 1000)
			return
		}
		say(c, 200, minimal, 0)
	})
	c := newClient(t, s.url())
	if _, err := c.Conversations.Get(t.Context(), "12", nil); err != nil {
		t.Error(err)
	}
	if n := s.Requests.Load(); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestReadsGiveUp(t *testing.T) {
	t.Parallel()
	clk := newClock(time.Unix(1700000000, 0))
	s := newServer(t, slices.Repeat([]exchange{getIt(exchange{status: 500})}, 4)...)
	_, err := s.client(clk.options()...).Conversations.Get(t.Context(), "12", nil)
	if !errors.Is(err, api.ErrServer) || api.Kind(err) != api.KindFailed || api.FateOf(err) != api.NotPosted {
		t.Errorf("%v, kind %v, fate %v", err, api.Kind(err), api.FateOf(err))
	}
	want := []time.Duration{150 * time.Millisecond, 300 * time.Millisecond, 600 * time.Millisecond}
	if !slices.Equal(clk.slept, want) {
		t.Errorf("slept %v, want %v", clk.slept, want)
	}
}

func TestReadsStopWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, getIt(exchange{status: 500}))
	c := s.client(api.WithSleep(func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }))
	_, err := c.Conversations.Get(ctx, "12", nil)
	if !errors.Is(err, api.ErrServer) {
		t.Errorf("%v", err)
	}
	_, err = c.Conversations.Get(ctx, "12", nil)
	if api.Kind(err) != api.KindCanceled || api.Sentence(err) != "Cancelled." {
		t.Errorf("%v, %q", err, api.Sentence(err))
	}
}

func TestReadsFollowWithinTheHost(t *testing.T) {
	t.Parallel()
	moved := func(status int, to string) exchange {
		return getIt(exchange{status: status, headers: map[string]string{"Location": to}})
	}
	s := newServer(t, moved(301, prefix+"/conversations/13"), exchange{method: "GET", path: "/conversations/13", answer: minimal})
	if _, err := s.client().Conversations.Get(t.Context(), "12", nil); err != nil {
		t.Error(err)
	}
	trap := newRawServer(t, func(net.Conn) {})
	for _, to := range []string{trap.url() + "/conversations/12", "//" + trap.Addr().String() + "/x"} {
		s = newServer(t, moved(302, to))
		_, err := s.client().Conversations.Get(t.Context(), "12", nil)
		if e, ok := asType[*api.Error](err); !ok || !errors.Is(err, api.ErrRedirect) || e.Location != to {
			t.Errorf("%s: %v", to, err)
		}
	}
	if n := trap.Requests.Load(); n != 0 {
		t.Errorf("%d requests went to another host", n)
	}
	loop := moved(307, prefix+"/conversations/12")
	_, err := newServer(t, loop, loop, loop, loop).client().Conversations.Get(t.Context(), "12", nil)
	if !errors.Is(err, api.ErrRedirect) {
		t.Errorf("a loop: %v", err)
	}
	search := exchange{
		method: "POST", path: "/conversations/search", body: `{"query":{"field":"state","operator":"=","value":"open"}}`,
		status: 302, headers: map[string]string{"Location": prefix + "/conversations"},
	}
	_, err = newServer(t, search).client().Conversations.Search(t.Context(), api.SearchRequest{Query: api.Where("state", api.Equal, "open")})
	if !errors.Is(err, api.ErrRedirect) {
		t.Errorf("a search that would become another request: %v", err)
	}
}

func TestAnswerLimits(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer func() { _ = z.Close() }()
		n := 1 << 20
		if r.URL.Path == "/conversations/huge" {
			n = 33 << 20
		}
		_, _ = io.WriteString(z, `{"id":"1","title":"`)
		_, _ = io.Copy(z, io.LimitReader(endless('x'), int64(n)))
		_, _ = io.WriteString(z, `"}`)
	}))
	t.Cleanup(srv.Close)
	c := newClient(t, srv.URL)
	if v, err := c.Conversations.Get(t.Context(), "large", nil); err != nil || len(v.Title) != 1<<20 {
		t.Errorf("1 MB, zipped: %v", err)
	}
	if _, err := c.Conversations.Get(t.Context(), "huge", nil); err == nil || !strings.Contains(err.Error(), "larger than 32 MB") {
		t.Errorf("33 MB: %v", err)
	}
}

// endless is a reader of one byte, again and again.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestIterators(t *testing.T) {
	t.Parallel()
	list := func(query, answer string) exchange {
		return exchange{method: "GET", path: "/conversations", query: query, answer: answer}
	}
	s := newServer(t,
		list("per_page=2", `{"conversations":[{"id":1,"updated_at":10},{"id":2,"updated_at":10}],"pages":{"next":{"starting_after":"a"}}}`),
		list("per_page=2&starting_after=a", `{"conversations":[{"id":2,"updated_at":10},{"id":1,"updated_at":11},{"id":3}],"pages":{"next":"https://x/?page=3&starting_after=b"}}`),
		list("per_page=2&starting_after=b", `{"conversations":[null,{},{"id":4}],"pages":{"next":{"starting_after":"a"}}}`),
	)
	var got []string
	for c, err := range s.client().Conversations.ListAll(t.Context(), &api.ListOptions{PerPage: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(c.ID))
	}
	// A conversation that changed meanwhile comes again; a cursor that does ends it.
	if strings.Join(got, " ") != "1 2 1 3 4" {
		t.Errorf("got %v", got)
	}
}

func TestIteratorsStopAtErrors(t *testing.T) {
	t.Parallel()
	s := newServer(t, exchange{method: "GET", path: "/contacts", answer: `{"data":[{"id":"a"}],"pages":{"next":{"starting_after":"x"}}}`},
		exchange{method: "GET", path: "/contacts", query: "starting_after=x", status: 401})
	var ids, errs int
	for c, err := range s.client().Contacts.ListAll(t.Context(), nil) {
		if err != nil {
			errs++
			continue
		}
		ids += len(c.ID)
	}
	if ids != 1 || errs != 1 {
		t.Errorf("%d ids and %d errors", ids, errs)
	}
}

func TestIteratorsStopWhenAsked(t *testing.T) {
	t.Parallel()
	ask := exchange{
		method: "POST", path: "/contacts/search", body: `{"query":{"field":"role","operator":"=","value":"lead"},"pagination":{"starting_after":"here"}}`,
		answer: `{"data":[{"id":"a"},{"id":"b"}],"pages":{"next":{"starting_after":"x"}}}`,
	}
	r := api.SearchRequest{Query: api.Where("role", api.Equal, "lead"), StartingAfter: "here"}
	for c, err := range newServer(t, ask).client().Contacts.SearchAll(t.Context(), r) {
		if err != nil || c.ID != "a" {
			t.Errorf("got %s, %v", c.ID, err)
		}
		break
	}
}

func TestPagesOddly(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		`null`: "", `{}`: "", `{"starting_after":null}`: "", `{"starting_after":"x"}`: "x", `"https://h/c?page=2"`: "page:2",
		`"https://h/c?page=1"`: "", `"https://h/c?starting_after=q%3D"`: "q=", `"::"`: "", `7`: "", `[]`: "",
	} {
		s := newServer(t, exchange{method: "GET", path: "/conversations", answer: `{"conversations":[],"pages":{"type":"pages","next":` + next + `}}`})
		p, err := s.client().Conversations.List(t.Context(), nil)
		if err != nil || p.Next != want {
			t.Errorf("next %s: got %q, %v", next, p.Next, err)
		}
	}
}
