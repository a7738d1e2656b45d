package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

func attachCustomer(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	var b struct {
		AdminID  flexID    `json:"admin_id"`
		Customer replyBody `json:"customer"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	by, err := c.acting(b.AdminID)
	if err != nil {
		return nil, err
	}
	who, err := c.replier(b.Customer)
	if err != nil {
		if b.Customer.Email == "" || len(c.w.contactsWithEmail(b.Customer.Email)) > 1 || !strings.Contains(b.Customer.Email, "@") {
			return nil, err
		}
		who = c.w.addLead(b.Customer.Email, c.now)
	}
	if !contains(conv.contacts, who.id) {
		c.w.freeze(conv)
		conv.contacts = append(conv.contacts, who.id)
		c.w.addPart(conv, c.now, part{kind: "participant_added", author: adminAuthor(by)})
		c.applied = true
	}
	return c.customers(conv), nil
}

func detachCustomer(c *call) (any, error) {
	conv, err := c.target()
	if err != nil {
		return nil, err
	}
	var b struct {
		AdminID flexID `json:"admin_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	by, err := c.acting(b.AdminID)
	if err != nil {
		return nil, err
	}
	i := slices.Index(conv.contacts, c.values["contact_id"])
	switch {
	case i < 0:
		return nil, userNotFound()
	case len(conv.contacts) == 1:
		return nil, failuref(http.StatusUnprocessableEntity, "parameter_invalid", "Removing the last customer is not allowed")
	}
	c.w.freeze(conv)
	conv.contacts = slices.Delete(conv.contacts, i, i+1)
	c.w.addPart(conv, c.now, part{kind: "participant_removed", author: adminAuthor(by)})
	c.applied = true
	return c.customers(conv), nil
}

// customers is what the two calls really answer, not the declared conversation.
func (c *call) customers(conv *conversation) object {
	out := []object{}
	for _, id := range conv.contacts {
		kind := "user"
		if x := c.w.contact(id); x != nil {
			kind = x.role
		}
		out = append(out, object{"type": kind, "id": id})
	}
	return object{"customers": out}
}
