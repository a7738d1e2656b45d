package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/inbox"
	"parley/ui/layout"
)

// targets are the conversations that an action is for: in the list the marked
// ones, else the one at hand.
func (l *linear) targets() []api.ID {
	if marked := l.marked(); l.open == nil && len(marked) > 0 {
		return marked
	}
	if id := l.atHand(); id != "" {
		return []api.ID{id}
	}
	return nil
}

// atHand is the conversation that verbs are about.
func (l *linear) atHand() api.ID {
	if l.open != nil {
		return l.open.Conversation.ID
	}
	return l.at
}

// marked are the marked conversations in the order of the list.
func (l *linear) marked() []api.ID {
	var out []api.ID
	for _, r := range l.rows {
		if l.marks[r.Conversation.ID] {
			out = append(out, r.Conversation.ID)
		}
	}
	return out
}

// inList reports whether there are rows to mark here, and says it if not.
func (l *linear) inList() bool {
	switch {
	case l.open != nil:
		l.say("Marks are for the list: back goes there.")
	case len(l.rows) == 0:
		l.say("There is no conversation here.")
	default:
		return true
	}
	return false
}

// mark marks rows by their numbers, such as 2 5 7-9, or takes their marks off;
// without a number, the row at hand, and goes on to the next.
func (l *linear) mark(_ context.Context, arg string) {
	if !l.inList() {
		return
	}
	if arg == "" {
		l.toggle(l.index())
		l.sayMarks()
		if at := l.at; l.step(1) && l.at != at {
			l.say("%s", l.row(l.index()))
		}
		return
	}
	numbers, wrong := l.numbers(arg)
	if wrong != "" {
		l.stray("%q is no row of this list, and no range such as 2-5.", wrong)
		return
	}
	for _, i := range numbers {
		l.toggle(i)
	}
	l.sayMarks()
}

// numbers reads the numbers of rows, and returns their places. wrong is the
// first word that is none.
func (l *linear) numbers(arg string) (places []int, wrong string) {
	for _, word := range strings.FieldsFunc(arg, func(r rune) bool { return r == ' ' || r == ',' }) {
		first, last, ranged := strings.Cut(word, "-")
		from, err := strconv.Atoi(first)
		to := from
		if ranged && err == nil {
			to, err = strconv.Atoi(last)
		}
		if err != nil || from < 1 || to < from || to > len(l.rows) {
			return nil, word
		}
		for n := from; n <= to; n++ {
			places = append(places, n-1)
		}
	}
	return places, ""
}

func (l *linear) toggle(i int) {
	if i < 0 {
		return
	}
	id := l.rows[i].Conversation.ID
	if l.marks[id] {
		delete(l.marks, id)
	} else {
		l.marks[id] = true
	}
	l.anchor = id
}

// markRange marks from the last mark up to a row, by its number, or the one at
// hand.
func (l *linear) markRange(_ context.Context, arg string) {
	if !l.inList() {
		return
	}
	to := l.index()
	if arg != "" {
		n, err := strconv.Atoi(arg)
		if err != nil || n < 1 || n > len(l.rows) {
			l.stray("%q is no row of this list.", arg)
			return
		}
		to = n - 1
	}
	from := slices.IndexFunc(l.rows, func(r desk.Row) bool { return r.Conversation.ID == l.anchor })
	if from < 0 {
		from = to
	}
	for i := max(min(from, to), 0); i <= max(from, to); i++ {
		l.marks[l.rows[i].Conversation.ID] = true
	}
	l.sayMarks()
}

// markAll marks every row, or, when all are marked, none.
func (l *linear) markAll(context.Context) {
	if !l.inList() {
		return
	}
	all := len(l.marked()) == len(l.rows)
	clear(l.marks)
	if !all {
		for _, r := range l.rows {
			l.marks[r.Conversation.ID] = true
		}
	}
	l.sayMarks()
}

func (l *linear) unmark() {
	clear(l.marks)
	l.sayMarks()
}

// sayMarks says what the next action is for.
func (l *linear) sayMarks() {
	switch n := len(l.marked()); n {
	case 0:
		l.say("Nothing is marked.")
	case 1:
		l.say("1 marked: %s. The next action is for it; unmark takes the mark off.", l.called(l.marked()[0]))
	default:
		l.say("%d marked. The next action is for all of them; unmark takes the marks off.", n)
	}
}

// called names a conversation in words.
func (l *linear) called(id api.ID) string {
	for _, r := range l.rows {
		if r.Conversation.ID == id {
			return joined(" of ", l.about(r), r.Contact)
		}
	}
	if l.open != nil && l.open.Conversation.ID == id {
		c := l.open.Conversation
		return l.hidden(subject(c)) + " of " + l.names().contact(c)
	}
	return "conversation " + string(id)
}

// longSubject is how much of a subject is said where it is not the point, in
// characters: one that has no title is called by what was written.
const longSubject = 60

// about says what a row is about, in a few words.
func (l *linear) about(r desk.Row) string { return layout.Cut(l.hidden(inbox.Subject(l.app.mask.Row(r))), longSubject) }

// calledAll names several.
func (l *linear) calledAll(ids []api.ID) string {
	if len(ids) == 1 {
		return l.called(ids[0])
	}
	return plural(len(ids), "conversation", "conversations")
}
