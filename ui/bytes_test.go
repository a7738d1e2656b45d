package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"parley/ui/uitest"
)

// What one step may write, in bytes. Agents sit at the far end of slow lines.
const (
	letterBudget   = 30
	letterMost     = 120
	rowBudget      = 250
	listPageBudget = 3000
	lineTwoBudget  = 1700
	lineOneBudget  = 250
	pageBudget     = 3300
	modeBudget     = 600
	openBudget     = 4500
	firstBudget    = 12_000
)

// The screens that bytes are counted on: one with two panes, one with one.
const (
	twoW, twoH = 120, 40
	oneW, oneH = 80, 24
)

// wired is a screen on a terminal that counts.
type wired struct {
	*uitest.Terminal
	clock *uitest.Clock
	stock stock
}

// wire starts a screen with a full list; the first conversation is long.
func wire(t *testing.T, w, h int, foreign bool) wired {
	t.Helper()
	s := stock{n: 120, parts: map[int]int{0: 60, 1: 20}, foreign: foreign}
	m, clock := screen(t, s.fill(t))
	term := wired{uitest.NewTerminal(t, m, uitest.Options{
		Width: w, Height: h, Program: []tea.ProgramOption{tea.WithColorProfile(colorprofile.TrueColor), tea.WithFPS(120)},
	}), clock, s}
	term.WaitForText("Mine")
	term.WaitForText("▸")
	term.WaitForText("enter open")
	term.Flush()
	return term
}

// reads reports whether the conversation of that title is open and there are
// messages on the screen.
func (w wired) reads(title string) bool {
	s := w.Screen()
	return strings.Contains(s, "─ "+title) && slices.ContainsFunc(
		[]string{"contact · ", "teammate · ", "internal · "}, func(word string) bool { return strings.Contains(s, word) })
}

// openThread opens the long conversation at its beginning.
func (w wired) openThread() {
	w.Press("enter")
	w.WaitFor("the conversation", func() bool { return w.reads(w.stock.subject(0)) })
	w.Press("g g")
	w.WaitForText("Number 0.")
}

func TestBytesOnTheWire(t *testing.T) {
	t.Parallel()
	down := strings.Repeat("j ", 30)
	pages := strings.Repeat("space ", 12)
	thread := func(w wired) { w.openThread() }
	beside := func(w wired) { w.openThread(); w.Press("h") }
	compose := func(w wired) { w.openThread(); w.Press("r") }
	for _, step := range []struct {
		name   string
		w, h   int
		begin  func(wired)
		keys   string
		budget int
		most   int // of a single key; 0: only the median counts
	}{
		{"a letter in the composer", twoW, twoH, compose, "text:" + prose, letterBudget, letterMost},
		{"a letter in the composer, one pane", oneW, oneH, compose, "text:" + prose, letterBudget, letterMost},
		{"down the list", twoW, twoH, nil, down, rowBudget, 0},
		{"down the list, one pane", oneW, oneH, nil, down, rowBudget, 0},
		{"down the list, beside a conversation", twoW, twoH, beside, down, rowBudget, 0},
		{"a page of the list", twoW, twoH, nil, strings.Repeat("space ", 5), listPageBudget, 0},
		{"a line of the thread, two panes", twoW, twoH, thread, down, lineTwoBudget, 0},
		{"a line of the thread, one pane", oneW, oneH, thread, down, lineOneBudget, 0},
		{"a page of the thread, two panes", twoW, twoH, thread, pages, pageBudget, 0},
		{"a page of the thread, one pane", oneW, oneH, thread, pages, pageBudget, 0},
		{"another mode", twoW, twoH, compose, strings.Repeat("ctrl+t ", 9), modeBudget, 0},
	} {
		for _, foreign := range []bool{false, true} {
			name := step.name
			if foreign {
				name += ", emoji and CJK"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := wire(t, step.w, step.h, foreign)
				if step.begin != nil {
					step.begin(w)
				}
				costs := w.Measure(step.keys)
				t.Logf("%s: median %d, 99th percentile %d", name, costs.Median(), costs.P99())
				if n := costs.Median(); n == 0 || n > step.budget {
					t.Errorf("%d bytes, more than %d: %q", n, step.budget, dearest(costs))
				}
				if n := len(dearest(costs)); step.most > 0 && n > step.most {
					t.Errorf("one key took %d bytes, more than %d: %q", n, step.most, dearest(costs))
				}
			})
		}
	}
}

// prose fills several lines of the box.
const prose = "Hello, I looked at both charges and one of them was reversed this morning. It takes 3 days."

// dearest is what the most expensive step wrote.
func dearest(costs uitest.Costs) []byte {
	return slices.MaxFunc(costs, func(a, b uitest.Cost) int { return len(a.Output) - len(b.Output) }).Output
}

func TestBytesOfOpening(t *testing.T) {
	t.Parallel()
	for _, foreign := range []bool{false, true} {
		w := wire(t, twoW, twoH, foreign)
		for _, step := range []struct{ keys, title string }{{"enter", w.stock.subject(0)}, {"h j enter", w.stock.subject(1)}} {
			cost := w.MeasureUntil(step.keys, "the conversation", func() bool { return w.reads(step.title) })
			t.Logf("%s: %d", step.title, len(cost.Output))
			if n := len(cost.Output); n > openBudget {
				t.Errorf("opening took %d bytes, more than %d", n, openBudget)
			}
		}
	}
}

func TestBytesOfTheFirstScreen(t *testing.T) {
	t.Parallel()
	for _, foreign := range []bool{false, true} {
		w := wire(t, twoW, twoH, foreign)
		n := len(w.Written())
		t.Logf("foreign %v: %d", foreign, n)
		if n > firstBudget {
			t.Errorf("the first screen took %d bytes, more than %d", n, firstBudget)
		}
	}
}

func TestAnIdleScreenWritesNothing(t *testing.T) {
	t.Parallel()
	w := wire(t, twoW, twoH, true)
	w.openThread()
	w.Press("r")
	for range 4 { // steps no longer than the shortest tick
		if cost := w.MeasureAdvance(w.clock, 30*time.Second); len(cost.Output) > 0 {
			t.Errorf("half a minute wrote %q", cost.Output)
		}
	}
}
