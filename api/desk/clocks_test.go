package desk_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
)

// Late, the order by SLA and the figures must be what Clock says of every
// conversation by itself.
func TestTargetsReachViewsAndFigures(t *testing.T) {
	t.Parallel()
	targets := map[string]desk.Targets{
		"Gold: first reply 1h":     {FirstReply: time.Hour, NextReply: time.Hour},
		"Standard: first reply 8h": {FirstReply: 8 * time.Hour, NextReply: 8 * time.Hour},
	}
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		r, _ := started(ctx, t, rigOptions{set: func(o *desk.Options) { o.Targets = targets }})
		defer r.stop()
		<-time.After(time.Minute)
		synctest.Wait()
		all, err := r.List(ctx, desk.ListRequest{View: "open", Sort: desk.SortSLA})
		if err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		var late []api.ID
		var soon, est int64
		clocks := make([]desk.SLAClock, len(all.Rows))
		for i, row := range all.Rows {
			clocks[i] = desk.Clock(row.Conversation, targets, now)
			switch c := clocks[i]; {
			case c.Late():
				late = append(late, row.Conversation.ID)
				if c.Est {
					est++
				}
			case c.Due.After(now) && c.Due.Sub(now) <= time.Hour:
				soon++
			}
		}
		if !slices.IsSortedFunc(clocks, desk.SLAClock.Compare) {
			t.Error("the order by SLA is not that of the clocks")
		}
		view, err := r.List(ctx, desk.ListRequest{View: "late"})
		if err != nil {
			t.Fatal(err)
		}
		var shown []api.ID
		for _, row := range view.Rows {
			shown = append(shown, row.Conversation.ID)
		}
		slices.Sort(late)
		slices.Sort(shown)
		if est == 0 || !slices.Equal(late, shown) {
			t.Errorf("the view Late shows %v, late are %v, %d of them by the clock here", shown, late, est)
		}
		q := r.Status().Queue
		if n, ok := q.Late.Get(); !ok || n != int64(len(late)) || !q.LateEst {
			t.Errorf("late: %v, est %v; want %d", q.Late, q.LateEst, len(late))
		}
		if n, ok := q.DueWithinHour.Get(); !ok || n != soon {
			t.Errorf("due within the hour: %v; want %d", q.DueWithinHour, soon)
		}
	})
}
