package cli

import (
	"context"
	"strings"

	"parley/api"
	"parley/api/desk"
)

// tag adds tags, takes off those that have a minus in front, and makes those
// that have a plus; without a name it lists what there is.
func (l *linear) tag(ctx context.Context, names string) {
	if names == "" {
		l.say("Put behind it which tags, with - in front to take one off, with + to make a new one: %s.", strings.Join(l.tagNames(), ", "))
		return
	}
	if l.desk.Status().ReadOnly {
		l.say("%s", l.readOnly())
		return
	}
	all := []string{names}
	if !l.knowsTag(names) { // a name may have a comma in it
		all = strings.Split(names, ",")
	}
	changes := make([]desk.ActionChange, 0, len(all))
	for _, name := range all {
		c, ok := l.tagChange(ctx, strings.TrimSpace(name))
		if !ok {
			return
		}
		changes = append(changes, c)
	}
	l.act(ctx, changes...)
}

// tagChange is what is done with one tag; where nothing can be, it says why.
func (l *linear) tagChange(ctx context.Context, name string) (c desk.ActionChange, ok bool) {
	c.Kind = desk.ActTag
	bare, off := strings.CutPrefix(name, "-")
	bare, fresh := strings.CutPrefix(bare, "+")
	if off {
		c.Kind = desk.ActUntag
	}
	if c.Tag = l.tagNamed(bare); c.Tag != "" {
		return c, true
	}
	if !fresh || bare == "" {
		l.say("There is no tag %q; there are %s. With + in front, %s is made.", name, strings.Join(l.tagNames(), ", "), bare)
		return c, false
	}
	t, err := l.desk.CreateTag(ctx, bare)
	if err != nil {
		l.complain(err)
		return c, false
	}
	c.Tag = t.ID
	return c, true
}

func (l *linear) knowsTag(name string) bool {
	return l.tagNamed(strings.TrimLeft(name, "+-")) != ""
}

// tagNamed finds a tag by its name, however it is capitalised.
func (l *linear) tagNamed(name string) api.ID {
	for _, t := range l.desk.Directory().Tags {
		if strings.EqualFold(t.Name, name) {
			return t.ID
		}
	}
	return ""
}

// tagName is what a tag is called.
func (l *linear) tagName(id api.ID) string {
	for _, t := range l.desk.Directory().Tags {
		if t.ID == id {
			return t.Name
		}
	}
	return "#" + string(id)
}

func (l *linear) tagNames() []string {
	var names []string
	for _, t := range l.desk.Directory().Tags {
		names = append(names, t.Name)
	}
	return names
}
