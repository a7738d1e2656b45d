package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"parley/api"
	"parley/api/store"
)

// Hit is a conversation that a search found, with its best message.
type Hit struct {
	Row     Row
	PartID  api.ID // "" is the source, or the conversation as a whole
	Kind    string // source, comment or note; contact or subject when it is called so; "" when it is the conversation that fits
	Author  string
	At      time.Time
	Excerpt string
	Marks   [][2]int // what to highlight: byte offsets into Excerpt
	More    int      // further messages of the conversation that fit
	Remote  bool     // only Intercom found it: it was not held
}

// Results are what a search found.
type Results struct {
	Hits      []Hit
	Ranked    bool // the best first; else the newest first
	Truncated bool // there are more than are shown
	// Of Held conversations Indexed have all of their messages in the index.
	Indexed, Held int64
	// Remote says that Intercom was asked as well. It searches only the first
	// message of a conversation with its subject and author, word by word; RemoteTotal is how many it
	// found.
	Remote      bool
	RemoteTotal api.Number
	// HereOnly are conditions, as they were typed, that Intercom cannot
	// evaluate: what it returned was compared with them here.
	HereOnly []string
}

const (
	maxMatches = 200 // messages read for one search
	maxHits    = 60  // conversations shown
)

// Search looks through what is held, in the words of a query: bare words in
// every message, in subjects and in names, addresses and companies of
// customers, note: in notes. Without either it lists the conversations
// that fulfil the other conditions. Its error may be a *QueryError.
func (d *Desk) Search(ctx context.Context, query string) (Results, error) {
	q, err := ParseQuery(query)
	if err != nil {
		return Results{}, err
	}
	out := d.completeness(ctx)
	words, kinds, unwanted, rest := q.parts()
	conds, err := d.compiler(rest, false).conds(rest)
	if err != nil {
		return Results{}, err
	}
	if len(words) == 0 {
		ids, err := d.store.IDs(ctx, store.Select{Where: conds, Limit: maxHits + 1})
		if err != nil {
			return Results{}, d.searchFailed(err)
		}
		out.Truncated = len(ids) > maxHits
		rows, err := d.rows(ctx, ids[:min(maxHits, len(ids))])
		if err != nil {
			return Results{}, d.searchFailed(err)
		}
		for _, r := range rows {
			out.Hits = append(out.Hits, Hit{Row: r, At: r.Conversation.UpdatedAt.Time, Excerpt: r.Preview})
		}
		return out, nil
	}
	var found store.Matches
	if len(kinds) == 0 {
		found, err = d.findWords(ctx, words, conds)
	} else {
		found, err = d.store.Search(ctx, words, kinds, conds, maxMatches)
	}
	if err != nil {
		return Results{}, d.searchFailed(err)
	}
	out.Ranked, out.Truncated = found.Ranked, found.Truncated
	most := maxHits
	if len(unwanted) > 0 {
		most = maxMatches
	}
	if err := d.gather(ctx, &out, found.Matches, words, most); err != nil {
		return out, d.searchFailed(err)
	}
	out.Hits, err = d.without(ctx, out.Hits, unwanted)
	if len(out.Hits) > maxHits {
		out.Hits, out.Truncated = out.Hits[:maxHits], true
	}
	return out, d.searchFailed(err)
}

// gather makes one hit of the matches of a conversation, at most most of them.
func (d *Desk) gather(ctx context.Context, out *Results, matches []store.Match, words []string, most int) error {
	place := map[api.ID]int{}
	var ids []api.ID
	for _, m := range matches {
		if i, there := place[m.ConversationID]; there {
			if h := &out.Hits[i]; h.Kind == KindSubject { // the row shows the subject: the words say more
				h.hit(m, words)
			} else {
				h.More++
			}
			continue
		}
		if len(out.Hits) == most {
			out.Truncated = true
			continue
		}
		place[m.ConversationID] = len(out.Hits)
		ids = append(ids, m.ConversationID)
		var h Hit
		h.hit(m, words)
		out.Hits = append(out.Hits, h)
	}
	rows, err := d.rows(ctx, ids)
	if err != nil {
		return err
	}
	for _, r := range rows {
		out.Hits[place[r.Conversation.ID]].Row = r
	}
	out.Hits = slices.DeleteFunc(out.Hits, func(h Hit) bool { return h.Row.Conversation == nil })
	return nil
}

