package desk

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"parley/api"
)

// Targets are what the user declared for an SLA: the API names an SLA and
// says neither its targets nor its deadline. A target of 0 was not declared.
type Targets struct {
	FirstReply time.Duration // from when the contact began to wait until a teammate's first reply
	NextReply  time.Duration // the same, for every later reply
	Close      time.Duration // from the beginning, or the last reopening, until it is closed
	Hours      *OfficeHours  // when the clock runs; nil is always
}

// SLAKind is what an SLA's clock runs for.
type SLAKind string

// The clocks of an SLA.
const (
	SLAFirstReply SLAKind = "first reply"
	SLANextReply  SLAKind = "next reply"
	SLAClose      SLAKind = "close"
)

// SLAState is how it stands with an SLA. What Intercom says and Parley does
// not know is kept, in capitals.
type SLAState string

// The states of an SLA.
const (
	SLALeft      SLAState = "left"
	SLASoon      SLAState = "SOON" // a fifth of the target is left, at most an hour
	SLALate      SLAState = "LATE"
	SLAPaused    SLAState = "PAUSED" // snoozed, or outside office hours
	SLAHit       SLAState = "HIT"
	SLAMissed    SLAState = "MISSED"
	SLACancelled SLAState = "CANCELLED"
)

// SLAClock is what can be said about the SLA of a conversation at a moment.
type SLAClock struct {
	Name  string        // the SLA's, "" where none applies
	Kind  SLAKind       // "" where nothing was computed
	State SLAState      // "" where nothing can be said
	Left  time.Duration // running time of the clock until Due; negative: since
	Due   time.Time     // zero where nothing was computed
	Est   bool          // computed here; Intercom does not say it
}

// Clock says how it stands with the SLA of a conversation at now. hit, missed
// and cancelled are Intercom's word and stand as they are: it says missed at
// the next reply and not before. Of an active SLA the deadline is computed
// from the targets that were declared under its name, in whatever case; where
// the conversation does not tell what the clock runs for, or since when,
// nothing is said.
func Clock(c *api.Conversation, targets map[string]Targets, now time.Time) SLAClock {
	if c == nil || c.SLA == nil || c.SLA.Status == "" { // taken off by hand, its name stays
		return SLAClock{}
	}
	out := SLAClock{Name: strings.TrimSpace(c.SLA.Name)}
	switch status := strings.ToLower(c.SLA.Status); status {
	case "active":
	case "canceled":
		out.State = SLACancelled
		return out
	default:
		out.State = SLAState(strings.ToUpper(strings.ReplaceAll(status, "_", " ")))
		return out
	}
	if c.State == api.StateSnoozed {
		out.State, out.Est = SLAPaused, true
		return out
	}
	t, declared := targetsOf(targets, out.Name)
	if !declared || c.State != api.StateOpen && (c.State != "" || !c.Open) {
		return out
	}
	snoozes := pauses(c)
	for _, r := range running(c, t) {
		r.Name = out.Name
		if r.state(t.Hours, now, snoozes); out.State == "" || r.Due.Before(out.Due) {
			out = r.SLAClock
		}
	}
	return out
}

// targetsOf finds the targets of an SLA by its name.
func targetsOf(targets map[string]Targets, name string) (Targets, bool) {
	if t, ok := targets[name]; ok {
		return t, true
	}
	for n, t := range targets {
		if strings.EqualFold(strings.TrimSpace(n), name) {
			return t, true
		}
	}
	return Targets{}, false
}

// Late reports whether the SLA was missed, or its deadline has passed.
func (c SLAClock) Late() bool { return c.State == SLALate || c.State == SLAMissed }

// Words says it in few words: "7m left est", "SOON 7m left est", "LATE 18m
// est", "PAUSED 7m left est", "PAUSED est", "HIT"; "" where nothing can be
// said.
func (c SLAClock) Words() string {
	words := string(c.State)
	switch c.State {
	case SLALeft:
		words = shortSpan(c.Left) + " left"
	case SLASoon:
		words += " " + shortSpan(c.Left) + " left"
	case SLAPaused: // of what is snoozed it is not known what will be left
		if !c.Due.IsZero() {
			words += " " + shortSpan(c.Left) + " left"
		}
	case SLALate:
		words += " " + shortSpan(-c.Left)
	}
	if c.Est && words != "" {
		words += " est"
	}
	return words
}

// Compare orders clocks by urgency: missed, then late by how late, then by
// the time that is left, then paused, then what is settled or unknown.
func (c SLAClock) Compare(o SLAClock) int {
	if r := cmp.Compare(c.rank(), o.rank()); r != 0 {
		return r
	}
	return cmp.Compare(c.Left, o.Left)
}

func (c SLAClock) rank() int {
	switch c.State {
	case SLAMissed:
		return 0
	case SLALate, SLASoon, SLALeft:
		return 1 // Left tells them apart
	case SLAPaused:
		return 2
	default:
		return 3
	}
}

// shortSpan writes a duration that is not negative, rounded down: "<1m",
// "7m", "1h20m", "12h", "3d".
func shortSpan(d time.Duration) string {
	minutes := d.Truncate(time.Minute) % time.Hour / time.Minute
	switch {
	case d < time.Minute:
		return "<1m"
	case d < time.Hour:
		return fmt.Sprintf("%dm", minutes)
	case d < 10*time.Hour && minutes > 0:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, minutes)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	default:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
}
