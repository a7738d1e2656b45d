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
func (l *linear) messages() []string {
	said, _ := l.written(false)
	return said
}

// whole are the messages with everything that is quoted in them.
func (l *linear) whole() []string {
	said, _ := l.written(true)
	return said
}

// openingAt is where reading begins: so far back that the newest messages are
// among what is written, and not only what happened since.
func (l *linear) openingAt() int {
	const messages, lines = 2, 20
	said, words := l.written(false)
	at, seen := len(said), 0
	for at > 0 && len(said)-at < lines && (seen < messages || len(said)-at < linearMessages) {
		at--
		if words[at] {
			seen++
		}
	}
	return at
}

// written are the messages, with what is quoted in them or without, and which
// of them are somebody's words.
func (l *linear) written(whole bool) (out []string, words []bool) {
	c, n := l.open.Conversation, l.names()
	add := func(text string, said bool) { out, words = append(out, text), append(words, said) }
	add(l.message(whole, joined(", ", n.author(c.Source.Author), l.moment(c.CreatedAt)), c.Source.Body, c.Source.Redacted, c.Source.Attachments), true)
	if missing := missingParts(c); missing != "" {
		add(missing, false)
	}
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		if bookkeeping[p.PartType] && !p.Message() {
			continue
		}
		event := joined(" ", n.event(p), eventDetail(p))
		if !p.Message() {
			add(joined(", ", event, n.author(p.Author), l.moment(p.CreatedAt)), false)
			continue
		}
		kind := ""
		if p.Internal() {
			kind = "internal NOTE"
		}
		add(l.message(whole, joined(", ", n.author(p.Author), kind, event, l.moment(p.CreatedAt)), p.Body, p.Redacted, p.Attachments), true)
	}
	return out, words
}

func (l *linear) moment(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	return pane.Moment(t.Time, l.env.Now())
}

// message is a message: who and when, and below it what, set in: nothing that
// somebody writes looks like a line of ours.
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
	for _, f := range l.app.mask.Attachments(files) {
		lines = append(lines, attachment(f))
	}
	return setIn(strings.Join(lines, "\n"))
}

// setIn sets all lines in but the first.
func setIn(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }

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
	short, whole := l.messages(), l.whole()
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
	l.part, l.top = to, to
	l.say("%s", all[to])
}

// pageMessages writes the next messages, or those before.
func (l *linear) pageMessages(n int) {
	from, to := l.part+1, l.part+1+linearMessages
	if n < 0 {
		from, to = l.top-linearMessages, l.top
	}
	switch {
	case to <= 0:
		l.say("That was the first message.")
		return
	case from >= len(l.messages()):
		l.say("That was the last message.")
		return
	}
	l.top = max(from, 0)
	l.part = l.top - 1
	l.writeMessages(to - l.top)
	if n < 0 && l.top > 0 {
		l.say("%s before.", plural(l.top, "message", "messages"))
	}
}
