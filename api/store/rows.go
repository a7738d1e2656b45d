package store

import (
	"context"
	"database/sql"
	"fmt"

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
	OrderUpdated Order = "c.updated_at DESC, c.id"
	OrderWaiting Order = "c.waiting_since = 0, c.waiting_since, c.id"
	OrderUrgency Order = "c.urgency DESC, c.waiting_since = 0, c.waiting_since, c.id"
	OrderSLA     Order = "c.sla_rank, c.waiting_since = 0, c.waiting_since, c.id"
)

// Conversations returns heads, without parts, of the conversations that
// fulfil a selection. Their JSON is decoded by decode, which may know the
// result from an earlier call; nil decodes afresh.
func (s *Store) Conversations(ctx context.Context, sel Select, decode func(id api.ID, raw []byte) (*api.Conversation, error)) ([]Conversation, error) {
	w, args, err := where(sel.Where)
	if err != nil {
		return nil, err
	}
	order := sel.Order
	if order == "" {
		order = OrderUpdated
	}
	limit := sel.Limit
	if limit <= 0 {
		limit = -1
	}
	// The ids are chosen first, so that sorting moves no JSON.
	rows, err := s.heads(ctx, `c.id IN (SELECT c.id FROM conversations c WHERE `+w+` ORDER BY `+string(order)+` LIMIT ? OFFSET ?)`,
		`ORDER BY `+string(order), append(args, limit, sel.Offset))
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	if decode == nil {
		decode = func(_ api.ID, raw []byte) (*api.Conversation, error) { return api.DecodeConversation(raw) }
	}
	out := make([]Conversation, 0, len(rows))
	for _, r := range rows {
		c := r.Conversation
		if c.Conversation, err = decode(r.id, r.raw); err != nil {
			return nil, fmt.Errorf("decode conversation %s: %w", r.id, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// IDs returns the ids of the conversations that fulfil a selection.
func (s *Store) IDs(ctx context.Context, sel Select) ([]api.ID, error) {
	w, args, err := where(sel.Where)
	if err != nil {
		return nil, err
	}
	order := sel.Order
	if order == "" {
		order = OrderUpdated
	}
	limit := sel.Limit
	if limit <= 0 {
		limit = -1
	}
	ids, err := query(ctx, s.cache.r, func(r *sql.Rows) (id api.ID, err error) {
		var v string
		err = r.Scan(&v)
		return api.ID(v), err
	}, `SELECT c.id FROM conversations c WHERE `+w+` ORDER BY `+string(order)+` LIMIT ? OFFSET ?`, append(args, limit, sel.Offset)...)
	if err != nil {
		return nil, fmt.Errorf("list conversation ids: %w", err)
	}
	return ids, nil
}

// Count returns how many conversations fulfil the conditions.
func (s *Store) Count(ctx context.Context, conds []Cond) (int64, error) {
	w, args, err := where(conds)
	if err != nil {
		return 0, err
	}
	var n int64
	if err := s.cache.r.QueryRowContext(ctx, `SELECT count(*) FROM conversations c WHERE `+w, args...).Scan(&n); err != nil {
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
	ns, err := query(ctx, s.cache.r, func(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT c.reply_time FROM conversations c WHERE c.reply_time >= 0 AND `+w+` ORDER BY c.reply_time`, args...)
	if err != nil {
		return api.Number{}, fmt.Errorf("compute the median reply time: %w", err)
	}
	if len(ns) == 0 {
		return api.Number{}, nil
	}
	return api.Num(ns[len(ns)/2]), nil
}
