package cli

import (
	"cmp"
	"context"
	"io"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui"
	"parley/ui/composer"
	"parley/ui/pane"
	"parley/ui/term"
	"parley/ui/theme"
)

// linear is the inbox line by line: for screen readers, for terminals that can
// do no more, and for scripts. It knows the verbs of the screen by their keys
// and by their names, and writes each line once.
type linear struct {
	app    *app
	desk   *desk.Desk
	keys   *keymap.Map
	env    *pane.Env
	host   term.Host
	macros func(context.Context) ([]ui.Macro, error)
	out    io.Writer
	lines  *lineReader
	events <-chan []desk.Event
	person bool // somebody types: the terminal shows what

	view   string
	sort   desk.Sort
	filter string
	query  string // the words of the search that is shown in place of the view
	rows   []desk.Row
	at     api.ID          // the row that verbs are about
	gone   map[api.ID]bool // the rows that were closed or snoozed since they were read
	marks  map[api.ID]bool
	anchor api.ID // the last row that was marked

	open    *desk.Thread // nil in the list
	part    int          // of the messages of the open conversation, the last one written
	top     int          // the first one that was written together with it
	finding string       // what was looked for in it
	board   *desk.Board  // the standup board, in place of all that

	box   *composer.Pane
	steps []step  // what u can take back
	sent  []int64 // the replies that were confirmed
	last  []desk.ActionChange

	said     map[int64]desk.EntryState
	problem  string
	warned   int
	prompt   string // what stands at the beginning of the line that is waited for
	leaving  bool
	reviewed bool  // the answers of the review were told
	strayed  error // a script named a place that is not there
}

// runLinear runs the inbox line by line until the agent leaves it, the input
// ends, or ctx does.
func (a *app) runLinear(ctx context.Context, client *api.Client, d *desk.Desk, events ui.Events, now func() time.Time) (err error) {
	defer a.caught("linear", &err)
	plain, err := theme.New("none")
	if err != nil {
		return err
	}
	if a.mask, err = a.workspaceMask(ctx, d); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	keys := a.means.keys
	if keys == nil {
		keys = keymap.Default()
	}
	env := &pane.Env{Theme: plain, Now: a.inZone(now)}
	l := &linear{
		app: a, desk: d, keys: keys, env: env, out: &maskedOut{a.env.Stdout, a.mask}, person: terminal(a.env.Stdin),
		host: a.host(), macros: a.screenMacros(client),
		lines: readLines(ctx, a.env.Stdin), events: readEvents(ctx, events),
		box: composer.New(env, ""), said: map[int64]desk.EntryState{}, gone: map[api.ID]bool{}, marks: map[api.ID]bool{},
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
	l.say("%s lists the commands.", cmp.Or(l.keys.Key(keymap.Global, keymap.Help), "help"))
}

// place names where one is.
func (l *linear) place() string {
	switch {
	case l.board != nil:
		return "Board"
	case l.open != nil:
		return l.names().contact(l.open.Conversation)
	case l.query != "":
		return "search"
	default:
		return l.viewNamed(l.view).Name
	}
}
