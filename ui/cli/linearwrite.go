package cli

import (
	"cmp"
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui"
	"parley/ui/composer"
	"parley/ui/pane"
)

// compose writes a reply in a mode to the conversation at hand: text until a
// line with a dot alone, then the review. With a macro the text is there
// already.
func (l *linear) compose(ctx context.Context, mode desk.Mode, m *ui.Macro) {
	switch {
	case l.atHand() == "":
		l.say("There is no conversation at hand.")
		return
	case l.desk.Status().ReadOnly:
		l.say("%s", l.readOnly())
		return
	case l.open == nil: // nobody answers what they have not read
		if l.openID(ctx, l.atHand()); l.open == nil {
			return
		}
	}
	drafts, err := l.desk.Drafts(ctx)
	if err != nil {
		l.complain(err)
		return
	}
	var own []desk.Draft
	for _, d := range drafts {
		if d.ConversationID == l.open.Conversation.ID {
			own = append(own, d)
		}
	}
	l.seen(ctx)
	l.box.Open(l.target(), mode, own)
	l.say("%s", l.box.Review()[0])
	if d := l.box.Draft(); d.Text != "" {
		l.say("The draft so far:\n%s", d.Text)
	}
	if m != nil {
		l.insert(ctx, *m)
		if l.box.Do(keymap.ReviewIt); l.box.Reviewing() {
			l.review(ctx)
			return
		}
	}
	if l.typed(ctx) {
		l.review(ctx)
	}
}

// target says who a reply to the open conversation goes to.
func (l *linear) target() composer.Target {
	c, n := l.open.Conversation, l.names()
	me := l.desk.Status().Identity.Admin
	t := composer.Target{ID: c.ID, Me: cmp.Or(me.Name, "you"), Channel: c.Source.Type, Closed: c.State == api.StateClosed}
	for _, ref := range c.Contacts.Items {
		p := composer.Person{ID: ref.ID, Label: n.label(ref.ID)}
		if who := l.open.Contact; who != nil && who.ID == ref.ID {
			p.Email = who.Email
		} else if a := c.Source.Author; a.ID == ref.ID {
			p.Email = a.Email
		}
		t.People = append(t.People, p)
	}
	for _, a := range l.desk.Directory().Admins {
		if a.ID != me.ID {
			t.Teammates = append(t.Teammates, a.Name)
		}
	}
	for _, r := range l.rows {
		if r.Conversation.ID != c.ID && r.Contact != "" {
			t.OtherCustomers = append(t.OtherCustomers, r.Contact)
		}
	}
	return t
}

func (l *linear) save(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	if err := l.desk.SaveDraft(ctx, l.box.Draft()); err != nil {
		l.say("%s The text is only here.", desk.Sentence(err))
	}
}

func (l *linear) drop(ctx context.Context, mode desk.Mode) {
	if err := l.desk.DropDraft(context.WithoutCancel(ctx), l.box.ConversationID(), mode); err != nil {
		l.complain(err)
	}
}

// review says where the text goes, and asks what shall become of it.
func (l *linear) review(ctx context.Context) {
	if !l.reviewed { // once: who knows them need not hear them each time
		l.say("%s.", l.reviewKeys())
	}
	l.reviewed = true
	for l.box.Active() {
		prompt := "review> "
		if q := l.box.Question(); q != "" {
			prompt = q + "> "
		} else {
			l.say("%s", strings.Join(l.box.Review(), "\n"))
		}
		line, ok := l.ask(ctx, prompt)
		if !ok {
			l.say("The text is kept as a draft.")
			l.box.Close()
			return
		}
		if !l.answer(ctx, strings.TrimSpace(line)) {
			return
		}
	}
}

// reviewKeys says what can be answered in the review.
func (l *linear) reviewKeys() string {
	var words []string
	for _, b := range l.keys.Bindings(keymap.Review) {
		switch b.Action {
		case keymap.ScrollDown, keymap.ScrollUp, keymap.PageDown, keymap.PageUp, keymap.Help:
		default:
			words = append(words, b.Keys[0]+" "+strings.TrimSuffix(b.Help, "…"))
		}
	}
	return strings.Join(append(words, "enter reads the text", "? lists all this"), "; ")
}

