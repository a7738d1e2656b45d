package sandbox

import "net/http"

func getMe(c *call) (any, error) {
	me := c.w.admin(MeID)
	if me == nil {
		return nil, notFound()
	}
	return c.enc.me(me), nil
}

func listAdmins(c *call) (any, error) {
	out := make([]object, len(c.w.admins))
	for i, a := range c.w.admins {
		out[i] = c.enc.admin(a)
	}
	return object{"type": "admin.list", "admins": out}, nil
}

func getAdmin(c *call) (any, error) {
	a := c.w.admin(c.values["id"])
	if a == nil {
		return nil, failuref(http.StatusNotFound, "admin_not_found", "Admin not found")
	}
	return c.enc.admin(a), nil
}

func setAway(c *call) (any, error) {
	var b struct {
		Enabled  *bool  `json:"away_mode_enabled"`
		Reassign *bool  `json:"away_mode_reassign"`
		Reason   flexID `json:"away_status_reason_id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	a := c.w.admin(c.values["id"])
	switch {
	case a == nil:
		return nil, failuref(http.StatusNotFound, "admin_not_found", "Admin for admin_id not found")
	case a.bot:
		return nil, statusError(http.StatusMethodNotAllowed)
	case b.Enabled == nil:
		return nil, missing("away_mode_enabled")
	case b.Reassign == nil:
		return nil, missing("away_mode_reassign")
	}
	reason := int64(0)
	if b.Reason != "" && c.v >= v214 {
		r := find(c.w.awayReasons, func(r *awayReason) bool { return r.ID == string(b.Reason) })
		switch {
		case r == nil:
			return nil, invalidf("Away status reason not found")
		case r.Deleted:
			return nil, invalidf("Away status reason is deleted")
		}
		reason = atoi(r.ID)
	}
	a.away, a.awayReassign = *b.Enabled, *b.Reassign
	a.awayReason = 0
	if a.away {
		a.awayReason = reason
	}
	c.applied = true
	return c.enc.admin(a), nil
}

func listAwayReasons(c *call) (any, error) {
	return object{"type": "list", "data": c.w.awayReasonObjects()}, nil
}

func listTeams(c *call) (any, error) {
	out := make([]object, len(c.w.teams))
	for i, t := range c.w.teams {
		out[i] = c.enc.team(t)
	}
	return object{"type": "team.list", "teams": out}, nil
}

func getTeam(c *call) (any, error) {
	t := c.w.team(c.values["id"])
	if t == nil {
		return nil, failuref(http.StatusNotFound, "team_not_found", "Team not found")
	}
	return c.enc.team(t), nil
}

func listTags(c *call) (any, error) {
	out := make([]object, len(c.w.tags))
	for i, t := range c.w.tags {
		out[i] = c.enc.tag(t)
	}
	return object{"type": "list", "data": out}, nil
}

func getTag(c *call) (any, error) {
	t := c.w.tag(c.values["id"])
	if t == nil {
		return nil, notFound()
	}
	return c.enc.tag(t), nil
}

// createTag creates a tag, finds one of that name, or renames one by id.
func createTag(c *call) (any, error) {
	var b struct {
		Name string `json:"name"`
		ID   flexID `json:"id"`
	}
	if err := c.decode(&b); err != nil {
		return nil, err
	}
	if b.Name == "" {
		return nil, invalidf("invalid tag parameters")
	}
	t := c.w.tagNamed(b.Name)
	if b.ID != "" {
		if t = c.w.tag(string(b.ID)); t == nil {
			return nil, notFound()
		}
		t.name, c.applied = b.Name, true
	}
	if t == nil {
		t = c.w.addTag(b.Name)
		c.applied = true
	}
	return c.enc.tag(t), nil
}

// acting finds the teammate who does something and refuses those who cannot.
func (c *call) acting(id flexID) (*admin, error) {
	if id == "" {
		return nil, missing("admin_id")
	}
	a := c.w.admin(string(id))
	switch {
	case a == nil:
		return nil, failuref(http.StatusNotFound, "admin_not_found", "Admin not found")
	case a.bot:
		return nil, statusError(http.StatusMethodNotAllowed)
	case !a.seat:
		return nil, failuref(http.StatusForbidden, "action_forbidden", "Admin does not have an inbox seat")
	}
	return a, nil
}
