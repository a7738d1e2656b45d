package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/dialog"
	"parley/ui/pane"
)

// Macro is a text that was prepared, and what is done with it.
type Macro struct {
	Name     string
	Shortcut string
	Mode     desk.Mode // "" is the mode at hand
	Close    bool      // once it is posted
	Snooze   string    // once it is posted, until when, in words
	Tags     []string  // names
	Assign   string    // me, none, or a name
	Source   string    // where it comes from, in a word
	// Expand fills in the placeholders. It returns the text, the cursor's
	// offset in runes, and the placeholders that have no value; those stay in
	// the text.
	Expand func(values map[string]string) (text string, cursor int, unresolved []string)
}

// macrosLoaded holds the macros that can be picked.
type macrosLoaded struct {
	macros []Macro
	err    error
}

const pickMacro = "macro"

// loadMacros reads the macros anew each time they are asked for: files
// change.
func (m *Model) loadMacros() tea.Cmd {
	if !m.composer.Active() && len(m.targets()) == 0 {
		return m.say("There is no conversation at hand.", false)
	}
	if m.readMacros == nil {
		return m.say("There are no macros: none are set up.", false)
	}
	ctx, read := m.ctx, m.readMacros
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		macros, err := read(ctx)
		return macrosLoaded{macros, err}
	}
}

// onMacros lets the agent pick. Macros that could not be read are said, and
// the others offered.
func (m *Model) onMacros(msg macrosLoaded) tea.Cmd {
	var cmd tea.Cmd
	if msg.err != nil {
		cmd = m.complain(msg.err)
	}
	m.macros = msg.macros
	if len(m.macros) == 0 {
		if cmd == nil {
			cmd = m.say("There are no macros yet: put Markdown files into the macros folder.", false)
		}
		return cmd
	}
	items := make([]dialog.Item, 0, len(m.macros))
	for i, x := range m.macros {
		items = append(items, dialog.Item{
			ID: strconv.Itoa(i), Label: x.Name, Also: x.Shortcut,
			Note: strings.TrimSpace(x.Shortcut + "  " + x.Source),
		})
	}
	values := m.macroValues()
	m.dialogs.Push(dialog.NewPicker(dialog.PickerOptions{
		Kind: pickMacro, Title: "Macro", Items: items,
		Preview: func(it dialog.Item) []string {
			x := m.macroOf(it.ID)
			text, _, _ := x.Expand(values)
			lines := strings.Split(m.env.Mask.Body(text), "\n")
			_, words, err := m.plan(x)
			if err != nil {
				words = []string{sentence(err)}
			}
			if len(words) > 0 {
				lines = append(lines, "", "then "+strings.Join(words, ", "))
			}
			return lines
		},
	}))
	return cmd
}

func (m *Model) macroOf(id string) Macro {
	i, err := strconv.Atoi(id)
	if err != nil || i < 0 || i >= len(m.macros) {
		return Macro{Expand: func(map[string]string) (string, int, []string) { return "", 0, nil }}
	}
	return m.macros[i]
}

// useMacro writes with a macro: in the composer that is open, or in a new one.
func (m *Model) useMacro(x Macro) tea.Cmd {
	if m.composer.Active() {
		return m.insertMacro(x)
	}
	mode := x.Mode
	if mode == "" {
		mode = desk.ModeAdmin
	}
	m.insert = &x
	return m.write(mode)
}

// insertMacro puts a macro's text at the cursor.
func (m *Model) insertMacro(x Macro) tea.Cmd {
	text, cursor, _ := x.Expand(m.macroValues())
	changes, words, err := m.plan(x)
	if err != nil {
		return m.complain(fmt.Errorf("macro %s: %w", x.Name, err))
	}
	m.setFocus(onComposer)
	return m.composer.Insert(text, cursor, changes, words)
}

// plan is what a macro does, for this screen.
func (m *Model) plan(x Macro) ([]desk.ActionChange, []string, error) {
	return x.Plan(m.env.Now(), m.tagNamed, func(name string) (desk.ActionChange, string, error) {
		id, err := m.findAssignee(name)
		if err != nil {
			return desk.ActionChange{}, "", err
		}
		c := assignChange(id)
		return c, m.assigneeName(c), nil
	})
}

// Plan turns what a macro does once its text is posted into changes, and into
// words. tag and assignee look names up; the error says what is not there.
func (x Macro) Plan(
	now time.Time, tag func(name string) (api.ID, bool), assignee func(name string) (desk.ActionChange, string, error),
) (changes []desk.ActionChange, words []string, err error) {
	add := func(c desk.ActionChange, w string) { changes, words = append(changes, c), append(words, w) }
	for _, name := range x.Tags {
		id, ok := tag(name)
		if !ok {
			return nil, nil, fmt.Errorf("there is no tag %q in this workspace", name)
		}
		add(desk.ActionChange{Kind: desk.ActTag, Tag: id}, "tag "+name)
	}
	if x.Assign != "" {
		c, who, err := assignee(x.Assign)
		if err != nil {
			return nil, nil, err
		}
		add(c, "assign to "+who)
	}
	switch {
	case x.Close:
		add(desk.ActionChange{Kind: desk.ActClose}, "close")
	case x.Snooze != "":
		t, err := desk.ParseWhen(x.Snooze, now)
		if err != nil {
			return nil, nil, err
		}
		add(desk.ActionChange{Kind: desk.ActSnooze, Until: t}, "snooze until "+pane.Moment(t, now))
	}
	return changes, words, nil
}

// macroValues are what placeholders can stand for, as far as they are known.
func (m *Model) macroValues() map[string]string {
	v := map[string]string{}
	set := func(key, value string) {
		if value != "" {
			v[key] = value
		}
	}
	person := func(prefix, name string) {
		set(prefix+".name", name)
		first, _, _ := strings.Cut(name, " ")
		set(prefix+".first_name", first)
	}
	me := m.status.Identity.Admin
	person("admin", me.Name)
	set("admin.email", me.Email)
	id := m.atHand()
	set("conversation.id", id.String())
	set("conversation.title", m.titleOf(id))
	if m.open != nil && m.open.Contact != nil && m.openID == id {
		person("contact", m.open.Contact.Name)
		set("contact.email", m.open.Contact.Email)
	} else if c := m.conversation(id); c != nil && c.Source.Author.Contact() {
		person("contact", c.Source.Author.Name)
		set("contact.email", c.Source.Author.Email)
	}
	return v
}
