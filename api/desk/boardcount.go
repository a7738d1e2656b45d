package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"parley/api"
	"parley/api/store"
)

// Board makes the figures of a standup from what is held. It asks nobody;
// ReadBoard brings what it is made of in step before.
func (d *Desk) Board(ctx context.Context) (Board, error) {
	now := d.now()
	days := boardDays(now)
	rows, err := d.store.Figures(ctx, days[0].Date)
	if d.disk(err) != nil {
		return Board{}, err
	}
	clocks := d.clocks(ctx)
	c := counter{
		now: d.serverTime(now), days: days, today: days[BoardDays-1].Date.Unix(),
		late: make(map[api.ID]bool, len(clocks.late)), admins: map[api.ID]*Load{}, teams: map[api.ID]*Load{},
	}
	for _, id := range clocks.late {
		c.late[api.ID(id)] = true
	}
	marks := d.standups(ctx)
	last := marks.before(now)
	if last != nil {
		c.since = last.At.Unix()
	}
	for i := range rows {
		c.count(&rows[i])
	}
	b := Board{At: now, Ratings: c.ratings, Days: days, Waits: c.waits(), Replies: c.replies(), MarkedAt: marks.newest()}
	d.boardQueue(ctx, &b, &c, clocks)
	d.boardNames(&b, &c)
	d.coverage(ctx, &b, &c)
	if last != nil {
		b.compare(last, &c)
	}
	return b, nil
}

// boardDays returns the days of the board. They begin at midnight by the
// clock of now, whatever daylight saving does.
func boardDays(now time.Time) []Day {
	days := make([]Day, BoardDays)
	y, m, d := now.Date()
	for i := range days {
		days[i].Date = time.Date(y, m, d-BoardDays+1+i, 0, 0, 0, 0, now.Location())
	}
	return days
}

// counter adds up figures.
type counter struct {
	now   time.Time
	days  []Day
	today int64 // when it began
	since int64 // the standup that is compared with, 0 when there is none
	late  map[api.ID]bool

	admins, teams            map[api.ID]*Load
	ratings                  Ratings
	waitingFor               []int64 // seconds
	first, firstToday        []int64
	all, allToday            []int64
	lateN, lateEst           int64
	reopened, reopensKnown   int64
	open, recent             int
	openedSince, closedSince int64
	oldest                   *store.Figures
}

func (c *counter) count(f *store.Figures) {
	began := c.days[0].Date.Unix()
	if f.Updated >= began {
		c.recent++
		c.times(f)
	}
	if f.Rating >= 1 && f.Rating <= 5 && f.RatedAt >= began {
		c.ratings.Scores[f.Rating-1]++
	}
	if f.Created > 0 {
		if i := c.day(f.Created); i >= 0 {
			c.days[i].Opened++
		}
		if c.since > 0 && f.Created > c.since {
			c.openedSince++
		}
	}
	switch f.State {
	case api.StateOpen:
		c.openOne(f)
	case api.StateClosed:
		if i := c.day(f.ClosedAt); i >= 0 {
			c.days[i].Closed++
		}
		if f.ClosedAt >= c.today {
			load(c.admins, f.ClosedBy).Closed++
			load(c.teams, f.Team).Closed++
		}
		if c.since > 0 && f.ClosedAt > c.since {
			c.closedSince++
		}
	}
}

// openOne counts an open conversation.
func (c *counter) openOne(f *store.Figures) {
	c.open++
	who, team := load(c.admins, f.Admin), load(c.teams, f.Team)
	who.Open++
	team.Open++
	if f.Missed || c.late[f.ID] {
		c.lateN++
		who.Late++
		team.Late++
		if !f.Missed {
			c.lateEst++
		}
	}
	if n, known := f.Reopens.Get(); known {
		c.reopensKnown++
		if n > 0 {
			c.reopened++
		}
	}
	if f.Waiting == 0 {
		return
	}
	who.Waiting++
	team.Waiting++
	c.waitingFor = append(c.waitingFor, max(c.now.Unix()-f.Waiting, 0))
	if c.oldest == nil || f.Waiting < c.oldest.Waiting {
		c.oldest = f
	}
}

// times takes the times until replies.
func (c *counter) times(f *store.Figures) {
	today := f.Updated >= c.today
	take := func(n api.Number, all, ofToday *[]int64) {
		if v, known := n.Get(); known {
			*all = append(*all, v)
			if today {
				*ofToday = append(*ofToday, v)
			}
		}
	}
	take(f.FirstReply, &c.first, &c.firstToday)
	take(f.MedianReply, &c.all, &c.allToday)
}

// day returns the place of the day in which a moment is, -1 when it is none.
func (c *counter) day(at int64) int {
	i, found := slices.BinarySearchFunc(c.days, at, func(d Day, at int64) int { return cmp.Compare(d.Date.Unix(), at) })
	if !found {
		i--
	}
	return i // what is later than now is today
}

func load(in map[api.ID]*Load, id api.ID) *Load {
	l := in[id]
	if l == nil {
		l = &Load{ID: id}
		in[id] = l
	}
	return l
}

// waits sorts the waiting times into buckets.
func (c *counter) waits() []Bucket {
	out := make([]Bucket, len(waitBounds))
	for i, below := range waitBounds {
		out[i].Below = below
	}
	for _, s := range c.waitingFor {
		i := slices.IndexFunc(waitBounds, func(b time.Duration) bool { return b == 0 || s < int64(b/time.Second) })
		out[i].N++
	}
	return out
}

func (c *counter) replies() Replies {
	return Replies{
		FirstToday: medianOf(c.firstToday), First: medianOf(c.first),
		AllToday: medianOf(c.allToday), All: medianOf(c.all),
	}
}

func medianOf(seconds []int64) Median {
	slices.Sort(seconds)
	return Median{Seconds: store.Median(seconds), Over: len(seconds)}
}
