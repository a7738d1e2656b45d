package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"parley/api"
	"parley/api/store"
)

// ErrNothingToUndo says that nothing was confirmed that is not taken back.
var ErrNothingToUndo = errors.New("there is nothing to take back")

// lastOf is how many settled entries are looked through for the last step.
const lastOf = 200

// LastStep returns the entries of the step that was confirmed last, by any
// program on this profile, and that was neither taken back nor refused. It
// returns ErrNothingToUndo when there is none.
func (d *Desk) LastStep(ctx context.Context) ([]Entry, error) {
	open, err := d.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	settled, err := d.Journal(ctx, lastOf)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(open, settled)
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(b.ID, a.ID) })
	back := map[int64]bool{}
	for _, e := range all {
		if e.UndoOf != 0 {
			back[e.UndoOf] = back[e.UndoOf] || e.State != EntryFailed && e.State != EntryDropped
		}
	}
	for _, e := range all {
		if e.UndoOf == 0 && !back[e.ID] && (e.SettledAt.IsZero() || e.State == EntrySent) {
			return d.Step(ctx, e.Group)
		}
	}
	return nil, ErrNothingToUndo
}

// Undone is what became of a conversation when a step was taken back.
type Undone struct {
	Entry        Entry             // what was taken back before it left, or the opposite of what was done
	Conversation *api.Conversation // as Intercom returned it; nil where nothing was sent
	Err          error             // why the opposite was not carried out
}

// UndoNow takes back an entry with its whole step, as Undo does, and waits
// for the outcome as DoNow does. What was taken back before it left comes
// first, then one Undone for each conversation.
func (d *Desk) UndoNow(ctx context.Context, entryID int64) ([]Undone, error) {
	row, err := d.store.Entry(ctx, entryID)
	if err != nil {
		return nil, d.notFoundOr(err)
	}
	rows, err := d.store.Group(ctx, row.Group)
	if d.disk(err) != nil {
		return nil, err
	}
	n, back, err := d.undoStep(ctx, rows)
	if err != nil {
		return nil, err
	}
	if n == 0 && len(back) == 0 {
		return nil, ErrTooLate
	}
	var out []Undone
	for _, r := range rows {
		now, err := d.Entry(ctx, r.ID)
		if err != nil {
			return out, err
		}
		if r.State == string(EntryQueued) && now.State == EntryUndone {
			out = append(out, Undone{Entry: now})
		}
	}
	for len(back) > 0 {
		id := back[0].ConversationID
		var adds []store.NewEntry
		back = slices.DeleteFunc(back, func(e store.NewEntry) bool {
			if e.ConversationID == id {
				adds = append(adds, e)
			}
			return e.ConversationID == id
		})
		e, c, err := d.addAndWait(ctx, adds, id)
		if e.ConversationID == "" {
			e.ConversationID = id
		}
		out = append(out, Undone{Entry: e, Conversation: c, Err: err})
	}
	return out, nil
}
