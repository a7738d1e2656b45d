package conversation

import (
	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// Followed says that the agent asked to open a link, an image or an
// attachment. URL is as the customer wrote it: hostile.
type Followed struct {
	URL        string
	Attachment bool
	Name       string // of the file, or the text of the link; one line, for display only
}

// Seen says that a part, and whatever is above it, was really on the screen.
// It comes once for each newer part.
type Seen struct{ ID, Part api.ID }

// told is the newest item that was announced as Seen. A run of events is the
// same item when it grows, with another part.
type told struct {
	key  string
	part api.ID
}

// Pane shows one conversation.
type Pane struct {
	env     *pane.Env
	w, h    int
	focused bool

	id      api.ID
	title   string // while loading
	loading bool
	failed  string // why there is no thread: a sentence
	thread  desk.Thread
	dir     desk.Directory
	seen    api.ID // what had been seen when this conversation was opened
	told    told

	items  []item
	open   map[string]bool // keys of items that are unfolded
	blocks *lru[blockKey, *block]
	docs   *lru[docKey, *richtext.Document]
	bodies map[string]*long // by item key
	ending bool             // the end was asked for and is not known yet

	begun  bool // the place to begin at was chosen, which takes a size
	top    position
	follow bool            // the end is on the screen: new messages scroll in
	pin    *pin            // the text at the top, across changes of width
	below  map[string]bool // keys of messages that arrived below the screen

	find   find
	hints  hints
	notice string // one line, until the next action

	drawn   string
	drawnAt int // env version of drawn
	dirty   bool
}

var (
	_ pane.Pane   = (*Pane)(nil)
	_ pane.Typist = (*Pane)(nil)
)

// New returns a pane that shows no conversation.
func New(env *pane.Env) *Pane {
	return &Pane{
		env: env, open: map[string]bool{}, below: map[string]bool{}, bodies: map[string]*long{}, dirty: true,
		blocks: newLRU[blockKey, *block](blockBudget), docs: newLRU[docKey, *richtext.Document](documentBudget),
	}
}

// Show sets the thread. Of the conversation that is already shown it keeps
// the position, what is unfolded, and the search; a screen that shows the end
// follows it. Another conversation opens at the first message that was not
// seen, or at the end. The command, if any, announces what was seen.
func (p *Pane) Show(t desk.Thread, dir desk.Directory) tea.Cmd {
	if t.Conversation == nil {
		return nil
	}
	same := !p.loading && p.thread.Conversation != nil && p.id == t.Conversation.ID
	if !same {
		p.reset(t.Conversation.ID)
		p.seen = t.SeenPart
	}
	old, top := p.items, p.top
	p.thread, p.dir, p.dirty = t, dir, true
	p.rebuild()
	if same {
		p.stay(old, top)
		p.reindex()
	} else {
		p.begin()
	}
	return p.announce()
}

// rebuild makes the items from the thread.
func (p *Pane) rebuild() {
	now := p.env.Now()
	shown := p.env.Mask.Thread(p.thread)
	b := builder{env: p.env, thread: shown, names: newNames(shown, p.env.Mask.Directory(p.dir)), loc: now.Location(), now: now, seen: p.seen}
	p.items = b.build()
	p.maskItems()
}

// Loading shows that a conversation is on its way, under the title that is
// known so far.
func (p *Pane) Loading(id api.ID, title string) {
	p.reset(id)
	p.loading, p.title = true, title
}

// Failed shows why the conversation could not be had, in a sentence with the
// next step, in place of Loading.
func (p *Pane) Failed(sentence string) {
	if p.thread.Conversation == nil {
		p.failed, p.dirty = safetext.Line(sentence), true
	}
}

// Clear shows no conversation.
func (p *Pane) Clear() { p.reset("") }

func (p *Pane) reset(id api.ID) {
	p.id, p.loading, p.failed, p.title, p.thread, p.items = id, false, "", "", desk.Thread{}, nil
	p.seen, p.told, p.top, p.follow, p.pin, p.notice, p.dirty = "", told{}, position{}, false, nil, "", true
	p.begun, p.ending = false, false
	p.find, p.hints = find{last: p.find.last}, hints{}
	p.blocks.clear()
	p.docs.clear()
	clear(p.bodies)
	clear(p.open)
	clear(p.below)
}

// ID returns the conversation that is shown or loading, "" when none is.
func (p *Pane) ID() api.ID { return p.id }

// Stale makes the next View draw anew: a minute passed.
func (p *Pane) Stale() { p.dirty = true }

// Update takes what was prepared in the background.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case Indexed:
		p.indexed(m)
	case Read:
		p.onRead(m)
	}
	return tea.Batch(p.announce(), p.prepare())
}

// SetSize gives the pane its inside; the text at the top stays there.
func (p *Pane) SetSize(w, h int) {
	if w == p.w && h == p.h {
		return
	}
	if w != p.w {
		p.hold()
	}
	widthChanged := w != p.w
	p.w, p.h, p.dirty = max(w, 0), max(h, 0), true
	if widthChanged {
		p.release()
	}
	if !p.begun {
		p.begin()
	}
	p.settle()
}

// SetFocus says whether keys go to the pane.
func (p *Pane) SetFocus(focused bool) {
	if p.focused = focused; !focused {
		p.closeHints()
	}
}

// Do carries out an action of the conversation or of moving.
func (p *Pane) Do(a keymap.Action) (tea.Cmd, bool) {
	if p.notice != "" {
		p.notice, p.ending, p.dirty = "", false, true
	}
	if len(p.items) == 0 {
		return nil, false
	}
	var cmd tea.Cmd
	if !p.move(a) {
		switch a {
		case keymap.Last:
			cmd = p.seekEnd()
		case keymap.Find:
			return p.openFind(), true
		case keymap.FindNext:
			return p.step(1), true
		case keymap.FindPrev:
			return p.step(-1), true
		case keymap.FollowOne:
			p.openHints()
			return nil, true
		case keymap.Unfold:
			cmd = p.unfold()
		case keymap.Back:
			return nil, p.closeFind()
		default:
			return nil, false
		}
	}
	return tea.Batch(cmd, p.announce()), true
}

// Typing reports whether keys are letters of a search or of a hint.
func (p *Pane) Typing() bool { return p.find.typing || p.hints.shown() }

// Type takes a key or a paste while Typing.
func (p *Pane) Type(msg tea.Msg) tea.Cmd {
	p.dirty = true
	if p.hints.shown() {
		return p.typeHint(msg)
	}
	if !p.find.typing {
		return nil
	}
	return tea.Batch(p.typeFind(msg), p.announce())
}

// announce says which part is the newest that was on the screen, once.
func (p *Pane) announce() tea.Cmd {
	if p.w <= 0 || p.h <= 0 || len(p.items) == 0 {
		return nil
	}
	rows := p.window()
	if len(rows) == 0 {
		return nil
	}
	last := rows[len(rows)-1]
	newest := last.item
	if b := p.block(last); last.line < b.gap+b.header && b.atLeast(last.line+2) {
		newest-- // of the message only the header is there
	}
	for newest > 0 && p.items[newest].part == "" {
		newest--
	}
	if newest < 0 {
		return nil
	}
	it := &p.items[newest]
	if it.part == "" || it.key == p.told.key && it.part == p.told.part {
		return nil
	}
	for i := newest + 1; i < len(p.items); i++ {
		if p.items[i].key == p.told.key {
			return nil // something newer was there before
		}
	}
	p.told = told{it.key, it.part}
	seen := Seen{ID: p.id, Part: it.part}
	return func() tea.Msg { return seen }
}
