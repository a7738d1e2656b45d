package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parley/api"
	"parley/api/desk"
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
	l.say("%s", l.title())
	l.writeRows(max(l.index(), 0) / linearRows * linearRows)
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
		l.say("%d more; space shows them.", rest)
	}
}

// row is a conversation in one line: its place, who, what, and how it stands.
func (l *linear) row(i int) string {
	r := l.rows[i]
	c, now := r.Conversation, l.env.Now()
	words := []string{pane.State(c, now), pane.Priority(c.Priority)}
	if !c.Read {
		words = append(words, "unread")
	}
	if k := desk.Clock(c, l.app.means.targets, now); k.Words() != "" {
		words = append(words, k.Words())
	}
	if !c.WaitingSince.IsZero() {
		words = append(words, "waits "+pane.Length(now.Sub(c.WaitingSince.Time)))
	}
	words = append(words, joined(" > ", r.Assignee, r.Team))
	if len(r.Drafts) > 0 {
		words = append(words, "draft")
	}
	if r.Asking {
		words = append(words, "needs you")
	}
	return fmt.Sprintf("%d. %s: %s; %s; %s", i+1, r.Contact, inbox.Subject(r), joined(", ", words...), c.ID)
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

// step goes n rows on, as far as there are any.
func (l *linear) step(n int) bool {
	if len(l.rows) == 0 {
		return false
	}
	l.at = l.rows[min(max(l.index()+n, 0), len(l.rows)-1)].Conversation.ID
	return true
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

func (l *linear) viewNamed(id string) desk.View {
	for _, v := range l.desk.Views() {
		if v.ID == id {
			return v
		}
	}
	return desk.View{ID: id, Name: id}
}

func (l *linear) showView(ctx context.Context, i int) {
	views := l.desk.Views()
	if i >= len(views) {
		l.say("There are only %d views.", len(views))
		return
	}
	l.goView(ctx, views[i].ID)
}

// goView goes to the view of that name, number or id; without one it lists
// them.
func (l *linear) goView(ctx context.Context, name string) {
	views := l.desk.Views()
	if name == "" {
		for i, v := range views {
			n := "not counted yet"
			if c, ok := v.Count.Get(); ok {
				n = fmt.Sprint(c)
			}
			l.say("%d. %s: %s", i+1, v.Name, n)
		}
		return
	}
	i := slices.IndexFunc(views, func(v desk.View) bool { return v.ID == name || strings.EqualFold(v.Name, name) })
	if i < 0 {
		l.stray("There is no view %q. views lists them.", name)
		return
	}
	l.leaveThread()
	l.view, l.sort, l.filter, l.query, l.at = views[i].ID, "", "", "", ""
	if err := l.desk.Refresh(ctx, l.view); err != nil {
		l.complain(err)
	}
	l.showList(ctx)
}

func (l *linear) stepView(ctx context.Context, n int) {
	views := l.desk.Views()
	i := slices.IndexFunc(views, func(v desk.View) bool { return v.ID == l.view })
	if len(views) > 0 {
		l.showView(ctx, (i+n+len(views))%len(views))
	}
}

var linearSorts = []desk.Sort{desk.SortUpdated, desk.SortWaiting, desk.SortPriority, desk.SortSLA}

func (l *linear) cycleSort(ctx context.Context) {
	l.sort = linearSorts[(slices.Index(linearSorts, l.sort)+1)%len(linearSorts)]
	l.say("By %s.", l.sort)
	l.showList(ctx)
}

// search looks through everything that is held, and says what Intercom may
// have besides.
func (l *linear) search(ctx context.Context, words string) {
	if words == "" {
		l.say("Search for what? Put the words behind it.")
		return
	}
	l.leaveThread()
	l.query, l.at = words, ""
	l.showList(ctx)
}

// narrow filters the view; without words it shows all of it again.
func (l *linear) narrow(ctx context.Context, words string) {
	l.filter, l.query = words, ""
	l.showList(ctx)
}

// refresh asks Intercom for the view and the open conversation.
func (l *linear) refresh(ctx context.Context) {
	if err := l.desk.Refresh(ctx, l.view); err != nil {
		l.complain(err)
		return
	}
	if l.open != nil {
		l.openID(ctx, l.open.Conversation.ID)
		return
	}
	l.showList(ctx)
}

// atHand is the conversation that verbs are about.
func (l *linear) atHand() api.ID {
	if l.open != nil {
		return l.open.Conversation.ID
	}
	return l.at
}
