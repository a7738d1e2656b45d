package composer

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api/desk"
	"parley/keymap"
)

func say(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Update passes the box its own messages.
func (p *Pane) Update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return cmd
}

// Type takes a key or a paste that means nothing else.
func (p *Pane) Type(msg tea.Msg) tea.Cmd {
	p.dirty = true
	switch p.stage {
	case typing:
		return p.write(msg)
	case attaching:
		return p.typeAttachment(msg)
	case confirmDiscard, confirmPublic:
		return p.answer(msg)
	default:
		return nil
	}
}

// write puts keys and pastes into the box.
func (p *Pane) write(msg tea.Msg) tea.Cmd {
	if paste, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: clean(paste.Content)}
	}
	p.notice = ""
	if key, ok := msg.(tea.KeyPressMsg); ok && key.Text != "" && key.Mod&commanding == 0 {
		p.insert(key.Text)
		p.edited = true
		return nil
	}
	before, rows := p.input.Length(), p.input.LineCount()
	at := p.cursorKey()
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	if p.input.Length() != before || p.input.LineCount() != rows || at != p.cursorKey() {
		p.edited = true
	}
	return cmd
}

// commanding are the modifiers that make a letter a command.
const commanding = tea.ModCtrl | tea.ModAlt | tea.ModMeta | tea.ModSuper | tea.ModHyper

// insert puts typed text at the cursor. The bubble's own way draws the whole
// text once more.
func (p *Pane) insert(text string) {
	p.input.DeleteSelection()
	p.input.InsertString(text)
	p.reveal()
}

// cursorKey tells cursor positions apart cheaply.
func (p *Pane) cursorKey() [2]int { return [2]int{p.input.Line(), p.input.Column()} }

// typeAttachment takes the path or address of what is to be attached.
func (p *Pane) typeAttachment(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			p.stage = review
			return nil
		case "enter":
			return p.attachNamed(strings.TrimSpace(p.attach.Value()))
		}
	}
	var cmd tea.Cmd
	p.attach, cmd = p.attach.Update(msg)
	return cmd
}

func (p *Pane) attachNamed(name string) tea.Cmd {
	p.stage = review
	switch {
	case name == "":
		return nil
	case strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://"):
		if len(p.draft.AttachmentURLs) >= maxAttachments {
			p.notice = "Intercom takes at most 10 attachment URLs with a reply."
			return nil
		}
		if slices.Contains(p.draft.AttachmentURLs, name) {
			return nil
		}
		p.draft.AttachmentURLs = append(p.draft.AttachmentURLs, name)
		p.edited = true
		return nil
	default:
		return say(FileNamed{name})
	}
}

// answer takes the answer to a question about what cannot be taken back. A
// key held down never answers.
func (p *Pane) answer(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok || key.IsRepeat {
		return nil
	}
	asked := p.stage
	switch key.String() {
	case "y":
		if asked == confirmDiscard {
			p.Close()
			return say(Closed{Discarded: true})
		}
		p.stage = p.from
		return p.change(p.next)
	case "n", "esc":
		p.stage = review
		if asked == confirmPublic {
			p.stage = p.from
		}
		return p.refocus()
	}
	return nil
}

// Do carries out the actions of typing and of the review bar.
func (p *Pane) Do(a keymap.Action) (tea.Cmd, bool) {
	p.dirty = true
	switch a {
	case keymap.ReviewIt:
		return p.startReview(), true
	case keymap.SendNow:
		return p.Send(), true
	case keymap.SendClose:
		return p.Send(desk.ActionChange{Kind: desk.ActClose}), true
	case keymap.SendSnooze:
		return say(SnoozeAsked{}), true
	case keymap.Macro:
		return say(MacroAsked{}), true
	case keymap.EditAgain:
		p.stage = typing
		return p.focusBox(), true
	case keymap.ChangeMode:
		return p.cycleMode(), true
	case keymap.ChangePerson:
		p.cyclePerson()
		return nil, true
	case keymap.EditExtern:
		return say(EditorAsked{p.input.Value()}), true
	case keymap.SaveDraft:
		p.edited = true
		return nil, true
	case keymap.Attach:
		p.stage, p.notice = attaching, ""
		p.attach.Reset()
		return p.attach.Focus(), true
	case keymap.Detach:
		p.detach()
		return nil, true
	case keymap.KeepDraft:
		p.Close()
		return say(Closed{}), true
	case keymap.Discard:
		p.stage = confirmDiscard
		return nil, true
	case keymap.ScrollDown:
		p.preview.scroll(1)
		return nil, true
	case keymap.ScrollUp:
		p.preview.scroll(-1)
		return nil, true
	case keymap.PageDown:
		p.preview.scroll(max(p.preview.room-1, 1))
		return nil, true
	case keymap.PageUp:
		p.preview.scroll(-max(p.preview.room-1, 1))
		return nil, true
	default:
		return nil, false
	}
}

