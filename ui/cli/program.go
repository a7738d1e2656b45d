package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/ui"
	"parley/ui/term"
	"parley/ui/theme"
)

// framesPerSecond bounds how often the screen is written. Twice Bubble Tea's
// own figure halves the time from key to paint.
const framesPerSecond = 120

// runProgram shows the inbox until the agent leaves it.
func (a *app) runProgram(ctx context.Context, d *desk.Desk, now func() time.Time) error {
	events := d.Subscribe()
	defer events.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	th, err := a.screenTheme()
	if err != nil {
		return err
	}
	model := ui.New(ctx, ui.Options{
		Desk: d, Events: events, Theme: th, Now: local(now),
		Host:       term.Host{Getenv: a.env.getenv},
		Hyperlinks: term.Hyperlinks(a.env.getenv),
	})
	options := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithInput(a.env.Stdin), tea.WithOutput(a.env.Stdout),
		tea.WithEnvironment(a.env.Environ),
	}
	p := tea.NewProgram(model, options...)
	defer a.onHangup(p)()
	_, err = p.Run()
	switch {
	case errors.Is(err, tea.ErrProgramPanic):
		return err
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled):
		return context.Canceled
	default:
		return err
	}
}

// hangupGrace is how long the program may take to end once its terminal is
// gone; writing to it may block for ever.
const hangupGrace = 5 * time.Second

// onHangup ends the program when its terminal goes away: drafts are saved
// first. It returns a function that stops listening.
func (a *app) onHangup(p *tea.Program) func() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	stop := make(chan struct{})
	go func() {
		select {
		case <-signals:
			time.AfterFunc(hangupGrace, func() { os.Exit(ExitInterrupted) })
			p.Send(ui.Hangup{})
		case <-stop:
		}
	}()
	return func() {
		signal.Stop(signals)
		close(stop)
	}
}

// screenTheme returns the theme that was chosen; nil leaves it to the screen.
func (a *app) screenTheme() (*theme.Theme, error) {
	switch {
	case a.env.getenv("NO_COLOR") != "":
		return theme.New("none")
	case a.cfg.Theme == "" || a.cfg.Theme == "auto":
		return nil, nil //nolint:nilnil // no theme is an answer: it follows the terminal
	}
	th, err := theme.New(a.cfg.Theme)
	if err != nil {
		return nil, usagef("%w", err)
	}
	return th, nil
}

// local is a clock in the agent's zone.
func local(now func() time.Time) func() time.Time {
	return func() time.Time { return now().Local() }
}
