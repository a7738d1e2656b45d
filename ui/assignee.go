package ui

import (
	"fmt"
	"strings"
)

// findAssignee finds a teammate or a team by "me", "nobody", an id, or the
// beginning of a name that fits only one.
func (m *Model) findAssignee(who string) (string, error) {
	who = strings.ToLower(strings.TrimSpace(who))
	switch who {
	case "":
		return "", fmt.Errorf("say who: me, nobody, or a name")
	case "me":
		return adminPrefix + m.status.Identity.Admin.ID.String(), nil
	case "nobody", "none":
		return nobody, nil
	}
	var found, names []string
	fits := func(id, name, what string) {
		if id == who || strings.HasPrefix(strings.ToLower(name), who) {
			found, names = append(found, what+id), append(names, name)
		}
	}
	for _, a := range m.dir.Admins {
		fits(a.ID.String(), a.Name, adminPrefix)
	}
	for _, t := range m.dir.Teams {
		fits(t.ID.String(), t.Name, teamPrefix)
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("nobody here is called %q", who)
	case 1:
		return found[0], nil
	default:
		return "", fmt.Errorf("%q could be %s", who, strings.Join(names, ", "))
	}
}
