// Package ui is the screen: the root model that routes keys, arranges the
// panes and keeps them in step with the desk. It is the only [tea.Model].
// Only Update changes its state; whatever takes time runs as a command.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/board"
	"parley/ui/composer"
	"parley/ui/conversation"
	"parley/ui/details"
	"parley/ui/dialog"
	"parley/ui/inbox"
	"parley/ui/layout"
	"parley/ui/mask"
	"parley/ui/pane"
	"parley/ui/statusbar"
	"parley/ui/term"
	"parley/ui/theme"
)

// Options are what a screen is made of. Desk and Events are required.
type Options struct {
	Desk   Desk
	Events Events
	Theme  *theme.Theme   // nil: dark, or light where the terminal says that it is
	Themes []*theme.Theme // the agent's own, to choose from by name
	Keys   *keymap.Map    // nil: the defaults
	Host   term.Host      // the machine on which editor, browser and files are
	// Hyperlinks says that the terminal shows OSC 8 links.
	Hyperlinks bool
	// Now is the agent's clock, in the agent's zone; nil is the machine's.
	Now func() time.Time
	// Tick makes timers; nil is [tea.Tick].
	Tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	// Targets are what was promised under the names of SLAs: the rows and the
	// status bar tell the time that is left.
	Targets map[string]desk.Targets
	// Notify returns what to write to the terminal when a customer wrote
	// elsewhere; nil is nothing.
	Notify func(title, body string) string
	// Macros reads the texts that were prepared; nil: there are none. What it
	// returns beside an error is offered all the same.
	Macros func(context.Context) ([]Macro, error)
	// Mask is presenter mode; nil is one of this screen's own, which is off.
	Mask *mask.Mask
	// SlideTime is how long a slide of the slideshow stands; 0 is 15 seconds.
	SlideTime time.Duration
	// MarkRead is when a conversation becomes read by itself: [ReadWhenOpened],
	// [ReadWhenReplied], or anything else for never.
	MarkRead string
	// Presence says who else is at work; nil: nobody is known to be.
	Presence Presence
	// Line is what lies between the program and the terminal.
	Line Line
	// OpenID is a conversation to open at the start; "" is none.
	OpenID api.ID
	// Show is a scripted demo that plays; nil is none.
	Show Show
}

// focus is the pane that keys go to.
type focus int

const (
	onList focus = iota
	onThread
	onComposer
	onPanel
	onBoard
)

// Model is the root. It is made by [New] and used by one program.
type Model struct {
	ctx     context.Context // the program's lifetime
	desk    Desk
	events  Events
	keys    *keymap.Map
	host    term.Host
	env     *pane.Env
	auto    bool // the theme follows the terminal's background
	light   bool // which is light
	sixteen bool // and the number of its colours
	tick    func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	tell    func(title, body string) string // nil: nothing is told
	slas    map[string]desk.Targets

	list     *inbox.Pane
	thread   *conversation.Pane
	panel    *details.Panel
	composer *composer.Pane
	board    *board.Pane
	dialogs  dialog.Stack

	w, h      int
	frame     layout.Frame
	focus     focus
	panelOpen bool
	pressed   []string // keys of a sequence that is not complete
	begun     int      // how often a sequence was begun, or went on
	following int      // the one of these after which what can follow is said

	view   string // id of the view
	sort   desk.Sort
	open   *desk.Thread // the open conversation, nil when none is
	openID api.ID       // the conversation that is open or being opened

	status desk.Status
	dir    desk.Directory

	lists, threads slot
	notice         statusbar.Notice
	noticeID       int
	draftID        int           // newest draft timer
	draftDirty     bool          // the composer holds what is not saved yet
	unsaved        *unsaved      // the same, for when a stalled terminal stops Update
	draftFailed    bool          // the last save failed: the agent was told
	drafting       chan struct{} // closed when the newest change of a stored draft is done
	counting       bool          // a countdown is on the screen
	quitArmed      bool          // ctrl+c was pressed once
	announced      map[int64]desk.EntryState
	leaving        bool              // the program ends once the outbox is empty
	opening        bool              // the composer is about to open: what is typed meanwhile is for it
	answers        conversation.Seen // up to where the agent knew what is being answered
	early          []tea.Msg         // keys and pastes that came before it did
	warned         int               // warnings of the desk that were said

	steps    []step              // what u can take back, the last one last
	last     []desk.ActionChange // what the repeat key does again
	recent   []keymap.Action     // actions, the latest first
	rows     int                 // how many rows of the view were asked for
	filter   string              // what narrows the view
	knowing  bool                // the desk is being asked whom it knows
	found    *desk.Results       // the search that is shown in place of a view
	query    string              // its words
	mistyped string              // words of a search that could not be
	listed   int                 // how many drafts there were when the rows were read

	line      Line
	measuring measuring
	probed    bool // the terminal was asked who it is

	boards     slot
	boardFrom  focus // where the agent was before the board
	boardWaits bool  // it will be made again soon
	slides     slideshow
	slideTime  time.Duration

	ownThemes   []*theme.Theme
	readWhen    string
	presence    Presence // nil: nobody else is known to be at work
	others      map[api.ID][]Mate
	whereabouts whereabouts // what the others were told

	readMacros func(context.Context) ([]Macro, error)
	macros     []Macro // what the picker offers
	insert     *Macro  // goes into the composer once it is open

	show  Show // nil: no scripted demo plays
	shown bool // it has a row
}

