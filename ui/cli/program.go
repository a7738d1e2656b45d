package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
	"parley/ui"
	"parley/ui/term"
	"parley/ui/theme"
)

// closeGrace is how long a send that is under way may take when the program
// ends. What is not done by then is verified at the next start.
const closeGrace = 5 * time.Second

// hangupGrace is how long the program may take to end once it was told to
// from outside: a terminal that is gone may block it for ever.
const hangupGrace = 5 * time.Second

// lateOpening is how long the store may take to open before somebody who looks
// at an empty terminal is told why.
const lateOpening = 700 * time.Millisecond

// open runs the inbox over a client and a store until the agent leaves it or
// ctx ends. What is being sent then still gets its chance.
func (a *app) open(ctx context.Context, client *api.Client, so store.Options, now func() time.Time) error {
	so.Now = now
	late := time.AfterFunc(lateOpening, func() {
		_, _ = io.WriteString(a.env.Stderr, "Still opening what Parley keeps on this computer: another program may hold it. Waiting…\n")
	})
	st, err := store.OpenOrMemory(ctx, so)
	late.Stop()
	if err != nil {
		return fmt.Errorf("open the local store: %w", err)
	}
	d, err := desk.New(a.deskOptions(client, st, now))
	if err != nil {
		return errors.Join(err, st.Close())
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	d.Start(life)
	events := d.Subscribe()
	if a.cfg.Linear {
		err = a.runLinear(ctx, client, d, events, now)
	} else {
		err = a.runScreen(ctx, life, client, d, events, now)
	}
	events.Close()
	closing, cancel := context.WithTimeout(life, closeGrace)
	defer cancel()
	closed := d.Close(closing)
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	return closed
}

// runScreen draws the inbox until the agent leaves it or ctx ends; life is the
// context of what it does.
func (a *app) runScreen(ctx, life context.Context, client *api.Client, d *desk.Desk, events *desk.Subscription, now func() time.Time) (err error) {
	var pace term.Pace
	screen := a.screenOptions(now)
	screen.Line = ui.Line{Spare: a.cfg.LowBandwidth, AskModes: term.AskModes(a.env.getenv), Pace: pace.Slow}
	screen.Line.Glyphs, screen.Line.Light = term.Glyphs(a.env.getenv), term.Light(a.env.getenv)
	screen.Desk, screen.Events, screen.Macros = d, events, a.screenMacros(client)
	if screen.Mask, err = a.workspaceMask(ctx, d); err != nil {
		return err
	}
	if a.stage != nil {
		screen.Show, screen.Tick = screenShow{a.stage.show}, a.stage.tick(life)
	}
	return a.runProgram(ctx, ui.New(life, screen), &pace)
}

// deskOptions are what the settings mean to the desk.
func (a *app) deskOptions(client *api.Client, st *store.Store, now func() time.Time) desk.Options {
	o := desk.Options{
		Client: client, Store: st, Now: a.inZone(now), AdminID: api.ID(a.cfg.AdminID), ReadOnly: a.cfg.ReadOnly,
		PlainText:  plainBody,
		Looks:      a.env.Timing.Looks,
		Panicked:   func(where string, value any) string { return a.report(term.NewPanic(where, value)) },
		UndoWindow: undoWindow(a.cfg.Undo), Retention: time.Duration(a.cfg.RetentionDays) * 24 * time.Hour,
		Views: a.means.views, Targets: a.means.targets, Warnings: a.warnings(),
	}
	if a.stage != nil {
		o.Steady = a.stage.clock
	}
	return o
}

// screenOptions are what the settings mean to the screen.
func (a *app) screenOptions(now func() time.Time) ui.Options {
	return ui.Options{
		Theme: a.screenTheme(), Themes: a.means.themes.list, Now: a.inZone(now), Keys: a.means.keys,
		Host:       a.host(),
		Hyperlinks: a.hyperlinks(), Targets: a.means.targets, SlideTime: a.cfg.Slideshow, Notify: term.Notifier(a.cfg.Notifications),
		MarkRead: a.cfg.MarkRead,
	}
}

// host is this machine as the agent may use it.
func (a *app) host() term.Host {
	return term.Host{Getenv: a.env.getenv, EditorCommand: a.cfg.Editor, In: a.env.Stdin, Out: a.env.Stdout}
}

// runProgram shows the screen until the agent leaves it. When ctx ends, by a
// signal or because the terminal went away, the screen saves the draft and
// ends; one that cannot end is left behind.
func (a *app) runProgram(ctx context.Context, m *ui.Model, pace *term.Pace) error {
	var (
		p     *tea.Program
		crash error // is read after the program has ended
	)
	screen := ui.Guard(m, func() { go p.Quit() }, func(x term.Panic) { crash = a.crashed(x) })
	p = tea.NewProgram(pace.Model(screen), append(pace.Options(), tea.WithInput(term.Input(a.env.Stdin)), tea.WithOutput(term.Output(a.env.Stdout, a.env.getenv)),
		tea.WithEnvironment(a.env.Environ), tea.WithoutSignalHandler())...)
	pace.Set(p)
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run()
		ended <- errors.Join(crash, err)
	}()
	select {
	case err := <-ended:
		if errors.Is(err, tea.ErrInterrupted) {
			return context.Canceled
		}
		return err
	case <-ctx.Done():
	}
	go p.Send(ui.Hangup{})
	select {
	case err := <-ended:
		if crash != nil || errors.Is(err, tea.ErrProgramPanic) {
			return err
		}
	case <-time.After(hangupGrace):
	}
	return ctx.Err()
}

// screenTheme returns the theme that was chosen; nil leaves it to the screen.
func (a *app) screenTheme() *theme.Theme {
	if a.env.getenv("NO_COLOR") == "" {
		return a.means.theme
	}
	none, err := theme.New("none")
	if err != nil {
		return a.means.theme
	}
	return none
}

// inZone is a clock in the agent's zone.
func (a *app) inZone(now func() time.Time) func() time.Time {
	zone := a.means.zone
	if zone == nil { // there are no settings
		zone = time.Local
	}
	return func() time.Time { return now().In(zone) }
}
