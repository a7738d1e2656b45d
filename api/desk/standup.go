package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"parley/api"
)

// StandupLasts is how long a mark counts as the standup that is going on: the
// board compares with the one before, and marking again moves the mark.
const StandupLasts = time.Hour

// keptStandups is the key of the marks, which are kept beside the drafts:
// Intercom does not know them.
const keptStandups = "standups"

// standup is how the queue stood when it was marked.
type standup struct {
	At                                                      time.Time
	Open, Unassigned, Waiting, Late, DueWithinHour, Snoozed api.Number
	Reopened                                                api.Number
}

// standups are the newest mark and the one before it.
type standups struct{ Last, Earlier *standup }

// MarkStandup notes how the queue stands now: later boards say what changed
// since. It returns the board of that moment, which still compares with the
// standup before.
func (d *Desk) MarkStandup(ctx context.Context) (Board, error) {
	b, err := d.Board(ctx)
	if err != nil {
		return Board{}, err
	}
	q := &b.Queue
	mark := &standup{
		At: b.At, Open: q.Open.N, Unassigned: q.Unassigned.N, Waiting: q.Waiting.N, Late: q.Late.N,
		DueWithinHour: q.DueWithinHour.N, Snoozed: q.Snoozed.N, Reopened: q.Reopened.N,
	}
	marks := d.standups(ctx)
	marks = standups{Last: mark, Earlier: marks.before(b.At)}
	raw, err := json.Marshal(marks)
	if err != nil {
		return Board{}, fmt.Errorf("mark the standup: %w", err)
	}
	if err := d.disk(d.store.Keep(ctx, keptStandups, raw)); err != nil {
		return Board{}, err
	}
	b.MarkedAt = mark.At
	return b, nil
}

// standups reads the marks. What cannot be read is none.
func (d *Desk) standups(ctx context.Context) standups {
	var s standups
	raw, err := d.store.Kept(ctx, keptStandups)
	if d.disk(err) != nil || raw == nil || json.Unmarshal(raw, &s) != nil {
		return standups{}
	}
	return s
}

// before returns the last standup that is over, nil when there is none.
func (s standups) before(now time.Time) *standup {
	if s.Last != nil && now.Sub(s.Last.At) >= StandupLasts {
		return s.Last
	}
	return s.Earlier
}

func (s standups) newest() time.Time {
	if s.Last == nil {
		return time.Time{}
	}
	return s.Last.At
}

// compare says what changed since a standup.
func (b *Board) compare(s *standup, c *counter) {
	q := &b.Queue
	q.Open.Before, q.Unassigned.Before, q.Waiting.Before = s.Open, s.Unassigned, s.Waiting
	q.Late.Before, q.DueWithinHour.Before, q.Snoozed.Before = s.Late, s.DueWithinHour, s.Snoozed
	q.Reopened.Before = s.Reopened
	b.Since = &Since{At: s.At}
	if !s.At.Before(b.Days[0].Date) {
		b.Since.Opened, b.Since.Closed = api.Num(c.openedSince), api.Num(c.closedSince)
	}
}