// New returns the screen over a desk. ctx ends its commands.
func New(ctx context.Context, o Options) *Model {
	env := &pane.Env{Theme: o.Theme, Hyperlinks: o.Hyperlinks, Now: o.Now, Mask: o.Mask, Elsewhere: o.Host.Remote}
	m := &Model{
		unsaved: &unsaved{},
		ctx:     ctx, desk: o.Desk, events: o.Events, keys: o.Keys, host: o.Host, env: env, tick: o.Tick,
		openID: o.OpenID, ownThemes: o.Themes, readWhen: o.MarkRead, readMacros: o.Macros, tell: o.Notify, slas: o.Targets,
		announced: map[int64]desk.EntryState{}, presence: o.Presence, show: o.Show,
	}
	if env.Theme == nil {
		env.Theme, m.auto, m.light = theme.Default(), true, o.Line.Light
		if m.light {
			env.Theme = theme.Light()
		}
	}
	if env.Now == nil {
		env.Now = time.Now
	}
	if env.Mask == nil {
		env.Mask = ownMask()
	}
	if m.tick == nil {
		m.tick = tea.Tick
	}
	if m.keys == nil {
		m.keys = keymap.Default()
	}
	env.Keys = m.keys
	m.list, m.thread = inbox.New(env), conversation.New(env)
	m.list.Targets(o.Targets)
	m.panel, m.composer = details.NewPanel(env), composer.New(env, m.reviewKeys())
	m.board, m.slideTime = board.New(env), o.SlideTime
	if m.slideTime <= 0 {
		m.slideTime = defaultSlideTime
	}
	m.dir = m.desk.Directory()
	m.env.Mask.Meet(m.dir)
	m.takeStatus()
	if views := m.desk.Views(); len(views) > 0 {
		m.view = views[0].ID
	}
	m.list.SetFocus(true)
	if m.line = o.Line; m.line.Now == nil {
		m.line.Now = time.Now
	}
	if m.line.Spare == LineOn {
		m.spare()
	}
	return m
}

// Init starts what runs as long as the program: the desk's events and the
// clock. It waits for no answer of the terminal.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.waitEvents(), m.loadList(), m.minute(), m.begins(), m.waitPresence()}
	if m.auto {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if m.env.Mask.On() {
		cmds = append(cmds, m.know(false))
	}
	if m.openID != "" {
		cmds = append(cmds, m.openConversation(m.openID, true))
	}
	return tea.Batch(cmds...)
}

// slot is a place that holds the newest of several results: results of
// earlier requests are dropped, and their requests cancelled.
type slot struct {
	id     uint64
	cancel context.CancelFunc
}

// begin cancels the predecessor and returns a context with a deadline for the
// successor.
func (s *slot) begin(ctx context.Context) (context.Context, uint64, context.CancelFunc) {
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	s.id++
	s.cancel = cancel
	return ctx, s.id, cancel
}

// requestTimeout ends a request that nobody answers.
const requestTimeout = 60 * time.Second
