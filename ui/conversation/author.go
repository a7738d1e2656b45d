package conversation

import (
	"strings"

	"parley/api"
	"parley/api/desk"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// names resolves who is who in one thread.
type names struct {
	admins  map[api.ID]string
	teams   map[api.ID]string
	tags    map[api.ID]string
	contact *api.Contact
	gone    bool
}

func newNames(t desk.Thread, dir desk.Directory) names {
	n := names{
		admins: make(map[api.ID]string, len(dir.Admins)), teams: make(map[api.ID]string, len(dir.Teams)),
		tags: make(map[api.ID]string, len(dir.Tags)), contact: t.Contact, gone: t.Gone,
	}
	for _, a := range dir.Admins {
		n.admins[a.ID] = richtext.Inline(a.Name)
	}
	for _, team := range dir.Teams {
		n.teams[team.ID] = richtext.Inline(team.Name)
	}
	for _, tag := range dir.Tags {
		n.tags[tag.ID] = richtext.Inline(tag.Name)
	}
	return n
}

// author names whoever wrote: by the name that came along, else by what the
// workspace knows of the id, else by address or id. "" when nothing is known.
func (n *names) author(a *api.Author) string {
	if name := richtext.Inline(a.Name); name != "" {
		return name
	}
	if a.Contact() {
		if n.contact != nil && (n.contact.ID == a.ID || a.ID == "") {
			return richtext.Inline(n.contact.Label())
		}
		switch {
		case a.Email != "":
			return richtext.Inline(a.Email)
		case n.gone:
			return "Deleted contact"
		default:
			return api.VisitorLabel(a.ID)
		}
	}
	return n.known(a.Type, a.ID, a.Email)
}

func (n *names) known(kind string, id api.ID, email string) string {
	name := n.admins[id]
	if kind == "team" {
		name = n.teams[id]
	}
	switch {
	case name != "":
		return name
	case email != "":
		return richtext.Inline(email)
	case id != "" && kind != "":
		return human(kind) + " #" + richtext.Inline(string(id))
	default:
		return ""
	}
}

// assignee names what a part assigns to; ok is false for nobody.
func (n *names) assignee(r *api.Reference) (name string, ok bool) {
	if r == nil || r.ID == "" || r.Type == "nobody_admin" {
		return "", false
	}
	if r.Type == "bot" {
		return "a bot", true
	}
	return n.known(r.Type, r.ID, ""), true
}

// speaker says who speaks, in which shape, and the word for it.
func (b *builder) speaker(a *api.Author) (name string, v voice, word string) {
	name = b.names.author(a)
	switch {
	case a.FromAIAgent || a.IsAIAnswer:
		v, word = voiceBot, "AI"
	case a.Bot():
		v, word = voiceBot, "bot"
	case a.Contact():
		v, word = voiceContact, "contact"
	case a.Type == "team":
		v, word = voiceTeammate, "team"
	case a.Type == "admin":
		v, word = voiceTeammate, "teammate"
	default:
		v, word = voiceContact, human(a.Type)
	}
	if name == "" {
		name = "Unknown sender"
	}
	return name, v, word
}

// human is an identifier of the API as words, safe to draw.
func human(s string) string { return richtext.Inline(pane.Human(s)) }

// channel says where a conversation takes place.
func channel(kind string) string {
	switch kind {
	case "conversation":
		return "chat"
	case "sms":
		return "SMS"
	case "whatsapp":
		return "WhatsApp"
	case "facebook", "instagram", "twitter":
		return strings.ToUpper(kind[:1]) + kind[1:]
	default:
		return human(kind)
	}
}
