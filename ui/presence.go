package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
)

// Presence says who else is at work on the same conversations. The API does
// not know; a server of several agents does. Methods without a context answer
// at once.
type Presence interface {
	// Here says which conversation this agent has open, "" for none, and in
	// which mode they write in it, "" when they do not.
	Here(open api.ID, writing desk.Mode)
	// Others returns the teammates by the conversation that they have open. It
	// is not to be changed.
	Others() map[api.ID][]Mate
	// Changed waits until Others has changed since it was last called.
	Changed(ctx context.Context) error
}

// Mate is a teammate who has a conversation open.
type Mate struct {
	Name    string
	Writing desk.Mode // "" when they only look
}

// presenceChanged says that a teammate came, went, or began to write.
type presenceChanged struct{}

// waitPresence waits for the next change.
func (m *Model) waitPresence() tea.Cmd {
	if m.presence == nil {
		return nil
	}
	ctx, p := m.ctx, m.presence
	return func() tea.Msg {
		if p.Changed(ctx) != nil {
			return nil // the program is closing
		}
		return presenceChanged{}
	}
}

func (m *Model) onPresence() tea.Cmd {
	m.others = m.presence.Others()
	words := make(map[api.ID]string, len(m.others))
	for id, mates := range m.others {
		words[id] = shortMates(mates)
	}
	m.list.Mates(words)
	return m.waitPresence()
}

// showPresence tells the others what this agent has before them.
func (m *Model) showPresence() {
	if m.presence == nil {
		return
	}
	now := whereabouts{open: m.openID}
	if m.composer.Active() {
		now.open, now.writing = m.composer.ConversationID(), m.composer.Mode()
	}
	if now != m.whereabouts {
		m.whereabouts = now
		m.presence.Here(now.open, now.writing)
	}
}

// whereabouts are what the others are told of this agent.
type whereabouts struct {
	open    api.ID
	writing desk.Mode
}

// verb says in a word what a teammate does.
func (t Mate) verb() string {
	switch t.Writing {
	case "":
		return "here"
	case desk.ModeNote:
		return "writing a note"
	default:
		return "replying"
	}
}

// shortMates is what a row has room for: those who write, else those who look.
func shortMates(mates []Mate) string {
	mates = byVerb(mates)
	first := mates[0]
	name, _, _ := strings.Cut(first.Name, " ")
	if n := len(mates) - 1; n > 0 {
		return fmt.Sprintf("%s +%d %s", name, n, first.verb())
	}
	return name + " " + first.verb()
}

// matesAt says who else is at the conversation, those first who write.
func (m *Model) matesAt(id api.ID) string {
	mates := byVerb(m.others[id])
	var words []string
	for len(mates) > 0 {
		v := mates[0].verb()
		n := 0
		var names []string
		for n < len(mates) && mates[n].verb() == v {
			names = append(names, mates[n].Name)
			n++
		}
		mates = mates[n:]
		is := " is "
		if len(names) > 1 {
			is = " are "
		}
		words = append(words, listed(names)+is+v)
	}
	return strings.Join(words, ", ")
}

func byVerb(mates []Mate) []Mate {
	rank := map[string]int{"replying": 0, "writing a note": 1, "here": 2}
	mates = slices.Clone(mates)
	slices.SortStableFunc(mates, func(a, b Mate) int { return rank[a.verb()] - rank[b.verb()] })
	return mates
}

func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
