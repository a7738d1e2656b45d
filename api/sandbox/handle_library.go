package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

type segment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Age  string `json:"age"`
}

type awayReason struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Emoji   string `json:"emoji"`
	Deleted bool   `json:"deleted"`
}

type macro struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Body      string   `json:"body"`
	BodyText  string   `json:"body_text"`
	Age       string   `json:"age"`
	VisibleTo []string `json:"visible_to_team_ids"`
	On        []string `json:"available_on"`
	created   int64
}

type ticketType struct {
	ID          string        `json:"id"`
	Category    string        `json:"category"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Icon        string        `json:"icon"`
	States      []ticketState `json:"states"`
}

type ticketState struct {
	ID       string `json:"id"`
	Category string `json:"category"`
	Internal string `json:"internal_label"`
	External string `json:"external_label"`
}

func (w *workspace) awayReasonObjects() []object {
	out := make([]object, len(w.awayReasons))
	for i, r := range w.awayReasons {
		out[i] = object{
			"type": "away_status_reason", "id": r.ID, "label": r.Label, "emoji": r.Emoji, "order": i + 1,
			"deleted": r.Deleted, "created_at": w.since("200d"), "updated_at": w.since("200d"),
		}
	}
	return out
}

func (m *macro) encode() object {
	visible := "everyone"
	if len(m.VisibleTo) > 0 {
		visible = "specific_teams"
	}
	return object{
		"type": "macro", "id": m.ID, "name": m.Name, "body": m.Body, "body_text": m.BodyText,
		"created_at": rfc3339(m.created), "updated_at": rfc3339(m.created),
		"visible_to": visible, "visible_to_team_ids": append([]string{}, m.VisibleTo...), "available_on": m.On,
	}
}

func listMacros(c *call) (any, error) {
	q := c.r.URL.Query()
	pg, err := pagingFromQuery(q.Get("per_page"), q.Get("starting_after"), macroPage)
	if err != nil {
		return nil, err
	}
	since := int64(0)
	if s := q.Get("updated_since"); s != "" {
		if since = atoi(s); since <= 0 {
			return nil, invalidf("Invalid updated_since timestamp")
		}
	}
	all := slices.DeleteFunc(slices.Clone(c.w.macros), func(m *macro) bool { return m.created < since })
	fields := map[string]fieldOf[*macro]{"created_at": {dateField, func(m *macro) []any { return []any{m.created} }}}
	page, pages, err := paginate(all, pg, sortBy{field: "created_at", descending: true}, fields, func(m *macro) string { return m.ID })
	if err != nil {
		return nil, err
	}
	data := make([]object, len(page))
	for i, m := range page {
		data[i] = m.encode()
	}
	return object{"type": "list", "data": data, "pages": pages}, nil
}

func getMacro(c *call) (any, error) {
	m := find(c.w.macros, func(m *macro) bool { return m.ID == c.values["id"] })
	if m == nil {
		return nil, failuref(http.StatusNotFound, "not_found", "Macro not found")
	}
	return m.encode(), nil
}

func (w *workspace) ticketType(id string) *ticketType {
	return find(w.ticketTypes, func(t *ticketType) bool { return t.ID == id })
}

func (e encoder) ticketState(s ticketState) object {
	return object{
		"type": "ticket_state", "id": s.ID, "category": s.Category,
		"internal_label": s.Internal, "external_label": s.External,
	}
}

func (e encoder) ticketType(t *ticketType) object {
	states := make([]object, len(t.States))
	for i, s := range t.States {
		states[i] = e.ticketState(s)
	}
	o := object{
		"type": "ticket_type", "id": t.ID, "category": t.Category, "name": t.Name, "description": t.Description,
		"icon": t.Icon, "workspace_id": e.w.app.IDCode, "archived": false,
		"created_at": e.w.since("300d"), "updated_at": e.w.since("300d"),
		"ticket_type_attributes": object{"type": "list", "data": []any{}},
	}
	if e.v >= v212 {
		o["ticket_states"] = object{"type": "list", "data": states}
	}
	return o
}

func listTicketTypes(c *call) (any, error) {
	data := make([]object, len(c.w.ticketTypes))
	for i, t := range c.w.ticketTypes {
		data[i] = c.enc.ticketType(t)
	}
	return object{"type": "list", "data": data}, nil
}

func listTicketStates(c *call) (any, error) {
	data := []object{}
	for _, t := range c.w.ticketTypes {
		for _, s := range t.States {
			o := c.enc.ticketState(s)
			o["ticket_types"] = object{"type": "list", "data": []object{c.enc.ticketType(t)}}
			data = append(data, o)
		}
	}
	return object{"type": "list", "data": data}, nil
}

// convert makes a conversation a ticket of a customer type.
func convert(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	var b struct {
		TypeID     flexID         `json:"ticket_type_id"`
		Attributes map[string]any `json:"attributes"`
		StateID    flexID         `json:"ticket_state_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	t := c.w.ticketType(string(b.TypeID))
	switch {
	case b.TypeID == "":
		return nil, missing("ticket_type_id")
	case t == nil:
		return nil, invalidf("Ticket type not found")
	case t.Category != "Customer":
		return nil, invalidf("Only customer ticket types can be used to convert a conversation")
	case conv.ticket != nil:
		return nil, invalidf("Conversation is already a ticket")
	}
	state := t.States[0].ID
	if i := slices.IndexFunc(t.States, func(s ticketState) bool { return s.ID == string(b.StateID) }); i >= 0 {
		state = t.States[i].ID
	}
	c.w.makeTicket(conv, t, state, b.Attributes, c.now)
	c.applied = true
	return c.enc.ticket(conv), nil
}

