package cli

import (
	"context"
	"strings"

	"parley/keymap"
)

// typed takes text until a line with a dot alone. Each line is kept as soon as
// it is there. It is false when the input ended before the dot.
func (l *linear) typed(ctx context.Context) bool {
	l.say("Write; a dot alone on a line ends the text, .? lists what else a dot does.")
	for {
		line, ok := l.listen(ctx)
		switch {
		case !ok:
			l.say("The text is kept as a draft.")
			return false
		case line == ".":
			l.box.Do(keymap.ReviewIt)
			if !l.box.Reviewing() {
				l.say("There is no text: nothing is sent.")
				l.drop(ctx, l.box.Mode())
			}
			return l.box.Reviewing()
		case !l.dotted(ctx, line):
			l.putLine(ctx, line)
		}
	}
}

// putLine puts a line behind the text.
func (l *linear) putLine(ctx context.Context, line string) {
	text := l.box.Draft().Text
	if text != "" {
		text += "\n"
	}
	l.box.SetText(text + line)
	l.save(ctx)
}

// dotted carries out a line that is about the text and not part of it. It is
// false for all other lines.
func (l *linear) dotted(ctx context.Context, line string) bool {
	text := l.box.Draft().Text
	word, arg, _ := strings.Cut(line, " ")
	switch {
	case line == ".p":
		l.say("%s", text)
	case line == ".u":
		before, last := "", text
		if i := strings.LastIndexByte(text, '\n'); i >= 0 {
			before, last = text[:i], text[i+1:]
		}
		l.box.SetText(before)
		l.save(ctx)
		l.say("Taken off: %s", last)
	case line == "..": // as in mail: a dot that is text
		l.putLine(ctx, ".")
	case line == ".?":
		l.say("A dot alone goes to the review. .p reads the text so far, .u takes its last line off, .m and a name adds a macro, two dots are a dot.")
	case word == ".m":
		if m, ok := l.macroNamed(ctx, strings.TrimSpace(arg)); ok {
			l.insert(ctx, m)
		}
	default:
		return false
	}
	return true
}
