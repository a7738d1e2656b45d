package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/ui"
)

func (a *app) macrosCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "macros",
		Short: "List the prepared replies of the macros folder, and Intercom's own",
		Long: `List the prepared replies: the Markdown files of the macros folder beside the
configuration, and Intercom's own where the workspace offers them.
` + "`parley reply ID --macro NAME`" + ` sends one. With --json, an array of name, shortcut,
mode, tags, assign, close, snooze, source, text and open, the placeholders that
a conversation has to fill in.

` + aboutMacros,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.listMacros(cmd.Context(), asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an array of macros")
	return cmd
}

// macroJSON is a macro, for programs. Its shape is documented in the help of
// macros, and stable.
type macroJSON struct {
	Name     string   `json:"name"`
	Shortcut string   `json:"shortcut,omitempty"`
	Mode     string   `json:"mode,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Assign   string   `json:"assign,omitempty"`
	Close    bool     `json:"close"`
	Snooze   string   `json:"snooze,omitempty"`
	Source   string   `json:"source"`
	Text     string   `json:"text"`
	Open     []string `json:"open,omitempty"`
}

// listMacros prints the macros. Those of the folder are listed also where
// Intercom cannot be asked for its own.
func (a *app) listMacros(ctx context.Context, asJSON bool) error {
	c, err := a.client(ctx)
	if err != nil {
		return err
	}
	macros, readErr := a.screenMacros(c)(ctx)
	out := make([]macroJSON, len(macros))
	rows := make([][]string, len(macros))
	for i, m := range macros {
		text, _, open := m.Expand(nil)
		out[i] = macroJSON{m.Name, m.Shortcut, string(m.Mode), m.Tags, m.Assign, m.Close, m.Snooze, m.Source, text, open}
		rows[i] = []string{m.Name, m.Shortcut, cmp.Or(string(m.Mode), "any"), joined(", ", macroDoes(m)...), m.Source, lineOf(text)}
	}
	switch {
	case asJSON:
		err = writeValue(a.out, out)
	case len(rows) > 0:
		err = writeTable(a.out, a.env.columns(), macroColumns, rows)
	case readErr == nil:
		a.say("there are no macros yet; Markdown files in the folder macros beside the configuration are macros")
	}
	return cmp.Or(err, readErr)
}

var macroColumns = []column{
	{title: "NAME", most: 28},
	{title: "SHORTCUT", most: 10, leave: 3},
	{title: "MODE", most: 8, leave: 2},
	{title: "THEN", most: 30, leave: 4},
	{title: "FROM", most: 18, leave: 1},
	{title: "TEXT"},
}

// macroDoes says what follows the reply.
func macroDoes(m ui.Macro) []string {
	words := []string{labelled("tag", strings.Join(m.Tags, ", ")), labelled("assign to", m.Assign), labelled("snooze", m.Snooze)}
	if m.Close {
		words = append(words, "close")
	}
	return words
}

// useMacro fills in a macro for a conversation: from here on the reply is as
// if its text and what follows had been given by hand.
func (a *app) useMacro(ctx context.Context, w *work, id api.ID, f *replyFlags) error {
	m, err := a.macroNamed(ctx, w.client, f.macro)
	if err != nil {
		return err
	}
	t, err := w.Fetch(ctx, id)
	if err != nil {
		return err
	}
	text, _, open := m.Expand(macroValues(t, w.Status().Identity.Admin))
	if len(open) > 0 {
		return usagef("--macro %s: it is not known what to put for %s in this conversation; `|fallback:\"…\"` in the macro says what else",
			shellWord(f.macro), "{{"+strings.Join(open, "}}, {{")+"}}")
	}
	if strings.TrimSpace(text) == "" {
		return usagef("--macro %s: it has no text; `parley tag`, `assign`, `close` and `snooze` do what it does", shellWord(f.macro))
	}
	if f.then, err = a.macroPlan(ctx, w, m, f.close || f.snooze != ""); err != nil {
		return err
	}
	f.body, f.bodyGiven = text, true
	if m.Mode != "" && !f.asGiven {
		f.as = string(m.Mode)
	}
	return nil
}

// macroNamed finds a macro by its name or shortcut, whatever the case.
func (a *app) macroNamed(ctx context.Context, c *api.Client, name string) (ui.Macro, error) {
	macros, err := a.screenMacros(c)(ctx)
	var known []string
	for _, m := range macros {
		if strings.EqualFold(m.Name, name) || m.Shortcut != "" && strings.EqualFold(m.Shortcut, name) {
			return m, nil
		}
		known = append(known, m.Name)
	}
	if err != nil {
		return ui.Macro{}, err
	}
	if len(known) == 0 {
		return ui.Macro{}, usagef("--macro: there are no macros; Markdown files in the folder macros beside the configuration are macros")
	}
	return ui.Macro{}, usagef("--macro: there is no macro %q; there are %s", name, strings.Join(known, ", "))
}

// macroValues are what placeholders stand for in a conversation.
func macroValues(t desk.Thread, me api.Admin) map[string]string {
	v := map[string]string{
		"conversation.id": string(t.Conversation.ID), "conversation.title": subject(t.Conversation), "admin.name": me.Name, "admin.email": me.Email,
	}
	if t.Contact != nil {
		v["contact.name"], v["contact.email"] = t.Contact.Name, t.Contact.Email
	} else if author := t.Conversation.Source.Author; author.Contact() {
		v["contact.name"], v["contact.email"] = author.Name, author.Email
	}
	for _, who := range []string{"admin", "contact"} {
		v[who+".first_name"], _, _ = strings.Cut(v[who+".name"], " ")
	}
	return v
}

// macroPlan is what a macro does once its text is posted. Where the command
// line says how the conversation is left, that counts.
func (a *app) macroPlan(ctx context.Context, w *work, m ui.Macro, left bool) ([]desk.ActionChange, error) {
	var out []desk.ActionChange
	if len(m.Tags) > 0 {
		tags, err := w.client.Tags.List(ctx)
		if err != nil {
			return nil, err
		}
		if out, err = findTags("the macro "+m.Name, desk.ActTag, tags, m.Tags); err != nil {
			return nil, err
		}
	}
	switch m.Assign {
	case "":
	case "none", "nobody":
		out = append(out, desk.ActionChange{Kind: desk.ActAssign})
	case "me":
		out = append(out, assign(assignee{id: w.Status().Identity.Admin.ID}).changes...)
	default:
		whom, err := findAssignee(ctx, w.client, m.Assign)
		if err != nil {
			return nil, fmt.Errorf("the macro %s: %w", m.Name, err)
		}
		out = append(out, assign(whom).changes...)
	}
	switch {
	case left:
	case m.Close:
		out = append(out, desk.ActionChange{Kind: desk.ActClose})
	case m.Snooze != "":
		until, err := desk.ParseWhen(m.Snooze, a.env.Now())
		if err != nil {
			return nil, usagef("the macro %s: snooze: %w", m.Name, err)
		}
		out = append(out, desk.ActionChange{Kind: desk.ActSnooze, Until: until})
	}
	return out, nil
}
