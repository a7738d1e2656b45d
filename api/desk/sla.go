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

// clockRun is one of the clocks that run for a conversation.
type clockRun struct {
	SLAClock
	target time.Duration
	since  time.Time
}

// running returns the clocks that are known to run.
func running(c *api.Conversation, t Targets) []clockRun {
	var out []clockRun
	add := func(k SLAKind, target time.Duration, since time.Time) {
		if target > 0 && !since.IsZero() {
			out = append(out, clockRun{SLAClock{Kind: k}, target, since})
		}
	}
	if answered, known := answered(c); known && answered {
		add(SLANextReply, t.NextReply, c.WaitingSince.Time)
	} else if known {
		add(SLAFirstReply, t.FirstReply, c.WaitingSince.Time)
	}
	add(SLAClose, t.Close, openSince(c))
	return out
}

// answered reports whether a teammate has replied to the contact, and whether
// that is known.
func answered(c *api.Conversation) (yes, known bool) {
	if s := c.Statistics; s != nil {
		if _, ok := s.TimeToAdminReply.Get(); ok || !s.FirstAdminReplyAt.IsZero() || !s.LastAdminReplyAt.IsZero() {
			return true, true
		}
		if !s.FirstContactReplyAt.IsZero() || !s.LastContactReplyAt.IsZero() {
			return false, true // it counts replies, and there was none
		}
	}
	if c.Parts.Known {
		for i := range c.Parts.Items {
			if p := &c.Parts.Items[i]; p.Author.Type == "admin" && !p.Author.Bot() && p.Message() && !p.Internal() {
				return true, true
			}
		}
		if total, ok := c.Parts.TotalCount.Get(); ok && total <= int64(len(c.Parts.Items)) {
			return false, true
		}
	}
	// Teammates are those who wrote anything, notes too.
	return false, c.Teammates.Known && len(c.Teammates.Items) == 0
}

// openSince returns since when a conversation is open: its beginning, or when
// the contact reopened it; zero where that is not known.
func openSince(c *api.Conversation) time.Time {
	s := c.Statistics
	if s == nil {
		return time.Time{}
	}
	closed := s.LastCloseAt.Time
	reopens, counted := s.CountReopens.Get()
	switch {
	case closed.IsZero() && (!counted || reopens == 0):
		return c.CreatedAt.Time
	case closed.IsZero():
		return time.Time{}
	}
	for i := range c.Parts.Items {
		if p := &c.Parts.Items[i]; wakes(p) && !p.CreatedAt.Before(closed) {
			return p.CreatedAt.Time
		}
	}
	for _, t := range []api.Time{c.WaitingSince, s.LastContactReplyAt} {
		if t.After(closed) {
			return t.Time
		}
	}
	return time.Time{}
}

// state computes deadline and state at now.
func (r *clockRun) state(hours *OfficeHours, now time.Time, pauses []span) {
	r.Est = true
	target := r.target
	r.Due = hours.Add(r.since, target)
	for _, p := range pauses {
		if p.from.Before(r.Due) { // one after the deadline puts nothing off
			target += hours.Elapsed(later(p.from, r.since), earlier(p.to, now))
			r.Due = hours.Add(r.since, target)
		}
	}
	if now.After(r.Due) {
		r.State, r.Left = SLALate, -hours.Elapsed(r.Due, now)
		return
	}
	r.State, r.Left = SLALeft, hours.Elapsed(now, r.Due)
	if r.since.After(now) { // this computer's clock is behind Intercom's
		r.Left = target
	}
	switch {
	case hours.closed(now):
		r.State = SLAPaused
	case r.Left < min(r.target/5, time.Hour):
		r.State = SLASoon
	}
}

// span is a time between two moments.
type span struct{ from, to time.Time }

// pauses returns when the conversation was snoozed, as far as its parts tell.
func pauses(c *api.Conversation) []span {
	var out []span
	var from time.Time
	for i := range c.Parts.Items {
		switch p := &c.Parts.Items[i]; {
		case from.IsZero() && (p.PartType == api.PartSnoozed || p.PartType == "conversation_sla_paused"):
			from = p.CreatedAt.Time
		case !from.IsZero() && wakes(p):
			out = append(out, span{from, p.CreatedAt.Time})
			from = time.Time{}
		}
	}
	return out
}

// wakes reports whether a part ends a snooze or reopens.
func wakes(p *api.Part) bool {
	switch p.PartType {
	case api.PartOpen, "unsnoozed", "timer_unsnooze", "conversation_sla_unpaused":
		return true
	case api.PartComment, api.PartQuickReply:
		return p.Author.Contact()
	default:
		return strings.HasSuffix(p.PartType, "_and_reopen") || strings.HasSuffix(p.PartType, "_and_unsnooze")
	}
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
