package composer

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// drawReview says to whom it goes, where, with what, and how it will look.
func (p *Pane) drawReview() []string {
	head, foot := p.facts(), p.question()
	head = head[:max(min(len(head), p.h-len(foot)), 0)]
	body := p.previewLines()
	room := max(p.h-len(head)-len(foot), 0)
	p.preview.fit(len(body), room)
	if len(body) > room && len(head) > 0 && room > 0 {
		head[len(head)-1] = p.dots(fmt.Sprintf("lines %d–%d of %d, %s", p.preview.top+1, p.preview.top+room, len(body),
			p.env.KeyDoes(keymap.Review, keymap.ScrollDown, "scrolls")))
	}
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
	return append(lines, p.dots(""))
}

// dots is the line between what is sent and what is said about it, with a word
// in it or none.
func (p *Pane) dots(word string) string {
	if word != "" {
		word = "┈ " + layout.Cut(word, max(p.w-4, 0)) + " "
	}
	return p.env.Theme.Border.Render(word + strings.Repeat("┈", max(p.w-p.env.Measure.Width(word), 0)))
}

// keyLines says what can be pressed, keys before words.
func (p *Pane) keyLines() []string {
	t := p.env.Theme
	lines := strings.Split(layout.Wrap(p.keys, max(p.w-2, 1)), "\n")
	for i, line := range lines {
		hints := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' })
		for j, h := range hints {
			key, word, _ := strings.Cut(h, "\u00a0") // which held them together
			hints[j] = t.Key.Render(key) + t.KeyHelp.Render(" "+strings.ReplaceAll(word, "\u00a0", " "))
		}
		lines[i] = " " + strings.Join(hints, "  ")
	}
	return lines
}

// wrapped breaks a sentence into lines of the pane's width, one cell in.
func (p *Pane) wrapped(s string, style lipgloss.Style) []string {
	lines := strings.Split(layout.Wrap(p.env.Mask.Text(s), max(p.w-2, 1)), "\n")
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
		return append([]string{p.dots("")}, p.keyLines()...)
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
	if line := " " + t.Bad.Render(p.env.Mask.Text(what)) + "  " + t.Text.Render(words); p.env.Measure.Width(line) <= p.w {
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
	room  int // lines that fitted when it was last drawn
}

func (v *preview) scroll(n int) { v.top += n }

func (v *preview) fit(have, room int) { v.top, v.room = max(min(v.top, have-room), 0), room }

// html is exactly what will be sent.
func (p *Pane) html() string { return richtext.ToHTML(p.input.Value()) }

func (p *Pane) previewLines() []string {
	text := p.input.Value()
	w := min(p.w-2, 100)
	if p.preview.lines == nil || p.preview.text != text || p.preview.width != w || p.preview.at != p.env.Version {
		l := richtext.Parse(p.env.Mask.HTML(p.html())).Layout(richtext.Options{
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
