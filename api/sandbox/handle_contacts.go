package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// person finds the contact that the path names. A merged one is 410 with the
// survivor's address from 2.16 and gone before.
func (c *call) person() (*contact, error) {
	return c.living(c.w.contact(c.values["id"]))
}

func (c *call) living(p *contact) (*contact, error) {
	switch {
	case p == nil || p.deleted, p.mergedInto != "" && c.v < v216:
		return nil, userNotFound()
	case p.mergedInto != "":
		e := statusError(http.StatusGone)
		e.link = "<" + c.enc.base + "/contacts/" + p.mergedInto + ">; rel=\"canonical\""
		return nil, e
	}
	return p, nil
}

func getContact(c *call) (any, error) {
	p, err := c.person()
	if err != nil {
		return nil, err
	}
	return c.enc.contact(p), nil
}

func contactByExternalID(c *call) (any, error) {
	p := c.w.contactWithExternalID(c.values["external_id"])
	if p == nil {
		return nil, userNotFound()
	}
	return c.enc.contact(p), nil
}

func listContacts(c *call) (any, error) {
	q := c.r.URL.Query()
	pg, err := pagingFromQuery(q.Get("per_page"), q.Get("starting_after"), contactPage)
	if err != nil {
		return nil, err
	}
	return c.contactPage(c.liveContacts(), pg, sortBy{field: "created_at", descending: true})
}

func searchContacts(c *call) (any, error) {
	req, err := c.searchRequest(contactPage)
	if err != nil {
		return nil, err
	}
	keep, err := compile(req.Query, contactFields, compileOptions{wholeDays: true})
	if err != nil {
		return nil, err
	}
	by, err := req.sort(contactFields, "created_at")
	if err != nil {
		return nil, err
	}
	hits := slices.DeleteFunc(c.liveContacts(), func(p *contact) bool { return !keep(p) })
	return c.contactPage(hits, req.paging, by)
}

func (c *call) liveContacts() []*contact {
	return slices.DeleteFunc(slices.Clone(c.w.contacts), func(p *contact) bool { return !p.live() })
}

func (c *call) contactPage(all []*contact, pg paging, by sortBy) (any, error) {
	page, pages, err := paginate(all, pg, by, contactFields, func(p *contact) string { return p.id })
	if err != nil {
		return nil, err
	}
	data := make([]object, len(page))
	for i, p := range page {
		data[i] = c.enc.contact(p)
	}
	return object{"type": "list", "data": data, "total_count": len(all), "pages": pages}, nil
}

func contactCompanies(c *call) (any, error) {
	p, err := c.person()
	if err != nil {
		return nil, err
	}
	data := []object{}
	for _, id := range p.companies {
		data = append(data, c.enc.company(c.w.company(id)))
	}
	return c.numbered(data)
}

func contactNotes(c *call) (any, error) {
	p, err := c.person()
	if err != nil {
		return nil, err
	}
	data := []object{}
	for _, n := range slices.Backward(p.notes) {
		data = append(data, c.enc.note(p, n))
	}
	return c.numbered(data)
}

// numbered answers with one page of data in the form of page numbers.
func (c *call) numbered(data []object) (any, error) {
	q := c.r.URL.Query()
	page, per := max(int(atoi(q.Get("page"))), 1), int(atoi(q.Get("per_page")))
	if per < 1 {
		per = contactPage.standard
	}
	pages := (len(data) + per - 1) / per
	from, to := min((page-1)*per, len(data)), min(page*per, len(data))
	var next any
	if to < len(data) {
		next = c.enc.base + c.r.URL.Path + "?page=" + strconv.Itoa(page+1) + "&per_page=" + strconv.Itoa(per)
	}
	return object{
		"type": "list", "data": data[from:to], "total_count": len(data),
		"pages": object{"type": "pages", "page": page, "per_page": per, "total_pages": max(pages, 1), "next": next},
	}, nil
}

func createContactNote(c *call) (any, error) {
	p, err := c.person()
	if err != nil {
		return nil, err
	}
	var b struct {
		Body    string `json:"body"`
		AdminID flexID `json:"admin_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	if strings.TrimSpace(b.Body) == "" {
		return nil, missing("body")
	}
	if b.AdminID != "" && c.w.admin(string(b.AdminID)) == nil {
		return nil, notFound()
	}
	c.w.lastNote++
	n := contactNote{id: formatInt(c.w.lastNote), body: cleanHTML(b.Body), admin: string(b.AdminID), created: c.now}
	p.notes = append(p.notes, n)
	c.applied = true
	return c.enc.note(p, n), nil
}

func contactTags(c *call) (any, error) {
	p, err := c.person()
	if err != nil {
		return nil, err
	}
	data := []object{}
	for _, t := range p.tags {
		data = append(data, c.enc.tag(t))
	}
	return object{"type": "list", "data": data}, nil
}

func contactSegments(c *call) (any, error) {
	p, err := c.person()
	if err != nil {
		return nil, err
	}
	data := []object{}
	for _, s := range c.w.segments {
		if contains(p.segments, s.ID) {
			data = append(data, object{
				"type": "segment", "id": s.ID, "name": s.Name, "person_type": "user",
				"created_at": c.w.since(s.Age), "updated_at": c.w.since(s.Age),
			})
		}
	}
	return object{"type": "list", "data": data}, nil
}

// addLead makes a contact of whom only the address is known.
func (w *workspace) addLead(email string, at int64) *contact {
	p := &contact{id: hexID("lead", email+formatInt(at)), role: "lead", email: email, created: at}
	w.contacts = append(w.contacts, p)
	return p
}
