package cli

import (
	"cmp"
	"context"
	"sync"

	"parley/api"
)

// names knows what to call people and teams. Where Intercom does not tell, it
// falls back to ids: a name is never a reason to fail.
type names struct {
	admins   map[api.ID]string
	teams    map[api.ID]string
	contacts map[api.ID]string
}

// The most contacts that are asked for by one search.
const contactsPerSearch = 50

// lookUp reads the names that are needed to show the conversations: those of
// all teammates and teams, and of the contacts that the conversations do not
// name themselves. At most three kinds of request run at a time.
func lookUp(ctx context.Context, c *api.Client, conversations []api.Conversation) names {
	n := names{admins: map[api.ID]string{}, teams: map[api.ID]string{}, contacts: map[api.ID]string{}}
	missing := n.fromSources(conversations)
	var g sync.WaitGroup // errors are left aside: ids stand in for what could not be read
	g.Go(func() {
		admins, _ := c.Admins.List(ctx)
		for _, a := range admins {
			n.admins[a.ID] = a.Name
		}
	})
	g.Go(func() {
		teams, _ := c.Teams.List(ctx)
		for _, t := range teams {
			n.teams[t.ID] = t.Name
		}
	})
	g.Go(func() { n.search(ctx, c, missing) })
	g.Wait()
	return n
}

// heldNames returns the names that are held here.
func (w *work) heldNames(ctx context.Context, conversations []api.Conversation) names {
	n := names{admins: map[api.ID]string{}, teams: map[api.ID]string{}, contacts: map[api.ID]string{}}
	dir := w.Directory()
	for _, a := range dir.Admins {
		n.admins[a.ID] = a.Name
	}
	for _, t := range dir.Teams {
		n.teams[t.ID] = t.Name
	}
	n.fromSources(conversations)
	for _, c := range conversations {
		if len(c.Contacts.Items) == 0 || n.contacts[c.Contacts.Items[0].ID] != "" {
			continue
		}
		if held, err := w.store.Contact(ctx, c.Contacts.Items[0].ID); err == nil && held.Contact != nil {
			n.contacts[c.Contacts.Items[0].ID] = held.Contact.Label()
		}
	}
	return n
}

// fromSources takes the names that the conversations hold and returns the
// contacts that are still nameless.
func (n names) fromSources(conversations []api.Conversation) (missing []string) {
	for _, c := range conversations {
		author := c.Source.Author
		if label := cmp.Or(author.Name, author.Email); author.Contact() && label != "" {
			n.contacts[author.ID] = label
		}
	}
	return n.nameless(conversations)
}

// nameless returns the contacts of which no name is known.
func (n names) nameless(conversations []api.Conversation) (missing []string) {
	asked := map[api.ID]bool{}
	for _, c := range conversations {
		for _, contact := range c.Contacts.Items {
			if n.contacts[contact.ID] == "" && !asked[contact.ID] {
				asked[contact.ID] = true
				missing = append(missing, string(contact.ID))
			}
		}
	}
	return missing
}

// search asks for contacts by id, many at a time.
func (n names) search(ctx context.Context, c *api.Client, ids []string) {
	for len(ids) > 0 {
		some := ids[:min(len(ids), contactsPerSearch)]
		ids = ids[len(some):]
		page, err := c.Contacts.Search(ctx, api.SearchRequest{Query: api.Where("id", api.In, some), PerPage: contactsPerSearch})
		if err != nil {
			return
		}
		for _, contact := range page.Items {
			n.contacts[contact.ID] = contact.Label()
		}
	}
}

// contact says who the conversation is with; of a group the first, and how
// many more.
func (n names) contact(c *api.Conversation) string {
	if len(c.Contacts.Items) == 0 {
		if c.Source.Author.Contact() {
			return n.author(c.Source.Author)
		}
		return ""
	}
	label := n.label(c.Contacts.Items[0].ID)
	if more := len(c.Contacts.Items) - 1; more > 0 {
		label += " + " + plural(more, "other", "others")
	}
	return label
}

// label says what to call a contact.
func (n names) label(id api.ID) string {
	return cmp.Or(n.contacts[id], api.VisitorLabel(id))
}

// assignee says who the conversation is assigned to: teammate, team or both.
func (n names) assignee(c *api.Conversation) string {
	admin, team := n.admin(c.AdminAssigneeID), n.team(c.TeamAssigneeID)
	if admin != "" && team != "" {
		return admin + " > " + team
	}
	return admin + team
}

func (n names) admin(id api.ID) string {
	switch {
	case id.IsZero():
		return ""
	case n.admins[id] != "":
		return n.admins[id]
	default:
		return "teammate #" + string(id)
	}
}

func (n names) team(id api.ID) string {
	switch {
	case id.IsZero():
		return ""
	case n.teams[id] != "":
		return n.teams[id]
	default:
		return "team #" + string(id)
	}
}

// author says who wrote: the name that came along, or what is known under
// the id.
func (n names) author(a api.Author) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Type == "admin" && n.admins[a.ID] != "":
		return n.admins[a.ID]
	case a.Type == "team" && n.teams[a.ID] != "":
		return n.teams[a.ID]
	case a.Contact() && n.contacts[a.ID] != "":
		return n.contacts[a.ID]
	case a.Email != "":
		return a.Email
	case a.Contact():
		return api.VisitorLabel(a.ID)
	case a.ID.IsZero():
		return humanise(a.Type)
	default:
		return humanise(a.Type) + " #" + string(a.ID)
	}
}
