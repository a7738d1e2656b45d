package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"parley/keymap"
)

// spoken are short names for what has a longer one on the screen.
var spoken = map[string]keymap.Action{
	"open": keymap.OpenIt, "show": keymap.OpenIt, "next": keymap.Down, "prev": keymap.Up, "previous": keymap.Up, "exit": "quit",
	"more": keymap.PageDown, "customer": keymap.Customer, "view": keymap.Views, "tag": keymap.Tags, "links": keymap.FollowOne,
	"link": keymap.FollowOne, "unread": keymap.MarkUnread, "read": keymap.MarkRead, "contact": keymap.AsContact,
	"clear": "unmark", "macros": keymap.Macro, "present": keymap.Present, "standup": keymap.Standup, "?": keymap.Help,
}

// drawn are the actions that make no sense line by line, each with what to do
// in its place.
var drawn = map[keymap.Action]string{
	keymap.Cancel:     "ctrl+c ends Parley here, and keeps what is being written as a draft; back goes back, quit leaves.",
	keymap.NextPane:   "There is one place at a time here: open goes in, back goes out.",
	keymap.PrevPane:   "There is one place at a time here: open goes in, back goes out.",
	keymap.Palette:    "Commands are typed by their names here: help lists them.",
	keymap.Redraw:     "Nothing is drawn here: list writes the rows again.",
	keymap.Suspend:    "The terminal itself suspends a program, with ctrl+z.",
	keymap.Priority:   "Priority can only be read: no dated version of Intercom's API writes it.",
	keymap.Slideshow:  "Slides are drawn, for a room: start Parley without --linear for them. board tells the same figures.",
	keymap.NextSlide:  "Slides are drawn, for a room: start Parley without --linear for them.",
	keymap.PrevSlide:  "Slides are drawn, for a room: start Parley without --linear for them.",
	keymap.EndSlides:  "Slides are drawn, for a room: start Parley without --linear for them.",
	keymap.DemoPause:  "A story is played on the screen only: start the demo without --linear.",
	keymap.DemoStep:   "A story is played on the screen only: start the demo without --linear.",
	keymap.DemoSlower: "A story is played on the screen only: start the demo without --linear.",
	keymap.DemoFaster: "A story is played on the screen only: start the demo without --linear.",

	keymap.ReviewIt:     inText,
	keymap.SaveDraft:    inText,
	keymap.SendNow:      inReview,
	keymap.SendClose:    inReview,
	keymap.SendSnooze:   inReview,
	keymap.EditAgain:    inReview,
	keymap.EditExtern:   inReview,
	keymap.ChangeMode:   inReview,
	keymap.ChangePerson: inReview,
	keymap.Attach:       inReview,
	keymap.Detach:       inReview,
	keymap.KeepDraft:    inReview,
	keymap.Discard:      inReview,
	keymap.ScrollUp:     inWhole,
	keymap.ScrollDown:   inWhole,
}

const (
	inWhole  = "Nothing is scrolled here: enter at the review reads the whole text, .p does while writing."
	inText   = "That is for a text: reply or note begins one, each line is saved at once, and a dot alone on a line goes to the review."
	inReview = "That is for the review of a text: reply or note begins one, and a dot alone on a line goes to the review."
)

// unknown says that there is no such command, and which one may be meant.
func (l *linear) unknown(line string) {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if near := likely(word); len(near) > 0 {
		l.say("There is no command %q here. Did you mean %s?", word, strings.Join(near, " or "))
		return
	}
	l.say("There is no command %q here. help lists those that there are.", line)
}

// maxLikely is how many commands are offered for a mistyped one.
const maxLikely = 3

// likely are the names of commands that a word may have been meant for.
func likely(word string) []string {
	known := &cobra.Command{SuggestionsMinimumDistance: 2}
	add := func(name string) { known.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}}) }
	for a := range verbs() {
		add(string(a))
	}
	for name := range spoken {
		add(name)
	}
	if len(word) < 3 { // everything is near
		return nil
	}
	near := known.SuggestionsFor(word)
	slices.SortFunc(near, func(a, b string) int { // what begins alike comes first
		alike := func(s string) int { return map[bool]int{true: 0, false: 1}[s[0] == word[0]] }
		return cmp.Or(alike(a)-alike(b), strings.Compare(a, b))
	})
	return near[:min(len(near), maxLikely)]
}

// topic is a group of the help.
type topic struct {
	title   string
	actions []keymap.Action
}

