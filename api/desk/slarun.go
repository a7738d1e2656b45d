package desk

import (
	"strings"
	"time"

	"parley/api"
)

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
