package conversation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/conversation"
	"parley/ui/pane"
	"parley/ui/theme"
)

// noon is the time in these tests: a Tuesday.
var noon = time.Date(2026, time.November, 17, 12, 0, 0, 0, time.UTC)

func newEnv(name string) *pane.Env {
	t, err := theme.New(name)
	if err != nil {
		panic(err)
	}
	return &pane.Env{Theme: t, Now: func() time.Time { return noon }}
}

// open returns a pane of w×h cells with the thread on it.
func open(env *pane.Env, w, h int, t desk.Thread) *conversation.Pane {
	p := conversation.New(env)
	p.SetSize(w, h)
	p.Show(t, sampleDirectory)
	return p
}

var sampleDirectory = desk.Directory{
	Admins: []api.Admin{{ID: "41", Name: "Ana Sousa"}, {ID: "42", Name: "Ben O&#39;Neill"}},
	Teams:  []api.Team{{ID: "7", Name: "Billing"}},
	Tags:   []api.Tag{{ID: "3", Name: "refund"}},
}

var (
	ada      = api.Author{Type: "user", ID: "c1", Name: "Ada Obi", Email: "ada@example.com"}
	ana      = api.Author{Type: "admin", ID: "41"}
	operator = api.Author{Type: "bot", ID: "9", Name: "Operator", Email: "operator+x@intercom.io"}
)

// at is a moment so many minutes before noon.
func at(minutes int) api.Time { return api.Time{Time: noon.Add(-time.Duration(minutes) * time.Minute)} }

func part(id int, kind string, by api.Author, minutes int, body string) api.Part {
	return api.Part{
		Type: "conversation_part", ID: api.ID(fmt.Sprint(id)), PartType: kind, Body: body, Author: by,
		CreatedAt: at(minutes), UpdatedAt: at(minutes),
	}
}

// sample is a conversation with everything that parts can be.
func sample() desk.Thread {
	assigned := part(102, "assignment", ana, 1600, "")
	assigned.AssignedTo = &api.Reference{Type: "team", ID: "7"}
	attribute := part(103, "conversation_attribute_updated_by_workflow", operator, 1599, "")
	attribute.EventDetails = json.RawMessage(`{"workflow":{"name":"Triage"},"attribute":{"name":"Plan"},"value":{"name":"Pro","previous":"Free"}}`)
	withFile := part(106, "comment", ada, 170, "<p>Here is the receipt.</p>")
	withFile.Attachments = []api.Attachment{{
		Type: "upload", Name: "receipt-2026-11.pdf", URL: "https://downloads.example.com/receipt.pdf",
		ContentType: "application/pdf", Size: api.Num(48_211),
	}, {
		Type: "upload", Name: "screen.png", URL: "https://downloads.example.com/screen.png",
		ContentType: "image/png", Size: api.Num(1_204_000), Width: api.Num(1920), Height: api.Num(1080),
	}}
	closed := part(109, "close", ana, 60, "<p>I am glad that helped. Closing this for now.</p>")
	asked := part(105, "quick_reply", operator, 180, "<p>Was it one charge or two?</p>")
	asked.Metadata = &api.PartMetadata{
		QuickReplyOptions: []api.QuickReplyOption{{Text: "One", UUID: "a"}, {Text: "Two", UUID: "b"}}, QuickReplyUUID: "b",
	}
	redacted := part(108, "comment", ada, 90, "<p><i>This message was deleted</i></p>")
	redacted.Redacted = true
	return desk.Thread{
		Conversation: &api.Conversation{
			ID: "215470000123456", Title: "Refund for order 4411", CreatedAt: at(1630), State: api.StateOpen, Open: true,
			Source: api.Source{
				Type: "email", ID: "90001", DeliveredAs: "customer_initiated", Subject: "<p>Refund for order 4411</p>", Author: ada,
				Body: "<p>Hello,</p><p>I was charged <b>twice</b> for order 4411, see <a href=\"https://shop.example.com/orders/4411\">the order</a>. " +
					"Could one of the charges please be returned to my card?</p><p>Ada</p>",
			},
			Rating: &api.Rating{Score: api.Num(4), Remark: "Quick!"},
			Parts: api.List[api.Part]{Known: true, Items: []api.Part{
				part(101, "language_detection_details", operator, 1629, ""),
				assigned, attribute,
				part(104, "note", ana, 1590, "<p>Checked the payments: one charge was reversed on Monday.</p><p>Refund is on its way, nothing else to do.</p>"),
				asked, withFile,
				part(107, "comment", ana, 120, "<p>Hi Ada, the second charge was reversed. It takes <i>three to five days</i> to show.</p>"),
				redacted, closed,
				part(110, "conversation_rating_changed", ada, 50, ""),
				part(111, "priority_changed", ana, 49, ""),
				part(112, "brand_new_thing", operator, 48, ""),
				part(113, "open", ada, 12, "<p>One more question: is the invoice corrected, too? I wrote to Li about it.</p>"),
			}},
		},
		Contact: &api.Contact{ID: "c1", Name: "Ada Obi", Email: "ada@example.com"},
	}
}

// trim takes the padding from the lines of a view.
func trim(view string) string {
	lines := strings.Split(view, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// run returns the messages of a command, batches included.
func run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch m := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var out []tea.Msg
		for _, c := range m {
			out = append(out, run(c)...)
		}
		return out
	default:
		return []tea.Msg{m}
	}
}

// do carries out actions and brings their results back to the pane, and
// returns what went up.
func do(p *conversation.Pane, actions ...keymap.Action) []tea.Msg {
	var up []tea.Msg
	for _, a := range actions {
		cmd, _ := p.Do(a)
		up = append(up, deliver(p, cmd)...)
	}
	return up
}

// press types keys as a Typist takes them.
func press(p *conversation.Pane, keys ...tea.KeyPressMsg) []tea.Msg {
	var up []tea.Msg
	for _, k := range keys {
		up = append(up, deliver(p, p.Type(k))...)
	}
	return up
}

func letters(s string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range s {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

func deliver(p *conversation.Pane, cmd tea.Cmd) []tea.Msg {
	var up []tea.Msg
	for _, m := range run(cmd) {
		if own(m) {
			up = append(up, deliver(p, p.Update(m))...)
			continue
		}
		up = append(up, m)
	}
	return up
}

// own reports whether a message belongs to the pane's Update.
func own(m tea.Msg) bool {
	switch m.(type) {
	case conversation.Indexed, conversation.Read:
		return true
	}
	return false
}