// helpTopics group the commands by what one wants.
var helpTopics = []topic{
	{"write", []keymap.Action{keymap.Reply, keymap.Note, keymap.AsContact, keymap.Macro, "drafts"}},
	{"deal", []keymap.Action{
		keymap.Close, keymap.Reopen, keymap.Snooze, keymap.Assign, keymap.Take, keymap.Tags, keymap.MarkUnread, keymap.MarkRead, keymap.Repeat, keymap.Undo,
	}},
	{"move", []keymap.Action{
		keymap.OpenIt, keymap.Back, keymap.Leave, keymap.Down, keymap.Up, keymap.PageDown, keymap.PageUp, keymap.First, keymap.Last,
		keymap.NextConversation, keymap.PrevConversation, "next-unread", "row", "list",
	}},
	{"read", []keymap.Action{
		keymap.NextMessage, keymap.PrevMessage, keymap.Unfold, keymap.Find, keymap.FindNext, keymap.FindPrev, keymap.FollowOne, keymap.Browse,
		keymap.Customer, keymap.Details, keymap.CopyLink, keymap.CopyID, keymap.CopyAddress, keymap.CopyMessage,
	}},
	{"list", []keymap.Action{
		keymap.Views, keymap.NextView, keymap.PrevView, keymap.Search, keymap.Filter, keymap.CycleSort, keymap.Mark, keymap.MarkRange, keymap.MarkAll, "unmark",
	}},
	{"views", []keymap.Action{
		keymap.GoMine, keymap.GoUnassigned, keymap.GoOpen, keymap.GoSnoozed, keymap.GoClosed, keymap.GoWaiting, keymap.GoPriority, keymap.GoLate, keymap.GoMentions,
		keymap.View1, keymap.View2, keymap.View3, keymap.View4, keymap.View5, keymap.View6, keymap.View7, keymap.View8, keymap.View9,
	}},
	{"board", []keymap.Action{keymap.Standup, keymap.OpenLongest, keymap.MarkStandup, keymap.CopyBoard}},
	{"parley", []keymap.Action{keymap.Outbox, "log", keymap.Refresh, keymap.Present, keymap.Help, "quit"}},
}

// help names the commands by groups, a line each; with a group or a command
// behind it, it says what they do.
func (l *linear) help(_ context.Context, arg string) {
	arg = strings.ToLower(arg)
	for _, t := range helpTopics {
		if arg == t.title && arg != "" {
			for _, a := range t.actions {
				l.say("%s", l.described(a))
			}
			return
		}
	}
	if arg != "" {
		a, _ := l.parse(arg)
		switch why, refused := drawn[a]; {
		case refused:
			l.say("%s", why)
		case isCommand(a):
			l.say("%s", l.described(a))
		default:
			l.unknown(arg)
		}
		return
	}
	for _, t := range helpTopics {
		words := make([]string, 0, len(t.actions))
		for _, a := range t.actions {
			words = append(words, joined(" ", string(a), l.keyOf(a)))
		}
		if t.title == "views" {
			words = []string{"1 to 9, and two letters each, such as g m for Mine"}
		}
		l.say("help %s: %s.", t.title, strings.Join(words, ", "))
	}
	l.say("A command is its name or its key, and then what it is about. help and a group or a command says more.")
	if l.person {
		l.say("ctrl+r writes again what you have typed so far.")
	}
}

// described says what a command does: key, name, what follows, and about what
// it is.
func (l *linear) described(a keymap.Action) string {
	v, about := verbs()[a], ""
	for _, b := range l.keys.All() {
		if b.Action == a && about == "" {
			about = b.Help
		}
	}
	if v.about != "" {
		about = v.about
	}
	return joined(" ", joined(", ", string(a), l.keyOf(a)), v.takes) + ": " + strings.TrimSuffix(about, "…")
}

// keyOf is the first key of an action that can be typed as letters, in
// whichever place it has one, else the shortest other name of it.
func (l *linear) keyOf(a keymap.Action) string {
	for _, b := range l.keys.All() {
		for _, k := range b.Keys {
			if b.Action == a && typable(k) {
				return k
			}
		}
	}
	short := ""
	for name, b := range spoken {
		if b == a && (short == "" || len(name) < len(short) || len(name) == len(short) && name < short) {
			short = name
		}
	}
	return short
}

// typable reports whether a key, or a sequence of them, is letters and signs. A
// dot alone is none: it ends a text.
func typable(key string) bool {
	if key == "." {
		return false
	}
	for k := range strings.FieldsSeq(key) {
		if utf8.RuneCountInString(k) != 1 {
			return false
		}
	}
	return true
}
