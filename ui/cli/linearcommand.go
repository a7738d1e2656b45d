package cli

import (
	"context"
	"slices"
	"strings"

	"parley/api/desk"
	"parley/keymap"
)

// verb is what a command of the line-by-line inbox does with its argument.
type verb struct {
	takes string // what follows the command, for the help; "" is nothing
	do    func(l *linear, ctx context.Context, arg string)
}

// verbs are the actions that make sense line by line, by the names that they
// have on the screen.
func verbs() map[keymap.Action]verb {
	simple := func(do func(*linear, context.Context)) verb {
		return verb{"", func(l *linear, ctx context.Context, _ string) { do(l, ctx) }}
	}
	by := func(n int, do func(*linear, context.Context, int)) verb {
		return verb{"", func(l *linear, ctx context.Context, _ string) { do(l, ctx, n) }}
	}
	act := func(kind desk.ActionKind) verb {
		return verb{"", func(l *linear, ctx context.Context, _ string) { l.act(ctx, desk.ActionChange{Kind: kind}) }}
	}
	write := func(mode desk.Mode) verb {
		return verb{"", func(l *linear, ctx context.Context, _ string) { l.compose(ctx, mode) }}
	}
	v := map[keymap.Action]verb{
		keymap.Help:    simple((*linear).help),
		keymap.Back:    simple((*linear).back),
		keymap.Leave:   simple((*linear).back),
		keymap.Cancel:  simple((*linear).back),
		keymap.Undo:    simple((*linear).undo),
		keymap.Outbox:  simple((*linear).outbox),
		keymap.Refresh: simple((*linear).refresh),

		keymap.Down:        by(1, (*linear).move),
		keymap.Up:          by(-1, (*linear).move),
		keymap.NextMessage: by(1, (*linear).move),
		keymap.PrevMessage: by(-1, (*linear).move),
		keymap.PageDown:    by(1, (*linear).page),
		keymap.PageUp:      by(-1, (*linear).page),
		keymap.First:       by(-1, (*linear).edge),
		keymap.Last:        by(1, (*linear).edge),
		keymap.NextView:    by(1, (*linear).stepView),
		keymap.PrevView:    by(-1, (*linear).stepView),

		keymap.OpenIt:           {"[ID]", (*linear).openIt},
		keymap.NextConversation: by(1, (*linear).openStep),
		keymap.PrevConversation: by(-1, (*linear).openStep),
		keymap.Customer:         simple((*linear).facts),
		keymap.Details:          simple((*linear).facts),
		keymap.CopyLink:         simple((*linear).link),
		keymap.CopyID:           simple(func(l *linear, _ context.Context) { l.say("%s", l.atHand()) }),

		keymap.Views:     {"[VIEW]", (*linear).goView},
		keymap.Search:    {"WORDS", (*linear).search},
		keymap.Find:      {"WORDS", (*linear).search},
		keymap.Filter:    {"[WORDS]", (*linear).narrow},
		keymap.CycleSort: simple((*linear).cycleSort),

		keymap.Reply:      write(desk.ModeAdmin),
		keymap.Note:       write(desk.ModeNote),
		keymap.AsContact:  write(desk.ModeContact),
		keymap.Close:      act(desk.ActClose),
		keymap.Reopen:     act(desk.ActOpen),
		keymap.MarkUnread: act(desk.ActUnread),
		keymap.MarkRead:   act(desk.ActRead),
		keymap.Take:       simple((*linear).take),
		keymap.Assign:     {"[WHOM]", (*linear).assign},
		keymap.Snooze:     {"[WHEN]", (*linear).snooze},
		keymap.Tags:       {"[NAME | -NAME]", (*linear).tag},
		keymap.Repeat:     simple((*linear).repeat),
	}
	for i, a := range viewKeys {
		v[a] = verb{"", func(l *linear, ctx context.Context, _ string) { l.showView(ctx, i) }}
	}
	for a, id := range viewLetters {
		v[a] = verb{"", func(l *linear, ctx context.Context, _ string) { l.goView(ctx, id) }}
	}
	return v
}

var viewKeys = []keymap.Action{
	keymap.View1, keymap.View2, keymap.View3, keymap.View4, keymap.View5, keymap.View6, keymap.View7, keymap.View8, keymap.View9,
}

