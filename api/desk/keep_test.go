package desk_test

import (
	"context"
	"encoding/json"

	"parley/api"
	"parley/api/store"
)

// keep puts a conversation into the store as Intercom would have said it.
func (r *rig) keep(ctx context.Context, c *api.Conversation) {
	r.t.Helper()
	raw, err := json.Marshal(wireForm(c))
	if err != nil {
		r.t.Fatal(err)
	}
	decoded, err := api.DecodeConversation(raw)
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.store.Put(ctx, store.FromSearch, plainText, decoded); err != nil {
		r.t.Fatal(err)
	}
}

// wireForm leaves out the lists, which marshal in a form of their own.
func wireForm(c *api.Conversation) map[string]any {
	m := map[string]any{
		"type": "conversation", "id": c.ID, "state": c.State, "priority": c.Priority,
		"created_at": c.CreatedAt, "updated_at": c.UpdatedAt, "waiting_since": c.WaitingSince,
		"admin_assignee_id": c.AdminAssigneeID, "team_assignee_id": c.TeamAssigneeID,
		"source": c.Source, "statistics": c.Statistics,
		"contacts": map[string]any{"contacts": []map[string]any{{"type": "contact", "id": c.Source.Author.ID}}},
	}
	if c.SLA != nil {
		m["sla_applied"] = c.SLA
	}
	return m
}
