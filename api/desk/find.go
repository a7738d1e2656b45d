package desk

import (
	"context"
	"fmt"
	"slices"

	"parley/api"
	"parley/api/store"
)

// Found is what Intercom holds of a view.
type Found struct {
	View          View
	Conversations []*api.Conversation // in the view's order, as Intercom returned them
	Total         api.Number          // conversations in the view, as far as known
	More          bool                // there are more
	// Local says that Intercom was not asked: the conversations are those that
	// are held here.
	Local bool
}

// maxFound is how many conversations one Find reads.
const maxFound = maxOpen

// findPage is how many come with one call: as many as Intercom gives.
const findPage = 150

// Find reads a view, or a query of its own, from Intercom, keeps what comes,
// and returns at most limit conversations; 0 is all. What Intercom cannot
// evaluate or sort is evaluated here, over the first 3000 that it returns.
// Words in notes and mentions are known to the local index only, and so
// looked for there. Its error may be a *QueryError.
func (d *Desk) Find(ctx context.Context, view string, limit int) (Found, error) {
	v := d.view(view)
	q, err := ParseQuery(v.Query)
	if err != nil {
		return Found{}, err
	}
	if q.indexOnly() {
		return d.FindHeld(ctx, view, limit)
	}
	filter, whole, err := d.compiler(q, true).filter(q)
	if err != nil {
		return Found{}, err
	}
	f := finder{desk: d, view: v, limit: limit, whole: whole, at: map[api.ID]int{}}
	f.sorted = v.Sort == SortUpdated || v.Sort == SortWaiting
	if f.conds, err = d.conds(v.Query, true); err != nil {
		return Found{}, err
	}
	req := api.SearchRequest{Query: filter, PerPage: findPage, SortField: "updated_at"}
	if v.Sort == SortWaiting {
		req.SortField, req.SortAscending = "waiting_since", true
	}
	if limit > 0 && f.whole && f.sorted {
		req.PerPage = min(limit, findPage)
	}
	return f.find(ctx, req)
}

// FindHeld is Find over what is held here. Intercom is not asked.
func (d *Desk) FindHeld(ctx context.Context, view string, limit int) (Found, error) {
	v := d.view(view)
	conds, err := d.conds(v.Query, true)
	if err != nil {
		return Found{}, err
	}
	total, err := d.store.Count(ctx, conds)
	if d.disk(err) != nil {
		return Found{}, err
	}
	ids, err := d.store.IDs(ctx, store.Select{Where: conds, Order: orders[v.Sort], Limit: limit})
	if d.disk(err) != nil {
		return Found{}, err
	}
	rows, err := d.store.Conversations(ctx, ids, func(_ api.ID, raw []byte) (*api.Conversation, error) {
		return api.DecodeConversation(raw) // with its bytes, which the cache of heads drops
	})
	if d.disk(err) != nil {
		return Found{}, err
	}
	out := Found{View: v, Local: true, Total: api.Num(total), More: total > int64(len(rows))}
	for _, r := range rows {
		out.Conversations = append(out.Conversations, r.Conversation)
	}
	return out, nil
}

// indexOnly reports whether a query asks for what only the index knows.
func (q Query) indexOnly() bool {
	return slices.ContainsFunc(q.terms, func(t term) bool { return t.key == "note" || t.key == "mention" })
}

// finder reads pages until there is enough.
type finder struct {
	desk   *Desk
	view   View
	conds  []store.Cond
	limit  int
	whole  bool // Intercom evaluates all of the query
	sorted bool // Intercom sorts as the view does
	read   []*api.Conversation
	at     map[api.ID]int // places in read
}

func (f *finder) find(ctx context.Context, req api.SearchRequest) (Found, error) {
	out := Found{View: f.view}
	for {
		page, err := f.desk.search(ctx, req)
		if err != nil {
			return Found{}, fmt.Errorf("list %s: %w", f.view.Name, err)
		}
		if n, ok := page.TotalCount.Get(); ok && f.whole && req.StartingAfter == "" {
			out.Total = api.Num(n)
		}
		f.take(page.Items)
		if err := f.desk.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
			return Found{}, err
		}
		fitting, err := f.fitting(ctx)
		if err != nil {
			return Found{}, err
		}
		end := page.Next == "" || page.Next == req.StartingAfter
		enough := f.sorted && f.limit > 0 && len(fitting) >= f.limit
		if !end && !enough && len(f.read) < maxFound {
			req.StartingAfter = page.Next
			continue
		}
		if end {
			out.Total = api.Num(int64(len(fitting)))
		}
		out.More = !end
		if f.limit > 0 && len(fitting) > f.limit {
			fitting, out.More = fitting[:f.limit], true
		}
		out.Conversations = fitting
		return out, nil
	}
}

// take adds a page. A conversation that moves while pages are read stays
// where it was, as it was last.
func (f *finder) take(items []api.Conversation) {
	for i := range items {
		c := &items[i]
		if at, again := f.at[c.ID]; again {
			f.read[at] = c
			continue
		}
		f.at[c.ID] = len(f.read)
		f.read = append(f.read, c)
	}
}

// fitting returns those of the conversations that fulfil the query, in the
// view's order.
func (f *finder) fitting(ctx context.Context) ([]*api.Conversation, error) {
	if f.whole && f.sorted || len(f.read) == 0 {
		return f.read, nil
	}
	ids := make([]string, len(f.read))
	for i, c := range f.read {
		ids[i] = string(c.ID)
	}
	conds := append(slices.Clone(f.conds), store.Cond{Field: store.FieldID, Values: ids})
	found, err := f.desk.store.IDs(ctx, store.Select{Where: conds, Order: orders[f.view.Sort]})
	if f.desk.disk(err) != nil {
		return nil, err
	}
	out := make([]*api.Conversation, len(found))
	for i, id := range found {
		out[i] = f.read[f.at[id]]
	}
	return out, nil
}