var viewLetters = map[keymap.Action]string{
	keymap.GoMine: "mine", keymap.GoUnassigned: "unassigned", keymap.GoOpen: "open", keymap.GoSnoozed: "snoozed", keymap.GoClosed: "closed",
	keymap.GoWaiting: "waiting", keymap.GoPriority: "priority", keymap.GoLate: "late", keymap.GoMentions: "mentions",
}

// spoken are short names for what has a longer one on the screen.
var spoken = map[string]keymap.Action{
	"open": keymap.OpenIt, "show": keymap.OpenIt, "next": keymap.Down, "prev": keymap.Up, "list": "list", "quit": "quit", "exit": "quit",
	"customer": keymap.Customer, "view": keymap.Views, "tag": keymap.Tags, "unread": keymap.MarkUnread, "read": keymap.MarkRead, "contact": keymap.AsContact,
}

func (l *linear) scopes() []keymap.Scope {
	if l.open != nil {
		return []keymap.Scope{keymap.Conversation, keymap.Verbs, keymap.Moving, keymap.Global}
	}
	return []keymap.Scope{keymap.List, keymap.Verbs, keymap.Moving, keymap.Global}
}

// command carries out a line: a key, or the name of an action, and what it is
// about.
func (l *linear) command(ctx context.Context, line string) {
	l.desk.Typing()
	a, arg := l.parse(line)
	switch a {
	case "quit":
		l.quit(ctx)
		return
	case "list":
		l.showList(ctx)
		return
	}
	v, ok := verbs()[a]
	if !ok {
		l.say("There is no command %q here. ? lists those that there are.", line)
		return
	}
	v.do(l, ctx, arg)
}

// parse finds what a line asks for. The whole line may be keys, as "g m" is;
// else its first word is a key or a name. An empty line is the enter key.
func (l *linear) parse(line string) (keymap.Action, string) {
	line = strings.TrimSpace(line)
	if line == "" {
		if l.open != nil {
			return keymap.Down, ""
		}
		return keymap.OpenIt, ""
	}
	if a, _ := l.keys.Match(l.scopes(), strings.Fields(line)); a != "" {
		return a, ""
	}
	word, arg, _ := strings.Cut(line, " ")
	arg = strings.TrimSpace(arg)
	if a, ok := spoken[strings.ToLower(word)]; ok {
		return a, arg
	}
	if a, _ := l.keys.Match(l.scopes(), []string{word}); a != "" {
		return a, arg
	}
	if _, ok := verbs()[keymap.Action(word)]; ok {
		return keymap.Action(word), arg
	}
	for _, key := range []string{"/", `\`} { // what is typed right behind these is their argument
		if rest, ok := strings.CutPrefix(line, key); ok {
			a, _ := l.keys.Match(l.scopes(), []string{key})
			return a, strings.TrimSpace(rest)
		}
	}
	return "", ""
}

// help lists what can be done here, a line each.
func (l *linear) help(context.Context) {
	known := verbs()
	var done []keymap.Action
	for _, b := range l.keys.Bindings(l.scopes()...) {
		v, ok := known[b.Action]
		if !ok || slices.Contains(done, b.Action) {
			continue
		}
		done = append(done, b.Action)
		l.say("%s: %s", joined(" ", joined(", ", b.Keys[0], string(b.Action)), v.takes), b.Help)
	}
	l.say("list: write the rows again. quit: leave.")
}

// back leaves the conversation, or the search; at the top it quits.
func (l *linear) back(ctx context.Context) {
	switch {
	case l.open != nil:
		l.leaveThread()
	case l.query != "":
		l.query = ""
		l.showList(ctx)
	default:
		l.quit(ctx)
	}
}

// quit leaves, after asking where something is still pending.
func (l *linear) quit(ctx context.Context) {
	n := len(l.desk.Status().Outbox)
	if n == 0 {
		l.leaving = true
		return
	}
	l.say("%s not settled yet: w waits and then quits, l leaves it queued for the next time, t takes it back and stays.",
		plural(n, "reply or action is", "replies or actions are"))
	line, ok := l.ask(ctx, "w, l or t> ")
	switch answer := strings.ToLower(strings.TrimSpace(line)); {
	case !ok:
		return // the end of the input, which the caller sees as well
	case answer == "w":
		l.drain(ctx)
		l.leaving = len(l.desk.Status().Outbox) == 0
	case answer == "l":
		l.leaving = true
	case answer == "t":
		l.takeBackAll(ctx)
	default:
		l.say("Staying.")
	}
}
