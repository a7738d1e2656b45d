package api

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
)

// ConversationsService reads, answers and manages conversations. Every call
// that changes something is made once: see [FateOf] for what its error means.
type ConversationsService struct{ service }

func conversationElement(raw json.RawMessage) (*Conversation, error) {
	c, err := DecodeConversation(raw)
	if err == nil && c.ID == "" {
		return nil, fmt.Errorf("read conversation: it has no id")
	}
	return c, err
}

func conversationKey(c *Conversation) (ID, Time) { return c.ID, c.UpdatedAt }

// List returns one page of conversations, without their parts and in no
// documented order: search with a sort for a list that is shown.
func (s ConversationsService) List(ctx context.Context, o *ListOptions) (Page[Conversation], error) {
	q, err := o.query()
	if err != nil {
		return Page[Conversation]{}, err
	}
	return page(ctx, s.c, get("/conversations", q), conversationElement)
}

// ListAll iterates over all conversations.
func (s ConversationsService) ListAll(ctx context.Context, o *ListOptions) iter.Seq2[Conversation, error] {
	return all(func(after string) (Page[Conversation], error) { return s.List(ctx, o.from(after)) }, conversationKey)
}

// Search returns one page of the conversations that match, without their
// parts. The index lags some seconds behind changes.
func (s ConversationsService) Search(ctx context.Context, r SearchRequest) (Page[Conversation], error) {
	body, err := r.body(conversationFields)
	if err != nil {
		return Page[Conversation]{}, err
	}
	return page(ctx, s.c, searchCall("/conversations/search", body), conversationElement)
}

// SearchAll iterates over all conversations that match.
func (s ConversationsService) SearchAll(ctx context.Context, r SearchRequest) iter.Seq2[Conversation, error] {
	return all(func(after string) (Page[Conversation], error) { return s.Search(ctx, r.from(after)) }, conversationKey)
}

// GetOptions says how a conversation is returned.
type GetOptions struct {
	PlainText bool // bodies and subjects as plain text; link targets are lost before 2.16
}

// Get returns a conversation with its newest parts, 500 at most.
func (s ConversationsService) Get(ctx context.Context, id ID, o *GetOptions) (*Conversation, error) {
	path, err := idPath("conversations", string(id))
	if err != nil {
		return nil, err
	}
	q := url.Values{}
	if o != nil && o.PlainText {
		q.Set("display_as", "plaintext")
	}
	return s.c.conversation(ctx, get(path, q))
}

// UpdateRequest changes facts of a conversation. Fields that are nil stay as
// they are. The priority cannot be changed in any dated version.
type UpdateRequest struct {
	Read             *bool          // for the whole workspace
	Title            *string        // 2.13
	CustomAttributes map[string]any // the names must exist in the workspace
	CompanyID        *ID            // 2.14; the empty ID removes the company
}

// Update changes a conversation and returns it.
func (s ConversationsService) Update(ctx context.Context, id ID, r UpdateRequest) (*Conversation, error) {
	path, err := idPath("conversations", string(id))
	if err != nil {
		return nil, err
	}
	body, err := r.body(s.c.version)
	if err != nil {
		return nil, err
	}
	return s.c.conversation(ctx, call{method: http.MethodPut, path: path, body: body})
}

func (r *UpdateRequest) body(v Version) (map[string]any, error) {
	body := map[string]any{}
	if r.Read != nil {
		body["read"] = *r.Read
	}
	if r.Title != nil {
		if err := requireFor("title", v, FeatureTitle); err != nil {
			return nil, err
		}
		body["title"] = *r.Title
	}
	if len(r.CustomAttributes) > 0 {
		body["custom_attributes"] = maps.Clone(r.CustomAttributes)
	}
	if r.CompanyID != nil {
		if err := requireFor("company_id", v, FeatureCompany); err != nil {
			return nil, err
		}
		body["company_id"] = orNull(*r.CompanyID)
	}
	if len(body) == 0 {
		return nil, &FieldError{Field: "read", Problem: "nothing to change was given"}
	}
	return body, nil
}

// requireFor refuses a field that the version does not have.
func requireFor(field string, v Version, f Feature) error {
	if err := v.Require(f); err != nil {
		return &FieldError{Field: field, Problem: err.Error(), Err: err}
	}
	return nil
}

// orNull returns what stands for an id in JSON.
func orNull(id ID) any {
	if id.IsZero() {
		return nil
	}
	return id
}

// number returns an id as the JSON number that some fields want.
func number(id ID) any {
	if numeric(id) && (id == "0" || id[0] != '0') {
		return json.Number(id)
	}
	return id
}
