package desk_test

import (
	"slices"
	"strings"
	"testing"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// What Intercom can evaluate of a query it is asked for, so that it counts;
// what it cannot is said.
func TestWhatIntercomIsAsked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query string
		asked []string // of the request's body
		local []string
	}{
		{"is:open is:waiting", []string{`"waiting_since","operator":">","value":0`}, nil},
		{"waiting:>100m", []string{`"waiting_since","operator":"<"`}, nil},
		{"is:priority", []string{`"field":"priority","operator":"=","value":"priority"`}, nil},
		{"-is:priority", []string{`"field":"priority","operator":"!=","value":"priority"`}, nil},
		{"is:late is:open", []string{`"field":"state"`}, []string{"is:late"}},
		{`note:"was reversed" -is:waiting refund`, []string{"source.body"}, []string{`note:"was reversed"`, "-is:waiting"}},
		{"mention:me", nil, []string{"mention:me"}},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, rigOptions{set: func(o *desk.Options) { o.AdminID, o.PageSize = sandbox.MeID, 150 }})
			defer r.stop()
			got, err := r.SearchIntercom(t.Context(), tt.query)
			if err != nil {
				t.Fatal(err)
			}
			journal := r.server.Journal()
			body := string(journal[len(journal)-1].Body)
			for _, want := range tt.asked {
				if !strings.Contains(body, want) {
					t.Errorf("asked %s, not for %s", body, want)
				}
			}
			if !slices.Equal(got.HereOnly, tt.local) {
				t.Errorf("only here: %q, want %q", got.HereOnly, tt.local)
			}
			if n, known := got.RemoteTotal.Get(); known != (len(tt.local) == 0) || known && n == 0 {
				t.Errorf("Intercom's total: %d, %v", n, known)
			}
			held, err := r.FindHeld(t.Context(), tt.query, 0)
			if err != nil {
				t.Fatal(err)
			}
			if n, known := got.RemoteTotal.Get(); known && int(n) != len(held.Conversations) {
				t.Errorf("Intercom has %d, of what it returned %d fit here", n, len(held.Conversations))
			}
		})
	}
}

// From 2.16 on there are five priorities.
func TestFivePrioritiesAreAskedFor(t *testing.T) {
	t.Parallel()
	server := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1})
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL("http://sandbox.test"), api.WithTransport(&wire{server: server}), api.WithVersion("2.16"))
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, rigOptions{server: server, set: func(o *desk.Options) { o.Client = client; o.AdminID = sandbox.MeID }})
	defer r.stop()
	got, err := r.SearchIntercom(t.Context(), "is:priority")
	if n, _ := got.RemoteTotal.Get(); err != nil || n == 0 || int(n) != len(got.Hits) {
		t.Errorf("%d hits, total %v, %v", len(got.Hits), got.RemoteTotal, err)
	}
}
