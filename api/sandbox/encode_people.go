package sandbox

import "time"

func (e encoder) admin(a *admin) object {
	o := object{
		"type": "admin", "id": a.id, "name": a.name, "email": a.email, "job_title": a.jobTitle,
		"away_mode_enabled": a.away, "away_mode_reassign": a.awayReassign,
		"has_inbox_seat": a.seat, "team_ids": numbers(a.teams), "avatar": orNull(a.avatar),
		"team_priority_level": object{"primary_team_ids": numbers(a.teams), "secondary_team_ids": []any{}},
	}
	if e.v == v211 {
		// The one version with an object here.
		o["avatar"] = nil
		if a.avatar != "" {
			o["avatar"] = object{"image_url": a.avatar}
		}
	}
	if e.v >= v214 {
		o["away_status_reason_id"] = intOrNull(a.awayReason)
	}
	if e.v >= v216 && a.role != "" {
		o["role"] = object{"type": "role", "id": "1", "name": a.role}
	}
	return o
}

func (e encoder) me(a *admin) object {
	o := e.admin(a)
	delete(o, "team_priority_level")
	o["avatar"] = object{"type": "avatar", "image_url": orNull(a.avatar)}
	o["email_verified"] = true
	o["app"] = object{
		"type": "app", "id_code": e.w.app.IDCode, "name": e.w.app.Name, "region": e.w.app.Region,
		"timezone": e.w.app.Timezone, "created_at": e.w.since(e.w.app.Age), "secure": true,
		"identity_verification": true,
	}
	return o
}

func (e encoder) team(t *team) object {
	o := object{
		"type": "team", "id": t.id, "name": t.name, "admin_ids": numbers(t.admins),
		"admin_priority_level": object{"primary_admin_ids": numbers(t.admins), "secondary_admin_ids": []any{}},
	}
	if e.v >= v214 {
		o["assignment_limit"] = intOrNull(t.limit)
		o["distribution_method"] = orNull(t.distribution)
	}
	return o
}

func (e encoder) tag(t *tag) object {
	return object{"type": "tag", "id": t.id, "name": t.name}
}

func (e encoder) contact(c *contact) object {
	domain := ""
	for i := range c.email {
		if c.email[i] == '@' {
			domain = c.email[i+1:]
		}
	}
	o := object{
		"type": "contact", "id": c.id, "workspace_id": e.w.app.IDCode, "external_id": orNull(c.externalID),
		"role": c.role, "email": c.email, "email_domain": domain, "phone": orNull(c.phone), "name": orNull(c.name),
		"avatar": nil, "owner_id": nil, "social_profiles": object{"type": "list", "data": []any{}},
		"has_hard_bounced": c.bounced, "marked_email_as_spam": c.spam, "unsubscribed_from_emails": c.unsubscribed,
		"created_at": c.created, "updated_at": max(c.created, c.lastSeen, c.lastReplied),
		"signed_up_at": nil, "last_seen_at": intOrNull(c.lastSeen),
		"last_replied_at": intOrNull(c.lastReplied), "last_contacted_at": nil,
		"last_email_opened_at": nil, "last_email_clicked_at": nil,
		"language_override": orNull(c.language), "browser": orNull(c.browser), "browser_version": nil,
		"browser_language": nil, "os": orNull(c.os),
		"location": object{
			"type": "location", "country": orNull(c.country), "region": orNull(c.region),
			"city": orNull(c.city), "country_code": orNull(c.countryCode), "continent_code": nil,
		},
		"custom_attributes": c.attributes,
		"tags":              e.addressable(c, "tags", tagIDs(c.tags)),
		"notes":             e.addressable(c, "notes", noteIDs(c.notes)),
		"companies":         e.addressable(c, "companies", c.companies),
		"utm_campaign":      nil, "utm_content": nil, "utm_medium": nil, "utm_source": nil, "utm_term": nil, "referrer": nil,
	}
	if c.attributes == nil {
		o["custom_attributes"] = object{}
	}
	for _, k := range []string{"android", "ios"} {
		for _, f := range []string{"app_name", "app_version", "device", "os_version", "sdk_version", "last_seen_at"} {
			o[k+"_"+f] = nil
		}
	}
	if c.role == "user" {
		o["signed_up_at"] = c.created
	}
	if c.avatar != "" {
		o["avatar"] = object{"type": "avatar", "image_url": c.avatar}
	}
	if c.owner != "" {
		o["owner_id"] = number(c.owner)
		if e.v >= v216 {
			o["owner_id"] = c.owner
		}
	}
	return o
}

// addressable is the first ten ids of a list with the address of the rest.
func (e encoder) addressable(c *contact, kind string, ids []string) object {
	const most = 10
	singular := map[string]string{"tags": "tag", "notes": "note", "companies": "company"}[kind]
	data := []object{}
	for _, id := range ids[:min(len(ids), most)] {
		o := object{"type": singular, "id": id, "url": "/" + kind + "/" + id}
		if co := e.w.company(id); kind == "companies" && co != nil {
			o["name"] = co.name
		}
		data = append(data, o)
	}
	return object{
		"type": "list", "data": data, "url": "/contacts/" + c.id + "/" + kind,
		"total_count": len(ids), "has_more": len(ids) > most,
	}
}

func tagIDs(tags []*tag) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = t.id
	}
	return out
}

func noteIDs(notes []contactNote) []string {
	out := make([]string, len(notes))
	for i, n := range notes {
		out[i] = n.id
	}
	return out
}

func (e encoder) company(c *company) object {
	attrs := c.attributes
	if attrs == nil {
		attrs = object{}
	}
	people := 0
	for _, x := range e.w.contacts {
		for _, id := range x.companies {
			if id == c.id {
				people++
			}
		}
	}
	return object{
		"type": "company", "id": c.id, "company_id": c.externalID, "app_id": e.w.app.IDCode, "name": c.name,
		"remote_created_at": c.created, "created_at": c.created, "updated_at": c.created, "last_request_at": c.created,
		"size": c.size, "website": c.website, "industry": c.industry, "monthly_spend": c.spend,
		"session_count": 12 * people, "user_count": people,
		"plan":              object{"type": "plan", "id": "1", "name": c.plan},
		"custom_attributes": attrs,
		"tags":              object{"type": "tag.list", "tags": []any{}},
		"segments":          object{"type": "segment.list", "segments": []any{}},
	}
}

func (e encoder) note(c *contact, n contactNote) object {
	o := object{
		"type": "note", "id": n.id, "created_at": n.created, "body": e.body(n.body),
		"contact": object{"type": "contact", "id": c.id},
	}
	if a := e.w.admin(n.admin); a != nil {
		o["author"] = e.admin(a)
	}
	return o
}

// rfc3339 is how macros, unlike everything else, write times.
func rfc3339(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