// startReview leaves the box. With nothing in it, there is nothing to review.
func (p *Pane) startReview() tea.Cmd {
	if p.Empty() {
		p.Close()
		return say(Closed{Discarded: true})
	}
	p.stage = review
	p.input.Blur()
	p.edited = true
	return nil
}

// Send confirms the reply, and what is done to the conversation after it.
// Until somebody has taken it or given it back, no key does anything: it is
// confirmed once, however often the key is pressed.
func (p *Pane) Send(then ...desk.ActionChange) tea.Cmd {
	if p.stage == typing && p.Empty() {
		return nil
	}
	if strings.TrimSpace(p.input.Value()) == "" {
		p.stage, p.notice = review, "There is no text yet. Intercom takes no reply without one."
		return nil
	}
	if p.draft.Mode == desk.ModeContact && p.draft.ContactID == "" {
		p.stage, p.notice = review, "This conversation names no contact, so nobody can be spoken for."
		return nil
	}
	p.stage = handing
	p.input.Blur()
	return say(Confirmed{desk.Reply{Draft: p.Draft(), HTML: p.html(), Then: append(slices.Clone(p.plan), then...)}})
}

var modes = []desk.Mode{desk.ModeAdmin, desk.ModeNote, desk.ModeContact}

// cycleMode goes to the next mode: while typing between reply and note, in the
// review bar through all three. A note with text in it asks before it becomes
// something that the customer reads.
func (p *Pane) cycleMode() tea.Cmd {
	cycle := modes
	if p.stage == typing {
		cycle = modes[:2]
	}
	next := cycle[(slices.Index(cycle, p.draft.Mode)+1)%len(cycle)]
	if p.draft.Mode == desk.ModeNote && !p.Empty() {
		p.next, p.from, p.stage = next, p.stage, confirmPublic
		return nil
	}
	return p.change(next)
}

// change goes to a mode. The text goes along, unless another text is already
// waiting in that mode: then each stays where it was written.
func (p *Pane) change(next desk.Mode) tea.Cmd {
	from, left := p.draft.Mode, p.Draft()
	if _, ok := p.drafts[next]; !ok {
		p.draft.Mode = next
		p.wasNote = next.Public() && (p.wasNote || from == desk.ModeNote && !p.Empty())
		p.personDefault()
		p.dress()
		return tea.Batch(say(Moved{from, next}), p.refocus())
	}
	kept := !p.Empty()
	p.load(next)
	p.edited = true
	if kept {
		p.drafts[from] = left
		p.notice = "This text was waiting in this mode; the other is kept as its own draft."
	}
	return tea.Batch(say(Parked{left}), p.refocus())
}

func (p *Pane) refocus() tea.Cmd {
	if p.stage == typing {
		return p.focusBox()
	}
	return nil
}

// cyclePerson goes to the next contact of the conversation.
func (p *Pane) cyclePerson() {
	if p.draft.Mode != desk.ModeContact || len(p.target.People) < 2 {
		p.notice = "There is nobody else in this conversation to speak for."
		if p.draft.Mode != desk.ModeContact {
			p.notice = "Only a reply on behalf of a contact has somebody to choose."
		}
		return
	}
	i := slices.IndexFunc(p.target.People, func(x Person) bool { return x.ID == p.draft.ContactID })
	p.draft.ContactID = p.target.People[(i+1)%len(p.target.People)].ID
	p.edited = true
}

// detach takes the last attachment off.
func (p *Pane) detach() {
	p.notice = ""
	switch n, u := len(p.draft.Attachments), len(p.draft.AttachmentURLs); {
	case u > 0:
		p.draft.AttachmentURLs = p.draft.AttachmentURLs[:u-1]
	case n > 0:
		p.draft.Attachments = p.draft.Attachments[:n-1]
	default:
		p.notice = "Nothing is attached."
		return
	}
	p.edited = true
}
