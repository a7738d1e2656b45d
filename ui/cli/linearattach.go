package cli

import (
	"context"
	"os"

	"parley/keymap"
)

// attach attaches a file by its path, or an address.
func (l *linear) attach(ctx context.Context, name string) {
	if name == "" {
		l.say("Put the path of a file behind it.")
		return
	}
	named, ok := l.box.Attach(name)
	if !ok {
		l.save(ctx)
		return
	}
	f, err := l.host.File(named)
	if err != nil {
		l.say("%s", sentenceOf(err))
		return
	}
	l.box.AddFile(f)
	l.save(ctx)
}

// edit has the agent's editor change the text.
func (l *linear) edit(ctx context.Context, text string) {
	if !l.person {
		l.say("There is no terminal to edit on.")
		return
	}
	path, cmd, err := l.host.Editor(text)
	if err != nil {
		l.say("%s", sentenceOf(err))
		return
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		l.say("The editor ended with an error; the text is as it was: %s", err)
		return
	}
	edited, err := l.host.ReadBack(path)
	if err != nil {
		l.say("%s", sentenceOf(err))
		return
	}
	l.box.SetText(edited)
	l.box.Do(keymap.ReviewIt)
	l.save(ctx)
}
