package ui_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui"
	"parley/ui/richtext"
	"parley/ui/term"
	"parley/ui/theme"
	"parley/ui/uitest"
)

// start is a Tuesday, at the time when an inbox is full.
var start = time.Date(2026, time.November, 17, 11, 30, 0, 0, time.UTC)

// bench is a screen over a real desk over a real sandbox.
type bench struct {
	*uitest.Driver
	sandbox *sandbox.Server
	server  *httptest.Server
	desk    *desk.Desk
}

func open(t *testing.T, w, h int, faults string) *bench {
	t.Helper()
	return openWindow(t, w, h, faults, 0)
}

// openWindow opens an inbox whose replies can be taken back for a while.
func openWindow(t *testing.T, w, h int, faults string, undo time.Duration) *bench {
	t.Helper()
	fs, err := sandbox.ParseFaults(faults)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return start }
	box := sandbox.New(sandbox.Options{Seed: 7, Now: clock, Faults: fs})
	srv := httptest.NewServer(box)
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
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: clock,
		PlainText:  func(html string) string { return richtext.Parse(html).Text() },
		UndoWindow: func(string, desk.Mode) time.Duration { return undo },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Start(t.Context())
	sub := d.Subscribe()
	t.Cleanup(sub.Close)
	m := ui.New(t.Context(), ui.Options{Desk: d, Events: sub, Theme: theme.Default(), Host: term.Host{}, Now: clock})
	b := &bench{Driver: uitest.New(t, m, w, h), sandbox: box, server: srv, desk: d}
	return b
}

// replies returns the journal's accepted replies.
func (b *bench) replies() []sandbox.Entry {
	var out []sandbox.Entry
	for _, e := range b.sandbox.Journal() {
		if e.Method == http.MethodPost && strings.HasSuffix(e.Path, "/reply") {
			out = append(out, e)
		}
	}
	return out
}

func TestTheMainJob(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	b.Press("enter")
	b.WaitForText("contact ·")
	for _, step := range []struct{ keys, text, word, kind string }{
		{"r", "The first answer.", "Reply posted", `"message_type":"comment"`},
		{"n", "A word for the team.", "Note posted", `"message_type":"note"`},
		{"c", "Said on the phone.", "Reply in the contact's name posted", `"type":"user"`},
	} {
		b.Press(step.keys)
		b.WaitForText("esc review")
		b.Press("text:" + step.text + "\nesc y")
		b.WaitForText(step.word)
		b.WaitForText(step.text)
	}
	sent := b.replies()
	if len(sent) != 3 {
		t.Fatalf("the journal holds %d replies, want 3", len(sent))
	}
}

func TestTappingTheSendKeySendsOnce(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	b.Press("enter r")
	b.WaitForText("esc review")
	b.Press("text:Only once.\nesc y y y")
	b.WaitForText("Reply posted")
	if n := len(b.replies()); n != 1 {
		t.Fatalf("the journal holds %d replies, want 1", n)
	}
}

func TestTextIsSavedHoweverFastTheModeChanges(t *testing.T) {
	t.Parallel()
	b := open(t, 120, 40, "")
	b.WaitForText("Li Wei")
	b.Press("enter n")
	b.WaitForText("esc review")
	b.Press("text:A waiting note.\nesc p")
	b.WaitForText("Kept as a draft")
	b.Press("r")
	b.WaitForText("esc review")
	b.Press("text:A public answer.\nctrl+t text:Still.\nctrl+t n esc p")
	b.WaitForText("Kept as a draft")
	var got []string
	drafts, err := b.desk.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		got = append(got, string(d.Mode)+": "+d.Text)
	}
	slices.Sort(got)
	if want := []string{"admin: A public answer.", "note: A waiting note.Still."}; !slices.Equal(got, want) {
		t.Errorf("the drafts are %q, want %q", got, want)
	}
}
