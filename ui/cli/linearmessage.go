package cli

import (
	"context"
	"fmt"
	"strings"

	"parley/api"
	"parley/keymap"
	"parley/ui/mask"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// messages are what was written and what happened, in lines; the first is
// what the conversation began with. What is quoted in them is left out.
func (l *linear) messages() []string { return l.written(false) }

// written are the messages, with what is quoted in them or without.
func (l *linear) written(whole bool) []string {
	c, n := l.open.Conversation, l.names()
	out := []string{l.message(whole, joined(", ", n.author(c.Source.Author), l.moment(c.CreatedAt)), c.Source.Body, c.Source.Redacted, c.Source.Attachments)}
	if missing := missingParts(c); missing != "" {
		out = append(out, missing)
	}
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		if bookkeeping[p.PartType] && !p.Message() {
			continue
		}
		event := joined(" ", n.event(p), eventDetail(p))
		if !p.Message() {
			out = append(out, joined(", ", event, n.author(p.Author), l.moment(p.CreatedAt)))
			continue
		}
		kind := ""
		if p.Internal() {
			kind = "internal NOTE"
		}
		out = append(out, l.message(whole, joined(", ", n.author(p.Author), kind, event, l.moment(p.CreatedAt)), p.Body, p.Redacted, p.Attachments))
	}
	return out
}

func (l *linear) moment(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	return pane.Moment(t.Time, l.env.Now())
}

// message is a message: who and when, and below it what.
func (l *linear) message(whole bool, who, html string, redacted bool, files []api.Attachment) string {
	doc := richtext.Parse(html)
	if n := len(doc.Links()); n > 0 {
		who += ", " + plural(n, "link", "links")
	}
	lines := []string{who + ":"}
	if redacted {
		lines = append(lines, "[redacted]")
	}
	text, quoted := doc.Text(), 0
	if !whole {
		text, quoted = doc.Fresh()
	}
	if text = strings.TrimSpace(text); text != "" {
		lines = append(lines, l.hidden(text))
	}
	if quoted > 0 {
		lines = append(lines, fmt.Sprintf("[%s folded; %s writes them]", plural(quoted, "line", "lines"), l.verb(keymap.Unfold)))
	}
	for _, f := range files {
		lines = append(lines, attachment(f))
	}
	return strings.Join(lines, "\n")
}

// hidden is what a customer wrote as presenter mode shows it.
func (l *linear) hidden(text string) string {
	if l.app.mask.Level() == mask.Blurred {
		return "[hidden: " + plural(len(strings.Fields(text)), "word", "words") + "]"
	}
	return text
}

// unfold writes the newest message so far in which something is folded, whole.
func (l *linear) unfold(context.Context) {
	if l.open == nil {
		l.say("Open a conversation first.")
		return
	}
	short, whole := l.messages(), l.written(true)
	for i := min(l.part, len(short)-1); i >= 0; i-- {
		if short[i] != whole[i] {
			l.say("%s", whole[i])
			return
		}
	}
	l.say("Nothing is folded in what was read here.")
}

// stepMessage writes the message n further.
func (l *linear) stepMessage(_ context.Context, n int) {
	if l.open == nil {
		l.say("Open a conversation first.")
		return
	}
	l.moveMessage(n)
}

// writeMessages writes the next n messages.
func (l *linear) writeMessages(n int) {
	all := l.messages()
	for range n {
		if l.part+1 >= len(all) {
			return
		}
		l.part++
		l.say("%s", all[l.part])
	}
}

// moveMessage writes the message n further.
func (l *linear) moveMessage(n int) {
	all := l.messages()
	to := min(max(l.part+n, 0), len(all)-1)
	if to == l.part && n != 0 {
		word := "last"
		if n < 0 {
			word = "first"
		}
		l.say("That was the %s message. %s opens the next conversation.", word, l.verb(keymap.NextConversation))
		return
	}
	l.part = to
	l.say("%s", all[to])
}

// pageMessages writes the next messages, or those before.
func (l *linear) pageMessages(n int) {
	all := l.messages()
	from := l.part + 1
	if n < 0 {
		from = l.part - 2*linearMessages + 1
	}
	if from >= len(all) {
		l.say("That was the last message.")
		return
	}
	l.part = max(from, 0) - 1
	l.writeMessages(linearMessages)
	if left := l.part + 1 - linearMessages; n < 0 && left > 0 {
		l.say("%s before.", plural(left, "message", "messages"))
	}
}
