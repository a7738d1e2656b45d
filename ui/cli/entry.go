package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/ui/pane"
)

// what says in words what an entry does.
func (w *work) what(e desk.Entry) string {
	c := e.Change
	switch e.Kind {
	case desk.ActReply:
		return map[desk.Mode]string{desk.ModeAdmin: "reply", desk.ModeNote: "note", desk.ModeContact: "reply as contact"}[e.Mode]
	case desk.ActSnooze:
		return "snooze til " + clock{now: w.app.env.Now()}.short(c.Until)
	case desk.ActAssign:
		return "assign to " + w.assignee(c)
	case desk.ActTag:
		return "tag " + w.tagName(c.Tag)
	case desk.ActUntag:
		return "take off tag " + w.tagName(c.Tag)
	default:
		return string(e.Kind)
	}
}

func (w *work) assignee(c desk.ActionChange) string {
	dir := w.Directory()
	switch {
	case c.Assignee.IsZero() && c.Team:
		return "no team"
	case c.Assignee.IsZero():
		return "nobody"
	case c.Team:
		for _, t := range dir.Teams {
			if t.ID == c.Assignee {
				return t.Name
			}
		}
		return "team #" + string(c.Assignee)
	}
	for _, a := range dir.Admins {
		if a.ID == c.Assignee {
			return a.Name
		}
	}
	return "teammate #" + string(c.Assignee)
}

func (w *work) tagName(id api.ID) string {
	for _, t := range w.Directory().Tags {
		if t.ID == id {
			return t.Name
		}
	}
	return "#" + string(id)
}

// stateOf says in words where an entry is.
func (a *app) stateOf(e desk.Entry) string {
	wait := e.NotBefore.Sub(a.env.Now())
	switch {
	case e.State == desk.EntryUnknown && e.Asking:
		return "UNKNOWN: decide"
	case e.Asking:
		return "HELD: decide"
	case e.State == desk.EntryUnknown:
		return "unknown, looking"
	case e.State == desk.EntrySending:
		return "being sent"
	case e.State == desk.EntryQueued && wait > 0:
		return "leaves in " + pane.Length(wait)
	default:
		return string(e.State)
	}
}

// age says how long ago something was.
func (a *app) age(t time.Time) string { return pane.Length(a.env.Now().Sub(t)) }

// entryText says in one line what is in an entry: its text, else why it is
// not settled.
func entryText(e desk.Entry) string {
	return cmp.Or(lineOf(e.Text), lineOf(e.Error))
}

// lineOf makes one line of text that somebody typed here.
func lineOf(text string) string { return safetext.Line(strings.Join(strings.Fields(text), " ")) }

// outboxShow prints an entry.
func (a *app) outboxShow(ctx context.Context, arg string, asJSON bool) (err error) {
	w, err := a.local(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	e, err := w.entry(ctx, arg)
	if err != nil {
		return err
	}
	if asJSON {
		return writeValue(a.out, entryJSONOf(e))
	}
	e = a.mask.Entry(e)
	p := a.page(clock{now: a.env.Now()}, names{}, 0)
	p.field("Entry", arg)
	p.field("Conversation", string(e.ConversationID))
	p.field("What", w.what(e))
	p.field("State", a.stateOf(e))
	p.field("Why", e.Error)
	p.field("Confirmed", p.clock.moment(e.CreatedAt))
	if !e.SettledAt.IsZero() {
		p.field("Settled", p.clock.moment(e.SettledAt))
	}
	p.field("Part", string(e.PartID))
	for _, f := range e.Attachments {
		p.field("Attachment", safetext.Line(f.Path))
	}
	p.field("Attachment", safetext.Line(strings.Join(e.AttachmentURLs, "\n")))
	if e.Text != "" {
		p.line("")
		p.text("  ", p.theme.Text.Render, safetext.Block(e.Text))
	}
	for i := range e.NewParts {
		p.line("")
		p.part(&e.NewParts[i])
	}
	if err := p.print(a.out); err != nil {
		return err
	}
	if e.SettledAt.IsZero() {
		a.say("%s", answers(e))
	}
	return nil
}

// entryJSON is an entry for programs. Its shape is documented in the help of
// the outbox command, and stable.
type entryJSON struct {
	ID             int64      `json:"id"`
	Group          int64      `json:"group"`
	ConversationID api.ID     `json:"conversation_id"`
	Kind           string     `json:"kind"`
	Mode           string     `json:"mode,omitempty"`
	State          string     `json:"state"`
	Asking         bool       `json:"asking"`
	Text           string     `json:"text,omitempty"`
	Attachments    []string   `json:"attachments,omitempty"`
	Until          *time.Time `json:"until,omitempty"`
	Assignee       *api.ID    `json:"assignee,omitempty"`
	Team           bool       `json:"team,omitempty"`
	Tag            api.ID     `json:"tag,omitempty"`
	CreatedAt      time.Time  `json:"created_at"`
	NotBefore      *time.Time `json:"not_before,omitempty"`
	SettledAt      *time.Time `json:"settled_at,omitempty"`
	Attempts       int        `json:"attempts"`
	Error          string     `json:"error,omitempty"`
	PartID         api.ID     `json:"part_id,omitempty"`
	NewParts       []partJSON `json:"new_parts,omitempty"`
}

// partJSON is a part that came meanwhile.
type partJSON struct {
	ID        api.ID    `json:"id"`
	Author    string    `json:"author"`
	CreatedAt time.Time `json:"created_at"`
	Text      string    `json:"text"`
}

func entriesJSON(entries []desk.Entry) []entryJSON {
	out := make([]entryJSON, len(entries))
	for i, e := range entries {
		out[i] = entryJSONOf(e)
	}
	return out
}

func entryJSONOf(e desk.Entry) entryJSON {
	out := entryJSON{
		ID: e.ID, Group: e.Group, ConversationID: e.ConversationID, Kind: string(e.Kind), Mode: string(e.Mode),
		State: string(e.State), Asking: e.Asking, Text: e.Text, Team: e.Change.Team, Tag: e.Change.Tag,
		CreatedAt: e.CreatedAt.UTC(), Until: known(e.Change.Until), NotBefore: known(e.NotBefore), SettledAt: known(e.SettledAt),
		Attempts: e.Attempts, Error: e.Error, PartID: e.PartID,
	}
	for _, f := range e.Attachments {
		out.Attachments = append(out.Attachments, f.Path)
	}
	out.Attachments = append(out.Attachments, e.AttachmentURLs...)
	if e.Kind == desk.ActAssign {
		out.Assignee = &e.Change.Assignee
	}
	for i := range e.NewParts {
		p := &e.NewParts[i]
		out.NewParts = append(out.NewParts, partJSON{ID: p.ID, Author: names{}.author(p.Author), CreatedAt: p.CreatedAt.UTC(), Text: plainBody(p.Body)})
	}
	return out
}

// known is a time for JSON, nil when there is none.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// writeValue writes a value of ours as JSON.
func writeValue(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeJSON(w, b)
}
