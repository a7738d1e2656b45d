package desk

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"sync"

	"parley/api"
	"parley/api/store"
)

// ListRequest asks for rows. View is the id of a view, or a query of its own.
// Filter narrows it in the same words, except that its bare words look into
// what a row shows, and into parts of words, not into every message. Sort "" is the view's own. Limit 0 is 200.
type ListRequest struct {
	View   string
	Filter string
	Sort   Sort
	Limit  int
	Offset int
}

const defaultLimit = 200

var orders = map[Sort]store.Order{
	SortUpdated: store.OrderUpdated, SortWaiting: store.OrderWaiting,
	SortPriority: store.OrderUrgency, SortSLA: store.OrderSLA,
}

// List returns rows of a view from what is held locally. A query that cannot
// be read gives a *QueryError.
func (d *Desk) List(ctx context.Context, r ListRequest) (List, error) {
	view := d.view(r.View)
	conds, err := d.conds(view.Query, false)
	if err != nil {
		return List{}, fmt.Errorf("view %s: %w", view.Name, err)
	}
	if r.Filter != "" {
		more, err := d.conds(r.Filter, true)
		if err != nil {
			return List{}, err
		}
		conds = append(conds, more...)
	}
	if r.Sort == "" {
		r.Sort = view.Sort
	}
	view.Sort = r.Sort
	if r.Limit <= 0 {
		r.Limit = defaultLimit
	}
	ids, held, err := d.page(ctx, conds, r)
	if err != nil {
		return List{}, err
	}
	rows, err := d.rows(ctx, ids)
	if err != nil {
		return List{}, err
	}
	out := List{View: view, Rows: rows, Held: held}
	s, known := d.viewSync(view)
	d.mu.RLock()
	defer d.mu.RUnlock()
	if known {
		out.SyncedAt = s.At
		out.More = !s.Complete && (s.next != "" || s.Total > int64(held))
		out.Total = view.Count
	}
	return out, nil
}

// page returns the ids of a page, and how many there are in all. With a
// filter, or in the order of clocks, one pass over everything is cheaper than a count and a page.
func (d *Desk) page(ctx context.Context, conds []store.Cond, r ListRequest) ([]api.ID, int, error) {
	clocked := r.Sort == SortSLA && len(d.o.Targets) > 0
	if r.Filter != "" || clocked {
		ids, err := d.store.IDs(ctx, store.Select{Where: conds, Order: orders[r.Sort]})
		if err == nil && clocked {
			err = d.sortByClock(ctx, ids[:min(maxClocks, len(ids))])
		}
		from := min(r.Offset, len(ids))
		return ids[from:min(from+r.Limit, len(ids))], len(ids), err
	}
	held, err := d.store.Count(ctx, conds)
	if err != nil {
		return nil, 0, err
	}
	ids, err := d.store.IDs(ctx, store.Select{Where: conds, Order: orders[r.Sort], Limit: r.Limit, Offset: r.Offset})
	return ids, int(held), err
}

// conds parses and compiles a query. Bare words of a filter look into what a
// row shows.
func (d *Desk) conds(query string, filter bool) ([]store.Cond, error) {
	q, err := ParseQuery(query)
	if err != nil {
		return nil, err
	}
	return d.compiler(q, filter).conds(q)
}