// hit makes h a hit of that match.
func (h *Hit) hit(m store.Match, words []string) {
	h.PartID, h.Kind, h.Author, h.At = m.PartID, m.Kind, m.Author, m.At
	h.Excerpt, h.Marks = excerpt(m.Text, words)
}

// SearchIntercom asks Intercom with as much of the query as it understands,
// keeps what it returns, and searches again: conversations that were not held
// before are marked Remote.
func (d *Desk) SearchIntercom(ctx context.Context, query string) (Results, error) {
	q, err := ParseQuery(query)
	if err != nil {
		return Results{}, err
	}
	compiler := d.compiler(q, false)
	filter, whole, err := compiler.filter(q)
	if err != nil {
		return Results{}, err
	}
	page, err := d.search(ctx, api.SearchRequest{Query: filter, SortField: "updated_at", PerPage: d.o.PageSize})
	if err != nil {
		return Results{}, err
	}
	fresh := map[api.ID]bool{}
	for i := range page.Items {
		if _, err := d.store.Conversation(ctx, page.Items[i].ID, false); errors.Is(err, store.ErrNotFound) {
			fresh[page.Items[i].ID] = true
		}
	}
	if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
		return Results{}, err
	}
	d.recount() // so that Held and Indexed count what just came
	out, err := d.Search(ctx, query)
	if err != nil {
		return Results{}, err
	}
	out.Remote, out.HereOnly = true, compiler.hereOnly(q)
	if whole {
		out.RemoteTotal = page.TotalCount
	}
	for i := range out.Hits {
		out.Hits[i].Remote = fresh[out.Hits[i].Row.Conversation.ID]
	}
	return out, nil
}

// completeness says how much of what is held is in the index. A desk that was
// not started has not counted yet.
func (d *Desk) completeness(ctx context.Context) Results {
	d.mu.RLock()
	out := Results{Indexed: d.s.full, Held: d.s.held}
	d.mu.RUnlock()
	if out.Held == 0 {
		if held, full, err := d.store.Held(ctx); d.disk(err) == nil {
			out.Indexed, out.Held = full, held
			d.mu.Lock()
			d.s.full, d.s.held = full, held
			d.mu.Unlock()
		}
	}
	return out
}

func (d *Desk) searchFailed(err error) error {
	if _, ours := errors.AsType[*QueryError](err); ours {
		return err
	}
	return d.disk(err)
}

// parts separates what the index looks for, and with it the words that what
// it finds must not have, from the other conditions.
func (q Query) parts() (words, kinds, unwanted []string, rest Query) {
	looks := slices.ContainsFunc(q.terms, func(t term) bool { return !t.not && (t.key == "" || t.key == "note") })
	for _, t := range q.terms {
		switch {
		case t.not && t.key == "" && looks:
			unwanted = append(unwanted, t.values...)
		case t.not || (t.key != "" && t.key != "note"):
			rest.terms = append(rest.terms, t)
		case t.key == "note":
			words = append(words, t.values...)
			kinds = []string{store.KindNote}
		default:
			words = append(words, t.values...)
		}
	}
	if len(kinds) == 0 {
		return words, nil, unwanted, rest
	}
	// Words beside note: may be anywhere in the conversation.
	words = nil
	for _, t := range q.terms {
		switch {
		case t.key == "note" && !t.not:
			words = append(words, t.values...)
		case t.key == "" && !t.not:
			rest.terms = append(rest.terms, t)
		}
	}
	return words, kinds, unwanted, rest
}
