package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"parley/api/desk"
)

// viewNamed is a view by its id.
func (l *linear) viewNamed(id string) desk.View {
	for _, v := range l.desk.Views() {
		if v.ID == id {
			return v
		}
	}
	return desk.View{ID: id, Name: id}
}

// showView goes to the view at a place.
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
			n := ""
			if c, ok := v.Count.Get(); ok {
				n = fmt.Sprint(c)
			}
			l.say("%d. %s", i+1, joined(": ", v.Name, n))
		}
		return
	}
	i := slices.IndexFunc(views, func(v desk.View) bool { return v.ID == name || strings.EqualFold(v.Name, name) })
	if i < 0 {
		l.stray("There is no view %q. views lists them.", name)
		return
	}
	if err := l.desk.Refresh(ctx, views[i].ID); err != nil {
		l.complain(err)
	}
	clear(l.marks)
	l.goTo(ctx, shown{view: views[i].ID})
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
	l.say("In the order of %s.", l.sort)
	l.showList(ctx)
}

// search looks through everything that is held, and says what Intercom may
// have besides.
func (l *linear) search(ctx context.Context, words string) {
	if words == "" {
		l.say("Search for what? Put the words behind it.")
		return
	}
	to := l.shown
	to.query, to.at = words, ""
	clear(l.marks)
	l.goTo(ctx, to)
}

// narrow filters the view; without words it shows all of it again.
func (l *linear) narrow(ctx context.Context, words string) {
	to := l.shown
	to.filter, to.query = words, ""
	l.goTo(ctx, to)
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
