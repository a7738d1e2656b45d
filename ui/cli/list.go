package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/ui/mask"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// The conversations that come with one call: as many as Intercom gives.
const perPage = 150

// The conversations that list shows without being told.
const listLimit = 50

// listing is what a list command says.
type listing struct {
	query        string // a view's id, or a query
	limit, width int
	local, json  bool
}

func (a *app) listCommand() *cobra.Command {
	var (
		l   listing
		all bool
	)
	var about strings.Builder
	for _, v := range desk.BuiltInViews() {
		about.WriteString(fmt.Sprintf("\n  %-11s %s", v.ID, v.Query))
	}
	cmd := &cobra.Command{
		Use:   "list [VIEW | QUERY...]",
		Short: "List the conversations of a view or query",
		Long: "List the conversations of a view, mine if none is named, or those that fulfil a query:\n" + about.String() +
			"\n\nIntercom is asked; --local shows what is held on this computer instead, also without a network.\n" +
			"With --json, an array of the conversations as Intercom returns them in a search. Where something can be\n" +
			"said of an SLA they have a member parley.sla besides: name, state (left, soon, late, paused, hit, missed,\n" +
			"cancelled), kind (first reply, next reply, close), left_seconds (negative when late), due_at, and est, which\n" +
			"says that it was computed here from the targets in the settings.",
		Example: "  parley list\n  parley list waiting --limit 10\n  parley list is:open tag:billing 'waiting:>2h'\n" +
			"  parley list is:closed updated:today --all --json | jq -r '.[].id'",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case l.limit < 1:
				return usagef("--limit: %d is not a number of conversations", l.limit)
			case l.width < 0:
				return usagef("--width: %d is not a number of columns", l.width)
			case all && cmd.Flags().Changed("limit"):
				return usagef("--all and --limit contradict each other: use one")
			case all:
				l.limit = 0
			}
			var err error
			if l.query, err = viewOrQuery(a.views(), args); err != nil {
				return err
			}
			return a.list(cmd.Context(), l)
		},
	}
	cmd.Flags().IntVarP(&l.limit, "limit", "n", listLimit, "list this many at most")
	cmd.Flags().BoolVar(&all, "all", false, "list all, however many")
	cmd.Flags().IntVar(&l.width, "width", 0, "lay out for this many `COLUMNS` (default: the terminal's)")
	cmd.Flags().BoolVar(&l.local, "local", false, "list what is held here; ask nobody")
	cmd.Flags().BoolVar(&l.json, "json", false, "print what Intercom said, as an array")
	adminFlag(cmd)
	return cmd
}

// views are the built-in views and the user's own.
func (a *app) views() []desk.View {
	views := desk.BuiltInViews()
	for _, v := range a.means.views {
		v.ID = cmp.Or(v.ID, "view:"+v.Name) // as the desk names them
		views = append(views, v)
	}
	return views
}

// viewOrQuery returns the id of a view or a query. Words that are neither are
// a slip, or meant for search.
func viewOrQuery(views []desk.View, args []string) (string, error) {
	query := queryOf(args)
	if query == "" {
		return views[0].ID, nil
	}
	var known []string
	for _, v := range views {
		if strings.EqualFold(v.ID, query) || strings.EqualFold(v.Name, query) || strings.EqualFold(v.Name, strings.Join(args, " ")) {
			return v.ID, nil
		}
		known = append(known, strings.TrimPrefix(v.ID, "view:"))
	}
	if !strings.ContainsAny(query, ":\"") {
		return "", usagef("there is no view %q; there are %s. A query has words such as is:open or tag:vip; `parley search %s` looks for a word",
			query, strings.Join(known, ", "), shellWord(query))
	}
	_, err := desk.ParseQuery(query)
	return query, err
}

// queryOf makes one query of arguments. One argument is a query as it is; of
// several, one with a space in it was quoted for the shell, and means a
// phrase.
func queryOf(args []string) string {
	if len(args) == 1 {
		return strings.TrimSpace(args[0])
	}
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = arg
		if strings.ContainsAny(arg, " \t") && !strings.Contains(arg, `"`) {
			key, value, named := strings.Cut(arg, ":")
			if named && !strings.ContainsAny(key, " \t") {
				words[i] = key + `:"` + value + `"`
			} else {
				words[i] = `"` + arg + `"`
			}
		}
	}
	return strings.Join(words, " ")
}

