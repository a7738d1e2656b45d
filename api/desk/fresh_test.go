package desk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
)

// TestWhatIsSettledLeavesTheOutbox settles several conversations' entries at
// once: whoever reads the outbox last is the one whose picture stays.
func TestWhatIsSettledLeavesTheOutbox(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, _ := started(ctx, t, rigOptions{})
		defer r.stop()
		l, err := r.List(ctx, desk.ListRequest{View: "open", Limit: 8})
		if err != nil {
			t.Fatal(err)
		}
		var ids []api.ID
		for _, row := range l.Rows {
			ids = append(ids, row.Conversation.ID)
		}
		for i := range 30 {
			kind := []desk.ActionKind{desk.ActUnread, desk.ActRead}[i%2]
			if _, err := r.Do(ctx, desk.Action{IDs: ids, ActionChange: desk.ActionChange{Kind: kind}}); err != nil {
				t.Fatal(err)
			}
			<-time.After(5 * time.Second)
			synctest.Wait()
			if left := r.Status().Outbox; len(left) > 0 {
				t.Fatalf("round %d: %d entries stay in the outbox: %+v", i, len(left), left[0])
			}
		}
	})
}
