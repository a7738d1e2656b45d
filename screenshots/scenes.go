package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
	"parley/ui/mask"
	"parley/ui/richtext"
	"parley/ui/uitest"
)

// scenes are the pictures of the README, in its order.
func scenes() []Scene {
	const (
		refund = "wait LATE\n3\nwait Kofi Mensah\nrest\nselect Ada Obi\nenter\nwait assigned to Billing\n"
		answer = "text:Hello Ada,\nenter enter\n" +
			"text:sorry about that: the second charge (**8F2D**) goes back to your card today.\nenter\n" +
			"text:Banks need 3 to 5 days to show it.\nenter enter\ntext:Ana\n"
		checked = "text:Refund of **8F2D** is on its way, 129.00 EUR. Finance knows: FIN-212.\nwait FIN-212\n"
		phoned  = "text:Ada called: the second charge is gone from her statement, we can close this.\nwait close this\n"
	)
	return []Scene{
		{Name: "inbox", W: 120, H: 34, Open: openDemo, Keys: refund},
		{Name: "reply", W: 120, H: 34, Open: openDemo, Keys: refund + "r\n" + answer + "wait Banks need"},
		{Name: "review", W: 120, H: 34, Open: openDemo, Keys: refund + "r\n" + answer + "esc\nwait y send"},
		{Name: "note", W: 120, H: 34, Open: openDemo, Keys: refund + "n\n" + checked},
		{Name: "contact", W: 120, H: 34, Open: openDemo, Keys: refund + "c\n" + phoned},
		{Name: "presenter", W: 120, H: 34, Open: openDemo, Keys: refund + "P\nwait MASK\nadvance 10s"},
		{Name: "light", W: 120, H: 34, Open: openDemo, Light: true, Keys: refund},
		{Name: "late", W: 120, H: 34, Open: openDemo, Keys: goingLate},
		{Name: "board", W: 120, H: 40, Open: openStandup, Keys: "wait Li Wei\nb\nwait Since the standup\nwait closed today 25\nrest\n"},
		{Name: "small", W: 80, H: 24, Open: openDemo, Keys: refund},
	}
}

// morning is the time of every scene: a Tuesday on which the sample workspace is busy.
var morning = time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC)

// openDemo starts the screen on a desk on the sandbox, like `parley demo`, but with a clock of
// its own and without a network in between.
func openDemo(t uitest.TB, _ Scene) (tea.Model, *uitest.Clock) {
	return set(t, uitest.NewClock(morning), nil)
}

// set sets the stage, with the targets of the sample's SLAs declared, as `parley demo` has them;
// before happens before the curtain opens.
func set(t uitest.TB, clock *uitest.Clock, before func(*desk.Desk, *sandbox.Server)) (tea.Model, *uitest.Clock) {
	const base = "https://sandbox.parley.example"
	box := sandbox.New(sandbox.Options{Seed: 7, Now: clock.Now, BaseURL: base})
	promised := targets(box)
	client, err := api.New(sandbox.DefaultToken,
		api.WithBaseURL(base), api.WithTransport(handlerTransport{box}), api.WithClock(clock.Now))
	if err != nil {
		t.Fatalf("make a client for the sandbox: %v", err)
	}
	st, err := store.Open(t.Context(), store.Options{Now: clock.Now})
	if err != nil {
		t.Fatalf("open a store: %v", err)
	}
	t.Cleanup(func() { _ = st.Close() }) // in memory: nothing to lose
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: clock.Now, Steady: clock, Targets: promised,
		PlainText: func(html string) string { return richtext.Parse(html).Text() },
	})
	if err != nil {
		t.Fatalf("set up the desk: %v", err)
	}
	if before != nil {
		before(d, box)
	}
	ctx, cancel := context.WithCancel(t.Context())
	d.Start(ctx)
	events := d.Subscribe()
	t.Cleanup(func() {
		cancel()
		events.Close()
		if err := d.Close(context.WithoutCancel(ctx)); err != nil {
			t.Errorf("close the desk: %v", err)
		}
	})
	return ui.New(ctx, ui.Options{
		Desk: d, Events: events, Now: clock.Now, Tick: clock.Tick, Targets: promised, Mask: mask.New([]byte("a picture")),
	}), clock
}

// handlerTransport answers requests from a handler in the same process.
type handlerTransport struct{ handler http.Handler }

func (h handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	if in.Body == nil { // as a server would see it
		in.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, in)
	return recorder.Result(), nil
}
