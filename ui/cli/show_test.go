package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/config"
	"parley/ui"
	"parley/ui/theme"
	"parley/ui/uitest"
)

// inProcess answers requests from a handler; one that is cut off ends as a
// connection does.
type inProcess struct{ handler http.Handler }

func (h inProcess) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		if recover() != nil {
			answer, err = nil, io.EOF
		}
	}()
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, in)
	return recorder.Result(), nil
}

// theatre is a scripted demo on a screen of its own.
type theatre struct {
	*uitest.Driver
	sandbox *sandbox.Server
	show    *sandbox.Show
	desk    *desk.Desk
}

// openTheatre starts a story in a bubble of testing/synctest.
func openTheatre(t *testing.T, name string, w, h int) *theatre {
	t.Helper()
	a := &app{cfg: config.Config{Settings: config.Default()}}
	story, _, err := a.story(scriptFlags{script: name})
	if err != nil {
		t.Fatal(err)
	}
	clock := sandbox.NewClock(story.Clock)
	box := sandbox.New(sandbox.Options{Seed: story.Seed, Now: clock.Now, BaseURL: "http://sandbox.invalid"})
	s := &stage{clock: clock, story: story, show: sandbox.NewShow(story, box, clock)}
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL("http://sandbox.invalid"), api.WithTransport(inProcess{box}),
		api.WithClock(clock.Now), api.WithSleep(clock.Sleep), api.WithRand(func() float64 { return 0.5 }))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	targets := promised(box, nil)
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: clock.Now, Steady: clock, PlainText: plainBody, Targets: targets, UndoWindow: undoWindow(a.cfg.Undo),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Start(t.Context())
	events := d.Subscribe()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	m := ui.New(ctx, ui.Options{
		Desk: d, Events: events, Theme: theme.Default(), Now: clock.Now, Tick: s.tick(ctx), Targets: targets, Show: screenShow{s.show},
	})
	go func() { ended <- s.show.Run(ctx) }()
	out := &theatre{Driver: uitest.New(t, m, w, h), sandbox: box, show: s.show, desk: d}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the show ended: %v", err)
		}
		events.Close()
		if err := d.Close(context.WithoutCancel(ctx)); err != nil {
			t.Errorf("close the desk: %v", err)
		}
		_ = st.Close() // in memory: nothing to lose
	})
	return out
}

// play plays the story to its end, and some seconds more. It returns the
// screens that were seen under each caption.
func (th *theatre) play() map[string][]string {
	const look = 500 * time.Millisecond
	seen := map[string][]string{}
	for rest := 20; rest > 0; {
		<-time.After(look)
		th.Settle()
		s := th.show.State()
		seen[s.Caption] = append(seen[s.Caption], th.Screen())
		if s.Done {
			rest--
		}
	}
	return seen
}

// changes are the requests that ask for a change, in words.
func (th *theatre) changes() []string {
	var out []string
	for _, e := range th.sandbox.Journal() {
		if e.Method == http.MethodGet || strings.HasSuffix(e.Path, "/search") {
			continue
		}
		var body struct {
			Kind string `json:"message_type"`
		}
		_ = json.Unmarshal(e.Body, &body) // not every request has one
		what := e.Operation
		if body.Kind != "" && body.Kind != what {
			what += " " + body.Kind
		}
		out = append(out, fmt.Sprintf("%s %d", what, e.Status))
	}
	return out
}

// TestTheStandupStory plays what comes with Parley as it is shown to a room,
// and looks whether each caption tells what is to be seen.
func TestTheStandupStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := openTheatre(t, "standup", 120, 40)
		seen := th.play()
		for caption, wants := range map[string][]string{
			"Tuesday, 11:30. Ana's queue, and what was promised.":  {"Mine 12", "SOON 1m left est", "LATE 18m est"},
			"s sorts it: what is due first comes first.":           {"─ sla ─"},
			"Ada was charged twice. Ana answers.":                  {"Refund for order 4411", "Reply to Ada Obi", "goes back to your card today."},
			"esc reviews, y sends, u would take it back.":          {"Review: Reply to Ada Obi", "outbox 1 (", "u undo)"},
			"Now Siobhán answers Ada too, in her browser.":         {"I have just refunded the second charge"},
			"Parley looked again: nothing was sent, it asks.":      {"Siobhán O'Neill wrote:", "X  discard it"},
			"Siobhán was first. Ana discards hers, and closes.":    {"Discarded.", "Closed “Refund for order 4411”."},
			"A new customer. Fin cannot help, and hands over.":     {"Percy Oduya wrote:", "14m left est"},
			"Yuki mentions Ana in a note. g n shows the mentions.": {"─ Mentions 2 ─", "@Ana Sousa the pumps of that batch"},
			"t tags it; . would do the same on the next.":          {"Tagged “"},
			"In the queue, seconds of Tomás's hour are left.":      {"SOON <1m left est"},
			"Late by the clock here. Intercom says so later.":      {"LATE <1m est"},
			"Friday, not Thursday! u takes it back.":               {"Taken back.", "leave our workshop on Thursday.", "leave our workshop on Friday."},
			"429, too many requests: everybody has to wait.":       {"rate limit"},
			"A takes what nobody has. It waits, and is not lost.":  {"outbox 1"},
			"The limit is over. What waited goes out by itself.":   {"─ Unassigned 5 ─"},
			"The network is gone. What Ana writes is kept.":        {"Cannot reach sandbox.invalid", "outbox 1"},
			"It is back. The note is posted, once.":                {"Note posted", "Offered a new pump, order 5120."},
			"Ada rates the answer: 5 of 5.":                        {"rating 5/5"},
			"Three at once, with x: until tomorrow at nine.":       {"3 marked", "Snoozed 3 conversations until Wed 09:00"},
			"u takes all three back, as one step.":                 {"Taken back."},
			"b shows the board of the standup. It is yours now.":   {"demo ■ 04:03", "Chidi Okafor"},
		} {
			screens := strings.Join(seen[caption], "\n")
			for _, want := range wants {
				if !strings.Contains(screens, want) {
					t.Errorf("%q does not show %q; at the end of it the screen is\n%s", caption, want, last(seen[caption]))
				}
			}
			delete(seen, caption)
		}
		delete(seen, "")
		for caption, screens := range seen {
			if !strings.Contains(strings.Join(screens, ""), caption) {
				t.Errorf("nobody could read %q", caption)
			}
		}
		want := []string{
			"close 200",                      // Ada's
			"tag 200",                        // Desmond's
			"reply comment 200", "close 200", // Tomás's: what was taken back never left
			"assign assignment 200", // after the limit
			"reply note 200",        // after the outage
			"snooze snoozed 200", "snooze snoozed 200", "snooze snoozed 200",
			"open 200", "open 200", "open 200",
		}
		if got := th.changes(); !slices.Equal(got, want) {
			t.Errorf("Intercom was asked for\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if left := th.desk.Status().Outbox; len(left) > 0 || th.desk.Status().Drafts > 0 {
			t.Errorf("%d drafts and %+v are left", th.desk.Status().Drafts, left)
		}
	})
}

func last(screens []string) string {
	if len(screens) == 0 {
		return "never drawn"
	}
	return screens[len(screens)-1]
}
