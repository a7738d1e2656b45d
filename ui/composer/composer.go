// Package composer is where an agent writes: the text, its mode, and the
// review bar that says what is about to happen. It sends nothing and stores
// nothing; it tells the root what the agent decided.
package composer

import (
	"strings"

	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/pane"
)

// Confirmed says that the agent sends the reply.
type Confirmed struct{ Reply desk.Reply }

// EditorAsked says that the agent wants to write in $EDITOR.
type EditorAsked struct{ Text string }

// FileNamed says that the agent wants to attach the file at a path.
type FileNamed struct{ Path string }

// MacroAsked says that the agent wants a prepared text.
type MacroAsked struct{}

// SnoozeAsked says that the reply is to be sent and the conversation snoozed.
type SnoozeAsked struct{}

// Closed says that the composer was closed; Discarded, that the draft is to be
// dropped.
type Closed struct{ Discarded bool }

// Moved says that text went from one mode's draft to another's.
type Moved struct{ From, To desk.Mode }

// Parked holds a text that made room for another one of its conversation: it
// is to be saved as it is.
type Parked struct{ Draft desk.Draft }

// stage is what the composer waits for.
type stage int

const (
	closed stage = iota
	typing
	review
	confirmDiscard
	confirmPublic
	attaching
	handing // the reply was confirmed, and nobody has taken it yet
)

// maxAttachments is the API's limit of files and of URLs.
const maxAttachments = 10

// Pane is the reply composer.
type Pane struct {
	env    *pane.Env
	target Target
	drafts map[desk.Mode]desk.Draft // the other modes' text, as stored
	draft  desk.Draft               // mode, attachments; its text lives in input while typing
	stage  stage
	next   desk.Mode // confirmPublic: the mode that was asked for
	// wasNote says that the text was written as a note and then made public.
	wasNote bool
	warned  warned
	from    stage  // confirmPublic: where it was asked for
	notice  string // a word about the last thing that was refused

	keys      string              // what can be pressed in the review bar
	plan      []desk.ActionChange // what a macro does once the reply is posted
	planWords []string            // the same in words

	input   textarea.Model
	attach  textinput.Model
	preview preview
	w, h    int
	focused bool

	edited  bool // since the last Edited
	drawn   string
	caret   *tea.Cursor // within what is drawn; nil where none belongs
	drawnAt int
	dirty   bool
}

// belowText marks the lines below the text in what the bubble draws. It is of
// the private use area, which nothing that is pasted or edited can hold.
const belowText = '\uE000'

// New returns a closed composer. reviewKeys says in words what can be pressed
// in the review bar.
func New(env *pane.Env, reviewKeys string) *Pane {
	at := textinput.New()
	at.Prompt = "attach: "
	at.Placeholder = "path of a file, or https://…"
	if env.Elsewhere {
		at.Placeholder = "https://…"
	}
	at.SetVirtualCursor(false)
	at.KeyMap.Paste.SetEnabled(false)
	p := &Pane{env: env, keys: reviewKeys, input: newBox(), attach: at, draft: desk.Draft{Mode: desk.ModeAdmin}, dirty: true}
	p.dress()
	return p
}

// newBox returns an empty box. Each text gets one of its own: the bubble keeps
// how it wrapped thousands of lines.
func newBox() textarea.Model {
	in := textarea.New()
	in.ShowLineNumbers = false
	in.MaxHeight = 0 // the bubble refuses lines beyond it
	in.CharLimit = 0
	in.Prompt = "" // drawn in front of what is visible
	in.EndOfBufferCharacter = belowText
	in.SetVirtualCursor(false)
	in.KeyMap.Paste.SetEnabled(false) // these two use the host's clipboard
	in.KeyMap.CopySelection.SetEnabled(false)
	return in
}

// Open starts writing to the target in a mode. drafts are the texts that are
// waiting for this conversation.
func (p *Pane) Open(t Target, mode desk.Mode, drafts []desk.Draft) tea.Cmd {
	p.target, p.notice, p.warned = t, "", warned{}
	p.forgetPlan()
	p.drafts = map[desk.Mode]desk.Draft{}
	for _, d := range drafts {
		p.drafts[d.Mode] = d
	}
	p.load(mode)
	p.stage = typing
	return p.focusBox()
}

