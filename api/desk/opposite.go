package desk

import (
	"context"
	"slices"

	"parley/api"
)

// Opposing are the changes that take back what was done to a conversation.
type Opposing struct {
	ConversationID api.ID
	Changes        []ActionChange
}

// Opposite returns what would take back the step that an entry belongs to,
// the last change first. It is ErrTooLate where nothing of it can be taken
// back, and ErrNoEntry where there is no such entry.
func (d *Desk) Opposite(ctx context.Context, entryID int64) ([]Opposing, error) {
	row, err := d.store.Entry(ctx, entryID)
	if err != nil {
		return nil, d.notFoundOr(err)
	}
	rows, err := d.store.Group(ctx, row.Group)
	if d.disk(err) != nil {
		return nil, err
	}
	var out []Opposing
	for _, r := range slices.Backward(rows) {
		add, ok := d.opposite(ctx, r)
		if !ok {
			continue
		}
		p, err := decodePayload(add.Entry)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(o Opposing) bool { return o.ConversationID == r.ConversationID })
		if i < 0 {
			i = len(out)
			out = append(out, Opposing{ConversationID: r.ConversationID})
		}
		out[i].Changes = append(out[i].Changes, p.Change)
	}
	if len(out) == 0 {
		return nil, ErrTooLate
	}
	return out, nil
}
