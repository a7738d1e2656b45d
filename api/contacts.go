package api

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strings"
)

// ContactsService reads contacts and their notes.
type ContactsService struct{ service }

// Get returns one contact. A contact that was merged into another answers
// ErrGone from 2.16, with the other's id in the *Error.
func (s ContactsService) Get(ctx context.Context, id ID) (*Contact, error) {
	path, err := idPath("contacts", string(id))
	if err != nil {
		return nil, err
	}
	return s.one(ctx, path)
}

// FindByExternalID returns the contact with the workspace's own id. From 2.13;
// search by external_id in older versions.
func (s ContactsService) FindByExternalID(ctx context.Context, externalID string) (*Contact, error) {
	if err := s.c.version.Require(FeatureFindByExternalID); err != nil {
		return nil, err
	}
	path, err := idPath("contacts/find_by_external_id", externalID)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, path)
}

func (s ContactsService) one(ctx context.Context, path string) (*Contact, error) {
	cl := get(path, nil)
	body, err := s.c.do(ctx, cl)
	if err != nil {
		return nil, err
	}
	v, err := DecodeContact(body)
	if err != nil {
		return nil, s.c.undecodable(cl, body, err)
	}
	return v, nil
}

// DecodeContact makes a Contact of what the API said. Raw keeps the bytes as
// given, not copied, so that a contact can be stored and decoded again.
func DecodeContact(raw []byte) (*Contact, error) {
	v, err := decode[Contact](raw)
	if err != nil {
		return nil, err
	}
	v.Raw = raw
	return v, nil
}

func contactElement(raw json.RawMessage) (*Contact, error) { return DecodeContact(raw) }

// List returns one page of contacts.
func (s ContactsService) List(ctx context.Context, o *ListOptions) (Page[Contact], error) {
	q, err := o.query()
	if err != nil {
		return Page[Contact]{}, err
	}
	return page(ctx, s.c, get("/contacts", q), contactElement)
}

// ListAll iterates over all contacts.
func (s ContactsService) ListAll(ctx context.Context, o *ListOptions) iter.Seq2[Contact, error] {
	return all(func(after string) (Page[Contact], error) { return s.List(ctx, o.from(after)) }, contactKey)
}

// Search returns one page of the contacts that match. Dates match whole days
// in the workspace's zone, and new contacts take minutes to be found.
func (s ContactsService) Search(ctx context.Context, r SearchRequest) (Page[Contact], error) {
	body, err := r.body(nil)
	if err != nil {
		return Page[Contact]{}, err
	}
	return page(ctx, s.c, searchCall("/contacts/search", body), contactElement)
}

// SearchAll iterates over all contacts that match.
func (s ContactsService) SearchAll(ctx context.Context, r SearchRequest) iter.Seq2[Contact, error] {
	return all(func(after string) (Page[Contact], error) { return s.Search(ctx, r.from(after)) }, contactKey)
}

func contactKey(c *Contact) (ID, Time) { return c.ID, c.UpdatedAt }

// Companies returns one page of a contact's companies.
func (s ContactsService) Companies(ctx context.Context, id ID, o *ListOptions) (Page[Company], error) {
	return below(ctx, s.c, id, "companies", o, plainElement[Company])
}

// Notes returns one page of the teammates' notes on a contact.
func (s ContactsService) Notes(ctx context.Context, id ID, o *ListOptions) (Page[Note], error) {
	return below(ctx, s.c, id, "notes", o, plainElement[Note])
}

// Tags returns the tags of a contact, with their names.
func (s ContactsService) Tags(ctx context.Context, id ID) ([]Tag, error) {
	p, err := below(ctx, s.c, id, "tags", nil, plainElement[Tag])
	return p.Items, err
}

// CreateNote writes a note on a contact in the name of an admin. Body is HTML.
func (s ContactsService) CreateNote(ctx context.Context, id ID, body string, admin ID) (*Note, error) {
	path, err := idPath("contacts", string(id), "notes")
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(body) == "" {
		return nil, &FieldError{Field: "body", Problem: "is empty"}
	}
	if err := present("admin_id", admin); err != nil {
		return nil, err
	}
	return fetch[Note](ctx, s.c, call{method: http.MethodPost, path: path, body: map[string]any{"body": body, "admin_id": admin}})
}

// below returns one page of what belongs to a contact.
func below[T any](ctx context.Context, c *Client, id ID, what string, o *ListOptions, one func(json.RawMessage) (*T, error)) (Page[T], error) {
	path, err := idPath("contacts", string(id), what)
	if err != nil {
		return Page[T]{}, err
	}
	q, err := o.query()
	if err != nil {
		return Page[T]{}, err
	}
	return page(ctx, c, get(path, q), one)
}
