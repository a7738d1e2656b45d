package mask

import (
	"parley/api"
	"parley/api/desk"
)

// Meet learns everybody whom a desk's answer names. It does nothing while the
// mask is off, and returns whether anybody was new.
func (m *Mask) Meet(what ...any) bool {
	if !m.On() {
		return false
	}
	var people []Person
	for _, w := range what {
		people = append(people, Named(w)...)
	}
	return m.Learn(people...)
}

// Named returns everybody whom a value of the API or the desk names: a thread,
// rows, the directory, a conversation, a contact, companies.
func Named(what any) []Person {
	switch w := what.(type) {
	case desk.Thread:
		return append(named(w.Conversation), ofContact(w.Contact)...)
	case *desk.Thread:
		if w != nil {
			return Named(*w)
		}
	case desk.Board:
		return onBoard(&w)
	case desk.Row:
		return append(named(w.Conversation), Person{Name: w.Contact}, Person{Name: w.Assignee, Teammate: true})
	case []desk.Row:
		return each(w, func(r *desk.Row) []Person { return Named(*r) })
	case *desk.Results:
		if w != nil {
			return each(w.Hits, func(h *desk.Hit) []Person { return append(Named(h.Row), Person{Name: h.Author}) })
		}
	case desk.Directory:
		return each(w.Admins, ofAdmin)
	case desk.Identity:
		return ofAdmin(&w.Admin)
	case []desk.Person:
		return each(w, func(p *desk.Person) []Person {
			return []Person{{Name: p.Name, Email: p.Email, Phone: p.Phone, ID: p.ExternalID, Company: p.Company}}
		})
	case *api.Conversation:
		return named(w)
	case *api.Contact:
		return ofContact(w)
	case []api.Company:
		return each(w, ofCompanies)
	}
	return nil
}

func each[T any](list []T, people func(*T) []Person) []Person {
	var out []Person
	for i := range list {
		out = append(out, people(&list[i])...)
	}
	return out
}

func ofAdmin(a *api.Admin) []Person {
	if operator(a) {
		return nil
	}
	return []Person{{Name: a.Name, Email: a.Email, Teammate: true}}
}

func ofContact(c *api.Contact) []Person {
	if c == nil {
		return nil
	}
	return []Person{{Name: c.Name, Email: c.Email, Phone: c.Phone, ID: c.ExternalID}}
}

func ofCompanies(c *api.Company) []Person {
	return []Person{{Name: c.Name, ID: c.CompanyID, Company: true}, {Email: "@" + hostOf(c.Website)}}
}

func ofAuthor(a *api.Author) []Person {
	if a.Bot() || a.Type == "team" {
		return nil
	}
	return []Person{{Name: a.Name, Email: a.Email, Teammate: a.Type == "admin"}}
}

// named returns who takes part in a conversation.
func named(c *api.Conversation) []Person {
	if c == nil {
		return nil
	}
	out := ofAuthor(&c.Source.Author)
	for i := range c.Parts.Items {
		p := &c.Parts.Items[i]
		out = append(out, ofAuthor(&p.Author)...)
		if p.EmailMetadata != nil {
			for _, h := range p.EmailMetadata.Headers {
				out = append(out, Person{Name: h.Name, Email: h.Email})
			}
		}
	}
	for _, r := range c.Contacts.Items {
		out = append(out, Person{ID: r.ExternalID})
	}
	if c.Company != nil {
		out = append(out, ofCompanies(c.Company)...)
	}
	return out
}
