package ui_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
	"parley/ui/richtext"
	"parley/ui/uitest"
)

// With targets the rows and the second status row tell the time that is left,
// marked as an estimate.
func TestTargetsAreOnTheScreen(t *testing.T) {
	t.Parallel()
	clock := func() time.Time { return start }
	srv := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 7, Now: clock}))
	t.Cleanup(srv.Close)
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL(srv.URL), api.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	targets := map[string]desk.Targets{"Gold: first reply 1h": {FirstReply: time.Hour, NextReply: 15 * time.Minute}}
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: clock, Targets: targets,
		PlainText: func(html string) string { return richtext.Parse(html).Text() },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Start(t.Context())
	sub := d.Subscribe()
	t.Cleanup(sub.Close)
	b := uitest.New(t, ui.New(t.Context(), ui.Options{Desk: d, Events: sub, Now: clock, Targets: targets}), 120, 40)
	b.WaitForText("Refund for order 4411")
	b.WaitForText("LATE 18m est")
	rows := b.Screen()
	for _, want := range []string{"due<1h", " est", "SLA Gold: first reply 1h · next reply "} {
		if !strings.Contains(rows, want) {
			t.Errorf("the screen does not show %q:\n%s", want, rows)
		}
	}
}
