package api_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"parley/api"
)

// TestRefusedLocally makes calls that cannot be right: none may reach the
// server, and each error names the field.
func TestRefusedLocally(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field string
		do          oneCall
	}{
		{"no id", "id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Get(ctx, "", nil))
		}},
		{"a dotted id", "id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Get(ctx, "..", nil))
		}},
		{"an id with a line break", "id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Get(ctx, "1\n2", nil))
		}},
		{"an endless id", "id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Get(ctx, api.ID(strings.Repeat("9", 600)), nil))
		}},
		{"close by nobody", "admin_id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Close(ctx, "1", api.CloseRequest{}))
		}},
		{"snooze into the past", "snoozed_until", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Snooze(ctx, "1", api.SnoozeRequest{AdminID: "41", Until: time.Unix(1, 0)}))
		}},
		{"assign to nobody", "assignee_id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Assign(ctx, "1", api.AssignRequest{AdminID: "41"}))
		}},
		{"update nothing", "read", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Update(ctx, "1", api.UpdateRequest{}))
		}},
		{"title too early", "title", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Update(ctx, "1", api.UpdateRequest{Title: new("T")}))
		}},
		{"company too early", "company_id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.Update(ctx, "1", api.UpdateRequest{CompanyID: new(api.ID("c"))}))
		}},
		{"away reason too early", "away_status_reason_id", func(ctx context.Context, c *api.Client) (string, error) {
			_, err := c.Admins.SetAway(ctx, "41", api.AwayRequest{ReasonID: "3"})
			return "", err
		}},
		{"tag by nobody", "admin_id", func(ctx context.Context, c *api.Client) (string, error) {
			return tagName(c.Tags.Attach(ctx, "1", "2", ""))
		}},
		{"no tag", "id", func(ctx context.Context, c *api.Client) (string, error) {
			return tagName(c.Tags.Attach(ctx, "1", "", "41"))
		}},
		{"a tag without name", "name", func(ctx context.Context, c *api.Client) (string, error) { return tagName(c.Tags.Create(ctx, " ")) }},
		{"redact what", "conversation_part_id", func(ctx context.Context, c *api.Client) (string, error) {
			return conv(c.Conversations.RedactPart(ctx, "1", ""))
		}},
		{"attach whom", "intercom_user_id", func(ctx context.Context, c *api.Client) (string, error) {
			return items(c.Conversations.AttachCustomer(ctx, "1", api.CustomerRequest{AdminID: "41"}))
		}},
		{"an empty note", "body", func(ctx context.Context, c *api.Client) (string, error) {
			_, err := c.Contacts.CreateNote(ctx, "1", "\n", "41")
			return "", err
		}},
		{"too many per page", "per_page", func(ctx context.Context, c *api.Client) (string, error) {
			_, err := c.Conversations.List(ctx, &api.ListOptions{PerPage: 151})
			return "", err
		}},
		{"too many per page of a search", "per_page", func(ctx context.Context, c *api.Client) (string, error) {
			_, err := c.Conversations.Search(ctx, api.SearchRequest{Query: api.Where("state", api.Equal, "open"), PerPage: -1})
			return "", err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.do(t.Context(), newServer(t).client())
			wantField(t, err, tt.field)
		})
	}
}

func wantField(t *testing.T, err error, field string) {
	t.Helper()
	f, ok := asType[*api.FieldError](err)
	if !ok {
		t.Fatalf("got %v, want a *FieldError", err)
	}
	if f.Field != field {
		t.Errorf("got field %q (%v), want %q", f.Field, err, field)
	}
	if api.FateOf(err) != api.NotPosted {
		t.Errorf("fate is %v", api.FateOf(err))
	}
	if api.Kind(err) != api.KindConfig {
		t.Errorf("kind is %v", api.Kind(err))
	}
}

func TestFeatureGates(t *testing.T) {
	t.Parallel()
	c := newServer(t).client(api.WithVersion("2.12"))
	old := newServer(t).client()
	_, convert := old.Conversations.Convert(t.Context(), "1", api.ConvertRequest{TicketTypeID: "5"})
	_, rules := c.Conversations.RunAssignmentRules(t.Context(), "1")
	_, external := c.Contacts.FindByExternalID(t.Context(), "1")
	for want, err := range map[string]error{
		"API version 2.10 or later is needed for converting a conversation to a ticket, and 2.9 is selected": convert,
		"API version 2.11 or earlier is needed for running assignment rules, and 2.12 is selected":           rules,
		"API version 2.13 or later is needed for finding a contact by external id, and 2.12 is selected":     external,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %q", err, want)
		}
		if v, ok := asType[*api.VersionError](err); !ok || !v.Is(api.ErrVersion) {
			t.Errorf("%v is no VersionError", err)
		}
	}
}
