package desk_test

import (
	"testing"
	"testing/synctest"

	"parley/api"
	"parley/api/desk"
)

// TestWhatTheAgentDidIsNotNew changes a conversation that was read to its end.
func TestWhatTheAgentDidIsNotNew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, id := started(ctx, t, rigOptions{})
		defer r.stop()
		before, err := r.Open(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Do(ctx, desk.Action{IDs: []api.ID{id}, ActionChange: desk.ActionChange{Kind: desk.ActClose}}); err != nil {
			t.Fatal(err)
		}
		r.rest(ctx)
		th, err := r.Fetch(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		parts := th.Conversation.Parts.Items
		if last := parts[len(parts)-1].ID; len(parts) == len(before.Conversation.Parts.Items) || th.SeenPart != last {
			t.Errorf("seen up to %s, the agent's own close is %s", th.SeenPart, last)
		}
	})
}
