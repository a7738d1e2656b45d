package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// MeService tells whom the token belongs to.
type MeService struct{ service }

// Get returns the admin who authorised the token, and the workspace in App.
func (s MeService) Get(ctx context.Context) (*Admin, error) {
	return fetch[Admin](ctx, s.c, get("/me", nil))
}

// AdminsService reads the teammates of the workspace.
type AdminsService struct{ service }

// List returns all admins, those without an inbox seat among them.
func (s AdminsService) List(ctx context.Context) ([]Admin, error) {
	p, err := page(ctx, s.c, get("/admins", nil), plainElement[Admin])
	return p.Items, err
}

// Get returns one admin.
func (s AdminsService) Get(ctx context.Context, id ID) (*Admin, error) {
	path, err := idPath("admins", string(id))
	if err != nil {
		return nil, err
	}
	return fetch[Admin](ctx, s.c, get(path, nil))
}

// AwayRequest sets an admin's away mode.
type AwayRequest struct {
	Enabled  bool
	Reassign bool // new replies go back to the team meanwhile
	ReasonID ID   // 2.14; some workspaces demand one
}

// SetAway changes an admin's away mode and returns the admin.
func (s AdminsService) SetAway(ctx context.Context, id ID, r AwayRequest) (*Admin, error) {
	path, err := idPath("admins", string(id), "away")
	if err != nil {
		return nil, err
	}
	body := map[string]any{"away_mode_enabled": r.Enabled, "away_mode_reassign": r.Reassign}
	if r.ReasonID != "" {
		if err := s.c.version.Require(FeatureAwayReasons); err != nil {
			return nil, &FieldError{Field: "away_status_reason_id", Problem: err.Error(), Err: err}
		}
		body["away_status_reason_id"] = number(r.ReasonID)
	}
	return fetch[Admin](ctx, s.c, call{method: http.MethodPut, path: path, body: body})
}

// TeamsService reads the teams of the workspace.
type TeamsService struct{ service }

// List returns all teams.
func (s TeamsService) List(ctx context.Context) ([]Team, error) {
	p, err := page(ctx, s.c, get("/teams", nil), plainElement[Team])
	return p.Items, err
}

// Get returns one team.
func (s TeamsService) Get(ctx context.Context, id ID) (*Team, error) {
	path, err := idPath("teams", string(id))
	if err != nil {
		return nil, err
	}
	return fetch[Team](ctx, s.c, get(path, nil))
}

// TagsService reads, creates, attaches and detaches tags.
type TagsService struct{ service }

// List returns all tags.
func (s TagsService) List(ctx context.Context) ([]Tag, error) {
	p, err := page(ctx, s.c, get("/tags", nil), plainElement[Tag])
	return p.Items, err
}

// Create returns the tag of that name, which is made if there is none. Case
// does not matter to Intercom.
func (s TagsService) Create(ctx context.Context, name string) (*Tag, error) {
	if strings.TrimSpace(name) == "" {
		return nil, &FieldError{Field: "name", Problem: "is empty"}
	}
	return fetch[Tag](ctx, s.c, call{method: http.MethodPost, path: "/tags", body: map[string]any{"name": name}})
}

// Attach puts a tag on a conversation in the name of an admin. The answer is
// the tag: the conversation has to be fetched to see it there.
func (s TagsService) Attach(ctx context.Context, conversation, tag, admin ID) (*Tag, error) {
	path, err := idPath("conversations", string(conversation), "tags")
	if err != nil {
		return nil, err
	}
	if err := present("id", tag, "admin_id", admin); err != nil {
		return nil, err
	}
	return fetch[Tag](ctx, s.c, call{method: http.MethodPost, path: path, body: map[string]any{"id": tag, "admin_id": admin}})
}

// Detach takes a tag off a conversation in the name of an admin.
func (s TagsService) Detach(ctx context.Context, conversation, tag, admin ID) (*Tag, error) {
	path, err := idPath("conversations", string(conversation), "tags", string(tag))
	if err != nil {
		return nil, err
	}
	if err := present("admin_id", admin); err != nil {
		return nil, err
	}
	return fetch[Tag](ctx, s.c, call{method: http.MethodDelete, path: path, body: map[string]any{"admin_id": admin}})
}

// present checks that ids that a request needs are there. Names and ids
// alternate.
func present(namesAndIDs ...any) error {
	for i := 0; i+1 < len(namesAndIDs); i += 2 {
		name, _ := namesAndIDs[i].(string)
		if id, ok := namesAndIDs[i+1].(ID); !ok || id.IsZero() {
			return &FieldError{Field: name, Problem: "is missing"}
		}
	}
	return nil
}

// WebURL returns the address of a conversation in Intercom's own inbox, and
// "" when the workspace is not known. The host of the Australian region is
// inferred from the others.
func WebURL(app *App, conversation ID) string {
	if app == nil || app.IDCode == "" || conversation == "" {
		return ""
	}
	host := "app.intercom.com"
	switch region := strings.ToLower(app.Region); {
	case strings.HasPrefix(region, "eu"):
		host = "app.eu.intercom.com"
	case strings.HasPrefix(region, "au"):
		host = "app.au.intercom.com"
	}
	return "https://" + host + "/a/inbox/" + url.PathEscape(app.IDCode) + "/inbox/conversation/" + url.PathEscape(string(conversation))
}
