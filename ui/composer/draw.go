package composer

import (
	"strings"

	"charm.land/bubbles/v2/textarea"
	"charm.land/lipgloss/v2"

	"parley/api/desk"
	"parley/ui/layout"
	"parley/ui/pane"
)

// promptWidth is how many cells the prompts of all modes take.
const promptWidth = 2

// look is how a mode tells itself apart: by word, line and prompt, and by
// colour only after those.
type look struct {
	word, audience string
	prompt         string
	line           string // what the line above the composer is drawn with
	style          func(*Pane) lipgloss.Style
}

var looks = map[desk.Mode]look{
	desk.ModeAdmin: {
		"Reply", "public", "│ ", "─",
		func(p *Pane) lipgloss.Style { return p.env.Theme.ModeAdmin },
	},
	desk.ModeNote: {
		"Note", "internal, only teammates see it", "▌ ", "═",
		func(p *Pane) lipgloss.Style { return p.env.Theme.ModeNote },
	},
	desk.ModeContact: {
		"On behalf of the contact", "public, in their name", "@ ", "╌",
		func(p *Pane) lipgloss.Style { return p.env.Theme.ModeContact },
	},
}

// look is that of the mode, or of a reply before a draft is opened.
func (p *Pane) look() look {
	if l, ok := looks[p.draft.Mode]; ok {
		return l
	}
	return looks[desk.ModeAdmin]
}

// dress gives the box the styles of the theme. The bubble draws the whole text
// with each key, so it gets only what costs nothing: the prompt is not its.
func (p *Pane) dress() {
	t := p.env.Theme
	state := textarea.StyleState{Base: t.Text, Text: t.Text, CursorLine: t.Text, EndOfBuffer: t.Text, Selection: t.Selected}
	p.input.SetStyles(textarea.Styles{Focused: state, Blurred: state})
	p.preview = preview{}
}

// Title returns what the frame says above the composer, and the line and
// style it is drawn with.
func (p *Pane) Title() (left, right, line string, style lipgloss.Style) {
	l := p.look()
	switch p.draft.Mode {
	case desk.ModeAdmin:
		left = "Reply to " + p.customer()
	case desk.ModeNote:
		left = "Note"
	default:
		left = "On behalf of " + p.person().Label
	}
	right = l.audience
	if p.draft.Mode != desk.ModeNote {
		right = p.channel() + ", " + l.audience
	}
	left = p.env.Mask.Text(left)
	if p.stage != typing {
		left = "Review: " + left
	}
	return left, right, l.line, l.style(p)
}

func (p *Pane) channel() string {
	if p.target.Channel == "conversation" {
		return "chat"
	}
	return pane.Human(p.target.Channel)
}

func (p *Pane) customer() string {
	if len(p.target.People) == 0 {
		return "the customer"
	}
	return p.target.People[0].Label
}

func (p *Pane) person() Person {
	for _, x := range p.target.People {
		if x.ID == p.draft.ContactID {
			return x
		}
	}
	return Person{Label: "the contact"}
}

// View returns the composer, exactly w×h cells.
func (p *Pane) View() string {
	if p.dirty || p.drawnAt != p.env.Version {
		p.drawn, p.drawnAt, p.dirty = p.draw(), p.env.Version, false
	}
	return p.drawn
}

func (p *Pane) draw() string {
	switch p.stage {
	case closed:
		return p.env.Fill(nil, p.w, p.h)
	case typing:
		return p.env.Fill(p.box(), p.w, p.h)
	default:
		return p.env.Fill(p.drawReview(), p.w, p.h)
	}
}

// placeholders say what an empty box is for.
var placeholders = map[desk.Mode]string{
	desk.ModeAdmin:   "Markdown. esc reviews, nothing is sent from here.",
	desk.ModeNote:    "A note for the team.",
	desk.ModeContact: "What the contact said, on the phone for instance.",
}

// box is the text as it is typed, with the prompt of the mode in front. The
// lines below it are left empty, so that neither the first letter nor a change
// of mode writes all of them anew.
func (p *Pane) box() []string {
	l := p.look()
	prompt := l.style(p).Render(l.prompt)
	if p.input.LineCount() == 1 && p.input.Length() == 0 {
		p.caret = p.input.Cursor()
		p.shiftCaret(promptWidth)
		return []string{prompt + p.env.Theme.Placeholder.Render(placeholders[p.draft.Mode])}
	}
	lines := p.typed()
	p.caret = p.input.Cursor() // goes through the whole text: once is enough
	for i, text := range lines {
		here := p.caret != nil && p.caret.Y == i
		if here {
			p.caret.X = p.env.Measure.Column(text, p.caret.X)
		}
		lines[i] = prompt + p.maskTyped(strings.TrimRight(text, " "), here)
	}
	p.shiftCaret(promptWidth)
	return lines
}

func (p *Pane) shiftCaret(by int) {
	if p.caret != nil {
		p.caret.X += by
	}
}

// typed is what is seen of the text. The bubble wraps it by clusters: where
// that leaves lines too long for who counts code points, it gets less room.
func (p *Pane) typed() []string {
	room := max(p.w-promptWidth, leastRoom)
	for asked := room; ; p.reveal() {
		if p.input.Width() != asked {
			p.input.SetWidth(asked)
		}
		lines := strings.Split(p.input.View(), "\n")
		widest := 0
		for i, text := range lines {
			if strings.ContainsRune(text, belowText) {
				lines = lines[:i]
				break
			}
			widest = max(widest, layout.Widest(strings.TrimRight(text, " ")))
		}
		if widest <= room || asked <= leastRoom {
			return lines
		}
		asked = max(min(asked*room/widest, asked-1), leastRoom)
	}
}

// leastRoom is the narrowest box that text is wrapped in, in cells.
const leastRoom = 4
