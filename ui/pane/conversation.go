package pane

import (
	"strings"
	"time"

	"parley/api"
)

// State says a conversation's state in capitals, for a snoozed one with the
// moment until which; unknown states as the API words them.
func State(c *api.Conversation, now time.Time) string {
	switch c.State {
	case api.StateSnoozed:
		if !c.SnoozedUntil.IsZero() {
			return "SNOOZED til " + Moment(c.SnoozedUntil.Time, now)
		}
		return "SNOOZED"
	case "":
		if c.Open {
			return "OPEN"
		}
		return ""
	default:
		return strings.ToUpper(Human(string(c.State)))
	}
}

// Priority says a priority that is worth saying, for both schemes of the API;
// the ordinary ones are "".
func Priority(p api.Priority) string {
	switch p {
	case api.PriorityYes:
		return "PRIORITY"
	case api.PriorityNot, api.PriorityNone, "":
		return ""
	default:
		return strings.ToUpper(Human(string(p)))
	}
}
