package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui"
	"parley/ui/composer"
	"parley/ui/pane"
	"parley/ui/richtext"
	"parley/ui/term"
	"parley/ui/theme"
)

// linear is the inbox line by line: for screen readers, for terminals that can
// do no more, and for scripts. It knows the verbs of the screen by their keys
// and by their names, and writes each line once.
type linear struct {
	app    *app
	desk   ui.Desk
	keys   *keymap.Map
	env    *pane.Env
	host   term.Host
	out    io.Writer
	lines  <-chan string // closed at the end of the input
	events <-chan []desk.Event
	person bool // somebody types: the terminal shows what

	view   string
	sort   desk.Sort
	filter string
	query  string // the words of the search that is shown in place of the view
	rows   []desk.Row
	at     api.ID // the row that verbs are about

	open *desk.Thread // nil in the list
	part int          // of the messages of the open conversation, the last one written

	box   *composer.Pane
	steps []int64 // an entry of each action that u can take back
	sent  []int64 // the replies that were confirmed
	last  *desk.ActionChange

	said    map[int64]desk.EntryState
	problem string
	warned  int
	prompt  string // what stands at the beginning of the line that is waited for
	leaving bool
	strayed error // a script named a place that is not there
}

// runLinear runs the inbox line by line until the agent leaves it, the input
// ends, or ctx does.
func (a *app) runLinear(ctx context.Context, d *desk.Desk, events ui.Events, now func() time.Time) (err error) {
	defer a.caught("linear", &err)
	plain, err := theme.New("none")
	if err != nil {
		return err
	}
	if a.mask, err = a.workspaceMask(ctx, d); err != nil {
		return err
	}
	out := a.env.Stdout
	if a.mask.On() {
		out = &maskedOut{out, a.mask}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	keys := a.means.keys
	if keys == nil {
		keys = keymap.Default()
	}
	env := &pane.Env{Theme: plain, Now: a.inZone(now)}
	l := &linear{
		app: a, desk: d, keys: keys, env: env, out: out, person: terminal(a.env.Stdin),
		host:  a.host(),
		lines: readLines(ctx, a.env.Stdin), events: readEvents(ctx, events),
		box: composer.New(env, ""), said: map[int64]desk.EntryState{},
	}
	if views := d.Views(); len(views) > 0 {
		l.view = views[0].ID
	}
	return l.run(ctx)
}

func (l *linear) run(ctx context.Context) error {
	l.hello(ctx)
	for !l.leaving {
		line, ok := l.ask(ctx, l.place()+"> ")
		if !ok {
			return l.ended(ctx)
		}
		l.command(ctx, line)
	}
	if l.strayed != nil {
		l.drain(ctx)
		return l.strayed
	}
	return ctx.Err()
}

// stray says that the place that was named is not there. A script ends with
// that: what follows was meant for that place, and no other.
func (l *linear) stray(format string, args ...any) {
	l.say(format, args...)
	if !l.person {
		l.leaving = true
		l.strayed = &problem{code: ExitNotFound, sentence: "The rest of the input was meant for another place: nothing of it was done."}
	}
}

// hello says where one is, once there is something to say.
func (l *linear) hello(ctx context.Context) {
	for l.desk.Status().SyncedAt.IsZero() && l.desk.Status().Problem == "" && l.next(ctx) {
		continue
	}
	s := l.desk.Status()
	l.app.mask.Meet(l.desk.Directory(), s.Identity)
	l.say("%s", joined(", ", "Parley", s.Identity.App.Name, labelled("as", s.Identity.Admin.Name)))
	if s.ReadOnly {
		l.say("%s", l.readOnly())
	}
	if n := s.Drafts; n > 0 {
		l.say("%s waiting.", plural(n, "draft is", "drafts are"))
	}
	l.showList(ctx)
	l.say("? lists the commands.")
}

// place names where one is.
func (l *linear) place() string {
	switch {
	case l.open != nil:
		return l.names().contact(l.open.Conversation)
	case l.query != "":
		return "search"
	default:
		return l.viewNamed(l.view).Name
	}
}

// ask waits for a line. What happens meanwhile is written as it comes. ok is
// false at the end of the input and of ctx.
func (l *linear) ask(ctx context.Context, prompt string) (line string, ok bool) {
	l.news(ctx)
	l.begin(prompt)
	for {
		select {
		case line, ok = <-l.lines:
			l.finish(line, ok)
			return line, ok
		case events, open := <-l.events:
			if !open {
				l.events = nil
				continue
			}
			l.tell(ctx, events)
		case <-ctx.Done():
			l.finish("", false)
			return "", false
		}
	}
}

// listen waits for a line of a text. It is not interrupted: what happens is
// told when the text is done.
func (l *linear) listen(ctx context.Context) (line string, ok bool) {
	select {
	case line, ok = <-l.lines:
		if ok && !l.person {
			l.say("%s", line)
		}
		return line, ok
	case <-ctx.Done():
		return "", false
	}
}

// begin writes the prompt, where the answer is typed behind it.
func (l *linear) begin(prompt string) {
	l.prompt = prompt
	if l.person {
		l.write(prompt)
	}
}

// finish ends the line of the prompt. What does not come from a keyboard is
// written behind it, so that the record can be read.
func (l *linear) finish(line string, ok bool) {
	switch {
	case l.person && !ok:
		l.write("\n")
	case !l.person && ok:
		l.write(l.prompt + safetext.Line(line) + "\n")
	}
	l.prompt = ""
}

// say writes a line. Nothing reaches the terminal but text.
func (l *linear) say(format string, args ...any) {
	text := ansi.Strip(richtext.Guard(safetext.Block(fmt.Sprintf(format, args...))))
	if l.prompt != "" && l.person { // it interrupts a line that is being typed
		l.write("\n" + text + "\n" + l.prompt)
		return
	}
	l.write(text + "\n")
}

func (l *linear) write(s string) {
	_, _ = io.WriteString(l.out, s) // a terminal that is gone ends the input too
}

// complain says what went wrong, and what to do.
func (l *linear) complain(err error) { l.say("%s", desk.Sentence(err)) }

// readOnly says why nothing can be written.
func (l *linear) readOnly() string {
	if w := l.desk.Status().Warnings; len(w) > 0 {
		return "Nothing can be written: " + w[0]
	}
	return "Parley is read-only: start it without --read-only to write."
}

// ended leaves at the end of the input, or when the program is told to end.
// What was confirmed still goes out: a script has no other way to wait for it.
func (l *linear) ended(ctx context.Context) error {
	if ctx.Err() != nil || l.person {
		if n := len(l.desk.Status().Outbox); n > 0 {
			l.say("%s in the outbox: it goes out the next time Parley runs.", plural(n, "reply or action is", "replies or actions are"))
		}
		return ctx.Err()
	}
	l.drain(ctx)
	return l.verdict(ctx)
}

// verdict is an error when something that was confirmed has not arrived.
func (l *linear) verdict(ctx context.Context) error {
	for _, e := range l.desk.Status().Outbox {
		if e.State == desk.EntryUnknown {
			return &problem{code: ExitUnknownSent, sentence: e.Error}
		}
		if e.Asking {
			return &problem{code: ExitFailed, sentence: e.Error}
		}
	}
	return ctx.Err()
}

// drain waits until the outbox is empty, or somebody has to decide.
func (l *linear) drain(ctx context.Context) {
	for l.waits() && l.next(ctx) {
		continue
	}
}

// waits reports whether something is on its way, or its fate not told yet, and
// nothing has to be decided first.
func (l *linear) waits() bool {
	outbox := l.desk.Status().Outbox
	if slices.ContainsFunc(outbox, func(e desk.Entry) bool { return e.Asking }) {
		return false
	}
	return len(outbox) > 0 || slices.ContainsFunc(l.sent, func(id int64) bool {
		switch l.said[id] {
		case desk.EntryQueued, desk.EntrySending, desk.EntryUnknown, "":
			return true
		default:
			return false
		}
	})
}

// next tells the next events; it is false when there are none any more.
func (l *linear) next(ctx context.Context) bool {
	select {
	case events, ok := <-l.events:
		if !ok {
			return false
		}
		l.tell(ctx, events)
		return true
	case <-ctx.Done():
		return false
	}
}

// news tells what has happened, without waiting.
func (l *linear) news(ctx context.Context) {
	for {
		select {
		case events, ok := <-l.events:
			if !ok {
				l.events = nil
				return
			}
			l.tell(ctx, events)
		default:
			return
		}
	}
}
