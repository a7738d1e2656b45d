package api_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"parley/api"
)

func manage(body string) exchange {
	return exchange{method: "POST", path: "/conversations/12/parts", body: body, answer: minimal}
}

func TestSends(t *testing.T) {
	t.Parallel()
	runCalls(t, []callTest{
		{
			name: "away",
			want: exchange{method: "PUT", path: "/admins/41/away", body: `{"away_mode_enabled":true,"away_mode_reassign":false}`, answer: adminJSON},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				a, err := c.Admins.SetAway(ctx, "41", api.AwayRequest{Enabled: true})
				if err != nil {
					return "", err
				}
				return fmt.Sprint(a.AwayModeEnabled), nil
			},
			result: "true",
		},
		{
			name: "away with a reason", version: "2.14",
			want: exchange{method: "PUT", path: "/admins/41/away", body: `{"away_mode_enabled":true,"away_mode_reassign":true,"away_status_reason_id":3}`, answer: adminJSON},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				a, err := c.Admins.SetAway(ctx, "41", api.AwayRequest{Enabled: true, Reassign: true, ReasonID: "3"})
				if err != nil {
					return "", err
				}
				return string(a.ID), nil
			},
			result: "41",
		},
		{
			name: "create a tag",
			want: exchange{method: "POST", path: "/tags", body: `{"name":"VIP"}`, answer: tagJSON},
			do:   func(ctx context.Context, c *api.Client) (string, error) { return tagName(c.Tags.Create(ctx, "VIP")) }, result: "R&D 41",
		},
		{
			name: "attach a tag",
			want: exchange{method: "POST", path: "/conversations/12/tags", body: `{"id":"105","admin_id":"41"}`, answer: tagJSON},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return tagName(c.Tags.Attach(ctx, "12", "105", "41"))
			},
			result: "R&D 41",
		},
		{
			name: "detach a tag, with a body",
			want: exchange{method: "DELETE", path: "/conversations/12/tags/105", body: `{"admin_id":"41"}`, answer: tagJSON},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return tagName(c.Tags.Detach(ctx, "12", "105", "41"))
			},
			result: "R&D 41",
		},
		{
			name: "mark unread",
			want: exchange{method: "PUT", path: "/conversations/12", body: `{"read":false}`, answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Update(ctx, "12", api.UpdateRequest{Read: new(false)}))
			},
			result: whole,
		},
		{
			name: "update everything", version: "2.14",
			want: exchange{
				method: "PUT", path: "/conversations/12", answer: minimal,
				body: `{"title":"T","custom_attributes":{"Plan":"pro","Seats":3},"company_id":null}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Update(ctx, "12", api.UpdateRequest{
					Title: new("T"), CustomAttributes: map[string]any{"Plan": "pro", "Seats": 3}, CompanyID: new(api.ID("")),
				}))
			},
			result: whole,
		},
		{
			name: "close",
			want: manage(`{"message_type":"close","type":"admin","admin_id":"41"}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Close(ctx, "12", api.CloseRequest{AdminID: "41"}))
			},
			result: whole,
		},
		{
			name: "close with a farewell",
			want: manage(`{"message_type":"close","type":"admin","admin_id":"41","body":"<p>Bye</p>"}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Close(ctx, "12", api.CloseRequest{AdminID: "41", Body: "<p>Bye</p>"}))
			},
			result: whole,
		},
		{
			name: "snooze",
			want: manage(`{"message_type":"snoozed","admin_id":"41","snoozed_until":4102444800}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Snooze(ctx, "12", api.SnoozeRequest{AdminID: "41", Until: time.Unix(4102444800, 0)}))
			},
			result: whole,
		},
		{
			name: "open",
			want: manage(`{"message_type":"open","admin_id":"41"}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Open(ctx, "12", "41"))
			}, result: whole,
		},
		{
			name: "assign to an admin",
			want: manage(`{"message_type":"assignment","type":"admin","admin_id":"41","assignee_id":"42"}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Assign(ctx, "12", api.AssignRequest{AdminID: "41", AssigneeID: "42"}))
			},
			result: whole,
		},
		{
			name: "assign to a team, with words",
			want: manage(`{"message_type":"assignment","type":"team","admin_id":"41","assignee_id":"7","body":"<p>Over to them</p>"}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Assign(ctx, "12", api.AssignRequest{AdminID: "41", AssigneeID: "7", Team: true, Body: "<p>Over to them</p>"}))
			},
			result: whole,
		},
		{
			name: "unassign",
			want: manage(`{"message_type":"assignment","type":"team","admin_id":"41","assignee_id":"0"}`),
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Unassign(ctx, "12", api.UnassignRequest{AdminID: "41", Team: true}))
			},
			result: whole,
		},
		{
			name: "run assignment rules",
			want: exchange{method: "POST", path: "/conversations/12/run_assignment_rules", answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.RunAssignmentRules(ctx, "12"))
			},
			result: whole,
		},
		{
			name: "redact a part",
			want: exchange{method: "POST", path: "/conversations/redact", body: `{"type":"conversation_part","conversation_id":"12","conversation_part_id":"71"}`, answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.RedactPart(ctx, "12", "71"))
			},
			result: whole,
		},
		{
			name: "redact the source",
			want: exchange{method: "POST", path: "/conversations/redact", body: `{"type":"source","conversation_id":"12","source_id":"90001"}`, answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.RedactSource(ctx, "12", "90001"))
			},
			result: whole,
		},
		{
			name: "convert", version: "2.16",
			want: exchange{
				method: "POST", path: "/conversations/12/convert", body: `{"ticket_type_id":"5","ticket_state_id":"2","attributes":{"_default_title_":"Broken"}}`,
				answer: `{"type":"ticket","id":"900","ticket_id":"17","ticket_attributes":{"_default_title_":"Broken"},"ticket_state":{"type":"ticket_state","category":"submitted","internal_label":"Submitted"}}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				v, err := c.Conversations.Convert(ctx, "12", api.ConvertRequest{TicketTypeID: "5", TicketStateID: "2", Attributes: map[string]any{"_default_title_": "Broken"}})
				if err != nil {
					return "", err
				}
				return fmt.Sprint(*v), nil
			},
			result: "{900 17 Broken Submitted}",
		},
		{
			name: "attach a customer",
			want: exchange{
				method: "POST", path: "/conversations/12/customers", body: `{"admin_id":"41","customer":{"email":"li@example.com"}}`,
				answer: `{"customers":[{"type":"user","id":"a"},{"type":"lead","id":"b"}]}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return items(c.Conversations.AttachCustomer(ctx, "12", api.CustomerRequest{AdminID: "41", Email: "li@example.com"}))
			},
			result: "[{Type:user ID:a ExternalID:} {Type:lead ID:b ExternalID:}]",
		},
		{
			name: "detach a customer, with a body",
			want: exchange{
				method: "DELETE", path: "/conversations/12/customers/b", body: `{"admin_id":"41"}`, answer: minimal,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return items(c.Conversations.DetachCustomer(ctx, "12", "b", "41"))
			},
			result: "[{Type:contact ID:6657ab2f6abd0164c24b0d64 ExternalID:}]",
		},
		{
			name: "write a note on a contact",
			want: exchange{method: "POST", path: "/contacts/c1/notes", body: `{"body":"<p>Call</p>","admin_id":"41"}`, answer: `{"type":"note","id":"31"}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				n, err := c.Contacts.CreateNote(ctx, "c1", "<p>Call</p>", "41")
				if err != nil {
					return "", err
				}
				return string(n.ID), nil
			},
			result: "31",
		},
	})
}
