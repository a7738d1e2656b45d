package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/charmbracelet/x/ansi"

	"parley/api/desk"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/richtext"
)

// ask waits for a line. What happens meanwhile is written as it comes. ok is
// false at the end of the input and of ctx.
func (l *linear) ask(ctx context.Context, prompt string) (line string, ok bool) {
	l.news(ctx)
	l.begin(prompt)
	lines := l.lines.next()
	for {
		select {
		case line, ok = <-lines:
			l.finish(line, ok)
			return line, ok
		case events, open := <-l.events:
			if !open {
				l.events = nil
				continue
			}
			l.tell(ctx, events)
		case <-ctx.Done():
			l.finish("", false)
			return "", false
		}
	}
}

// listen waits for a line of a text. It is not interrupted: what happens is
// told when the text is done.
func (l *linear) listen(ctx context.Context) (line string, ok bool) {
	select {
	case line, ok = <-l.lines.next():
		if ok && !l.person {
			l.say("%s", line)
		}
		return line, ok
	case <-ctx.Done():
		return "", false
	}
}

// begin writes the prompt, where the answer is typed behind it.
func (l *linear) begin(prompt string) {
	l.prompt = prompt
	if l.person {
		l.write(prompt)
	}
}

// finish ends the line of the prompt. What does not come from a keyboard is
// written behind it, so that the record can be read.
func (l *linear) finish(line string, ok bool) {
	switch {
	case l.person && !ok:
		l.write("\n")
	case !l.person && ok:
		l.write(l.prompt + safetext.Line(line) + "\n")
	}
	l.prompt = ""
}

// say writes a line. Nothing reaches the terminal but text.
func (l *linear) say(format string, args ...any) {
	text := ansi.Strip(richtext.Guard(safetext.Block(fmt.Sprintf(format, args...))))
	if l.prompt != "" && l.person { // it interrupts a line that is being typed
		l.write("\n" + text + "\n" + l.prompt)
		return
	}
	l.write(text + "\n")
}

func (l *linear) write(s string) {
	_, _ = io.WriteString(l.out, s) // a terminal that is gone ends the input too
}

// complain says what went wrong, and what to do.
func (l *linear) complain(err error) { l.say("%s", desk.Sentence(err)) }

// verb is how an action is asked for: by its key, or by its name where it has
// none.
func (l *linear) verb(a keymap.Action) string {
	return cmp.Or(l.keyOf(a), string(a))
}

// readOnly says why nothing can be written.
func (l *linear) readOnly() string {
	if w := l.desk.Status().Warnings; len(w) > 0 {
		return "Nothing can be written: " + w[0]
	}
	return "Parley is read-only: start it without --read-only to write."
}

// next tells the next events; it is false when there are none any more.
func (l *linear) next(ctx context.Context) bool {
	select {
	case events, ok := <-l.events:
		if !ok {
			return false
		}
		l.tell(ctx, events)
		return true
	case <-ctx.Done():
		return false
	}
}

// news tells what has happened, without waiting.
func (l *linear) news(ctx context.Context) {
	for {
		select {
		case events, ok := <-l.events:
			if !ok {
				l.events = nil
				return
			}
			l.tell(ctx, events)
		default:
			return
		}
	}
}
