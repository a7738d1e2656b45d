package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"parley/ui/uitest"
)

// Scene is one picture and the way there.
type Scene struct {
	Name string // of the files, without extension
	W, H int    // size of the screen in cells
	// Light asks for a terminal with a light background.
	Light bool
	// Keys is what is pressed, line by line: a key script (see uitest.Keys), or one of
	//
	//	wait TEXT      until TEXT is on the screen
	//	select TEXT    moves down the list until the selected row holds TEXT
	//	advance 90s    lets time pass
	//	rest           tells the program that nobody looks, so that it reads nothing by itself
	//
	// End with a wait, or the picture may be taken too early.
	Keys string
	// Open starts the program. What it needs and returns is released by cleanup functions
	// that it registers with t.
	Open func(t uitest.TB, s Scene) (tea.Model, *uitest.Clock)
}

// play runs a scene to its end.
func play(ctx context.Context, s Scene) (f frame, err error) {
	hand := &stagehand{ctx: ctx}
	defer func() {
		if r := recover(); r != nil {
			failure, ok := r.(sceneError)
			if !ok {
				panic(r)
			}
			err = failure
		}
		hand.tidy()
		if err == nil {
			err = hand.err
		}
	}()
	look := darkLook
	if s.Light {
		look = lightLook
	}
	model, clock := s.Open(hand, s)
	d := uitest.New(hand, model, s.W, s.H)
	d.Send(tea.BackgroundColorMsg{Color: look.bg})
	for line := range strings.Lines(s.Keys) {
		step(hand, d, clock, strings.TrimSpace(line))
	}
	return newFrame(d.Cells(), d.View(), look), nil
}

func step(t uitest.TB, d *uitest.Driver, clock *uitest.Clock, line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "wait":
		d.WaitForText(rest)
	case "select":
		selectRow(t, d, rest)
	case "rest":
		d.Send(tea.BlurMsg{})
	case "advance":
		span, err := time.ParseDuration(rest)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		d.Advance(clock, span)
	default:
		d.Press(line)
	}
}

// selectRow moves down until the selected row holds text, wherever the sample workspace has put
// it.
func selectRow(t uitest.TB, d *uitest.Driver, text string) {
	const marker, limit = "▸", 60
	for range limit {
		for row := range strings.Lines(d.Screen()) {
			if _, after, ok := strings.Cut(row, marker); ok && strings.Contains(after, text) {
				return
			}
		}
		d.Press("j")
	}
	t.Fatalf("no row of the list holds %s; the screen:\n%s", text, d.Screen())
}

// stagehand is the uitest.TB of a scene.
type stagehand struct {
	ctx      context.Context
	cleanups []func()
	err      error
}

type sceneError struct{ text string }

func (e sceneError) Error() string { return e.text }

func (*stagehand) Helper() {}

func (h *stagehand) Errorf(format string, args ...any) {
	if h.err == nil {
		h.err = sceneError{fmt.Sprintf(format, args...)}
	}
}

func (*stagehand) Fatalf(format string, args ...any) { panic(sceneError{fmt.Sprintf(format, args...)}) }

func (h *stagehand) Cleanup(f func()) { h.cleanups = append(h.cleanups, f) }

func (h *stagehand) Context() context.Context { return h.ctx }

func (h *stagehand) tidy() {
	for len(h.cleanups) > 0 {
		last := len(h.cleanups) - 1
		f := h.cleanups[last]
		h.cleanups = h.cleanups[:last]
		f()
	}
}