func (w *workspace) makeTicket(conv *conversation, t *ticketType, state string, attributes map[string]any, at int64) {
	w.freeze(conv)
	w.lastTicket++
	conv.ticket = &ticketOf{
		id: conv.id, number: formatInt(w.lastTicket), typeID: t.ID, stateID: state, attributes: attributes,
	}
	w.addPart(conv, at, part{kind: "ticket_state_updated_by_admin", eventDetails: encode(object{"ticket_state": state})})
}

func (e encoder) ticket(conv *conversation) object {
	tk := conv.ticket
	t := e.w.ticketType(tk.typeID)
	state := t.States[max(slices.IndexFunc(t.States, func(s ticketState) bool { return s.ID == tk.stateID }), 0)]
	attrs := object{"_default_title_": orNull(conv.title), "_default_description_": plainText(conv.source.body, false)}
	maps.Copy(attrs, tk.attributes)
	contacts := []object{}
	contacts = append(contacts, e.contactRefs(conv.contacts)...)
	o := object{
		"type": "ticket", "id": tk.id, "ticket_id": tk.number, "category": t.Category,
		"ticket_attributes": attrs, "ticket_type": e.ticketType(t),
		"contacts":   object{"type": "contact.list", "contacts": contacts},
		"created_at": conv.created, "updated_at": conv.updated, "open": conv.state != stateClosed,
		"linked_objects": e.linked(conv.linked), "is_shared": true,
		"ticket_parts": object{"type": "ticket_part.list", "ticket_parts": []any{}, "total_count": 0},
	}
	o["ticket_state"] = e.ticketState(state)
	if e.v < v212 {
		o["ticket_state"] = strings.ToLower(state.Category)
		o["ticket_state_internal_label"], o["ticket_state_external_label"] = state.Internal, state.External
	}
	e.ticketAssignees(conv, o)
	return o
}

// ticketAssignees are strings in tickets, and integers from 2.16.
func (e encoder) ticketAssignees(conv *conversation, o object) {
	for key, id := range map[string]string{"admin_assignee_id": conv.adminID, "team_assignee_id": conv.teamID} {
		if id == "" {
			id = "0"
		}
		o[key] = id
		if e.v >= v216 {
			o[key] = number(id)
		}
	}
}

// mergeConversations moves a conversation into another one.
func mergeConversations(c *call) (any, error) {
	from, err := c.target()
	if err != nil {
		return nil, err
	}
	var b struct {
		Into flexID `json:"merge_into_conversation_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	if atoi(string(b.Into)) == 0 {
		return nil, invalidf("merge_into_conversation_id must be a valid integer conversation ID")
	}
	into := c.w.conversation(string(b.Into))
	refuse := func(text string) (any, error) {
		return nil, failuref(http.StatusUnprocessableEntity, "merge_failed", "%s", text)
	}
	switch {
	case into == nil:
		return refuse("Primary conversation not found")
	case from.mergedInto != "":
		return refuse("Secondary conversation has already been merged")
	case into == from:
		return refuse("A conversation cannot be merged into itself")
	}
	c.w.close(from, c.w.botAuthor(), c.now, message{})
	from.mergedInto = into.id
	for _, id := range from.contacts {
		if !contains(into.contacts, id) {
			into.contacts = append(into.contacts, id)
		}
	}
	return c.changed(into, c.w.addPart(into, c.now, part{kind: "merged_primary_conversation"}))
}
