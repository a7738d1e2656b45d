package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/ui/dialog"
	"parley/ui/layout"
	"parley/ui/pane"
)

// The kinds of pickers.
const (
	pickAssignee = "assign"
	pickSnooze   = "snooze"
	pickTags     = "tags"
	pickView     = "view"

	pickSendSnooze = "send-snooze"
)

// The prefixes of the ids in the assignee picker.
const (
	adminPrefix = "admin:"
	teamPrefix  = "team:"
	nobody      = "nobody"
)

// pickAssignee asks who gets the conversations: the agent first, then
// teammates, teams, and nobody.
func (m *Model) pickAssignee() {
	if len(m.targets()) == 0 {
		return
	}
	var items []dialog.Item
	me := m.status.Identity.Admin.ID
	for _, a := range m.dir.Admins {
		shown := m.env.Mask.Name(a.Name)
		it := dialog.Item{ID: adminPrefix + a.ID.String(), Label: shown, Also: a.Name + " " + a.Email}
		switch {
		case !a.HasInboxSeat:
			it.Disabled = shown + " has no inbox seat."
		case a.AwayModeEnabled:
			it.Note = "away"
		}
		if a.ID == me {
			it.Note = strings.TrimSpace("me " + it.Note)
			it.Also += " me"
			items = append([]dialog.Item{it}, items...)
			continue
		}
		items = append(items, it)
	}
	for _, t := range m.dir.Teams {
		items = append(items, dialog.Item{ID: teamPrefix + t.ID.String(), Label: t.Name, Note: "team"})
	}
	items = append(items, dialog.Item{ID: nobody, Label: "Nobody", Note: "unassign", Also: "none"})
	m.dialogs.Push(dialog.NewPicker(dialog.PickerOptions{Kind: pickAssignee, Title: "Assign " + m.what() + " to", Items: items}))
}

// pickSnooze asks until when the conversations are snoozed.
func (m *Model) pickSnooze() {
	if len(m.targets()) > 0 {
		m.askWhen(pickSnooze, "Snooze "+m.what()+" until")
	}
}

// askWhen asks for a moment, by preset or in words.
func (m *Model) askWhen(kind, title string) {
	now := m.env.Now()
	var items []dialog.Item
	for _, p := range desk.SnoozePresets(now) {
		items = append(items, dialog.Item{ID: p.Key, Label: p.Label, Note: pane.Moment(p.Time, now)})
	}
	m.dialogs.Push(dialog.NewPicker(dialog.PickerOptions{
		Kind: kind, Title: title, Items: items,
		Free: &dialog.FreeText{Verb: "snooze until", First: true, Check: m.checkWhen},
	}))
}

// checkWhen says which moment is meant.
func (m *Model) checkWhen(text string) (string, error) {
	now := m.env.Now()
	t, err := desk.ParseWhen(text, now)
	if err != nil {
		return "", err
	}
	return t.Format("Mon 2 Jan 15:04") + ", in " + pane.Span(t.Sub(now)), nil
}

// pickTags asks which tags the conversations have.
func (m *Model) pickTags() {
	ids := m.targets()
	if len(ids) == 0 {
		return
	}
	counts := map[api.ID]int{}
	for _, id := range ids {
		if c := m.conversation(id); c != nil {
			for _, t := range c.Tags.Items {
				counts[t.ID]++
			}
		}
	}
	var items []dialog.Item
	for _, t := range m.dir.Tags {
		it := dialog.Item{ID: t.ID.String(), Label: t.Name}
		switch n := counts[t.ID]; {
		case n == len(ids):
			it.Mark = dialog.On
		case n > 0:
			it.Mark = dialog.Partly
		}
		items = append(items, it)
	}
	m.dialogs.Push(dialog.NewPicker(dialog.PickerOptions{
		Kind: pickTags, Title: "Tags of " + m.what(), Items: items, Multi: true,
		Free: &dialog.FreeText{Verb: "create and add the tag"},
	}))
}

// what names the targets of an action, for a dialog.
func (m *Model) what() string { return m.named(m.targets(), 40) }

// named names conversations: one by its subject, cut to a width that leaves
// room for what is said of it, as presenter mode shows it.
func (m *Model) named(ids []api.ID, w int) string {
	if len(ids) != 1 {
		return pane.Count(len(ids), "conversation")
	}
	if t := m.titleShown(ids[0]); t != "" {
		return "“" + layout.Cut(t, w) + "”"
	}
	return "conversation " + ids[0].String()
}

// picked carries out what was picked.
func (m *Model) picked(p dialog.Picked) tea.Cmd {
	switch p.Kind {
	case pickAssignee:
		return m.assign(p.IDs[0])
	case pickSnooze:
		return m.snooze(pickedText(p))
	case pickSendSnooze:
		t, err := desk.ParseWhen(pickedText(p), m.env.Now())
		if err != nil {
			return m.complain(err)
		}
		return m.composer.Send(desk.ActionChange{Kind: desk.ActSnooze, Until: t})
	case pickMacro:
		return m.useMacro(m.macroOf(p.IDs[0]))
	case pickTags:
		return m.retag(p)
	case pickView:
		return m.showViewID(p.IDs[0])
	default:
		return nil
	}
}

func (m *Model) assign(id string) tea.Cmd { return m.act(assignChange(id)) }

// assignChange is the change that an id of the assignee picker asks for.
func assignChange(id string) desk.ActionChange {
	c := desk.ActionChange{Kind: desk.ActAssign}
	if admin, ok := strings.CutPrefix(id, adminPrefix); ok {
		c.Assignee = api.ID(admin)
	} else if team, ok := strings.CutPrefix(id, teamPrefix); ok {
		c.Assignee, c.Team = api.ID(team), true
	}
	return c
}

// tagNamed finds a tag by its name, however it is capitalised.
func (m *Model) tagNamed(name string) (api.ID, bool) {
	for _, t := range m.dir.Tags {
		if strings.EqualFold(t.Name, name) {
			return t.ID, true
		}
	}
	return "", false
}

func (m *Model) snooze(text string) tea.Cmd {
	t, err := desk.ParseWhen(text, m.env.Now())
	if err != nil {
		return m.complain(err)
	}
	return m.act(desk.ActionChange{Kind: desk.ActSnooze, Until: t})
}

// retag adds and takes off tags, and makes a new one where a name was typed.
func (m *Model) retag(p dialog.Picked) tea.Cmd {
	ids := m.targets()
	if m.status.ReadOnly {
		return m.say(m.readOnly(), true)
	}
	var changes []desk.ActionChange
	for _, id := range p.Added {
		changes = append(changes, desk.ActionChange{Kind: desk.ActTag, Tag: api.ID(id)})
	}
	for _, id := range p.Removed {
		changes = append(changes, desk.ActionChange{Kind: desk.ActUntag, Tag: api.ID(id)})
	}
	if len(changes) == 0 && p.Text == "" {
		return nil
	}
	if p.Text == "" {
		return m.act(changes...)
	}
	ctx, d, name := m.ctx, m.desk, p.Text
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		tag, err := d.CreateTag(ctx, name)
		if err != nil {
			return acted{err: err}
		}
		changes = append(changes, desk.ActionChange{Kind: desk.ActTag, Tag: tag.ID})
		entries, err := d.DoAll(ctx, ids, changes)
		return acted{changes: changes, entries: entries, words: "Tags changed on " + pane.Count(len(ids), "conversation") + ".", err: err}
	}
}

// pickedText is what was typed, or the id of what was picked in its place.
func pickedText(p dialog.Picked) string {
	if p.Text != "" {
		return p.Text
	}
	return p.IDs[0]
}
