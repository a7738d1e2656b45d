package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"parley/api"
	"parley/api/desk"
)

// sla says how it stands with a conversation's SLA at now, as the inbox does.
func (a *app) sla(c *api.Conversation, now clock) desk.SLAClock {
	return desk.Clock(c, a.means.targets, now.now)
}

// slaWords says it in the fewest words: what the clock tells, and else what
// Intercom said, under the name of the SLA.
func slaWords(c *api.Conversation, k desk.SLAClock) string {
	switch {
	case c.SLA == nil || c.SLA.Status == "":
		return ""
	case k.Kind != "":
		return k.Words()
	case k.Words() != "":
		return joined(" ", k.Words(), c.SLA.Name)
	default:
		return joined(" ", humanise(c.SLA.Status), c.SLA.Name)
	}
}

// slaState is slaWords without the name.
func slaState(c *api.Conversation, k desk.SLAClock) string {
	if c.SLA == nil || c.SLA.Status == "" {
		return ""
	}
	return cmp.Or(k.Words(), humanise(c.SLA.Status))
}

// slaJSON is the clock of an SLA, for programs. Its shape is documented in
// the help of list, and stable.
type slaJSON struct {
	Name        string     `json:"name"`
	State       string     `json:"state"`
	Kind        string     `json:"kind,omitempty"`
	LeftSeconds *int64     `json:"left_seconds,omitempty"` // negative: late since
	DueAt       *time.Time `json:"due_at,omitempty"`
	Est         bool       `json:"est"`
}

// slaJSONOf returns nil where nothing can be said.
func slaJSONOf(k desk.SLAClock) *slaJSON {
	if k.State == "" {
		return nil
	}
	out := &slaJSON{Name: k.Name, State: stateWord(k.State), Kind: string(k.Kind), Est: k.Est}
	if !k.Due.IsZero() {
		left, due := int64(k.Left/time.Second), k.Due.UTC()
		out.LeftSeconds, out.DueAt = &left, &due
	}
	return out
}

// stateWord is a state as programs read it: lower case.
func stateWord(s desk.SLAState) string { return string(bytes.ToLower([]byte(s))) }

// withClock returns what Intercom said of a conversation, with what is known
// here of its SLA beside it, in a member "parley" that Intercom does not have.
func (a *app) withClock(c *api.Conversation, now clock) ([]byte, error) {
	sla := slaJSONOf(a.sla(c, now))
	raw := bytes.TrimSpace(c.Raw)
	if sla == nil || len(raw) < len("{}") || raw[len(raw)-1] != '}' {
		return raw, nil
	}
	more, err := json.Marshal(map[string]any{"sla": sla})
	if err != nil {
		return nil, err
	}
	head := bytes.TrimSpace(raw[:len(raw)-1])
	comma := ","
	if len(head) == len("{") {
		comma = ""
	}
	return append(append(bytes.Clone(head), comma+`"parley":`...), append(more, '}')...), nil
}
