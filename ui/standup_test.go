package ui_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/ui/uitest"
)

// room is a screen over a desk that holds the whole sample workspace and asks
// nobody, with a clock that the test moves.
type room struct {
	*uitest.Driver
	clock *uitest.Clock
	desk  *desk.Desk
}

func newRoom(t *testing.T, w, h int) room {
	t.Helper()
	d := boardDesk(t)
	m, clock := screen(t, calm{d})
	r := room{uitest.New(t, m, w, h), clock, d}
	r.WaitForText("Mine")
	return r
}

// boardDesk holds the whole sample workspace.
func boardDesk(t *testing.T) *desk.Desk {
	t.Helper()
	clock := func() time.Time { return start }
	box := sandbox.New(sandbox.Options{Seed: 7, Now: clock, RateLimit: -1})
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL("http://sandbox.test"), api.WithTransport(inProcess{box}), api.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() }) // in memory
	d, err := desk.New(desk.Options{Client: client, Store: st, Now: clock, PlainText: plain})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.ReadBoard(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// calm is a desk that has read all there is.
type calm struct{ *desk.Desk }

// watched notes whether anybody looks.
type watched struct {
	calm
	active bool
}

func (w *watched) Active(on bool) { w.active = on }

// A board on the wall is kept in step although its agent works in another
// window.
func TestARoomLooksOn(t *testing.T) {
	t.Parallel()
	d := &watched{calm: calm{boardDesk(t)}}
	m, _ := screen(t, d)
	r := uitest.New(t, m, 100, 30)
	for _, step := range []struct {
		keys string
		want bool
	}{{"g m", false}, {"b", true}, {"esc", false}, {"p", true}, {"esc", false}} {
		r.Press(step.keys)
		r.Send(tea.FocusMsg{}, tea.BlurMsg{})
		if d.active != step.want {
			t.Errorf("after %s: active %v in another window", step.keys, d.active)
		}
	}
}

func (calm) ReadBoard(context.Context) error       { return nil }
func (calm) Refresh(context.Context, string) error { return nil }

func (r room) has(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(r.Screen(), w) {
			t.Fatalf("there is no %q on the screen:\n%s", w, r.Screen())
		}
	}
}

func TestBoardOnTheScreen(t *testing.T) {
	t.Parallel()
	r := newRoom(t, 120, 40)
	r.Press("b")
	r.WaitForText("Standup · Tue 17 Nov 11:30")
	r.WaitForText("Longest wait 4d: Deleted Person")
	r.has(t, "Teammate", "How long they wait", "read just now", "y copy", "m mark standup")
	r.Press("y")
	r.has(t, "Copied the board as Markdown.")
	if got := r.Clipboard(); !strings.HasPrefix(got, "## Standup, Tuesday 17 November 2026 11:30") || !strings.Contains(got, "| Ana Sousa |") {
		t.Errorf("copied: %s", got)
	}
	r.Press("m")
	r.WaitForText("This one was marked at 11:30.")
	r.Press("G tab shift+tab")
	r.has(t, "Counted here over all 56 open")
	r.Press("esc")
	r.WaitForText("enter open")
	r.Press("b")
	r.WaitForText("Longest wait")
	r.Press("enter")
	r.WaitForText("Deleted Person  contact")
	r.Press("b b")
	r.WaitForText("Deleted Person  contact") // the same key goes back to where one was
}

func TestBoardFitsEverySize(t *testing.T) {
	t.Parallel()
	r := newRoom(t, 200, 50)
	r.Press("b")
	r.WaitForText("Longest wait")
	for _, size := range [][2]int{{40, 12}, {60, 20}, {80, 24}, {100, 30}, {120, 40}, {160, 45}, {200, 50}} {
		r.Resize(size[0], size[1])
		r.has(t, "Standup · ", "as Ana Sousa")
		lines := strings.Split(r.Screen(), "\n")
		if last := lines[len(lines)-1]; len(lines) != size[1] || !strings.Contains(last, "Ana Sousa") {
			t.Errorf("%v: the last of %d rows is %q", size, len(lines), last)
		}
		r.Press("G g g")
	}
	r.Resize(39, 12)
	r.has(t, "this is too")
}

// What is read takes the time that the agent needs to leave again.
func TestBoardSaysWhyIntercomWasNotRead(t *testing.T) {
	t.Parallel()
	m, _ := screen(t, dead{calm{boardDesk(t)}})
	r := uitest.New(t, m, 100, 30)
	r.Press("b")
	r.WaitForText("The line is dead.")
	r.WaitForText("Longest wait")
}

