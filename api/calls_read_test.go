package api_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"parley/api"
)

func TestReads(t *testing.T) {
	t.Parallel()
	runCalls(t, []callTest{
		{
			name: "me",
			want: exchange{method: "GET", path: "/me", answer: `{"type":"admin","id":41,"name":"Ana","app":{"id_code":"abc","region":"US"},"avatar":{"type":"avatar"}}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				m, err := c.Me.Get(ctx)
				if err != nil {
					return "", err
				}
				return string(m.ID) + m.Name + m.App.IDCode + m.App.Region, nil
			},
			result: "41AnaabcUS",
		},
		{
			name: "admins",
			want: exchange{method: "GET", path: "/admins", answer: `{"type":"admin.list","admins":[` + adminJSON + `,null]}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				l, err := c.Admins.List(ctx)
				if err != nil {
					return "", err
				}
				return fmt.Sprint(len(l), l[0].ID, l[0].Name, l[0].TeamIDs), nil
			},
			result: "141Ana O'Neill[7]",
		},
		{
			name: "admin",
			want: exchange{method: "GET", path: "/admins/41", answer: adminJSON},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				a, err := c.Admins.Get(ctx, "41")
				if err != nil {
					return "", err
				}
				return a.Name, nil
			},
			result: "Ana O'Neill",
		},
		{
			name: "teams",
			want: exchange{method: "GET", path: "/teams", answer: `{"type":"team.list","teams":[{"type":"team","id":"7","name":"Billing","admin_ids":[41,42]}]}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return items(c.Teams.List(ctx))
			},
			result: "[{Type:team ID:7 Name:Billing AdminIDs:[41 42]}]",
		},
		{
			name: "team",
			want: exchange{method: "GET", path: "/teams/7", answer: `{"type":"team","id":"7","name":"Billing"}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				v, err := c.Teams.Get(ctx, "7")
				if err != nil {
					return "", err
				}
				return v.Name, nil
			},
			result: "Billing",
		},
		{
			name: "tags",
			want: exchange{method: "GET", path: "/tags", answer: `{"type":"list","data":[` + tagJSON + `]}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				l, err := c.Tags.List(ctx)
				if err != nil {
					return "", err
				}
				return string(l[0].ID) + l[0].Name, nil
			},
			result: "105R&D",
		},
		{
			name: "list conversations",
			want: exchange{
				method: "GET", path: "/conversations", query: "per_page=50&starting_after=WzE%3D",
				answer: `{"type":"conversation.list","conversations":[` + minimal + `],"pages":{"type":"pages","next":{"per_page":50,"starting_after":"c2"}},"total_count":60}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Conversations.List(ctx, &api.ListOptions{PerPage: 50, StartingAfter: "WzE="})
				if err != nil {
					return "", err
				}
				total, _ := p.TotalCount.Get()
				return fmt.Sprint(len(p.Items), p.Next, total, string(p.Items[0].Raw) == minimal), nil
			},
			result: "1c260 true",
		},
		{
			name: "list conversations under data",
			want: exchange{method: "GET", path: "/conversations", answer: `{"type":"list","data":[{"id":1}],"pages":null}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Conversations.List(ctx, nil)
				if err != nil {
					return "", err
				}
				_, known := p.TotalCount.Get()
				return fmt.Sprint(len(p.Items), p.Next == "", known), nil
			},
			result: "1 true false",
		},
		{
			name: "search conversations",
			want: exchange{
				method: "POST", path: "/conversations/search",
				body: `{"query":{"operator":"AND","value":[
					{"field":"state","operator":"=","value":"open"},{"field":"admin_assignee_id","operator":"=","value":41}]},
					"sort":{"field":"updated_at","order":"descending"},"pagination":{"per_page":150}}`,
				answer: `{"type":"conversation.list","conversations":[],"pages":{"type":"pages","next":null},"total_count":0}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Conversations.Search(ctx, api.SearchRequest{
					Query:     api.And(api.Where("state", api.Equal, api.StateOpen), api.Where("admin_assignee_id", api.Equal, api.ID("41"))),
					SortField: "updated_at", PerPage: 150,
				})
				total, known := p.TotalCount.Get()
				return fmt.Sprint(len(p.Items), total, known), err
			},
			result: "0 0 true",
		},
		{
			name: "get a conversation",
			want: exchange{method: "GET", path: "/conversations/12", answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Get(ctx, "12", nil))
			}, result: whole,
		},
		{
			name: "get a conversation as plain text",
			want: exchange{method: "GET", path: "/conversations/12", query: "display_as=plaintext", answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Get(ctx, "12", &api.GetOptions{PlainText: true}))
			},
			result: whole,
		},
		{
			name: "an id is escaped",
			want: exchange{method: "GET", path: "/conversations/a%2Fb%3Fc", answer: minimal},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				return conv(c.Conversations.Get(ctx, "a/b?c", nil))
			},
			result: whole,
		},
		{
			name: "contact",
			want: exchange{method: "GET", path: "/contacts/c1", answer: `{"type":"contact","id":"c1","name":null,"email":"","phone":null,"owner_id":41,"custom_attributes":{"n":1,"b":true,"z":null,"o":{"a": [1]}}}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				v, err := c.Contacts.Get(ctx, "c1")
				if err != nil {
					return "", err
				}
				return fmt.Sprint(v.Label(), v.OwnerID, v.CustomAttributes, len(v.Raw) > 0), nil
			},
			result: `Visitor c141[{b true} {n 1} {o {"a":[1]}}] true`,
		},
		{
			name: "contact by external id", version: "2.13",
			want: exchange{method: "GET", path: "/contacts/find_by_external_id/user%2F7", answer: `{"type":"contact","id":"c1"}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				v, err := c.Contacts.FindByExternalID(ctx, "user/7")
				if err != nil {
					return "", err
				}
				return string(v.ID), nil
			},
			result: "c1",
		},
		{
			name: "contacts",
			want: exchange{method: "GET", path: "/contacts", query: "per_page=2", answer: `{"type":"list","data":[{"id":"c1"},{"id":"c2"}],"pages":{"next":{"starting_after":"x"}}}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Contacts.List(ctx, &api.ListOptions{PerPage: 2})
				return fmt.Sprint(len(p.Items), p.Next), err
			},
			result: "2x",
		},
		{
			name: "search contacts",
			want: exchange{
				method: "POST", path: "/contacts/search", body: `{"query":{"field":"email","operator":"=","value":"ada@example.com"}}`,
				answer: `{"type":"list","data":[{"id":"c1"}]}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Contacts.Search(ctx, api.SearchRequest{Query: api.Where("email", api.Equal, "ada@example.com")})
				return fmt.Sprint(len(p.Items), p.Next == ""), err
			},
			result: "1 true",
		},
		{
			name: "companies, paged by URL",
			want: exchange{
				method: "GET", path: "/contacts/c1/companies", query: "page=2&per_page=10",
				answer: `{"type":"list","data":[{"type":"company","id":"k","name":"Brot &amp; Co"}],"pages":{"next":"https://elsewhere.example/contacts/c1/companies?per_page=10&page=3"},"total_count":21}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Contacts.Companies(ctx, "c1", &api.ListOptions{PerPage: 10, StartingAfter: "page:2"})
				return p.Items[0].Name + " " + p.Next, err
			},
			result: "Brot & Co page:3",
		},
		{
			name: "notes of a contact",
			want: exchange{method: "GET", path: "/contacts/c1/notes", answer: `{"type":"list","data":[{"type":"note","id":"31","body":"<p>Call</p>\u001b"}],"pages":{"next":null}}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Contacts.Notes(ctx, "c1", nil)
				return p.Items[0].Body + p.Next, err
			},
			result: "<p>Call</p>␛",
		},
		{
			name: "tags of a contact",
			want: exchange{method: "GET", path: "/contacts/c1/tags", answer: `{"type":"list","data":[{"type":"tag","id":"1","name":"VIP"}]}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				l, err := c.Contacts.Tags(ctx, "c1")
				return l[0].Name, err
			},
			result: "VIP",
		},
		{
			name: "macros ask in their own version",
			want: exchange{
				method: "GET", path: "/macros", query: "per_page=5&updated_since=1700000000", version: "2.16",
				answer: `{"type":"list","data":[{"type":"macro","id":"9","name":"Refund","body_text":"Hi\nyou","updated_at":"2025-07-21T14:44:35.000Z","available_on":["inbox"]}],"pages":{"next":{"starting_after":"m"}}}`,
			},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				p, err := c.Macros.List(ctx, &api.MacroListOptions{ListOptions: api.ListOptions{PerPage: 5}, UpdatedSince: time.Unix(1700000000, 0)})
				if err != nil {
					return "", err
				}
				return fmt.Sprint(p.Items[0].BodyText, p.Items[0].UpdatedAt.Unix(), p.Items[0].AvailableOn, p.Next), nil
			},
			result: "Hi\nyou1753109075 [inbox]m",
		},
		{
			name: "macro in preview", version: api.Preview,
			want: exchange{method: "GET", path: "/macros/9", answer: `{"type":"macro","id":"9","name":"Refund"}`},
			do: func(ctx context.Context, c *api.Client) (string, error) {
				m, err := c.Macros.Get(ctx, "9")
				if err != nil {
					return "", err
				}
				return m.Name, nil
			},
			result: "Refund",
		},
	})
}
