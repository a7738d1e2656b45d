package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Admin is a teammate of the workspace.
type Admin struct {
	Type             string `json:"type"`
	ID               ID     `json:"id"`
	Name             string `json:"name"`
	Email            string `json:"email"`
	JobTitle         string `json:"job_title"`
	AwayModeEnabled  bool   `json:"away_mode_enabled"`
	AwayModeReassign bool   `json:"away_mode_reassign"`
	HasInboxSeat     bool   `json:"has_inbox_seat"`
	TeamIDs          []ID   `json:"team_ids"`
	App              *App   `json:"app"` // only in the answer of GET /me
}

// App is the workspace that a token belongs to. Region is loosely worded by
// the API.
type App struct {
	Type      string `json:"type"`
	IDCode    string `json:"id_code"`
	Name      string `json:"name"`
	Region    string `json:"region"`
	Timezone  string `json:"timezone"`
	CreatedAt Time   `json:"created_at"`
}

// Team is a group of admins that conversations can be assigned to.
type Team struct {
	Type     string `json:"type"`
	ID       ID     `json:"id"`
	Name     string `json:"name"`
	AdminIDs []ID   `json:"admin_ids"`
}

// Contact is a person on the other side: a user or a lead.
type Contact struct {
	Type             string           `json:"type"`
	ID               ID               `json:"id"`
	ExternalID       string           `json:"external_id"`
	Role             string           `json:"role"`
	Name             string           `json:"name"`
	Email            string           `json:"email"`
	Phone            string           `json:"phone"`
	OwnerID          ID               `json:"owner_id"`
	CreatedAt        Time             `json:"created_at"`
	UpdatedAt        Time             `json:"updated_at"`
	SignedUpAt       Time             `json:"signed_up_at"`
	LastSeenAt       Time             `json:"last_seen_at"`
	LastRepliedAt    Time             `json:"last_replied_at"`
	Location         *Location        `json:"location"`
	Browser          string           `json:"browser"`
	OS               string           `json:"os"`
	Language         string           `json:"language_override"`
	CustomAttributes Attributes       `json:"custom_attributes"`
	Unsubscribed     bool             `json:"unsubscribed_from_emails"`
	HardBounced      bool             `json:"has_hard_bounced"`
	Tags             List[Tag]        `json:"tags"`
	Companies        List[CompanyRef] `json:"companies"`
	Raw              json.RawMessage  `json:"-"` // what the API said; hostile
}

// Label is what to call the contact: its name, its address, or for a lead
// with neither "Visitor" and the last digits of its id.
func (c *Contact) Label() string {
	switch {
	case c.Name != "":
		return c.Name
	case c.Email != "":
		return c.Email
	case c.Phone != "":
		return c.Phone
	default:
		return VisitorLabel(c.ID)
	}
}

// VisitorLabel is what to call a contact of whom only the id is known.
func VisitorLabel(id ID) string {
	s := string(id)
	if len(s) > 4 {
		s = s[len(s)-4:]
	}
	if s == "" {
		return "Visitor"
	}
	return "Visitor " + s
}

// Location is where a contact was last seen.
type Location struct {
	Country string `json:"country"`
	Region  string `json:"region"`
	City    string `json:"city"`
}

// CompanyRef points at a company of a contact.
type CompanyRef struct {
	Type string `json:"type"`
	ID   ID     `json:"id"`
	URL  string `json:"url"`
}

// Company is an organisation that contacts belong to.
type Company struct {
	Type             string     `json:"type"`
	ID               ID         `json:"id"`
	CompanyID        string     `json:"company_id"`
	Name             string     `json:"name"`
	Plan             *Plan      `json:"plan"`
	Size             Number     `json:"size"`
	Website          string     `json:"website"`
	Industry         string     `json:"industry"`
	MonthlySpend     Number     `json:"monthly_spend"`
	SessionCount     Number     `json:"session_count"`
	UserCount        Number     `json:"user_count"`
	CreatedAt        Time       `json:"created_at"`
	LastRequestAt    Time       `json:"last_request_at"`
	CustomAttributes Attributes `json:"custom_attributes"`
}

// Plan is what a company pays for.
type Plan struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// Note is a teammate's note on a contact. Body is HTML.
type Note struct {
	Type      string `json:"type"`
	ID        ID     `json:"id"`
	CreatedAt Time   `json:"created_at"`
	Body      string `json:"body"`
	Author    Admin  `json:"author"`
}

// Attribute is one custom attribute. Value is its text as people read it.
type Attribute struct {
	Name  string
	Value string
}

// Attributes are custom attributes, sorted by name. Null values are left out.
type Attributes []Attribute

// UnmarshalJSON accepts an object with values of any kind, or null, and never
// fails.
func (a *Attributes) UnmarshalJSON(b []byte) error {
	*a = nil
	var fields map[string]json.RawMessage
	if json.Unmarshal(b, &fields) != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		raw := bytes.TrimSpace(fields[name])
		value := scalar(raw)
		if value == "" && len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
			value = compact(raw)
		}
		if value != "" {
			*a = append(*a, Attribute{Name: name, Value: value})
		}
	}
	return nil
}

// compact returns JSON on one line.
func compact(raw []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return ""
	}
	return b.String()
}
