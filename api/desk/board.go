package desk

import (
	"time"

	"parley/api"
)

// BoardDays is how many days the board looks back, today among them.
const BoardDays = 14

// Source says whose word a figure is.
type Source string

// The sources of figures.
const (
	SourceIntercom Source = "Intercom"     // Intercom counted it, or its statistics say it
	SourceCounted  Source = "counted here" // counted here, over the conversations that are held
	SourceEstimate Source = "est"          // computed here from targets that Intercom does not tell
)

// Figure is one number of the board. An unknown one is left out, never 0.
type Figure struct {
	N      api.Number
	Source Source
	Before api.Number // at the standup that the board compares with
}

// Change returns by how much the figure changed since the standup, and
// whether both are known.
func (f Figure) Change() (int64, bool) {
	now, known := f.N.Get()
	before, knew := f.Before.Get()
	return now - before, known && knew
}

// Median is a median and the number of conversations it is over.
type Median struct {
	Seconds api.Number
	Over    int
}

// Board is how the queue stands: the figures of a standup. What is counted is
// counted over the conversations that are held; Open and Recent say of how
// many that is.
type Board struct {
	At       time.Time // when it was made, in the zone in which its days begin
	SyncedAt time.Time // when Intercom was last read; zero: never
	Open     Coverage  // of the open conversations
	Recent   Coverage  // of those that changed within BoardDays

	Queue   BoardQueue
	Oldest  *Waiting // who waits longest, nil when nobody does
	Replies Replies
	Ratings Ratings
	// Teammates and Teams are those of the workspace and whoever else has
	// conversations, the busiest first; what nobody has comes last and has no
	// ID. Teams is empty where the workspace has none.
	Teammates, Teams []Load
	Days             []Day    // the oldest first, the last is today
	Waits            []Bucket // how long the contacts of open conversations wait

	// Since is the standup that the board compares with, nil when there was
	// none. MarkedAt is the newest mark, zero when there was none: it counts
	// as this standup, and not as the last, for StandupLasts.
	Since    *Since
	MarkedAt time.Time
}

// BoardQueue are the figures of the queue. DueWithinHour is unknown without
// targets.
type BoardQueue struct {
	Open, Unassigned, Waiting, Late, DueWithinHour, Snoozed Figure
	OpenedToday, ClosedToday                                Figure
	Reopened                                                Figure // open ones that had been closed
}

// Coverage is how many conversations are held, of how many at Intercom, and
// when that was read.
type Coverage struct {
	Held   int
	Of     api.Number
	ReadAt time.Time
}

// Complete reports whether all of them are held.
func (c Coverage) Complete() bool {
	of, known := c.Of.Get()
	return known && of <= int64(c.Held)
}

// Waiting is an open conversation whose contact waits.
type Waiting struct {
	ID             api.ID
	Since          time.Time
	Contact        string
	Assignee, Team string // names, "" for nobody
}

// Replies are the median times of Intercom's statistics: First until the first
// reply, All of all replies (the median of the conversations' medians). Those
// of today are over the conversations that changed today.
type Replies struct{ FirstToday, First, AllToday, All Median }

// Ratings are what contacts thought within BoardDays. Scores counts the
// ratings from 1 to 5.
type Ratings struct{ Scores [5]int }

// Over returns how many ratings there are.
func (r Ratings) Over() int {
	n := 0
	for _, c := range r.Scores {
		n += c
	}
	return n
}

// Mean returns the mean score; 0 without a rating.
func (r Ratings) Mean() float64 {
	sum, n := 0, 0
	for i, c := range r.Scores {
		sum, n = sum+(i+1)*c, n+c
	}
	if n == 0 {
		return 0
	}
	return float64(sum) / float64(n)
}

// Load is what a teammate or a team has, counted over what is held. Closed
// are those closed today: by the teammate, or of the team.
type Load struct {
	ID                          api.ID // "" is nobody
	Name                        string
	Listed                      bool // the workspace names it; others are bots, or gone
	Away                        bool
	Open, Waiting, Late, Closed int
}

// Day counts the conversations that began on a day, and those that were last
// closed on it and are closed still.
type Day struct {
	Date           time.Time // its beginning
	Opened, Closed int
}

// Bucket counts those that wait for less than Below and not less than the
// bucket before; the last one has no Below.
type Bucket struct {
	Below time.Duration
	N     int
}

// waitBounds are where the buckets of waiting times end.
var waitBounds = []time.Duration{time.Hour, 4 * time.Hour, 8 * time.Hour, 24 * time.Hour, 72 * time.Hour, 0}

// Since is what happened since a standup. Opened and Closed are unknown where
// it was longer ago than the board looks back.
type Since struct {
	At             time.Time
	Opened, Closed api.Number
}