// load puts the draft of a mode into the box.
func (p *Pane) load(mode desk.Mode) {
	d, ok := p.drafts[mode]
	if !ok {
		d = desk.Draft{ConversationID: p.target.ID, Mode: mode}
	}
	delete(p.drafts, mode)
	p.draft, p.wasNote = d, false
	p.personDefault()
	p.input = newBox()
	p.sizeBox()
	p.dress()
	p.input.SetValue(d.Text)
	p.place(d.Cursor)
	p.dirty = true
}

// personDefault names on whose behalf a contact reply is written.
func (p *Pane) personDefault() {
	if p.draft.Mode == desk.ModeContact && p.draft.ContactID == "" && len(p.target.People) > 0 {
		p.draft.ContactID = p.target.People[0].ID
	}
}

// Draft returns what is to be kept: text, cursor, mode and attachments.
func (p *Pane) Draft() desk.Draft {
	d := p.draft
	d.ConversationID = p.target.ID
	d.Text, d.Cursor = p.input.Value(), p.cursor()
	return d
}

// Empty reports whether there is nothing worth keeping.
func (p *Pane) Empty() bool {
	return strings.TrimSpace(p.input.Value()) == "" && len(p.draft.Attachments) == 0 && len(p.draft.AttachmentURLs) == 0
}

// Edited reports whether the draft is not what it was when it was last asked
// for: it is to be saved.
func (p *Pane) Edited() bool {
	was := p.edited
	p.edited = false
	return was
}

// Active reports whether the composer is on the screen.
func (p *Pane) Active() bool { return p.stage != closed }

// Reviewing reports whether the review bar is shown.
func (p *Pane) Reviewing() bool { return p.stage == review }

// Handed reports whether a reply was confirmed and nobody has taken it yet.
func (p *Pane) Handed() bool { return p.stage == handing }

// Mode returns the mode of what is being written.
func (p *Pane) Mode() desk.Mode { return p.draft.Mode }

// ConversationID returns the conversation that is being written to.
func (p *Pane) ConversationID() api.ID { return p.target.ID }

// Close takes the composer off the screen. What was written is the caller's
// to keep.
func (p *Pane) Close() {
	p.stage, p.dirty = closed, true
	p.forgetPlan()
	p.input.Blur()
}

// GiveBack returns a confirmed reply that nobody took to the review bar, with
// the reason.
func (p *Pane) GiveBack(why string) {
	if p.stage == handing {
		p.stage = review
		p.Say(why)
	}
}

// SetText replaces the text: it comes from $EDITOR.
func (p *Pane) SetText(text string) {
	p.input.SetValue(clean(text))
	p.stage, p.dirty = typing, true
	p.input.MoveToEnd()
	p.reveal()
	p.preview = preview{}
}

// Before puts text before what is written, unless it is part of it; the cursor
// stays where it was in the text.
func (p *Pane) Before(text string) {
	text = clean(text)
	if written := p.input.Value(); !strings.Contains(written, text) {
		at := p.cursor() + len([]rune(text)) + 2
		p.input.SetValue(text + "\n\n" + written)
		p.place(at)
		p.reveal()
		p.dirty, p.preview = true, preview{}
	}
}

// Say shows a word above the text: why something did not work.
func (p *Pane) Say(word string) { p.notice, p.dirty = word, true }

// Dress takes the styles of the theme anew.
func (p *Pane) Dress() {
	p.dress()
	p.dirty = true
}

// AddFile attaches a local file.
func (p *Pane) AddFile(f desk.File) {
	if len(p.draft.Attachments) >= maxAttachments {
		p.notice = "Intercom takes at most 10 files with a reply."
	} else {
		p.draft.Attachments = append(p.draft.Attachments, f)
	}
	p.dirty = true
}

// clean makes pasted or edited text fit for the box.
func clean(s string) string {
	return safetext.Block(strings.ReplaceAll(s, "\r\n", "\n"))
}

// Scope returns where keys are looked up before they count as text.
func (p *Pane) Scope() keymap.Scope {
	switch p.stage {
	case review:
		return keymap.Review
	case typing:
		return keymap.Composer
	default:
		return keymap.Dialog
	}
}

// Typing reports whether keys that mean nothing else are text.
func (p *Pane) Typing() bool { return p.stage != closed && p.stage != review }
