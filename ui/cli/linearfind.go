package cli

import (
	"context"
	"strings"
)

// find writes the first message of the open conversation that has the words;
// in the list it searches everything.
func (l *linear) find(ctx context.Context, words string) {
	switch {
	case l.open == nil:
		l.search(ctx, words)
		return
	case words == "":
		l.say("Find what? Put the words behind it.")
		return
	}
	l.finding = words
	found := l.found()
	if len(found) == 0 {
		l.say("No message here has %q. search looks through all conversations.", words)
		return
	}
	l.say("%s.", plural(len(found), "message has it", "messages have it"))
	l.part, l.top = found[0], found[0]
	l.say("%s", l.whole()[l.part])
}

// found are the messages that have the words that were looked for.
func (l *linear) found() []int {
	var out []int
	for i, m := range l.whole() {
		if strings.Contains(strings.ToLower(m), strings.ToLower(l.finding)) {
			out = append(out, i)
		}
	}
	return out
}

// findStep writes the next message that has the words, or the one before.
func (l *linear) findStep(_ context.Context, n int) {
	if l.open == nil || l.finding == "" {
		l.say("Find something in a conversation first, such as / refund.")
		return
	}
	to := -1
	for _, i := range l.found() {
		switch {
		case n > 0 && i > l.part && to < 0, n < 0 && i < l.part:
			to = i
		}
	}
	if to < 0 {
		l.say("No further message has %q.", l.finding)
		return
	}
	l.part, l.top = to, to
	l.say("%s", l.whole()[to])
}
