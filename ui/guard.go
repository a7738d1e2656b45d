package ui

import (
	"context"
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/ui/term"
)

// rescueTime is how long saving what was typed may take after a panic.
const rescueTime = 3 * time.Second

// Guarded is a screen whose panics end its program in order: the terminal is
// restored, what was typed is saved, and nothing that a customer wrote is
// printed, as the trace of an unguarded program would.
type Guarded struct {
	m      *Model
	end    func()           // ends the program from outside
	report func(term.Panic) // hears of the first panic
	shown  tea.View         // the last one that was drawn
	broken bool
}

// Guard guards a screen. end ends its program and must not wait for it;
// report hears of the panic, once.
func Guard(m *Model, end func(), report func(term.Panic)) *Guarded {
	return &Guarded{m: m, end: end, report: report}
}

// Init starts the screen.
func (g *Guarded) Init() (cmd tea.Cmd) {
	defer g.recovered("start")
	return g.wrap(g.m.Init())
}

// Update takes one message. After a panic it takes none but waits for the end.
func (g *Guarded) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	model = g
	if p, ok := msg.(panicked); ok {
		g.fail(p.Panic)
	}
	if g.broken {
		return g, tea.Quit
	}
	defer g.recovered("update")
	_, cmd = g.m.Update(msg)
	return model, g.wrap(cmd)
}

// View draws the screen, or what was last drawn.
func (g *Guarded) View() tea.View {
	if !g.broken {
		g.draw()
	}
	return g.shown
}

func (g *Guarded) draw() {
	defer g.recovered("view")
	g.shown = g.m.View()
}

// recovered takes up a panic of the screen itself.
func (g *Guarded) recovered(where string) {
	if r := recover(); r != nil {
		g.fail(term.NewPanic(where, r))
	}
}

// panicked is the panic of a command.
type panicked struct{ term.Panic }

// fail saves what was typed and ends the program.
func (g *Guarded) fail(p term.Panic) {
	if g.broken {
		return
	}
	g.broken = true
	g.report(p)
	g.m.rescue()
	g.end()
}

// rescue saves what the composer holds, whatever state the screen is in.
func (m *Model) rescue() {
	defer func() { _ = recover() }() // the text was saved shortly before, too
	if !m.composer.Active() || m.composer.Empty() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(m.ctx), rescueTime)
	defer cancel()
	_ = m.desk.SaveDraft(ctx, m.composer.Draft()) // nobody is left to be told
}

// wrap makes a command that panics send word of it.
func (g *Guarded) wrap(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = panicked{term.NewPanic("command", r)}
			}
		}()
		return g.wrapAll(cmd())
	}
}

var commands = reflect.TypeFor[[]tea.Cmd]()

// wrapAll wraps the commands that a message consists of: those that run beside
// each other, and those that run one after the other, whose type is private.
func (g *Guarded) wrapAll(msg tea.Msg) tea.Msg {
	t := reflect.TypeOf(msg)
	if t == nil || t.Kind() != reflect.Slice || !t.ConvertibleTo(commands) {
		return msg
	}
	list, ok := reflect.TypeAssert[[]tea.Cmd](reflect.ValueOf(msg).Convert(commands))
	if !ok {
		return msg
	}
	wrapped := make([]tea.Cmd, len(list))
	for i, cmd := range list {
		wrapped[i] = g.wrap(cmd)
	}
	return reflect.ValueOf(wrapped).Convert(t).Interface()
}
