package composer

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"parley/api/desk"
)

// said is a sentence of the review, with how it is drawn.
type said struct {
	kind  string // a first word that is drawn in the colour of the mode
	text  string
	style lipgloss.Style
}

// review says to whom the text goes, how public it is, with what, and what to
// look at again.
func (p *Pane) review() []said {
	t := p.env.Theme
	out := []said{p.destination()}
	if a := p.attachments(); a != "" {
		out = append(out, said{"", "with " + a, t.Attachment})
	}
	if len(p.planWords) > 0 {
		out = append(out, said{"", "then " + strings.Join(p.planWords, ", "), t.Accent})
	}
	for _, w := range p.Warnings() {
		out = append(out, said{"", "! " + w, t.Warn})
	}
	if p.notice != "" {
		out = append(out, said{"", p.notice, t.Bad})
	}
	return out
}

func (p *Pane) destination() said {
	s := said{"PUBLIC", "", p.env.Theme.Text}
	switch p.draft.Mode {
	case desk.ModeNote:
		s.kind, s.text = "INTERNAL", "note by "+p.target.Me+". The customer does not see it."
	case desk.ModeContact:
		x := p.person()
		s.text = fmt.Sprintf("in the name of %s (intercom_user_id %s), written down by %s.", x.Label, x.ID, p.target.Me)
	default:
		s.text = "to " + p.audience() + " by " + p.channel() + ", as " + p.target.Me + "."
	}
	return s
}

// Review is the review without the look of it, a sentence each: for who reads
// line by line.
func (p *Pane) Review() []string {
	var out []string
	for _, s := range p.review() {
		out = append(out, strings.TrimSpace(s.kind+" "+s.text))
	}
	return out
}

// Question is what has to be answered before anything else, "" when nothing
// has.
func (p *Pane) Question() string {
	what, answers := p.questionWords()
	if what == "" {
		return ""
	}
	return what + " " + strings.Join(answers, ", ")
}

// Attach attaches a file by its path, or an address. file says that the path
// has still to be looked at: what is there goes to AddFile.
func (p *Pane) Attach(name string) (path string, file bool) {
	if cmd := p.attachNamed(name); cmd != nil {
		f, ok := cmd().(FileNamed)
		return f.Path, ok
	}
	return "", false
}

func (p *Pane) questionWords() (what string, answers []string) {
	switch {
	case p.stage == confirmDiscard:
		return "Discard this text for good?", []string{"y discard", "n keep"}
	case p.stage == confirmPublic && p.next == desk.ModeContact:
		return "This note would become public, as words of " + p.customer() + ".", []string{"y make it public", "n stay internal"}
	case p.stage == confirmPublic:
		return "The customer would read this note.", []string{"y make it public", "n stay internal"}
	default:
		return "", nil
	}
}
