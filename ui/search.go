package ui

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/inbox"
	"parley/ui/statusbar"
)

// searched is what a search found, at first among what is held, then with
// what Intercom found.
type searched struct {
	slot    uint64
	query   string
	results desk.Results
	err     error
	again   bool   // the list is only brought up to date
	first   bool   // nothing was shown of it before
	before  string // what was searched for until then
}

// askSearch takes the words of a search.
func (m *Model) askSearch() tea.Cmd { return m.list.AskSearch(cmp.Or(m.mistyped, m.query)) }

// search looks through everything that is held, and asks Intercom as well.
// No words lead back to the view.
func (m *Model) search(query string) tea.Cmd {
	query = strings.TrimSpace(query)
	m.setFocus(onList)
	if query == "" {
		m.query, m.filter, m.found, m.mistyped = "", "", nil, ""
		m.list.Reset()
		return m.loadList()
	}
	before := m.query
	m.query = query
	ctx, slot, cancel := m.lists.begin(m.ctx)
	d := m.desk
	local := func() tea.Msg {
		r, err := d.Search(ctx, query)
		return searched{slot: slot, query: query, results: r, err: err, first: true, before: before}
	}
	remote := func() tea.Msg {
		defer cancel()
		r, err := d.SearchIntercom(ctx, query)
		return searched{slot: slot, query: query, results: r, err: err}
	}
	return tea.Sequence(local, remote)
}

// searchAgain brings what was found up to date, without asking Intercom.
func (m *Model) searchAgain() tea.Cmd {
	ctx, d, query, slot := m.ctx, m.desk, m.query, m.lists.id
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		r, err := d.Search(ctx, query)
		return searched{slot: slot, query: query, results: r, err: err, again: true}
	}
}

// onSearched shows what was found in place of the view.
func (m *Model) onSearched(msg searched) tea.Cmd {
	if msg.slot != m.lists.id || msg.query != m.query {
		return nil
	}
	switch {
	case msg.err != nil && msg.first: // what was shown stays, and so do the words that were typed
		m.query, m.mistyped = msg.before, msg.query
		return tea.Batch(m.complain(msg.err), m.loadList())
	case msg.err != nil:
		return m.complain(msg.err)
	case msg.first:
		m.list.Reset()
		m.filter = ""
		m.forgive()
	}
	if msg.again && m.found != nil { // keep saying what Intercom found
		msg.results.Remote, msg.results.RemoteTotal, msg.results.HereOnly = m.found.Remote, m.found.RemoteTotal, m.found.HereOnly
	}
	m.found = &msg.results
	m.meet(m.found)
	l := desk.List{View: desk.View{ID: "search", Name: "Search: " + m.query}, SyncedAt: m.env.Now()}
	excerpts := map[api.ID]inbox.Found{}
	for _, h := range msg.results.Hits {
		l.Rows = append(l.Rows, h.Row)
		excerpts[h.Row.Conversation.ID] = excerptOf(h)
	}
	l.Total = api.Num(int64(len(l.Rows)))
	m.list.ShowFound(l, excerpts, found(msg.results))
	return nil
}

// forgive takes off what was said of a search that could not be.
func (m *Model) forgive() {
	if m.mistyped != "" && m.notice.Bad {
		m.notice = statusbar.Notice{}
		m.arrangeNews()
	}
	m.mistyped = ""
}

// excerptOf is what a row says of a hit. What only Intercom found says so.
func excerptOf(h desk.Hit) inbox.Found {
	prefix := ""
	if h.Remote {
		prefix = "[Intercom] "
	}
	switch h.Kind {
	case "note":
		prefix += "note: "
	case desk.KindContact:
		prefix += "customer: "
	}
	f := inbox.Found{Excerpt: prefix + h.Excerpt}
	for _, m := range h.Marks {
		f.Marks = append(f.Marks, [2]int{m[0] + len(prefix), m[1] + len(prefix)})
	}
	return f
}

// found says where results come from and how complete they are.
func found(r desk.Results) string {
	words := fmt.Sprintf("%d of %d conversations searched in full here", r.Indexed, r.Held)
	if r.Remote {
		if n, ok := r.RemoteTotal.Get(); ok {
			words += fmt.Sprintf("; Intercom found %d by their first message", n)
		} else {
			words += "; Intercom was asked too"
		}
		if len(r.HereOnly) > 0 {
			words += ", but not for " + strings.Join(r.HereOnly, " ")
		}
	}
	return words
}

// filterList narrows the view to what fits the words.
func (m *Model) filterList(text string) tea.Cmd {
	m.filter = text
	return m.loadList()
}
