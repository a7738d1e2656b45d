package main

import (
	"net/http/httptest"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
	"parley/ui/richtext"
	"parley/ui/uitest"
)

// tuesday is when the pictures are taken.
var tuesday = time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC)

// Ways to a conversation that shows much of what Parley does.
const (
	toInbox = "wait Ada Obi\n"
	toAda   = toInbox + "j j j enter\nwait Confirmed. 8F2D\nG\nwait Sorry to push\n"
)

// scenes are the pictures of the README, in its order.
func scenes() []Scene {
	all := []Scene{
		{Name: "inbox", W: 120, H: 36, Keys: toAda},
		{Name: "reply", W: 120, H: 36, Keys: toAda + "r\nwait esc review\ntext:Hello Ada, **one of the two charges** goes back to your card today.\n" +
			"enter enter\ntext:You will see it within three days. Sorry for the trouble!\nwait within three days\nadvance 1s\nwait 1 draft\n"},
		{Name: "review", W: 120, H: 36, Keys: toAda + "r\nwait esc review\ntext:Hello Ada, **one of the two charges** goes back to your card today.\n" +
			"enter enter\ntext:The receipt is attached.\nesc\nwait nothing is attached\nadvance 1s\nwait 1 draft\n"},
		{Name: "note", W: 120, H: 36, Keys: toAda + "n\nwait esc review\ntext:Refund of **8F2D** is requested; waiting for the bank.\nwait waiting for the bank\nadvance 1s\nwait 1 draft\n"},
		{Name: "contact", W: 120, H: 36, Keys: toAda + "c\nwait esc review\ntext:Called to say that the refund has arrived.\nesc\nwait in the name of\nadvance 1s\nwait 1 draft\n"},
		{Name: "customer", W: 160, H: 40, Keys: toAda + "i\nwait Attributes\n"},
		{Name: "light", W: 120, H: 36, Light: true, Keys: toAda},
		{Name: "small", W: 80, H: 24, Keys: toInbox + "j j j enter\nwait charged twice\nG\nwait Sorry to push\n"},
	}
	for i := range all {
		all[i].Title, all[i].Open = "parley", openDemo
	}
	return all
}

// openDemo opens the inbox on a fresh sandbox.
func openDemo(t uitest.TB, _ Scene) (tea.Model, *uitest.Clock) {
	clock := uitest.NewClock(tuesday)
	box := sandbox.New(sandbox.Options{Seed: 1, Now: clock.Now})
	server := httptest.NewServer(box)
	t.Cleanup(server.Close)
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL(server.URL), api.WithClock(clock.Now))
	if err != nil {
		t.Fatalf("%v", err)
	}
	st, err := store.Open(t.Context(), store.Options{Now: clock.Now})
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = st.Close() })
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: clock.Now,
		PlainText: func(html string) string { return richtext.Parse(html).Text() },
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	d.Start(t.Context())
	t.Cleanup(func() { _ = d.Close(t.Context()) })
	events := d.Subscribe()
	t.Cleanup(events.Close)
	return ui.New(t.Context(), ui.Options{
		Desk: d, Events: events, Now: clock.Now, Tick: clock.Tick, Hyperlinks: true,
	}), clock
}