type dead struct{ calm }

func (dead) ReadBoard(context.Context) error {
	return &api.Error{Status: 418, Message: "The line is dead."}
}

func TestSlideshow(t *testing.T) {
	t.Parallel()
	r := newRoom(t, 120, 40)
	r.Press("2 p")
	r.WaitForText("Longest wait")
	r.has(t, "SLIDE 1 of 8")
	for i, title := range []string{"─ Late ", "─ Waiting longest ", "─ Unassigned ", "─ Support "} {
		r.Advance(r.clock, 15*time.Second)
		r.WaitForText(title)
		r.has(t, "SLIDE "+string(rune('2'+i))+" of 8")
		if strings.Contains(r.Screen(), "No conversation is open") {
			t.Errorf("%s leaves room for a conversation", title)
		}
	}
	r.Press("right")
	r.has(t, "SLIDE 6 of 8")
	r.Press("left left space")
	r.has(t, "SLIDE 5 of 8")
	r.WaitForText("─ Support ")
	r.Press("e") // closes nothing
	r.has(t, "SLIDE 5 of 8, paused", "p go on")
	r.Advance(r.clock, 10*time.Minute)
	r.has(t, "SLIDE 5 of 8, paused")
	r.Press("space")
	r.has(t, "SLIDE 6 of 8, paused")
	r.Press("j enter")
	r.WaitForText("contact ·")
	r.Press("esc")
	r.has(t, "SLIDE 6 of 8, paused")
	r.Press("p")
	r.Advance(r.clock, 15*time.Second)
	r.has(t, "SLIDE 7 of 8")
	r.Advance(r.clock, 30*time.Second)
	r.WaitForText("SLIDE 1 of 8") // from the beginning
	r.Press("esc")
	r.WaitForText("─ Unassigned ")
	r.WaitForText("enter open")
	if strings.Contains(r.Screen(), "SLIDE") {
		t.Error("the slideshow goes on")
	}
	r.Advance(r.clock, time.Minute)
	r.has(t, "─ Unassigned ")
	if n := len(r.desk.Status().Outbox); n != 0 {
		t.Errorf("%d actions by mistake", n)
	}
}

// Between two steps nothing goes over the wire.
func TestSlidesAreSilentWhileTheyStand(t *testing.T) {
	t.Parallel()
	m, clock := screen(t, calm{boardDesk(t)})
	term := uitest.NewTerminal(t, m, uitest.Options{Width: 120, Height: 40})
	term.WaitForText("enter open")
	term.Press("p")
	term.WaitForText("Longest wait")
	term.Flush()
	if cost := term.MeasureAdvance(clock, 14*time.Second); len(cost.Output) != 0 {
		t.Errorf("%d bytes while a slide stands: %q", len(cost.Output), cost.Output)
	}
	cost := term.MeasureAdvance(clock, 2*time.Second)
	term.WaitForText("SLIDE 2 of 8")
	t.Logf("a step takes %d bytes at once", len(cost.Output))
}

// inProcess answers requests from a handler.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	if in.Body == nil { // as a server would see it
		in.Body = http.NoBody
	}
	rec := httptest.NewRecorder()
	p.ServeHTTP(rec, in)
	return rec.Result(), nil
}

func TestTheOrderCyclesThroughAll(t *testing.T) {
	t.Parallel()
	r := newRoom(t, 120, 40)
	for _, order := range []string{"sla", "waiting", "priority", "updated", "sla"} {
		r.Press("s")
		r.WaitForText(" " + order + " ─")
	}
}

// Who is on the board is hidden with everybody else, and so is what is copied.
func TestBoardInPresenterMode(t *testing.T) {
	t.Parallel()
	r := newRoom(t, 120, 45)
	r.Press("b")
	r.WaitForText("Jonas Lindqvist")
	for _, level := range []string{"who is who is hidden", "messages are blurred"} {
		r.Press("P")
		r.WaitForText(level)
		r.has(t, "Standup · ", "Greenhouse", "Longest wait 4d")
		r.Press("y")
		for _, name := range []string{"Jonas", "Lindq", "Siobh", "Deleted", "Yuki", "Ana Sousa"} {
			if strings.Contains(r.Screen(), name) || strings.Contains(r.Clipboard(), name) {
				t.Errorf("%s: %s is there:\n%s\n%s", level, name, r.Screen(), r.Clipboard())
			}
		}
	}
}
