package sandbox

import (
	"slices"
	"strings"
)

// route is one operation of the API. Segments in braces are path values.
type route struct {
	op           string
	method, path string
	write        bool
	since, until version // versions that have it; 0 is no bound
	handle       func(*call) (any, error)
}

// apiRoutes in order of precedence: literal paths come before those with
// values in the same place.
var apiRoutes = []*route{
	{op: "me", method: "GET", path: "/me", handle: getMe},
	{op: "admins", method: "GET", path: "/admins", handle: listAdmins},
	{op: "admin", method: "GET", path: "/admins/{id}", handle: getAdmin},
	{op: "away", method: "PUT", path: "/admins/{id}/away", write: true, handle: setAway},
	{op: "away_reasons", method: "GET", path: "/away_status_reasons", since: v214, handle: listAwayReasons},
	{op: "teams", method: "GET", path: "/teams", handle: listTeams},
	{op: "team", method: "GET", path: "/teams/{id}", handle: getTeam},
	{op: "tags", method: "GET", path: "/tags", handle: listTags},
	{op: "tag_get", method: "GET", path: "/tags/{id}", handle: getTag},
	{op: "tag_create", method: "POST", path: "/tags", write: true, handle: createTag},

	{op: "list", method: "GET", path: "/conversations", handle: listConversations},
	{op: "create", method: "POST", path: "/conversations", write: true, handle: createConversation},
	{op: "search", method: "POST", path: "/conversations/search", handle: searchConversations},
	{op: "redact", method: "POST", path: "/conversations/redact", write: true, handle: redact},
	{op: "deleted", method: "GET", path: "/conversations/deleted", since: v216, handle: listDeleted},
	{op: "get", method: "GET", path: "/conversations/{id}", handle: getConversation},
	{op: "update", method: "PUT", path: "/conversations/{id}", write: true, handle: updateConversation},
	{op: "delete", method: "DELETE", path: "/conversations/{id}", write: true, since: v214, handle: deleteConversation},
	{op: "reply", method: "POST", path: "/conversations/{id}/reply", write: true, handle: reply},
	{op: "manage", method: "POST", path: "/conversations/{id}/parts", write: true, handle: manage},
	{op: "assignment_rules", method: "POST", path: "/conversations/{id}/run_assignment_rules", write: true, until: v211, handle: runAssignmentRules},
	{op: "tag", method: "POST", path: "/conversations/{id}/tags", write: true, handle: tagConversation},
	{op: "untag", method: "DELETE", path: "/conversations/{id}/tags/{tag_id}", write: true, handle: untagConversation},
	{op: "attach", method: "POST", path: "/conversations/{id}/customers", write: true, handle: attachCustomer},
	{op: "detach", method: "DELETE", path: "/conversations/{id}/customers/{contact_id}", write: true, handle: detachCustomer},
	{op: "convert", method: "POST", path: "/conversations/{id}/convert", write: true, since: v210, handle: convert},
	{op: "merge", method: "POST", path: "/conversations/{id}/merge", write: true, since: v216, handle: mergeConversations},

	{op: "contacts", method: "GET", path: "/contacts", handle: listContacts},
	{op: "contact_search", method: "POST", path: "/contacts/search", handle: searchContacts},
	{op: "contact_external", method: "GET", path: "/contacts/find_by_external_id/{external_id}", since: v213, handle: contactByExternalID},
	{op: "contact", method: "GET", path: "/contacts/{id}", handle: getContact},
	{op: "contact_companies", method: "GET", path: "/contacts/{id}/companies", handle: contactCompanies},
	{op: "contact_notes", method: "GET", path: "/contacts/{id}/notes", handle: contactNotes},
	{op: "contact_note", method: "POST", path: "/contacts/{id}/notes", write: true, handle: createContactNote},
	{op: "contact_tags", method: "GET", path: "/contacts/{id}/tags", handle: contactTags},
	{op: "contact_segments", method: "GET", path: "/contacts/{id}/segments", handle: contactSegments},

	{op: "ticket_types", method: "GET", path: "/ticket_types", handle: listTicketTypes},
	{op: "ticket_states", method: "GET", path: "/ticket_states", since: v212, handle: listTicketStates},
	{op: "macros", method: "GET", path: "/macros", since: v216, handle: listMacros},
	{op: "macro", method: "GET", path: "/macros/{id}", since: v216, handle: getMacro},
}

// manageOps are the actions of the manage operation, by message_type; faults
// and the journal know them by these names too.
var manageOps = map[string]string{
	"close": "close", "snoozed": "snooze", "open": "open", "assignment": "assign",
}

// match finds the route of a request and its path values.
func match(method, path string) (*route, map[string]string) {
	got := strings.Split(strings.Trim(path, "/"), "/")
	for _, rt := range apiRoutes {
		if rt.method != method {
			continue
		}
		want := strings.Split(strings.Trim(rt.path, "/"), "/")
		if values, ok := matchSegments(want, got); ok {
			return rt, values
		}
	}
	return nil, nil
}

func matchSegments(want, got []string) (map[string]string, bool) {
	if len(want) != len(got) {
		return nil, false
	}
	values := map[string]string{}
	for i, seg := range want {
		if name, ok := strings.CutPrefix(seg, "{"); ok && got[i] != "" {
			values[strings.TrimSuffix(name, "}")] = got[i]
		} else if seg != got[i] {
			return nil, false
		}
	}
	return values, true
}

// Operations returns the names that a fault can be aimed at, sorted.
func Operations() []string {
	names := []string{"*", groupReads, groupWrites, attachmentOp, hookOp}
	for _, rt := range apiRoutes {
		names = append(names, rt.op)
	}
	for _, op := range manageOps {
		names = append(names, op)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
