package board

import (
	"fmt"
	"time"

	"parley/api/desk"
	"parley/api/safetext"
	"parley/ui/pane"
)

// age says how long ago Intercom was read.
func age(at, now time.Time) string {
	switch {
	case at.IsZero():
		return "not read yet"
	case now.Sub(at) < time.Minute:
		return "read just now"
	default:
		return "read " + pane.Span(now.Sub(at)) + " ago"
	}
}

// medianWords writes a median with the number it is over.
func medianWords(m desk.Median) string {
	d, ok := m.Seconds.Duration()
	if !ok {
		return "none"
	}
	return fmt.Sprintf("%s (%d)", pane.Length(d), m.Over)
}

// bucketName says which waiting times are in a bucket.
func bucketName(all []desk.Bucket, i int) string {
	switch {
	case i == 0:
		return "<" + short(all[0].Below)
	case all[i].Below == 0:
		return ">" + short(all[i-1].Below)
	case all[i].Below > 24*time.Hour:
		return fmt.Sprintf("%d–%dd", all[i-1].Below/(24*time.Hour), all[i].Below/(24*time.Hour))
	default:
		return fmt.Sprintf("%d–%dh", all[i-1].Below/time.Hour, all[i].Below/time.Hour)
	}
}

func short(d time.Duration) string {
	if d >= 24*time.Hour {
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
	return fmt.Sprintf("%dh", d/time.Hour)
}

// longName is how many characters of a name are looked at: more than any
// screen shows.
const longName = 300

// clean is a name that is safe to draw, on one line.
func clean(s string) string {
	if len(s) > longName {
		r := []rune(s[:min(len(s), 4*longName)])
		s = string(r[:min(len(r), longName)])
	}
	return safetext.Line(s)
}

// whose says who has a conversation.
func whose(assignee, team string) string {
	assignee, team = clean(assignee), clean(team)
	switch {
	case assignee != "" && team != "":
		return "with " + assignee + " > " + team
	case assignee != "":
		return "with " + assignee
	case team != "":
		return "with " + nobody + " > " + team
	default:
		return "unassigned"
	}
}

// sinceWords says what happened since the standup that the board compares
// with.
func sinceWords(b desk.Board) string {
	marked := ""
	if !b.MarkedAt.IsZero() && b.At.Sub(b.MarkedAt) < desk.StandupLasts {
		marked = " This one was marked at " + b.MarkedAt.In(b.At.Location()).Format("15:04") + "."
	}
	if b.Since == nil {
		if marked != "" {
			return "The next standup will say what changed." + marked
		}
		return "No standup was marked yet; from the first mark on, the next one says what changed."
	}
	words := "Since the standup of " + b.Since.At.In(b.At.Location()).Format("Mon 2 Jan 15:04")
	opened, ok := b.Since.Opened.Get()
	closed, too := b.Since.Closed.Get()
	if ok && too {
		words += fmt.Sprintf(": %d opened, %d closed", opened, closed)
	}
	return words + "." + marked
}

// sourceWords say over what the figures are counted, whose they are and how
// old.
func sourceWords(b desk.Board, now time.Time) []string {
	var out []string
	if !b.SyncedAt.IsZero() || b.Open.Held > 0 {
		out = append(out, fmt.Sprintf("Counted here over %s and %s within %d days; %s.",
			coverage(b.Open, "open"), coverage(b.Recent, "that changed"), len(b.Days), age(b.SyncedAt, now)))
	}
	out = append(out, "Reply times, ratings, reopenings and times of closing: Intercom's statistics. "+
		"A conversation counts as closed on the day of its last close.")
	if b.Queue.Late.Source == desk.SourceEstimate || known(b.Queue.DueWithinHour) {
		out = append(out, "est: worked out from the SLA targets in the settings; Intercom's API tells no deadline.")
	}
	return out
}

// coverage says of how many the counts are.
func coverage(c desk.Coverage, what string) string {
	of, ok := c.Of.Get()
	switch {
	case !ok:
		return fmt.Sprintf("the %d %s that are held", c.Held, what)
	case c.Complete():
		return fmt.Sprintf("all %d %s", c.Held, what)
	default:
		return fmt.Sprintf("%d of %d %s", c.Held, of, what)
	}
}
