package cli

import (
	"context"
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui"
)

// macro begins a text with a prepared one; without a name it lists those that
// there are.
func (l *linear) macro(ctx context.Context, name string) {
	if m, ok := l.macroNamed(ctx, name); ok {
		mode := m.Mode
		if mode == "" {
			mode = desk.ModeAdmin
		}
		l.compose(ctx, mode, &m)
	}
}

// macroNamed finds a macro by its name, its shortcut or a part of its name. It
// says why where there is none, or more than one.
func (l *linear) macroNamed(ctx context.Context, name string) (ui.Macro, bool) {
	all, err := l.macros(ctx)
	if err != nil {
		l.complain(err) // and the others are offered
	}
	var exact, near []ui.Macro
	for _, m := range all {
		switch {
		case strings.EqualFold(m.Name, name) || m.Shortcut != "" && strings.EqualFold(m.Shortcut, name):
			exact = append(exact, m)
		case strings.Contains(strings.ToLower(m.Name), strings.ToLower(name)):
			near = append(near, m)
		}
	}
	switch {
	case len(all) == 0:
		l.say("There are no macros yet: put Markdown files into the macros folder beside the configuration.")
	case name == "":
		for _, m := range all {
			l.say("%s", macroLine(m))
		}
		l.say("Put behind it which one, by its name or its shortcut.")
	case len(exact) > 0:
		return exact[0], true
	case len(near) == 1:
		return near[0], true
	case len(near) > 1:
		l.say("%q may be any of %s.", name, macroNames(near))
	default:
		l.say("There is no macro %q; there are %s.", name, macroNames(all))
	}
	return ui.Macro{}, false
}

// macroLine is a macro in one line: name, shortcut, how it begins, and what
// follows the reply.
func macroLine(m ui.Macro) string {
	text, _, _ := m.Expand(nil)
	words := joined(", ", append([]string{m.Name, m.Shortcut, string(m.Mode)}, macroDoes(m)...)...)
	return joined(": ", words, lineOf(text))
}

func macroNames(all []ui.Macro) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.Name
	}
	return strings.Join(names, ", ")
}

// insert puts a macro's text behind what is written, and plans what it does
// once that is posted.
func (l *linear) insert(ctx context.Context, m ui.Macro) {
	changes, words, err := l.plan(m)
	if err != nil {
		l.say("The macro %s: %s", m.Name, sentenceOf(err))
		return
	}
	text, cursor, _ := m.Expand(macroValues(*l.open, l.desk.Status().Identity.Admin))
	if l.box.Draft().Text != "" {
		text, cursor = "\n\n"+text, cursor+len("\n\n")
	}
	l.box.Insert(text, cursor, changes, words)
	l.save(ctx)
	l.say("%s", l.box.Draft().Text)
	if len(words) > 0 {
		l.say("Then: %s.", strings.Join(words, ", "))
	}
}

// plan is what a macro does, for this desk.
func (l *linear) plan(m ui.Macro) ([]desk.ActionChange, []string, error) {
	tag := func(name string) (api.ID, bool) {
		id := l.tagNamed(name)
		return id, id != ""
	}
	return m.Plan(l.env.Now(), tag, func(name string) (desk.ActionChange, string, error) {
		c, why := l.whom(name)
		if why != "" {
			return c, "", &problem{code: ExitNotFound, sentence: why}
		}
		return c, l.assigneeName(c), nil
	})
}

// macroInReview adds a macro to a text that is at its review.
func (l *linear) macroInReview(ctx context.Context, name string) bool {
	m, ok := l.macroNamed(ctx, name)
	if !ok {
		return true
	}
	l.insert(ctx, m)
	l.box.Do(keymap.ReviewIt)
	return true
}
