package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
)

func (a *app) searchCommand() *cobra.Command {
	var local, asJSON bool
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Search messages and notes held here, and ask Intercom",
		Long: `Search every message and note that is held on this computer, with names,
addresses, companies and subjects, and ask Intercom for what it can evaluate of
the query: it finds words in first messages, their subjects and senders only.
Says what was found where, and how much of what is held is in the index.

A query has words, "exact phrases" and conditions: is:open assignee:me
team:billing tag:vip waiting:>2h from:ada note:refund -tag:spam. Commas between
values mean any of them, - in front means not.

With --json, an object: query, hits (conversation_id, state, subject, contact,
part_id, kind, author, at, excerpt, marks, more, from_intercom, sla), ranked,
truncated, asked_intercom, intercom_total, indexed, held. The marks are byte
offsets into the excerpt; sla is as in list --json.`,
		Example: "  parley search refund\n  parley search is:open from:ada '\"charged twice\"'\n  parley search note:stripe --local",
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return errors.New("say what to look for")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			query := queryOf(args)
			if _, err := desk.ParseQuery(query); err != nil {
				return err
			}
			return a.search(cmd.Context(), query, local, asJSON)
		},
	}
	cmd.Flags().BoolVar(&local, "local", false, "search what is held here; ask nobody")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object with the hits")
	adminFlag(cmd)
	return cmd
}

// search looks here and at Intercom. Without Intercom there is half an
// answer: it is printed, and the exit code says what is missing.
func (a *app) search(ctx context.Context, query string, local, asJSON bool) (err error) {
	open := a.online
	if local {
		open = a.local
	}
	w, err := open(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	found, remoteErr := w.searchBoth(ctx, query, local)
	if remoteErr != nil {
		if _, bad := errors.AsType[*desk.QueryError](remoteErr); bad || ctx.Err() != nil {
			return remoteErr
		}
		if found, err = w.Search(ctx, query); err != nil {
			return err
		}
	}
	if err := a.showHits(w, query, found, asJSON); err != nil {
		return err
	}
	if remoteErr != nil {
		return &problem{code: exitCode(remoteErr), sentence: "Only what is held here was searched. " + sentenceOf(remoteErr), err: remoteErr}
	}
	return nil
}

func (w *work) searchBoth(ctx context.Context, query string, local bool) (desk.Results, error) {
	if local {
		return w.Search(ctx, query)
	}
	if err := w.Introduce(ctx, namesPeople(query)); err != nil {
		return desk.Results{}, err
	}
	return w.SearchIntercom(ctx, query)
}

// showHits prints what was found.
func (a *app) showHits(w *work, query string, found desk.Results, asJSON bool) error {
	a.mask.Meet(&found, w.Directory())
	found = a.mask.Results(found)
	if asJSON {
		return writeValue(a.out, a.resultsJSONOf(query, found, a.clock(w.client)))
	}
	now := a.clock(w.client)
	rows := make([][]string, len(found.Hits))
	remote := 0
	for i, h := range found.Hits {
		c := h.Row.Conversation
		from := "here"
		if h.Remote {
			from = "Intercom"
			remote++
		}
		in := h.Kind
		if h.More > 0 {
			in = joined(" ", in, fmt.Sprintf("+%d", h.More))
		}
		rows[i] = []string{string(c.ID), strings.ToUpper(string(c.State)), slaState(c, a.sla(c, now)), h.Row.Contact, in, now.short(h.At), from, lineOf(h.Excerpt)}
	}
	if len(rows) > 0 {
		if err := writeTable(a.out, a.env.columns(), searchColumns, rows); err != nil {
			return err
		}
	}
	a.say("%s", searchedWords(found, remote))
	return nil
}

var searchColumns = []column{
	{title: "ID", most: 20},
	{title: "STATE", most: 8, leave: 5},
	{title: "SLA", most: 18, leave: 3},
	{title: "CONTACT", most: 20, leave: 6},
	{title: "IN", most: 12, leave: 4},
	{title: "WHEN", most: 12, leave: 2},
	{title: "FOUND", most: 8, leave: 1},
	{title: "TEXT"},
}

// searchedWords says what was searched, and what was not.
func searchedWords(found desk.Results, remote int) string {
	words := []string{plural(len(found.Hits)-remote, "conversation", "conversations") + " found here"}
	if found.Truncated {
		words[0] = "the first " + words[0]
	}
	switch total, known := found.RemoteTotal.Get(); {
	case !found.Remote:
		words = append(words, "Intercom was not asked")
	case known:
		words = append(words, fmt.Sprintf("%d more at Intercom, which has %d", remote, total))
	default:
		words = append(words, fmt.Sprintf("%d more at Intercom, which searches first messages and their senders only", remote))
	}
	if len(found.HereOnly) > 0 {
		words = append(words, "Intercom cannot look for "+strings.Join(found.HereOnly, " "))
	}
	return strings.Join(append(words, fmt.Sprintf("%d of the %s held here %s searched in full", found.Indexed,
		plural(int(found.Held), "conversation", "conversations"), map[bool]string{true: "is", false: "are"}[found.Indexed == 1])), "; ")
}

// resultsJSON is what a search found, for programs. Its shape is documented
// in the help of the search command, and stable.
type resultsJSON struct {
	Query         string    `json:"query"`
	Hits          []hitJSON `json:"hits"`
	Ranked        bool      `json:"ranked"`
	Truncated     bool      `json:"truncated"`
	AskedIntercom bool      `json:"asked_intercom"`
	IntercomTotal *int64    `json:"intercom_total,omitempty"`
	Indexed       int64     `json:"indexed"`
	Held          int64     `json:"held"`
}

type hitJSON struct {
	ConversationID api.ID    `json:"conversation_id"`
	State          api.State `json:"state"`
	Subject        string    `json:"subject"`
	Contact        string    `json:"contact,omitempty"`
	PartID         api.ID    `json:"part_id,omitempty"`
	Kind           string    `json:"kind,omitempty"`
	Author         string    `json:"author,omitempty"`
	At             time.Time `json:"at"`
	Excerpt        string    `json:"excerpt"`
	Marks          [][2]int  `json:"marks,omitempty"`
	More           int       `json:"more"`
	FromIntercom   bool      `json:"from_intercom"`
	SLA            *slaJSON  `json:"sla,omitempty"`
}

func (a *app) resultsJSONOf(query string, found desk.Results, now clock) resultsJSON {
	out := resultsJSON{
		Query: query, Hits: []hitJSON{}, Ranked: found.Ranked, Truncated: found.Truncated, AskedIntercom: found.Remote,
		Indexed: found.Indexed, Held: found.Held,
	}
	if n, ok := found.RemoteTotal.Get(); ok {
		out.IntercomTotal = &n
	}
	for _, h := range found.Hits {
		c := h.Row.Conversation
		out.Hits = append(out.Hits, hitJSON{
			ConversationID: c.ID, State: c.State, Subject: subject(c), Contact: h.Row.Contact, PartID: h.PartID, Kind: h.Kind,
			Author: h.Author, At: h.At.UTC(), Excerpt: h.Excerpt, Marks: h.Marks, More: h.More, FromIntercom: h.Remote,
			SLA: slaJSONOf(a.sla(c, now)),
		})
	}
	return out
}
