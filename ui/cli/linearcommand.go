package cli

import (
	"context"
	"strings"
	"unicode"

	"parley/api/desk"
	"parley/keymap"
)

// verb is what a command of the line-by-line inbox does with its argument.
type verb struct {
	takes string // what follows the command, for the help; "" is nothing
	about string // for the help, where the screen has no key for it
	do    func(l *linear, ctx context.Context, arg string)
}

// plainly is a verb that takes nothing.
func plainly(do func(*linear, context.Context)) verb {
	return verb{do: func(l *linear, ctx context.Context, _ string) { do(l, ctx) }}
}

// by is a verb that goes n further.
func by(n int, do func(*linear, context.Context, int)) verb {
	return verb{do: func(l *linear, ctx context.Context, _ string) { do(l, ctx, n) }}
}

// verbs are the actions that make sense line by line, by the names that they
// have on the screen, and what the screen has no key for.
func verbs() map[keymap.Action]verb {
	act := func(kind desk.ActionKind) verb {
		return plainly(func(l *linear, ctx context.Context) { l.act(ctx, desk.ActionChange{Kind: kind}) })
	}
	write := func(mode desk.Mode) verb {
		return plainly(func(l *linear, ctx context.Context) { l.compose(ctx, mode, nil) })
	}
	v := map[keymap.Action]verb{
		keymap.Help:    {takes: "[COMMAND]", about: "what there is, or what a group or a command does", do: (*linear).help},
		keymap.Back:    plainly((*linear).back),
		keymap.Leave:   plainly((*linear).leave),
		keymap.Undo:    plainly((*linear).undo),
		keymap.Outbox:  plainly((*linear).outbox),
		keymap.Refresh: plainly((*linear).refresh),
		keymap.Present: plainly((*linear).present),

		keymap.Standup:     plainly((*linear).showBoard),
		keymap.CopyBoard:   plainly((*linear).boardMarkdown),
		keymap.MarkStandup: plainly((*linear).markStandup),
		keymap.OpenLongest: plainly((*linear).openLongest),

		keymap.Down:        by(1, (*linear).move),
		keymap.Up:          by(-1, (*linear).move),
		keymap.NextMessage: by(1, (*linear).stepMessage),
		keymap.PrevMessage: by(-1, (*linear).stepMessage),
		keymap.PageDown:    by(1, (*linear).page),
		keymap.PageUp:      by(-1, (*linear).page),
		keymap.First:       by(-1, (*linear).edge),
		keymap.Last:        by(1, (*linear).edge),
		keymap.NextView:    by(1, (*linear).stepView),
		keymap.PrevView:    by(-1, (*linear).stepView),

		keymap.OpenIt:           {takes: "[NUMBER | ID | WORDS]", about: "open a row, a conversation by its id, or the one that has the words", do: (*linear).openIt},
		keymap.NextConversation: by(1, (*linear).openStep),
		keymap.PrevConversation: by(-1, (*linear).openStep),
		keymap.Customer:         plainly((*linear).customer),
		keymap.Details:          plainly((*linear).facts),
		keymap.Unfold:           plainly((*linear).unfold),
		keymap.FollowOne:        {takes: "[NUMBER]", about: "list links and attachments, or open one", do: (*linear).follow},
		keymap.CopyLink:         plainly((*linear).link),
		keymap.CopyID:           plainly((*linear).id),
		keymap.CopyAddress:      plainly((*linear).address),
		keymap.CopyMessage:      plainly((*linear).lastMessage),
		keymap.Browse:           plainly((*linear).browse),

		keymap.Views:     {takes: "[VIEW]", about: "list the views, or go to one", do: (*linear).goView},
		keymap.Search:    {takes: "WORDS", do: (*linear).search},
		keymap.Find:      {takes: "WORDS", about: "find in the conversation, and in the list search everything", do: (*linear).find},
		keymap.FindNext:  by(1, (*linear).findStep),
		keymap.FindPrev:  by(-1, (*linear).findStep),
		keymap.Filter:    {takes: "[WORDS]", about: "show only what has the words, or all again", do: (*linear).narrow},
		keymap.CycleSort: plainly((*linear).cycleSort),

		keymap.Mark:      {takes: "[NUMBERS]", about: "mark rows, such as 2 5 7-9, or this one; once more takes the mark off", do: (*linear).mark},
		keymap.MarkRange: {takes: "[NUMBER]", about: "mark from the last mark up to a row, or to this one", do: (*linear).markRange},
		keymap.MarkAll:   plainly((*linear).markAll),

		keymap.Reply:      write(desk.ModeAdmin),
		keymap.Note:       write(desk.ModeNote),
		keymap.AsContact:  write(desk.ModeContact),
		keymap.Macro:      {takes: "[NAME]", about: "list the macros, or begin a text with one", do: (*linear).macro},
		keymap.Close:      act(desk.ActClose),
		keymap.Reopen:     act(desk.ActOpen),
		keymap.MarkUnread: act(desk.ActUnread),
		keymap.MarkRead:   act(desk.ActRead),
		keymap.Take:       plainly((*linear).take),
		keymap.Assign:     {takes: "[WHOM]", about: "assign to me, nobody, a teammate or a team; alone, lists them", do: (*linear).assign},
		keymap.Snooze:     {takes: "[WHEN]", about: "snooze until then, such as tomorrow 9am; alone, lists what is common", do: (*linear).snooze},
		keymap.Tags:       {takes: "[NAMES]", about: "put tags on; - in front takes one off, + makes a new one; alone, lists them", do: (*linear).tag},
		keymap.Repeat:     plainly((*linear).repeat),

		"list":        {about: "write the rows again", do: func(l *linear, ctx context.Context, _ string) { l.listAgain(ctx) }},
		"row":         {takes: "NUMBER", about: "go to a row without opening it", do: (*linear).goRow},
		"next-unread": {about: "next conversation that is unread", do: func(l *linear, ctx context.Context, _ string) { l.nextUnread(ctx) }},
		"unmark":      {about: "take all marks off", do: func(l *linear, _ context.Context, _ string) { l.unmark() }},
		"drafts":      {about: "what is written and not sent", do: func(l *linear, ctx context.Context, _ string) { l.drafts(ctx) }},
		"log":         {about: "what became of replies and actions", do: func(l *linear, ctx context.Context, _ string) { l.journal(ctx) }},
		"quit":        {about: "leave", do: func(l *linear, ctx context.Context, _ string) { l.quit(ctx) }},
	}
	for i, a := range viewKeys {
		v[a] = by(i, (*linear).showView)
	}
	for a, id := range viewLetters {
		v[a] = plainly(func(l *linear, ctx context.Context) { l.goView(ctx, id) })
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

// scopes are where a key is looked for, from the place where one is out.
func (l *linear) scopes() []keymap.Scope {
	switch {
	case l.board != nil:
		return []keymap.Scope{keymap.Board, keymap.Global}
	case l.open != nil:
		return []keymap.Scope{keymap.Conversation, keymap.Verbs, keymap.Moving, keymap.Global}
	default:
		return []keymap.Scope{keymap.List, keymap.Verbs, keymap.Moving, keymap.Global}
	}
}

// command carries out a line: a key, or the name of an action, and what it is
// about.
func (l *linear) command(ctx context.Context, line string) {
	l.desk.Typing()
	a, arg := l.parse(line)
	if strings.TrimSpace(line) == "." && a == keymap.Repeat { // who ends a text twice has not asked for that
		l.say("A dot alone ends a text, and none is being written here. repeat does the last action again.")
		return
	}
	if v, ok := verbs()[a]; ok {
		v.do(l, ctx, arg)
		return
	}
	if why, ok := drawn[a]; ok {
		l.say("%s", why)
		return
	}
	l.unknown(line)
}

// parse finds what a line asks for. The whole line may be keys, as "g m" is;
// else its first word is a key or a name. An empty line is the enter key.
func (l *linear) parse(line string) (keymap.Action, string) {
	line = strings.TrimSpace(line)
	if line == "" {
		return l.entered(), ""
	}
	if a, _ := l.keys.Match(l.everywhere(), strings.Fields(line)); a != "" {
		return a, ""
	}
	word, arg, _ := strings.Cut(line, " ")
	arg = strings.TrimSpace(arg)
	if a, ok := spoken[strings.ToLower(word)]; ok {
		return a, arg
	}
	if a, _ := l.keys.Match(l.everywhere(), []string{word}); a != "" {
		return a, arg
	}
	if a := keymap.Action(strings.ToLower(word)); isCommand(a) {
		return a, arg
	}
	for _, a := range []keymap.Action{keymap.Find, keymap.Search, keymap.Filter} { // what is typed right behind their keys is their argument
		for _, s := range l.scopes() {
			key := l.keys.Key(s, a)
			if rest, ok := strings.CutPrefix(line, key); ok && key != "" && !unicode.IsLetter([]rune(key)[0]) {
				return a, strings.TrimSpace(rest)
			}
		}
	}
	return "", ""
}

// entered is what the enter key means.
func (l *linear) entered() keymap.Action {
	switch {
	case l.board != nil:
		return keymap.OpenLongest
	case l.open != nil:
		return keymap.Down
	default:
		return keymap.OpenIt
	}
}

// everywhere are the scopes, and those that need no place.
func (l *linear) everywhere() []keymap.Scope {
	return append(l.scopes(), keymap.Always, keymap.Demo)
}

// isCommand reports whether an action is one of the screen or of the lines.
func isCommand(a keymap.Action) bool {
	_, spoken := verbs()[a]
	_, refused := drawn[a]
	return spoken || refused
}
