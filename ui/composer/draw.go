package composer

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textarea"
	"charm.land/lipgloss/v2"

	"parley/api/desk"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/richtext"
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
		return []string{prompt + p.env.Theme.Placeholder.Render(placeholders[p.draft.Mode])}
	}
	lines := strings.Split(p.input.View(), "\n")
	for i, text := range lines {
		if strings.ContainsRune(text, belowText) {
			return lines[:i]
		}
		lines[i] = prompt + text
	}
	return lines
}

// drawReview says to whom it goes, where, with what, and how it will look.
func (p *Pane) drawReview() []string {
	head, foot := p.facts(), p.question()
	head = head[:max(min(len(head), p.h-len(foot)), 0)]
	body := p.previewLines()
	room := max(p.h-len(head)-len(foot), 0)
	p.preview.fit(len(body), room)
	body = body[p.preview.top:min(p.preview.top+room, len(body))]
	lines := slices.Concat(head, body)
	for len(lines) < p.h-len(foot) {
		lines = append(lines, "")
	}
	return append(lines, foot...)
}

// reviewRows returns the rows that the whole review would take.
func (p *Pane) reviewRows() int {
	return len(p.facts()) + len(p.previewLines()) + len(p.question())
}

// facts says to whom the text goes, how public it is, with what, and what to
// look at again.
func (p *Pane) facts() []string {
	var lines []string
	for _, s := range p.review() {
		more := p.wrapped(strings.TrimSpace(s.kind+" "+s.text), s.style)
		if s.kind != "" {
			more[0] = strings.Replace(more[0], s.kind, p.look().style(p).Render(s.kind), 1)
		}
		lines = append(lines, more...)
	}
	return append(lines, p.env.Theme.Border.Render(strings.Repeat("┈", max(p.w, 0))))
}

// wrapped breaks a sentence into lines of the pane's width, one cell in.
func (p *Pane) wrapped(s string, style lipgloss.Style) []string {
	lines := strings.Split(layout.Wrap(s, max(p.w-2, 1)), "\n")
	for i, l := range lines {
		lines[i] = " " + style.Render(l)
	}
	return lines
}

func (p *Pane) audience() string {
	names := make([]string, 0, len(p.target.People))
	for _, x := range p.target.People {
		name := x.Label
		if x.Email != "" && x.Email != x.Label {
			name += " <" + x.Email + ">"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "the customer"
	}
	return strings.Join(names, ", ")
}

func (p *Pane) attachments() string {
	var names []string
	for _, f := range p.draft.Attachments {
		names = append(names, f.Name+" "+pane.Bytes(f.Size))
	}
	return strings.Join(append(names, p.draft.AttachmentURLs...), ", ")
}

// roomForKeys is the height from which the review bar says its keys itself.
const roomForKeys = 8

// SaysKeys reports whether the review bar itself says what can be pressed.
func (p *Pane) SaysKeys() bool { return p.stage == review && p.h >= roomForKeys }

// question is the last lines: what the agent may answer.
func (p *Pane) question() []string {
	if what, answers := p.questionWords(); what != "" {
		return p.asked(what, answers...)
	}
	switch p.stage {
	case attaching:
		return []string{p.attach.View()}
	case handing:
		return p.wrapped("Handing it over…", p.env.Theme.Dim)
	default:
		if !p.SaysKeys() {
			return nil
		}
		lines := p.wrapped(p.keys, p.env.Theme.KeyHelp)
		for i := range lines { // what held a key and its word together has done so
			lines[i] = strings.ReplaceAll(lines[i], "\u00a0", " ")
		}
		return lines
	}
}

// warned is what was found in a text, until anything changes.
type warned struct {
	in    LintInput
	valid bool
	out   []string
}

// asked is a question with its answers, on one line where they fit. None of
// it is ever cut off.
func (p *Pane) asked(what string, answers ...string) []string {
	t := p.env.Theme
	words := strings.Join(answers, "  ")
	if line := " " + t.Bad.Render(what) + "  " + t.Text.Render(words); p.env.Measure.Width(line) <= p.w {
		return []string{line}
	}
	return append(p.wrapped(what, t.Bad), p.wrapped(words, t.Text)...)
}

// Warnings are what the agent should look at before it goes. They warn and
// never forbid.
func (p *Pane) Warnings() []string {
	in := LintInput{
		Text: p.input.Value(), Mode: p.draft.Mode, WasNote: p.wasNote,
		Attachments: len(p.draft.Attachments) + len(p.draft.AttachmentURLs),
		Me:          p.target.Me, Closed: p.target.Closed,
	}
	if w := &p.warned; !w.valid || w.in.Text != in.Text || w.in.Mode != in.Mode || w.in.WasNote != in.WasNote || w.in.Attachments != in.Attachments {
		w.in, w.valid = in, true
		for _, x := range p.target.People {
			in.Customers = append(in.Customers, x.Label)
		}
		in.Teammates, in.OtherCustomers = p.target.Teammates, p.target.OtherCustomers
		w.out = Lint(in)
	}
	return p.warned.out
}

// preview is the reply as it will be sent, laid out.
type preview struct {
	text  string
	width int
	at    int // env version
	lines []string
	top   int
}

func (v *preview) scroll(n int) { v.top += n }

func (v *preview) fit(have, room int) { v.top = max(min(v.top, have-room), 0) }

// html is exactly what will be sent.
func (p *Pane) html() string { return richtext.ToHTML(p.input.Value()) }

func (p *Pane) previewLines() []string {
	text := p.input.Value()
	w := min(p.w-2, 100)
	if p.preview.lines == nil || p.preview.text != text || p.preview.width != w || p.preview.at != p.env.Version {
		l := richtext.Parse(p.html()).Layout(richtext.Options{
			Width: max(w, 1), Theme: p.env.Theme, Hyperlinks: p.env.Hyperlinks, Unfold: true,
		})
		p.preview.text, p.preview.width, p.preview.at = text, w, p.env.Version
		p.preview.lines = nil
		for _, line := range l.Lines(0, l.Height()) {
			p.preview.lines = append(p.preview.lines, " "+layout.Cut(line, w))
		}
	}
	return p.preview.lines
}
