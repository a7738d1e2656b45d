package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parley/api"
	"parley/api/store"
)

// Do commits an action to the outbox, one entry for each conversation, all of
// one group. They are on the disk when it returns.
func (d *Desk) Do(ctx context.Context, a Action) ([]Entry, error) {
	adds, err := d.newActions(ctx, a)
	if err != nil {
		return nil, err
	}
	return d.addAll(ctx, adds)
}

// DoAll is Do for several changes to the same conversations, as one step:
// undoing one entry undoes them all.
func (d *Desk) DoAll(ctx context.Context, ids []api.ID, changes []ActionChange) ([]Entry, error) {
	var adds []store.NewEntry
	for _, c := range changes {
		more, err := d.newActions(ctx, Action{IDs: ids, ActionChange: c})
		if err != nil {
			return nil, err
		}
		adds = append(adds, more...)
	}
	return d.addAll(ctx, adds)
}

func (d *Desk) newActions(ctx context.Context, a Action) ([]store.NewEntry, error) {
	if d.readOnly() {
		return nil, ErrReadOnly
	}
	if err := a.check(d.now()); err != nil {
		return nil, err
	}
	adds := make([]store.NewEntry, 0, len(a.IDs))
	for _, id := range a.IDs {
		adds = append(adds, d.newAction(ctx, id, a.ActionChange, payload{}, 0))
	}
	return adds, nil
}

func (d *Desk) addAll(ctx context.Context, adds []store.NewEntry) ([]Entry, error) {
	d.mu.RLock()
	done := d.done
	d.mu.RUnlock()
	if done {
		return nil, ErrClosed
	}
	rows, err := d.store.Add(ctx, adds...)
	if err := d.disk(err); err != nil {
		return nil, err
	}
	d.refreshOutbox(ctx)
	d.sender.poke()
	return d.entries(ctx, rows), nil
}

func (a *Action) check(now time.Time) error {
	switch {
	case len(a.IDs) == 0:
		return errors.New("no conversation is chosen")
	case a.Kind == ActSnooze && !a.Until.After(now):
		return &api.FieldError{Field: "snoozed_until", Problem: "is not in the future"}
	case (a.Kind == ActTag || a.Kind == ActUntag) && a.Tag == "":
		return &api.FieldError{Field: "tag", Problem: "is missing"}
	}
	switch a.Kind {
	case ActClose, ActOpen, ActSnooze, ActAssign, ActTag, ActUntag, ActRead, ActUnread:
		return nil
	}
	return fmt.Errorf("%q is not an action", a.Kind)
}

// perform makes the call of an action. Tagging returns no conversation.
func (d *Desk) perform(ctx context.Context, id api.ID, c ActionChange, admin api.ID) (*api.Conversation, error) {
	cs := d.client.Conversations
	switch c.Kind {
	case ActClose:
		return cs.Close(ctx, id, api.CloseRequest{AdminID: admin})
	case ActOpen:
		return cs.Open(ctx, id, admin)
	case ActSnooze:
		return cs.Snooze(ctx, id, api.SnoozeRequest{AdminID: admin, Until: c.Until})
	case ActAssign:
		if c.Assignee == "" {
			return cs.Unassign(ctx, id, api.UnassignRequest{AdminID: admin, Team: c.Team})
		}
		return cs.Assign(ctx, id, api.AssignRequest{AdminID: admin, AssigneeID: c.Assignee, Team: c.Team})
	case ActTag:
		_, err := d.client.Tags.Attach(ctx, id, c.Tag, admin)
		return nil, err
	case ActUntag:
		_, err := d.client.Tags.Detach(ctx, id, c.Tag, admin)
		return nil, err
	default:
		read := c.Kind == ActRead
		return cs.Update(ctx, id, api.UpdateRequest{Read: &read})
	}
}

// done reports whether a conversation is as an action wants it.
func (c ActionChange) done(conv *api.Conversation) bool {
	switch c.Kind {
	case ActClose:
		return conv.State == api.StateClosed
	case ActOpen:
		return conv.State == api.StateOpen
	case ActSnooze:
		return conv.State == api.StateSnoozed && conv.SnoozedUntil.Unix() == c.Until.Unix()
	case ActAssign:
		if c.Team {
			return conv.TeamAssigneeID == c.Assignee
		}
		return conv.AdminAssigneeID == c.Assignee
	case ActTag:
		return hasTag(conv, c.Tag)
	case ActUntag:
		return !hasTag(conv, c.Tag)
	case ActRead:
		return conv.Read
	default:
		return !conv.Read
	}
}

// inverse returns what takes a change back, false when nothing does.
func inverse(c ActionChange, m memo) (ActionChange, bool) {
	if !m.HasBase {
		return ActionChange{}, false
	}
	switch c.Kind {
	case ActClose, ActOpen, ActSnooze:
		return inverseState(c, m)
	case ActAssign:
		back := ActionChange{Kind: ActAssign, Assignee: m.Admin, Team: c.Team}
		if c.Team {
			back.Assignee = m.Team
		}
		return back, back.Assignee != c.Assignee
	case ActTag:
		return ActionChange{Kind: ActUntag, Tag: c.Tag}, !m.Tagged
	case ActUntag:
		return ActionChange{Kind: ActTag, Tag: c.Tag}, m.Tagged
	case ActRead:
		return ActionChange{Kind: ActUnread}, !m.Read
	case ActUnread:
		return ActionChange{Kind: ActRead}, m.Read
	}
	return ActionChange{}, false
}

func inverseState(c ActionChange, m memo) (ActionChange, bool) {
	var now api.State
	switch c.Kind {
	case ActClose:
		now = api.StateClosed
	case ActOpen:
		now = api.StateOpen
	default:
		now = api.StateSnoozed
	}
	switch {
	case m.State == now && c.Kind != ActSnooze:
		return ActionChange{}, false
	case m.State == api.StateOpen:
		return ActionChange{Kind: ActOpen}, true
	case m.State == api.StateClosed:
		return ActionChange{Kind: ActClose}, true
	case m.State == api.StateSnoozed && m.Snoozed > 0:
		return ActionChange{Kind: ActSnooze, Until: time.Unix(m.Snoozed, 0)}, true
	}
	return ActionChange{}, false
}
