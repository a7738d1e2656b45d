package store

import (
	"database/sql"
	"strings"
	"testing"
)

// TestCountsReadNoRows guards the indexes: the views are counted after every
// change, however many conversations are held.
func TestCountsReadNoRows(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	open := Cond{Field: FieldState, Values: []string{"open"}}
	for name, conds := range map[string][]Cond{
		"mine":       {open, {Field: FieldAssignee, Values: []string{"41"}}},
		"unassigned": {open, {Field: FieldUnassigned}},
		"open":       {open},
		"snoozed":    {{Field: FieldState, Values: []string{"snoozed"}}},
		"closed":     {{Field: FieldState, Values: []string{"closed"}}, {Field: FieldClosed, Op: ">", N: 1}},
		"waiting":    {open, {Field: FieldWaiting}},
		"priority":   {open, {Field: FieldUrgent}},
		"late":       {open, {Field: FieldSLA, Values: []string{"missed"}}},
		"a team's":   {open, {Field: FieldTeam, Values: []string{"7"}}},
	} {
		w, args, err := where(conds)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := query(t.Context(), s.cache.r, func(r *sql.Rows) (step string, err error) {
			var id, parent, unused int
			return step, r.Scan(&id, &parent, &unused, &step)
		}, `EXPLAIN QUERY PLAN SELECT count(*) FROM conversations c WHERE `+w, args...)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan) != 1 || !strings.Contains(plan[0], "USING COVERING INDEX") {
			t.Errorf("%s: %q", name, plan)
		}
	}
}
