package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"parley/api"
)

func TestSearchWire(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		filter api.Filter
		want   string
	}{
		{"a single filter", api.Where("state", api.Equal, "open"), `{"field":"state","operator":"=","value":"open"}`},
		{"nobody", api.Where("admin_assignee_id", api.Equal, api.ID("")), `{"field":"admin_assignee_id","operator":"=","value":0}`},
		{"null", api.Where("team_assignee_id", api.Equal, nil), `{"field":"team_assignee_id","operator":"=","value":null}`},
		{"a list of ids", api.Where("team_assignee_id", api.In, []api.ID{"7", "8"}), `{"field":"team_assignee_id","operator":"IN","value":[7,8]}`},
		{"ids of contacts", api.Where("contact_ids", api.NotIn, []string{"a"}), `{"field":"contact_ids","operator":"NIN","value":["a"]}`},
		{"a number as text", api.Where("tag_ids", api.Equal, 105), `{"field":"tag_ids","operator":"=","value":"105"}`},
		{"a time", api.Where("updated_at", api.Greater, api.UnixTime(1700000000).Time), `{"field":"updated_at","operator":">","value":1700000000}`},
		{"a wire time", api.Where("updated_at", api.Less, api.UnixTime(1700000000)), `{"field":"updated_at","operator":"<","value":1700000000}`},
		{"a flag", api.Where("read", api.Equal, false), `{"field":"read","operator":"=","value":false}`},
		{"a custom attribute", api.Where("custom_attributes.plan", api.Contains, "pro"), `{"field":"custom_attributes.plan","operator":"~","value":"pro"}`},
		{
			"conditions beside groups get groups of their own",
			api.And(api.Where("state", api.Equal, api.StateOpen), api.Or(api.Where("admin_assignee_id", api.Equal, 41), api.Where("team_assignee_id", api.Equal, 7))),
			`{"operator":"AND","value":[{"operator":"AND","value":[{"field":"state","operator":"=","value":"open"}]},
			  {"operator":"OR","value":[{"field":"admin_assignee_id","operator":"=","value":41},{"field":"team_assignee_id","operator":"=","value":7}]}]}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(tt.filter)
			if err != nil {
				t.Fatal(err)
			}
			if !sameJSON(t, got, []byte(tt.want)) {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestSearchRefused(t *testing.T) {
	t.Parallel()
	one := api.Where("state", api.Equal, "open")
	many := make([]api.Filter, 16)
	for i := range many {
		many[i] = one
	}
	tests := []struct {
		name   string
		filter api.Filter
		says   string
	}{
		{"nothing", api.Filter{}, "no field"},
		{"an empty group", api.And(), "empty"},
		{"too many", api.And(many...), "16 filters"},
		{"too deep", api.And(api.Or(api.And(one))), "nested"},
		{"an unknown field", api.Where("mood", api.Equal, "good"), "mood"},
		{"an unknown operator", api.Where("state", "=~", "open"), "=~"},
		{"text in a number", api.Where("admin_assignee_id", api.Equal, "Ana"), "Ana"},
		{"part of a number", api.Where("admin_assignee_id", api.Contains, 4), "~"},
		{"more than a word", api.Where("state", api.Greater, "open"), ">"},
		{"a flag that is none", api.Where("read", api.Equal, "yes"), "yes"},
		{"a word that is a flag", api.Where("state", api.Equal, true), "true"},
		{"a list that is none", api.Where("state", api.In, "open"), "list"},
		{"an empty list", api.Where("state", api.In, []string{}), "list"},
		{"null in a list", api.Where("state", api.In, []any{"open", nil}), "nil"},
		{"a fraction", api.Where("conversation_rating.score", api.Equal, 3.5), "3.5"},
		{"an unknown time", api.Where("updated_at", api.Greater, api.Time{}), "updated_at"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := newServer(t).client().Conversations.Search(t.Context(), api.SearchRequest{Query: tt.filter})
			wantField(t, err, "query")
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%q does not mention %q", err, tt.says)
			}
			if tt.filter.Validate() == nil {
				t.Error("Validate accepts it")
			}
		})
	}
}

func TestSearchFields(t *testing.T) {
	t.Parallel()
	// 56 of the page, and conversation_rating.admin_id as it should be spelled.
	if got := len(api.SearchFields()); got < 56 {
		t.Errorf("%d fields", got)
	}
}
