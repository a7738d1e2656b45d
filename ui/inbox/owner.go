package inbox

import "parley/api/desk"

// roomForOwner is the width from which a row says who has the conversation.
const roomForOwner = 46

// owner says who has a conversation, where the view does not say it of all.
func (p *Pane) owner(r desk.Row) string {
	switch v := p.list.View.ID; {
	case p.w < roomForOwner, v == "mine", v == "unassigned":
		return ""
	case r.Assignee == "":
		return "unassigned"
	default:
		return r.Assignee
	}
}
