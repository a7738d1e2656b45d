package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"parley/api"
)

// Select says which conversations, in which order.
type Select struct {
	Where  []Cond
	Order  Order
	Limit  int // 0: all
	Offset int
}

// Order is an order of conversations.
type Order string

// The orders. Equal ones are ordered by id, so that paging is stable.
const (
	OrderUpdated Order = "c.updated_at DESC, c.id DESC"
	OrderWaiting Order = "c.waiting, c.id"
	OrderUrgency Order = "c.urgency DESC, c.waiting, c.id"
	OrderSLA     Order = "c.sla_rank, c.waiting, c.id"
)

// IDs returns the ids of the conversations that fulfil a selection.
func (s *Store) IDs(ctx context.Context, sel Select) ([]api.ID, error) {
	if sel.Order == "" {
		sel.Order = OrderUpdated
	}
	if slices.ContainsFunc(sel.Where, func(c Cond) bool { return c.Field == FieldHay }) {
		return s.filtered(ctx, sel)
	}
	w, args, err := where(sel.Where)
	if err != nil {
		return nil, err
	}
	limit := sel.Limit
	if limit <= 0 {
		limit = -1
	}
	ids, err := read(ctx, s.cache, scanID,
		`SELECT c.id FROM conversations c WHERE `+w+` ORDER BY `+string(sel.Order)+` LIMIT ? OFFSET ?`, append(args, limit, sel.Offset)...)
	if err != nil {
		return nil, fmt.Errorf("list conversation ids: %w", err)
	}
	return ids, nil
}

func scanID(r *sql.Rows) (api.ID, error) {
	var v string
	err := r.Scan(&v)
	return api.ID(v), err
}

// Conversations returns heads, without parts, of conversations in the order
// of their ids; those that are not held are left out. Their JSON is decoded
// by decode, which may know the result from an earlier call.
func (s *Store) Conversations(ctx context.Context, ids []api.ID, decode func(id api.ID, raw []byte) (*api.Conversation, error)) ([]Conversation, error) {
	place := make(map[api.ID]int, len(ids))
	args := make([]any, len(ids))
	for i, id := range ids {
		place[id], args[i] = i, string(id)
	}
	found := make([]Conversation, len(ids))
	for len(args) > 0 {
		some := args[:min(len(args), maxArgs)]
		args = args[len(some):]
		rows, err := s.heads(ctx, `c.id IN (`+marks(len(some))+`)`, "", some)
		if err != nil {
			return nil, fmt.Errorf("list conversations: %w", err)
		}
		for _, r := range rows {
			c := r.Conversation
			if c.Conversation, err = decode(r.id, r.raw); err != nil {
				return nil, fmt.Errorf("decode conversation %s: %w", r.id, err)
			}
			found[place[r.id]] = c
		}
	}
	return slices.DeleteFunc(found, func(c Conversation) bool { return c.Conversation == nil }), nil
}

// maxArgs is how many values one statement is given.
const maxArgs = 500

// Count returns how many conversations fulfil the conditions.
func (s *Store) Count(ctx context.Context, conds []Cond) (int64, error) {
	w, args, err := where(conds)
	if err != nil {
		return 0, err
	}
	var n int64
	if err := s.cache.scan(ctx, []any{&n}, `SELECT count(*) FROM conversations c WHERE `+w, args...); err != nil {
		return 0, fmt.Errorf("count conversations: %w", err)
	}
	return n, nil
}

// MedianReplyTime returns the median time to the first reply, in seconds, of
// the conversations that fulfil the conditions and have one.
func (s *Store) MedianReplyTime(ctx context.Context, conds []Cond) (api.Number, error) {
	w, args, err := where(conds)
	if err != nil {
		return api.Number{}, err
	}
	ns, err := read(ctx, s.cache, func(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT c.reply_time FROM conversations c WHERE c.reply_time >= 0 AND `+w+` ORDER BY c.reply_time`, args...)
	if err != nil {
		return api.Number{}, fmt.Errorf("compute the median reply time: %w", err)
	}
	return Median(ns), nil
}
