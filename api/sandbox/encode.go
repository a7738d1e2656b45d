package sandbox

import (
	"encoding/json"
	"strconv"
)

// encoder turns the model into the JSON of one API version.
type encoder struct {
	w     *workspace
	v     version
	base  string // of attachment URLs
	now   int64
	plain bool // display_as=plaintext
}

// maxParts is how many parts a conversation is returned with: the newest.
const maxParts = 500

// conversation encodes c; lists leave the parts out.
func (e encoder) conversation(c *conversation, withParts bool) object {
	o := object{
		"type": "conversation", "id": c.id, "title": orNull(e.text(c.title)),
		"created_at": c.created, "updated_at": c.updated,
		"waiting_since": intOrNull(c.waitingSince), "snoozed_until": intOrNull(c.snoozedUntil),
		"open": c.state != stateClosed, "state": c.state, "read": c.read,
		"priority":          c.priority.name(e.v),
		"admin_assignee_id": e.assignee(c.adminID), "team_assignee_id": e.assignee(c.teamID),
		"tags":                object{"type": "tag.list", "tags": e.appliedTags(c)},
		"conversation_rating": e.rating(c.rating),
		"source":              e.source(c),
		"contacts":            object{"type": "contact.list", "contacts": e.contactRefs(c.contacts)},
		"teammates":           e.teammates(c.teammates),
		"first_contact_reply": e.firstContactReply(c),
		"sla_applied":         e.sla(c.sla),
		"statistics":          e.statistics(c),
		"topics":              e.topics(c),
		"ticket":              nil,
	}
	if c.ticket != nil {
		o["ticket"] = e.ticket(c)
	}
	e.newerFields(c, o)
	if withParts {
		parts := c.parts[max(0, len(c.parts)-maxParts):]
		list := make([]object, len(parts))
		for i, p := range parts {
			list[i] = e.part(p)
		}
		o["conversation_parts"] = object{
			"type": "conversation_part.list", "conversation_parts": list, "total_count": len(list),
		}
	}
	return o
}

// newerFields adds what versions after 2.9 brought.
func (e encoder) newerFields(c *conversation, o object) {
	if e.v >= v210 {
		o["linked_objects"] = e.linked(c.linked)
	}
	if e.v >= v211 {
		o["custom_attributes"] = c.attributes
		if c.attributes == nil {
			o["custom_attributes"] = object{}
		}
		o["ai_agent_participated"] = c.ai != nil
		o["ai_agent"] = e.aiAgent(c.ai)
	}
	if e.v >= v215 {
		if co := e.w.company(c.companyID); co != nil {
			o["company"] = e.company(co)
		}
	}
	if e.v >= v216 {
		o["channel"] = object{"initial": c.source.kind, "current": c.channel}
		o["sales_agent_participated"] = false
		o["external_references"] = []any{}
	}
}

// assignee is null for nobody, and 0 from 2.16.
func (e encoder) assignee(id string) any {
	switch {
	case id != "":
		return number(id)
	case e.v >= v216:
		return 0
	}
	return nil
}

func (e encoder) appliedTags(c *conversation) []object {
	out := make([]object, len(c.tags))
	for i, t := range c.tags {
		out[i] = e.appliedTag(t)
	}
	return out
}

func (e encoder) appliedTag(t appliedTag) object {
	by := object{"type": "admin", "id": t.by}
	if t.by == "" {
		by = object{"type": "bot", "id": botID}
	}
	return object{"type": "tag", "id": t.tag.id, "name": t.tag.name, "applied_at": t.at, "applied_by": by}
}

func (e encoder) rating(r *rating) any {
	if r == nil {
		return nil
	}
	o := object{
		"rating": r.score, "remark": orNull(r.remark), "created_at": r.created,
		"contact":  object{"type": "contact", "id": r.contact, "external_id": orNull(r.contactExternal)},
		"teammate": object{"type": "admin", "id": r.admin},
	}
	if e.v >= v214 {
		o["updated_at"] = r.created
	}
	return o
}

func (e encoder) source(c *conversation) object {
	s := c.source
	o := object{
		"type": s.kind, "id": s.id, "delivered_as": s.deliveredAs,
		"subject": e.body(s.subject), "body": e.body(s.body), "author": e.author(s.author),
		"attachments": e.attachments(s.attachments), "url": orNull(s.url), "redacted": s.redacted,
	}
	if e.v >= v216 && s.kind == "email" {
		o["recipients"] = []object{{"type": "to", "email": supportAddress}}
		o["reply_to"] = nil
	}
	return o
}

const supportAddress = "help@hedgerow.example"

