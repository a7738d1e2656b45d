package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"parley/api"
)

// Figures are what is counted of a conversation. Moments are unix seconds, 0
// where there is none.
type Figures struct {
	ID               api.ID
	State            api.State
	Admin, Team      api.ID
	Created, Updated int64
	Waiting          int64 // since when the contact waits
	ClosedAt         int64 // the last close
	ClosedBy         api.ID
	FirstReply       api.Number // seconds
	MedianReply      api.Number // seconds
	Reopens          api.Number
	Rating           int64 // 0: none
	RatedAt          int64
	Missed           bool // the SLA, by Intercom's word
	Contact          string
}

// figuresOf takes from a conversation what it says of its figures.
func figuresOf(c *api.Conversation) Figures {
	var f Figures
	if s := c.Statistics; s != nil {
		f.ClosedAt, f.ClosedBy = seconds(s.LastCloseAt), s.LastClosedByID
		f.FirstReply, f.MedianReply, f.Reopens = s.TimeToAdminReply, s.MedianTimeToReply, s.CountReopens
	}
	if c.Rating != nil {
		f.Rating, _ = c.Rating.Score.Get()
		f.RatedAt = seconds(c.Rating.CreatedAt)
	}
	return f
}

// orUnknown writes an unknown number as -1.
func orUnknown(n api.Number) int64 {
	if v, known := n.Get(); known {
		return max(v, 0)
	}
	return -1
}

func numberOf(n int64) api.Number {
	if n < 0 {
		return api.Number{}
	}
	return api.Num(n)
}

// Figures returns the figures of the conversations that are open or snoozed,
// and of the closed ones that changed or were closed since a moment. It
// decodes none of them.
func (s *Store) Figures(ctx context.Context, since time.Time) ([]Figures, error) {
	out, err := read(ctx, s.cache, scanFigures, `SELECT c.id, c.state, c.admin_id, c.team_id, c.created_at, c.updated_at,
		c.waiting, c.closed_at, c.closed_by, c.reply_time, c.reply_median, c.reopens, c.rating, c.rated_at,
		c.sla_status = 'missed', c.contact
		FROM conversations c WHERE c.state IN ('open', 'snoozed')
		OR c.state = 'closed' AND c.updated_at >= ?1 OR c.state = 'closed' AND c.closed_at >= ?1`, since.Unix())
	if err != nil {
		return nil, fmt.Errorf("read the figures: %w", err)
	}
	return out, nil
}

func scanFigures(r *sql.Rows) (f Figures, err error) {
	var first, median, reopens int64
	err = r.Scan(&f.ID, &f.State, &f.Admin, &f.Team, &f.Created, &f.Updated, &f.Waiting, &f.ClosedAt, &f.ClosedBy,
		&first, &median, &reopens, &f.Rating, &f.RatedAt, &f.Missed, &f.Contact)
	if f.Waiting == nobody {
		f.Waiting = 0
	}
	f.FirstReply, f.MedianReply, f.Reopens = numberOf(first), numberOf(median), numberOf(reopens)
	return f, err
}

// Median returns the median of numbers in ascending order: of an even count,
// the mean of the two in the middle, rounded down. Of none it is unknown.
func Median(sorted []int64) api.Number {
	n := len(sorted)
	switch {
	case n == 0:
		return api.Number{}
	case n%2 == 1:
		return api.Num(sorted[n/2])
	default:
		return api.Num((sorted[n/2-1] + sorted[n/2]) / 2)
	}
}
