package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/inbox"
	"parley/ui/pane"
)

// linearRows is how many rows of a view are written at a time.
const linearRows = 20

// load reads the rows of the view, or of the search.
func (l *linear) load(ctx context.Context) error {
	if l.query != "" {
		found, err := l.desk.Search(ctx, l.query)
		if err != nil {
			return err
		}
		l.rows = nil
		for _, h := range found.Hits {
			l.rows = append(l.rows, h.Row)
		}
	} else {
		list, err := l.desk.List(ctx, desk.ListRequest{View: l.view, Sort: l.sort, Filter: l.filter})
		if err != nil {
			return err
		}
		l.rows = list.Rows
	}
	l.app.mask.Meet(l.rows)
	clear(l.gone)
	if l.index() < 0 && len(l.rows) > 0 {
		l.at = l.rows[0].Conversation.ID
	}
	return nil
}

// index is the place of the row at hand, -1 when it is not in the list.
func (l *linear) index() int {
	return slices.IndexFunc(l.rows, func(r desk.Row) bool { return r.Conversation.ID == l.at })
}

// showList writes the view's name and its rows.
func (l *linear) showList(ctx context.Context) {
	if err := l.load(ctx); err != nil {
		l.complain(err)
		return
	}
	l.writeList()
}

func (l *linear) writeList() {
	l.say("%s", l.title())
	l.writeRows(max(l.index(), 0) / linearRows * linearRows)
}

// shown is what the rows are of.
type shown struct {
	view   string
	sort   desk.Sort
	filter string
	query  string // the words of the search that is shown in place of the view
	at     api.ID // the row that verbs are about
}

// goTo writes other rows. Where they cannot be read one stays where one is, and
// a script ends: its numbers were meant for other rows.
func (l *linear) goTo(ctx context.Context, to shown) {
	before := l.shown
	l.shown = to
	if err := l.load(ctx); err != nil {
		l.shown = before
		l.stray("%s", desk.Sentence(err))
		return
	}
	l.leaveThread()
	l.writeList()
}

func (l *linear) title() string {
	if l.query != "" {
		return fmt.Sprintf("%s found for %s.", plural(len(l.rows), "conversation", "conversations"), l.query)
	}
	v := l.viewNamed(l.view)
	words := v.Name
	if l.filter != "" {
		words += " filtered by " + l.filter
	}
	if n, ok := v.Count.Get(); ok && l.filter == "" {
		return fmt.Sprintf("%s: %s.", words, plural(int(n), "conversation", "conversations"))
	}
	return fmt.Sprintf("%s: %s held here.", words, plural(len(l.rows), "conversation", "conversations"))
}

func (l *linear) writeRows(from int) {
	to := min(from+linearRows, len(l.rows))
	for i := from; i < to; i++ {
		l.say("%s", l.row(i))
	}
	if rest := len(l.rows) - to; rest > 0 {
		l.say("%d more; %s shows them.", rest, l.verb(keymap.PageDown))
	}
}

// row is a conversation in one line: its place, who, what, and how it stands.
func (l *linear) row(i int) string {
	r := l.rows[i]
	c, now := r.Conversation, l.env.Now()
	words := []string{pane.State(c, now), pane.Priority(c.Priority)}
	if l.gone[c.ID] {
		words = []string{"DEALT WITH"}
	}
	if l.marks[c.ID] {
		words = append(words, "marked")
	}
	if !c.Read {
		words = append(words, "unread")
	}
	if k := desk.Clock(c, l.app.means.targets, now); k.Words() != "" {
		words = append(words, k.Words())
	}
	if !c.WaitingSince.IsZero() {
		words = append(words, "waits "+pane.Length(now.Sub(c.WaitingSince.Time)))
	}
	words = append(words, l.whose(c, r.Assignee, r.Team))
	if len(r.Drafts) > 0 {
		words = append(words, "draft")
	}
	if r.Asking {
		words = append(words, "needs you")
	}
	return fmt.Sprintf("%d. %s: %s; %s; %s", i+1, r.Contact, l.hidden(inbox.Subject(r)), joined(", ", words...), c.ID)
}

// whose says who has a conversation.
func (l *linear) whose(c *api.Conversation, assignee, team string) string {
	if me := l.desk.Status().Identity.Admin.ID; me != "" && c.AdminAssigneeID == me {
		assignee = "yours"
	}
	return cmp.Or(joined(", ", assignee, labelled("team", team)), "unassigned")
}

// move goes n rows on, or n messages.
func (l *linear) move(ctx context.Context, n int) {
	if l.open != nil {
		l.moveMessage(n)
		return
	}
	if l.step(n) {
		l.say("%s", l.row(l.index()))
		return
	}
	if l.load(ctx) == nil && len(l.rows) == 0 {
		l.say("There is no conversation here.")
	}
}

// step goes n rows on, as far as there are any, past those that are dealt
// with.
func (l *linear) step(n int) bool {
	if len(l.rows) == 0 {
		return false
	}
	way := 1
	if n < 0 {
		n, way = -n, -1
	}
	i := l.index()
	at := max(i, 0)
	for n > 0 {
		i += way
		if i < 0 || i >= len(l.rows) {
			break
		}
		if !l.gone[l.rows[i].Conversation.ID] {
			at = i
			n--
		}
	}
	l.at = l.rows[at].Conversation.ID
	return true
}

// goRow goes to a row by its number, without opening it.
func (l *linear) goRow(_ context.Context, arg string) {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(l.rows) {
		l.stray("%q is no row of this list.", arg)
		return
	}
	l.leaveThread()
	l.at = l.rows[n-1].Conversation.ID
	l.say("%s", l.row(n-1))
}

// nextUnread goes to the next row that is unread, beginning anew at the end;
// where a conversation is open, it opens that one.
func (l *linear) nextUnread(ctx context.Context) {
	at := l.index()
	for n := 1; n <= len(l.rows); n++ {
		i := (at + n) % len(l.rows)
		c := l.rows[i].Conversation
		if c.Read || l.gone[c.ID] || l.open != nil && c.ID == l.open.Conversation.ID {
			continue
		}
		if l.at = c.ID; l.open != nil {
			l.openID(ctx, l.at)
			return
		}
		l.say("%s", l.row(i))
		return
	}
	l.say("Nothing is unread in this list.")
}

// listAgain writes the rows, also from within a conversation.
func (l *linear) listAgain(ctx context.Context) {
	l.leaveThread()
	l.showList(ctx)
}

// page goes to the next rows or messages that are written at a time.
func (l *linear) page(ctx context.Context, n int) {
	if l.open != nil {
		l.pageMessages(n)
		return
	}
	if !l.step(n * linearRows) {
		l.move(ctx, 0)
		return
	}
	l.writeRows(l.index() / linearRows * linearRows)
}

// edge goes to the first or the last row or message.
func (l *linear) edge(ctx context.Context, direction int) {
	n := len(l.rows)
	if l.open != nil {
		n = len(l.messages())
	}
	l.move(ctx, n*direction)
}