func (e encoder) contactRefs(ids []string) []object {
	out := []object{}
	for _, id := range ids {
		o := object{"type": "contact", "id": id, "external_id": nil}
		if c := e.w.contact(id); c != nil {
			o["external_id"] = orNull(c.externalID)
		}
		out = append(out, o)
	}
	return out
}

func (e encoder) teammates(ids []string) any {
	if len(ids) == 0 {
		return nil
	}
	out := make([]object, len(ids))
	for i, id := range ids {
		out[i] = object{"type": "admin", "id": id}
	}
	return object{"type": "admin.list", "teammates": out}
}

func (e encoder) firstContactReply(c *conversation) any {
	if c.firstContactReply == 0 {
		return nil
	}
	return object{"created_at": c.firstContactReply, "type": "conversation", "url": orNull(c.source.url)}
}

func (e encoder) sla(s *slaState) any {
	if s == nil {
		return nil
	}
	return object{"type": "conversation_sla_summary", "sla_name": s.policy.Name, "sla_status": orNull(s.status)}
}

// statistics is null until something happened; unknown figures are left out.
func (e encoder) statistics(c *conversation) any {
	s := c.stats
	if s.parts == 0 {
		return nil
	}
	o := object{
		"type":          "conversation_statistics",
		"count_reopens": s.reopens, "count_assignments": s.assignments, "count_conversation_parts": s.parts,
	}
	for name, n := range map[string]int64{
		"time_to_assignment": s.timeToAssignment, "time_to_admin_reply": s.timeToAdminReply,
		"time_to_first_close": s.timeToFirstClose, "time_to_last_close": s.timeToLastClose,
		"median_time_to_reply":   s.median(),
		"first_contact_reply_at": s.firstContactReplyAt, "first_assignment_at": s.firstAssignmentAt,
		"first_admin_reply_at": s.firstAdminReplyAt, "first_close_at": s.firstCloseAt,
		"last_assignment_at": s.lastAssignmentAt, "last_assignment_admin_reply_at": s.lastAssignmentAdminReplyAt,
		"last_contact_reply_at": s.lastContactReplyAt, "last_admin_reply_at": s.lastAdminReplyAt,
		"last_close_at": s.lastCloseAt,
	} {
		if n != 0 {
			o[name] = n
		}
	}
	if s.lastClosedBy != "" {
		o["last_closed_by_id"] = s.lastClosedBy
	}
	if e.v >= v212 && c.teamID != "" && s.timeToAdminReply != 0 {
		took := []object{
			{"team_id": number(c.teamID), "team_name": e.w.team(c.teamID).name, "response_time": s.timeToAdminReply},
		}
		o["assigned_team_first_response_time"] = took
		if e.v >= v213 {
			o["assigned_team_first_response_time_in_office_hours"] = took // the shed never closes
		}
	}
	return o
}

func (e encoder) topics(c *conversation) object {
	if len(c.topics) == 0 {
		return object{}
	}
	list := make([]object, len(c.topics))
	for i, t := range c.topics {
		list[i] = object{"type": "topic", "id": i + 1, "name": t}
	}
	return object{"type": "topic.list", "topics": list, "total_count": len(list)}
}

func (e encoder) linked(l []linkedObject) object {
	data := []object{}
	for _, x := range l {
		data = append(data, object{"type": x.kind, "id": x.id, "category": orNull(x.category)})
	}
	return object{"type": "list", "total_count": len(data), "has_more": false, "data": data}
}

func (e encoder) aiAgent(a *aiAgent) any {
	if a == nil {
		return nil
	}
	sources := make([]aiSource, 0, len(a.sources))
	sources = append(sources, a.sources...)
	o := object{
		"source_type": orNull(a.sourceType), "source_title": orNull(a.sourceTitle),
		"last_answer_type": orNull(a.answer), "resolution_state": orNull(e.resolution(a.resolution)),
		"rating": intOrNull(a.rating), "rating_remark": orNull(a.remark),
		"content_sources": object{
			"type": "content_source.list", "total_count": len(sources), "content_sources": sources,
		},
	}
	if e.v >= v214 {
		o["created_at"], o["updated_at"] = a.created, a.updated
	}
	return o
}

// resolution is kept in the words of 2.15 and translated back for older ones.
func (e encoder) resolution(state string) string {
	if e.v >= v215 {
		return state
	}
	switch state {
	case "escalated", "procedure_handoff":
		return "routed_to_team"
	case "negative_feedback":
		return "abandoned"
	}
	return state
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func intOrNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// number writes an id where the API has an integer.
func number(id string) any {
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return id
	}
	return json.Number(id)
}

func numbers(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = number(id)
	}
	return out
}
