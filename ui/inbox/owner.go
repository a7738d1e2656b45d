package inbox

import (
	"parley/api"
	"parley/api/desk"
)

// roomForOwner is the width from which a row says who has the conversation.
const roomForOwner = 46

// Me says who looks at the list.
func (p *Pane) Me(id api.ID) {
	if id != p.me {
		p.me, p.dirty = id, true
	}
}

// owner says who has a conversation, where the view does not say it of all.
func (p *Pane) owner(r desk.Row) string {
	switch v := p.list.View.ID; {
	case p.w < roomForOwner, v == "mine", v == "unassigned":
		return ""
	case r.Assignee == "":
		return "unassigned"
	case r.Conversation.AdminAssigneeID == p.me:
		return "you"
	default:
		return r.Assignee
	}
}
