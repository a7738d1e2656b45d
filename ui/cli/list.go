package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/ui/richtext"
)

// The most conversations that one page of a search holds.
const perPage = 150

// The conversations that list shows without being told.
const listLimit = 50

func (a *app) listCommand() *cobra.Command {
	var (
		limit, width int
		all, asJSON  bool
	)
	var about strings.Builder
	for _, v := range views {
		about.WriteString(fmt.Sprintf("\n  %-12s %s", v.name, v.about))
	}
	cmd := &cobra.Command{
		Use:       "list [VIEW]",
		Short:     "List the conversations of a view",
		Long:      "List the conversations of a view:\n" + about.String() + "\n\nWith --json, an array of the conversations as Intercom returns them in a search.",
		Example:   "  parley list\n  parley list waiting --limit 10\n  parley list closed --all --json | jq -r '.[].id'",
		ValidArgs: viewNames(),
		Args:      cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 1 {
				return usagef("--limit: %d is not a number of conversations", limit)
			}
			if width < 0 {
				return usagef("--width: %d is not a number of columns", width)
			}
			if all && cmd.Flags().Changed("limit") {
				return usagef("--all and --limit contradict each other: use one")
			}
			if all {
				limit = 0
			}
			v, err := findView(append(args, views[0].name)[0])
			if err != nil {
				return err
			}
			return a.list(cmd.Context(), v, limit, width, asJSON)
		},
	}
	cmd.Flags().IntVarP(&limit, "limit", "n", listLimit, "list this many at most")
	cmd.Flags().BoolVar(&all, "all", false, "list all, however many")
	cmd.Flags().IntVar(&width, "width", 0, "lay out for this many `COLUMNS` (default: the terminal's)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what Intercom said, as an array")
	adminFlag(cmd)
	return cmd
}

// list prints the conversations of a view.
func (a *app) list(ctx context.Context, v view, limit, width int, asJSON bool) error {
	c, err := a.client(ctx)
	if err != nil {
		return err
	}
	found, total, err := a.find(ctx, c, v, limit)
	if err != nil {
		return err
	}
	if asJSON {
		raws := make([][]byte, len(found))
		for i := range found {
			raws[i] = found[i].Raw
		}
		return writeJSONArray(a.out, raws)
	}
	if len(found) == 0 {
		a.say("no conversations in view %s", v.name)
		return nil
	}
	if width == 0 {
		width = a.env.columns()
	}
	n := lookUp(ctx, c, found)
	now := a.clock(c)
	rows := make([][]string, len(found))
	for i := range found {
		rows[i] = listRow(&found[i], n, now)
	}
	if err := writeTable(a.out, width, listColumns, rows); err != nil {
		return err
	}
	if all, known := total.Get(); known && all > int64(len(found)) {
		a.say("%d of %d shown; --limit N or --all shows more", len(found), all)
	}
	return nil
}

// find reads at most limit conversations of the view, all where it is 0, and
// how many there are at Intercom. A conversation that moves while pages are
// read is listed once, as it was last.
func (a *app) find(ctx context.Context, c *api.Client, v view, limit int) ([]api.Conversation, api.Number, error) {
	var me api.ID
	if v.name == views[0].name {
		var err error
		if me, err = a.admin(ctx, c); err != nil {
			return nil, api.Number{}, err
		}
	}
	r := v.request(me, perPage)
	if limit > 0 {
		r.PerPage = min(limit, perPage)
	}
	var (
		found []api.Conversation
		total api.Number
		at    = map[api.ID]int{}
	)
	for {
		page, err := c.Conversations.Search(ctx, r)
		if err != nil {
			return nil, total, err
		}
		if r.StartingAfter == "" {
			total = page.TotalCount
		}
		for _, conversation := range page.Items {
			if i, again := at[conversation.ID]; again {
				found[i] = conversation
				continue
			}
			at[conversation.ID] = len(found)
			found = append(found, conversation)
			if len(found) == limit {
				return found, total, nil
			}
		}
		if page.Next == "" || page.Next == r.StartingAfter {
			return found, total, nil
		}
		r.StartingAfter = page.Next
	}
}

// listColumns are the columns of the list. On a narrow screen they give way
// one by one, the SLA first; id and subject stay.
var listColumns = []column{
	{title: "ID", most: 20},
	{title: "STATE", most: 26, leave: 5},
	{title: "PRIORITY", most: 10, leave: 3},
	{title: "SLA", most: 22, leave: 1},
	{title: "WAITING", most: 8, leave: 4},
	{title: "CONTACT", most: 24, leave: 6},
	{title: "ASSIGNEE", most: 24, leave: 2},
	{title: "SUBJECT"},
}

// listRow says what the list tells of a conversation.
func listRow(c *api.Conversation, n names, now clock) []string {
	state := strings.ToUpper(string(c.State))
	if c.State == api.StateSnoozed && !c.SnoozedUntil.IsZero() {
		state += " til " + now.short(c.SnoozedUntil.Time)
	}
	priority := humanise(string(c.Priority))
	if c.Priority == api.PriorityNot || c.Priority == api.PriorityNone {
		priority = ""
	}
	sla, waiting := "", ""
	if c.SLA != nil && c.SLA.Status != "" {
		sla = joined(" ", c.SLA.Name, humanise(c.SLA.Status))
	}
	if !c.WaitingSince.IsZero() {
		waiting = span(now.now.Sub(c.WaitingSince.Time))
	}
	return []string{string(c.ID), state, priority, sla, waiting, n.contact(c), n.assignee(c), preview(c)}
}

// The most of a body that a list row tells, in bytes: wider than any screen.
const previewBytes = 400

// preview says what the conversation is about: its title, subject, or the
// beginning of the message that began it.
func preview(c *api.Conversation) string {
	if s := cmp.Or(oneLine(c.Title), oneLine(c.Source.Subject)); s != "" {
		return s
	}
	text := strings.Join(strings.Fields(richtext.Parse(c.Source.Body).Text()), " ")
	if text == "" && len(c.Source.Attachments) > 0 {
		return "[" + plural(len(c.Source.Attachments), "attachment", "attachments") + "]"
	}
	if len(text) > previewBytes {
		text = strings.ToValidUTF8(text[:previewBytes], "") + "…"
	}
	return text
}
