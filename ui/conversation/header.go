package conversation

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"parley/ui/layout"
	"parley/ui/pane"
)

// Below these widths the space around the text is given to the text.
const (
	narrow = 24
	tiny   = 8
)

// textWidth is how many cells text may take.
func (p *Pane) textWidth() int {
	switch {
	case p.w >= narrow:
		return min(maxText, p.w-4)
	case p.w >= tiny:
		return p.w - 2
	default:
		return max(p.w, 1)
	}
}

// indent returns what stands left of the text, with the mark in it.
func (p *Pane) indent(mark string) string {
	switch {
	case p.w >= narrow:
		return " " + mark + " "
	case p.w >= tiny:
		return mark + " "
	default:
		return ""
	}
}

// marks tell the voices apart where there is no colour.
var marks = [...]string{voiceContact: " ", voiceTeammate: "│", voiceBot: "┊", voiceNote: "▌"}

func (p *Pane) mark(it *item) string {
	if it.voice == voiceContact {
		return p.indent(" ")
	}
	return p.indent(p.voiceStyle(it).Render(marks[it.voice]))
}

func (p *Pane) voiceStyle(it *item) lipgloss.Style {
	t := p.env.Theme
	switch {
	case it.voice == voiceNote:
		return t.Note
	case it.dim:
		return t.Dim
	case it.voice == voiceTeammate:
		return t.AuthorTeammate
	case it.voice == voiceBot:
		return t.AuthorBot
	default:
		return t.AuthorContact
	}
}

// header draws the line above a message: who, what kind, when. The name is
// cut and the rest dropped from its end before the kind is.
func (p *Pane) header(it *item, now time.Time) string {
	t := p.env.Theme
	mark := p.mark(it)
	if it.voice == voiceContact && p.w >= tiny {
		mark = strings.TrimSuffix(mark, "  ") // the customer stands out to the left
	}
	room := p.w - layout.Widest(mark)
	facts := make([]string, 0, len(it.facts)+3)
	if it.word != "" {
		facts = append(facts, it.word)
	}
	facts = append(facts, it.facts...)
	if !it.at.IsZero() {
		facts = append(facts, moment(it.at, now))
		if ago := since(it.at, now); ago != "" {
			facts = append(facts, ago)
		}
	}
	least := min(layout.Widest(it.author), 12)
	rest := strings.Join(facts, " · ")
	for len(facts) > 1 && least+2+layout.Widest(rest) > room {
		facts = facts[:len(facts)-1]
		rest = strings.Join(facts, " · ")
	}
	name := layout.Cut(it.author, max(room-2-layout.Widest(rest), 0))
	style := p.voiceStyle(it)
	word, others, more := strings.Cut(rest, " · ")
	if more {
		others = " · " + others
	}
	if it.voice == voiceNote || it.pending {
		word = style.Render(word)
	} else {
		word = t.Dim.Render(word)
	}
	if name == "" {
		return mark + word + t.Dim.Render(others)
	}
	return mark + style.Render(name) + "  " + word + t.Dim.Render(others)
}

// moment is a time of a message: with its day where it is not today.
func moment(t, now time.Time) string {
	s, clock := pane.Moment(t, now), t.In(now.Location()).Format("15:04")
	if strings.HasSuffix(s, clock) {
		return s
	}
	return s + " " + clock
}

// since says how long ago t was, while that is less than a day. It changes
// once a minute at most.
func since(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < 0 || d >= 24*time.Hour:
		return ""
	case d < time.Minute:
		return "just now"
	default:
		return pane.Span(d) + " ago"
	}
}

// at is the time of an event, after its words.
func (p *Pane) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " · " + t.In(p.env.Now().Location()).Format("15:04")
}
