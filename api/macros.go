package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"time"
)

// ErrMacrosUnavailable says that the server has no macros: it is older than
// API version 2.16, or does not offer them to this workspace.
var ErrMacrosUnavailable = errors.New("this workspace's API offers no macros")

// Macro is a reply that was prepared in Intercom. Placeholders are not filled
// in by the API: in Body they are <attribute key default/> elements, in
// BodyText {{key|fallback:"…"}}.
type Macro struct {
	Type             string   `json:"type"`
	ID               ID       `json:"id"`
	Name             string   `json:"name"`
	Body             string   `json:"body"`
	BodyText         string   `json:"body_text"`
	CreatedAt        Time     `json:"created_at"`
	UpdatedAt        Time     `json:"updated_at"`
	VisibleTo        string   `json:"visible_to"` // everyone or specific_teams
	VisibleToTeamIDs []ID     `json:"visible_to_team_ids"`
	AvailableOn      []string `json:"available_on"` // inbox, messenger
}

// MacrosService reads macros. Its calls always ask in version 2.16 or later,
// whatever the client's version, and answer ErrMacrosUnavailable where the
// server has none.
type MacrosService struct{ service }

// MacroListOptions selects macros.
type MacroListOptions struct {
	ListOptions
	UpdatedSince time.Time // zero: all
}

// List returns one page of macros, newest first.
func (s MacrosService) List(ctx context.Context, o *MacroListOptions) (Page[Macro], error) {
	if o == nil {
		o = &MacroListOptions{}
	}
	q, err := o.query()
	if err != nil {
		return Page[Macro]{}, err
	}
	if !o.UpdatedSince.IsZero() {
		q.Set("updated_since", strconv.FormatInt(o.UpdatedSince.Unix(), 10))
	}
	cl := get("/macros", q)
	cl.version = s.version()
	p, err := page(ctx, s.c, cl, plainElement[Macro])
	if lacksMacros(err) || errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("%w: %w", ErrMacrosUnavailable, err)
	}
	return p, err
}

// ListAll iterates over all macros.
func (s MacrosService) ListAll(ctx context.Context, o *MacroListOptions) iter.Seq2[Macro, error] {
	if o == nil {
		o = &MacroListOptions{}
	}
	return all(func(after string) (Page[Macro], error) {
		copied := *o
		copied.ListOptions = *o.from(after)
		return s.List(ctx, &copied)
	}, func(m *Macro) (ID, Time) { return m.ID, m.UpdatedAt })
}

// Get returns one macro.
func (s MacrosService) Get(ctx context.Context, id ID) (*Macro, error) {
	path, err := idPath("macros", string(id))
	if err != nil {
		return nil, err
	}
	cl := get(path, nil)
	cl.version = s.version()
	m, err := fetch[Macro](ctx, s.c, cl)
	if lacksMacros(err) {
		err = fmt.Errorf("%w: %w", ErrMacrosUnavailable, err)
	}
	return m, err
}

func (s MacrosService) version() Version {
	if s.c.version.Has(FeatureMacros) {
		return s.c.version
	}
	return macrosVersion
}

// lacksMacros reports whether an error means that the call does not exist
// there: a 400 to a GET without a bad parameter is about the version.
func lacksMacros(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status == http.StatusBadRequest || e.Status == http.StatusMethodNotAllowed)
}