// rows makes rows of conversations, in the order of their ids.
func (d *Desk) rows(ctx context.Context, ids []api.ID) ([]Row, error) {
	cs, err := d.store.Conversations(ctx, ids, d.heads.decode)
	if err != nil {
		return nil, err
	}
	waiting, err := d.draftModes(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	rows := make([]Row, len(cs))
	for i, c := range cs {
		rows[i] = d.row(c, waiting)
	}
	return rows, nil
}

// row makes a row; the caller holds d.mu.
func (d *Desk) row(c store.Conversation, drafts map[api.ID][]Mode) Row {
	r := Row{
		Conversation: c.Conversation, Contact: c.Label, Preview: c.Preview, Drafts: drafts[c.ID],
		Assignee: d.adminName(c.AdminAssigneeID), Team: d.teamName(c.TeamAssigneeID),
	}
	for _, e := range d.s.outbox {
		if e.ConversationID == c.ID {
			r.Pending++
			r.Asking = r.Asking || e.Asking
		}
	}
	return r
}

func (d *Desk) adminName(id api.ID) string {
	if id == "" {
		return ""
	}
	if i := slices.IndexFunc(d.s.directory.Admins, func(a api.Admin) bool { return a.ID == id }); i >= 0 {
		return d.s.directory.Admins[i].Name
	}
	return "admin " + string(id)
}

func (d *Desk) teamName(id api.ID) string {
	if id == "" {
		return ""
	}
	if i := slices.IndexFunc(d.s.directory.Teams, func(t api.Team) bool { return t.ID == id }); i >= 0 {
		return d.s.directory.Teams[i].Name
	}
	return "team " + string(id)
}

// headCache keeps decoded heads, so that a list that is asked for again after
// each event decodes only what changed.
type headCache struct {
	mu    sync.Mutex
	heads map[api.ID]cachedHead
}

type cachedHead struct {
	sum uint64
	c   *api.Conversation
}

// maxHeads bounds the cache; a head takes some 4 kB.
const maxHeads = 1200

var headSeed = maphash.MakeSeed()

func (h *headCache) decode(id api.ID, raw []byte) (*api.Conversation, error) {
	sum := maphash.Bytes(headSeed, raw)
	h.mu.Lock()
	got, ok := h.heads[id]
	h.mu.Unlock()
	if ok && got.sum == sum {
		return got.c, nil
	}
	c, err := api.DecodeConversation(raw)
	if err != nil {
		return nil, err
	}
	c.Raw = nil // lists show no bytes, and there are many of them
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.heads == nil || len(h.heads) >= maxHeads {
		h.heads = make(map[api.ID]cachedHead, maxHeads)
	}
	h.heads[id] = cachedHead{sum: sum, c: c}
	return c, nil
}

// Refresh reads the beginning of a view from Intercom, stores and announces
// it.
func (d *Desk) Refresh(ctx context.Context, view string) error {
	return d.readView(ctx, d.view(view), false)
}

// More reads the next page of a view from Intercom.
func (d *Desk) More(ctx context.Context, view string) error {
	return d.readView(ctx, d.view(view), true)
}

func (d *Desk) readView(ctx context.Context, v View, more bool) error {
	q, err := ParseQuery(v.Query)
	if err != nil {
		return err
	}
	filter, whole, err := d.compiler(q, false).filter(q)
	if err != nil {
		return err
	}
	req := api.SearchRequest{Query: filter, PerPage: d.o.PageSize}
	req.SortField, req.SortAscending = "updated_at", false
	if v.Sort == SortWaiting {
		req.SortField, req.SortAscending = "waiting_since", true
	}
	d.mu.RLock()
	state := d.s.synced[v.ID]
	d.mu.RUnlock()
	if more && state.started {
		if state.next == "" {
			return nil
		}
		req.StartingAfter = state.next
	}
	page, err := d.search(ctx, req)
	if err != nil {
		return fmt.Errorf("read view %s: %w", v.Name, err)
	}
	if err := d.keep(ctx, store.FromSearch, pointers(page.Items)...); err != nil {
		return err
	}
	state.next, state.started, state.At = page.Next, true, d.now()
	state.Total = -1
	if n, ok := page.TotalCount.Get(); ok && whole {
		state.Total = n
	}
	state.Complete = whole && page.Next == ""
	d.setViewSync(v.ID, state)
	return nil
}

// search asks Intercom; when it refuses the order, without one.
func (d *Desk) search(ctx context.Context, req api.SearchRequest) (api.Page[api.Conversation], error) {
	if err := d.foreign(); err != nil {
		return api.Page[api.Conversation]{}, err
	}
	page, err := d.client.Conversations.Search(ctx, req)
	if e, ok := errors.AsType[*api.Error](err); ok && e.Status == 400 && req.SortField != "" &&
		(e.HasCode("invalid_sort_order") || e.HasCode("invalid_field") || strings.Contains(strings.ToLower(e.Message), "sort")) {
		req.SortField = ""
		page, err = d.client.Conversations.Search(ctx, req)
	}
	d.setOnline(err)
	return page, err
}

func (d *Desk) setViewSync(id string, s viewSync) {
	if id == "" {
		return
	}
	d.mu.Lock()
	old, known := d.s.synced[id]
	synced := maps.Clone(d.s.synced)
	synced[id] = s
	d.s.synced = synced
	d.mu.Unlock()
	d.saveSync()
	if !known || old.Total != s.Total || old.Complete != s.Complete || (old.next == "") != (s.next == "") {
		d.tell(ListChanged{})
		d.countSoon()
	}
}

func pointers(cs []api.Conversation) []*api.Conversation {
	out := make([]*api.Conversation, len(cs))
	for i := range cs {
		out[i] = &cs[i]
	}
	return out
}