// answer takes an answer in the review; it is false when the review is over.
func (l *linear) answer(ctx context.Context, line string) bool {
	if l.box.Question() != "" {
		return l.react(ctx, l.box.Type(tea.KeyPressMsg{Code: []rune(line + "n")[0], Text: line}))
	}
	switch line {
	case "":
		l.say("%s", l.box.Draft().Text)
		return true
	case "?", "help":
		l.say("%s.", l.reviewKeys())
		return true
	}
	word, arg, _ := strings.Cut(line, " ")
	a, _ := l.keys.Match([]keymap.Scope{keymap.Review}, []string{word})
	if a == "" {
		a = keymap.Action(strings.ToLower(word))
	}
	switch a {
	case keymap.Macro:
		return l.macroInReview(ctx, strings.TrimSpace(arg))
	case keymap.SendSnooze:
		t, err := desk.ParseWhen(cmp.Or(strings.TrimSpace(arg), "tomorrow 9am"), l.env.Now())
		if err != nil {
			l.complain(err)
			return true
		}
		return l.react(ctx, l.box.Send(desk.ActionChange{Kind: desk.ActSnooze, Until: t}))
	case keymap.EditAgain:
		l.box.Do(a)
		return l.typed(ctx)
	case keymap.Attach:
		l.attach(ctx, strings.TrimSpace(arg))
		return true
	case keymap.SendNow, keymap.SendClose, keymap.ChangeMode, keymap.ChangePerson, keymap.Detach, keymap.KeepDraft, keymap.Discard, keymap.EditExtern:
		cmd, _ := l.box.Do(a)
		return l.react(ctx, cmd)
	default:
		l.say("Nothing was sent: %q is no answer here. %s.", line, l.reviewKeys())
		return true
	}
}

// react carries out what the composer asks for; it is false when the review is
// over.
func (l *linear) react(ctx context.Context, cmd tea.Cmd) bool {
	if l.box.Edited() {
		l.save(ctx)
	}
	if cmd == nil {
		return l.box.Active()
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		on := true
		for _, c := range msg {
			on = l.react(ctx, c) && on
		}
		return on
	case composer.Confirmed:
		l.send(ctx, msg.Reply)
		return false
	case composer.Parked:
		l.keepParked(ctx, msg.Draft)
	case composer.Moved:
		l.save(ctx)
		l.drop(ctx, msg.From)
	case composer.EditorAsked:
		l.edit(ctx, msg.Text)
	case composer.Closed:
		return l.closed(ctx, msg.Discarded)
	}
	return l.box.Active()
}

func (l *linear) keepParked(ctx context.Context, d desk.Draft) {
	if err := l.desk.SaveDraft(context.WithoutCancel(ctx), d); err != nil {
		l.complain(err)
	}
}

func (l *linear) closed(ctx context.Context, discarded bool) bool {
	if discarded {
		l.drop(ctx, l.box.Mode())
		l.say("Discarded.")
		return false
	}
	l.save(ctx)
	l.say("Kept as a draft.")
	return false
}

// send gives a confirmed reply to the desk.
func (l *linear) send(ctx context.Context, r desk.Reply) {
	r.Undo = l.desk.UndoWindow(l.open.Conversation.Source.Type, r.Mode)
	l.save(ctx)
	e, err := l.desk.Send(ctx, r)
	if err != nil {
		l.box.Close()
		l.say("%s The text is kept as a draft.", desk.Sentence(err))
		return
	}
	l.box.Close()
	l.sent = append(l.sent, e.ID)
	if left := e.NotBefore.Sub(l.env.Now()); e.Undoable && left > 0 {
		l.say("Goes out in %s. %s takes it back.", plural(pane.Countdown(left), "second", "seconds"), l.verb(keymap.Undo))
		return
	}
	l.say("Sending.")
}
