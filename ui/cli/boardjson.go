package cli

import (
	"math"
	"time"

	"parley/api"
	"parley/api/desk"
)

// boardJSON is the board for programs. Its shape is documented in the help of
// the board command, and stable.
type boardJSON struct {
	At        time.Time               `json:"at"`
	TimeZone  string                  `json:"time_zone"`
	SyncedAt  *time.Time              `json:"synced_at,omitempty"`
	MarkedAt  *time.Time              `json:"marked_at,omitempty"`
	Coverage  map[string]coverageJSON `json:"coverage"`
	Queue     map[string]figureJSON   `json:"queue"`
	Oldest    *oldestJSON             `json:"oldest,omitempty"`
	Replies   map[string]medianJSON   `json:"replies"`
	Ratings   *ratingsJSON            `json:"ratings,omitempty"`
	Teammates []loadJSON              `json:"teammates"`
	Teams     []loadJSON              `json:"teams"`
	Days      []dayJSON               `json:"days"`
	Waits     []waitJSON              `json:"waits"`
	Since     *sinceJSON              `json:"since,omitempty"`
}

type (
	coverageJSON struct {
		Held   int        `json:"held"`
		Of     *int64     `json:"of,omitempty"`
		ReadAt *time.Time `json:"read_at,omitempty"`
	}
	figureJSON struct {
		Value  int64       `json:"value"`
		Source desk.Source `json:"source"`
		Change *int64      `json:"change,omitempty"`
	}
	oldestJSON struct {
		ID           api.ID    `json:"id"`
		WaitingSince time.Time `json:"waiting_since"`
		Contact      string    `json:"contact"`
		Assignee     string    `json:"assignee,omitempty"`
		Team         string    `json:"team,omitempty"`
	}
	medianJSON struct {
		Seconds int64 `json:"median_seconds"`
		Over    int   `json:"over"`
	}
	ratingsJSON struct {
		Mean   float64        `json:"mean"`
		Over   int            `json:"over"`
		Scores map[string]int `json:"scores"`
	}
	loadJSON struct {
		ID      api.ID `json:"id"`
		Name    string `json:"name"`
		Listed  bool   `json:"listed"`
		Away    bool   `json:"away,omitempty"`
		Open    int    `json:"open"`
		Waiting int    `json:"waiting"`
		Late    int    `json:"late"`
		Closed  int    `json:"closed_today"`
	}
	dayJSON struct {
		Date   string `json:"date"`
		Opened int    `json:"opened"`
		Closed int    `json:"closed"`
	}
	waitJSON struct {
		Below int64 `json:"below_seconds,omitempty"`
		Count int   `json:"count"`
	}
	sinceJSON struct {
		At     time.Time `json:"at"`
		Opened *int64    `json:"opened,omitempty"`
		Closed *int64    `json:"closed,omitempty"`
	}
)

func boardJSONOf(b desk.Board) boardJSON {
	out := boardJSON{
		At: b.At.UTC(), TimeZone: b.At.Location().String(), SyncedAt: known(b.SyncedAt), MarkedAt: known(b.MarkedAt),
		Coverage: map[string]coverageJSON{"open": coverageJSONOf(b.Open), "recent": coverageJSONOf(b.Recent)},
		Queue:    map[string]figureJSON{}, Replies: map[string]medianJSON{},
		Teammates: loadsJSON(b.Teammates), Teams: loadsJSON(b.Teams),
		Days: make([]dayJSON, len(b.Days)), Waits: make([]waitJSON, len(b.Waits)),
	}
	out.queue(b.Queue)
	for name, m := range map[string]desk.Median{
		"first_today": b.Replies.FirstToday, "first_14_days": b.Replies.First,
		"all_today": b.Replies.AllToday, "all_14_days": b.Replies.All,
	} {
		if n, ok := m.Seconds.Get(); ok {
			out.Replies[name] = medianJSON{n, m.Over}
		}
	}
	if n := b.Ratings.Over(); n > 0 {
		out.Ratings = &ratingsJSON{Mean: math.Round(b.Ratings.Mean()*100) / 100, Over: n, Scores: map[string]int{}}
		for i, c := range b.Ratings.Scores {
			out.Ratings.Scores[string(rune('1'+i))] = c
		}
	}
	for i, d := range b.Days {
		out.Days[i] = dayJSON{d.Date.Format(time.DateOnly), d.Opened, d.Closed}
	}
	for i, w := range b.Waits {
		out.Waits[i] = waitJSON{int64(w.Below / time.Second), w.N}
	}
	if o := b.Oldest; o != nil {
		out.Oldest = &oldestJSON{o.ID, o.Since.UTC(), o.Contact, o.Assignee, o.Team}
	}
	if s := b.Since; s != nil {
		out.Since = &sinceJSON{s.At.UTC(), numberJSON(s.Opened), numberJSON(s.Closed)}
	}
	return out
}

func (j *boardJSON) queue(q desk.BoardQueue) {
	for name, f := range map[string]desk.Figure{
		"open": q.Open, "unassigned": q.Unassigned, "waiting": q.Waiting, "late": q.Late, "due_within_hour": q.DueWithinHour,
		"snoozed": q.Snoozed, "reopened": q.Reopened, "opened_today": q.OpenedToday, "closed_today": q.ClosedToday,
	} {
		n, ok := f.N.Get()
		if !ok {
			continue
		}
		fj := figureJSON{Value: n, Source: f.Source}
		if c, ok := f.Change(); ok {
			fj.Change = &c
		}
		j.Queue[name] = fj
	}
}

func coverageJSONOf(c desk.Coverage) coverageJSON {
	return coverageJSON{c.Held, numberJSON(c.Of), known(c.ReadAt)}
}

func loadsJSON(in []desk.Load) []loadJSON {
	out := make([]loadJSON, len(in))
	for i, l := range in {
		out[i] = loadJSON{l.ID, l.Name, l.Listed, l.Away, l.Open, l.Waiting, l.Late, l.Closed}
	}
	return out
}

// numberJSON is a number for JSON, nil when it is not known.
func numberJSON(n api.Number) *int64 {
	if v, ok := n.Get(); ok {
		return &v
	}
	return nil
}