// list prints the conversations of a view or query.
func (a *app) list(ctx context.Context, l listing) (err error) {
	open := a.online
	if l.local {
		open = a.local
	}
	w, err := open(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	found, err := w.find(ctx, l)
	if err != nil {
		return err
	}
	if l.json {
		raws := make([][]byte, len(found.Conversations))
		for i, c := range found.Conversations {
			if raws[i], err = a.withClock(c, a.clock(w.client)); err != nil {
				return err
			}
		}
		return writeJSONArray(a.out, raws)
	}
	if found.Local && !l.local {
		a.say("only what is held here can be asked for that; Intercom cannot search notes")
	}
	if len(found.Conversations) == 0 {
		a.say("no conversations in %s", found.View.Name)
		return nil
	}
	if err := a.listTable(ctx, w, found, l); err != nil {
		return err
	}
	switch all, known := found.Total.Get(); {
	case !found.More:
	case known:
		a.say("%d of %d shown; --limit N or --all shows more", len(found.Conversations), all)
	default:
		a.say("%d shown, and there are more; --limit N or --all shows more", len(found.Conversations))
	}
	return nil
}

// find asks for the conversations. Names are only asked for where the query
// has some.
func (w *work) find(ctx context.Context, l listing) (desk.Found, error) {
	if l.local {
		return w.FindHeld(ctx, l.query, l.limit)
	}
	query := l.query
	for _, v := range w.Views() {
		if v.ID == query {
			query = v.Query
		}
	}
	if err := w.Introduce(ctx, namesPeople(query)); err != nil {
		return desk.Found{}, err
	}
	return w.Find(ctx, l.query, l.limit)
}

// namesPeople reports whether a query may name teammates, teams or tags.
func namesPeople(query string) bool {
	for _, key := range []string{"assignee:", "mention:", "team:", "tag:"} {
		if strings.Contains(strings.ReplaceAll(strings.ToLower(query), "assignee:me", ""), key) {
			return true
		}
	}
	return false
}

// listTable prints conversations for people.
func (a *app) listTable(ctx context.Context, w *work, found desk.Found, l listing) error {
	conversations := make([]api.Conversation, len(found.Conversations))
	for i, c := range found.Conversations {
		conversations[i] = *c
	}
	var n names
	if l.local {
		n = w.heldNames(ctx, conversations)
	} else {
		n = lookUp(ctx, w.client, conversations)
	}
	a.meetAll(conversations, n)
	n = n.masked(a.mask)
	now := a.clock(w.client)
	rows := make([][]string, len(conversations))
	for i := range conversations {
		rows[i] = listRow(a.mask.Conversation(&conversations[i]), a.mask, n, now, a.sla(&conversations[i], now))
	}
	if l.width == 0 {
		l.width = a.env.columns()
	}
	return writeTable(a.out, l.width, listColumns, rows)
}

// listColumns are the columns of the list. On a narrow screen they give way
// one by one, the assignee first; id and subject stay.
var listColumns = []column{
	{title: "ID", most: 20},
	{title: "STATE", most: 26, leave: 4},
	{title: "PRIORITY", most: 10, leave: 2},
	{title: "SLA", most: 18, leave: 5},
	{title: "WAITING", most: 8, leave: 3},
	{title: "CONTACT", most: 24, leave: 6},
	{title: "ASSIGNEE", most: 24, leave: 1},
	{title: "SUBJECT"},
}

// listRow says what the list tells of a conversation.
func listRow(c *api.Conversation, m *mask.Mask, n names, now clock, k desk.SLAClock) []string {
	state := strings.ToUpper(string(c.State))
	if c.State == api.StateSnoozed && !c.SnoozedUntil.IsZero() {
		state += " til " + now.short(c.SnoozedUntil.Time)
	}
	priority := humanise(string(c.Priority))
	if c.Priority == api.PriorityNot || c.Priority == api.PriorityNone {
		priority = ""
	}
	waiting := ""
	if !c.WaitingSince.IsZero() {
		waiting = pane.Length(now.now.Sub(c.WaitingSince.Time))
	}
	return []string{string(c.ID), state, priority, slaWords(c, k), waiting, n.contact(c), n.assignee(c), preview(c, m)}
}

// The most of a body that a list row tells, in bytes: wider than any screen.
const previewBytes = 400

// preview says what the conversation is about: its title, subject, or the
// beginning of the message that began it, which is masked here.
func preview(c *api.Conversation, m *mask.Mask) string {
	if s := cmp.Or(oneLine(c.Title), oneLine(c.Source.Subject)); s != "" {
		return s
	}
	text := strings.Join(strings.Fields(richtext.NewBody(c.Source.Body).Piece(0, m.HTML).Text()), " ")
	if text == "" && len(c.Source.Attachments) > 0 {
		return "[" + plural(len(c.Source.Attachments), "attachment", "attachments") + "]"
	}
	if len(text) > previewBytes {
		text = strings.ToValidUTF8(text[:previewBytes], "") + "…"
	}
	return text
}
